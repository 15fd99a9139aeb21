/**
 * Fixed binary32 arithmetic. Each function is written once, as straight-line code over a set of operations (`Lanes`),
 * and is then run by `scalar` or printed as WebAssembly SIMD by an emitter. Every operation is one IEEE 754 binary32
 * operation rounded to nearest even, or a bit operation on 32-bit integers, so that the bits agree on every machine.
 *
 * All functions are total: finite arguments give finite results, never NaN.
 */

/**
 * The operations that exist both here and as one WebAssembly `f32x4` or `i32x4` instruction.
 * `F` is a binary32 (or four of them), `I` a 32-bit integer (or four). A mask is an `I` with all bits set or none.
 */
export interface Lanes<F, I> {
  /** A number, rounded to binary32. */
  const(x: number): F;
  iconst(x: number): I;
  add(a: F, b: F): F;
  sub(a: F, b: F): F;
  mul(a: F, b: F): F;
  div(a: F, b: F): F;
  sqrt(a: F): F;
  abs(a: F): F;
  neg(a: F): F;
  /** IEEE 754-2019 minimum: -0 is below +0, NaN spreads. */
  min(a: F, b: F): F;
  max(a: F, b: F): F;
  ceil(a: F): F;
  floor(a: F): F;
  trunc(a: F): F;
  /** To the nearest integer, halves to the even one. */
  nearest(a: F): F;
  eq(a: F, b: F): I;
  ne(a: F, b: F): I;
  lt(a: F, b: F): I;
  le(a: F, b: F): I;
  gt(a: F, b: F): I;
  ge(a: F, b: F): I;
  /** `a` where the mask is set, else `b`. */
  select(mask: I, a: F, b: F): F;
  iselect(mask: I, a: I, b: I): I;
  iadd(a: I, b: I): I;
  isub(a: I, b: I): I;
  iand(a: I, b: I): I;
  ior(a: I, b: I): I;
  ixor(a: I, b: I): I;
  ishl(a: I, bits: number): I;
  /** Shift right that keeps the sign. */
  ishr(a: I, bits: number): I;
  /** Shift right that fills with zeros. */
  ushr(a: I, bits: number): I;
  /** Towards zero, saturating at the ends of int32 (`i32x4.trunc_sat_f32x4_s`). */
  toInt(a: F): I;
  /** An int32 as a binary32, rounded (`f32x4.convert_i32x4_s`). */
  fromInt(a: I): F;
  /** The bits of a binary32. */
  bits(a: F): I;
  /** The binary32 that has these bits. */
  float(a: I): F;
}

const cellF = new Float32Array(1);
const cellI = new Int32Array(cellF.buffer);
const { fround } = Math;

/** One lane at a time: the meaning of every operation. Arguments must be binary32 values and int32 values. */
export const scalar: Lanes<number, number> = {
  const: (x) => fround(x),
  iconst: (x) => x | 0,
  add: (a, b) => fround(a + b),
  sub: (a, b) => fround(a - b),
  mul: (a, b) => fround(a * b),
  div: (a, b) => fround(a / b),
  sqrt: (a) => fround(Math.sqrt(a)),
  abs: (a) => Math.abs(a),
  neg: (a) => -a,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  ceil: (a) => Math.ceil(a),
  floor: (a) => Math.floor(a),
  trunc: (a) => Math.trunc(a),
  nearest: (a) => roundToEven(a),
  eq: (a, b) => (a === b ? -1 : 0),
  ne: (a, b) => (a !== b ? -1 : 0),
  lt: (a, b) => (a < b ? -1 : 0),
  le: (a, b) => (a <= b ? -1 : 0),
  gt: (a, b) => (a > b ? -1 : 0),
  ge: (a, b) => (a >= b ? -1 : 0),
  select: (mask, a, b) => (mask !== 0 ? a : b),
  iselect: (mask, a, b) => (mask !== 0 ? a : b),
  iadd: (a, b) => (a + b) | 0,
  isub: (a, b) => (a - b) | 0,
  iand: (a, b) => a & b,
  ior: (a, b) => a | b,
  ixor: (a, b) => a ^ b,
  ishl: (a, bits) => a << bits,
  ishr: (a, bits) => a >> bits,
  ushr: (a, bits) => (a >>> bits) | 0,
  toInt: (a) => (Number.isNaN(a) ? 0 : Math.trunc(Math.min(Math.max(a, -0x80000000), 0x7fffffff)) | 0),
  fromInt: (a) => fround(a),
  bits: (a) => {
    cellF[0] = a;
    return cellI[0];
  },
  float: (a) => {
    cellI[0] = a;
    return cellF[0];
  },
};

/** From here up a binary32 has no fraction. */
const wholeFrom = 0x800000;

function roundToEven(a: number): number {
  const size = Math.abs(a);
  if (!(size < wholeFrom)) return a;
  const whole = fround(fround(size + wholeFrom) - wholeFrom);
  return a < 0 || Object.is(a, -0) ? -whole : whole;
}

/** The largest finite binary32, 3.4028235e38: what an overflow gives. */
export const largest = 3.4028234663852886e38;
/** The smallest normal binary32, 2^-126: what `log` takes every smaller number for. */
export const smallestNormal = 1.1754943508222875e-38;

/** Infinities brought back to the largest finite number of their sign. */
export function finite<F, I>(ops: Lanes<F, I>, x: F): F {
  return ops.max(ops.min(x, ops.const(largest)), ops.const(-largest));
}

/** a / b, where b == 0 gives 0 and an overflow gives the largest finite number of its sign. */
export function quotient<F, I>(ops: Lanes<F, I>, a: F, b: F): F {
  const none = ops.eq(b, ops.const(0));
  const ratio = finite(ops, ops.div(a, ops.select(none, ops.const(1), b)));
  return ops.select(none, ops.const(0), ratio);
}

/** The square root; 0 for x < 0. Correctly rounded. */
export function squareRoot<F, I>(ops: Lanes<F, I>, x: F): F {
  return ops.sqrt(ops.max(x, ops.const(0)));
}

/** A polynomial by Horner's rule, highest power first. */
function polynomial<F, I>(ops: Lanes<F, I>, x: F, coefficients: readonly number[]): F {
  let sum = ops.const(coefficients[0]);
  for (let i = 1; i < coefficients.length; i++) sum = ops.add(ops.mul(sum, x), ops.const(coefficients[i]));
  return sum;
}

/** exp(r) 2^n for |r| <= 0.35 and a whole n in -170..170. In two factors, so that a subnormal is rounded once. */
function expScaled<F, I>(ops: Lanes<F, I>, r: F, n: F): F {
  // Cephes expf (S. L. Moshier): minimax on half an octave.
  const curve = polynomial(
    ops,
    r,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  );
  const sum = ops.add(ops.add(ops.mul(ops.mul(r, r), curve), r), ops.const(1));
  const power = ops.toInt(n);
  const half = ops.ishr(power, 1);
  const rest = ops.isub(power, half);
  const scaled = ops.mul(ops.mul(sum, powerOfTwo(ops, half)), powerOfTwo(ops, rest));
  return ops.min(scaled, ops.const(largest));
}

function powerOfTwo<F, I>(ops: Lanes<F, I>, n: I): F {
  return ops.float(ops.ishl(ops.iadd(n, ops.iconst(127)), 23));
}

/** e^x within 1.5 units in the last place; at most `largest` (from x = 88.72284 up), 0 from x = -104 down. */
export function exp<F, I>(ops: Lanes<F, I>, x: F): F {
  const clamped = ops.min(ops.max(x, ops.const(-104)), ops.const(89));
  const n = ops.nearest(ops.mul(clamped, ops.const(Math.LOG2E)));
  // ln 2 in two parts, of which the first has so few bits that its product with n is exact.
  const high = ops.sub(clamped, ops.mul(n, ops.const(0.693359375)));
  const r = ops.sub(high, ops.mul(n, ops.const(-0.00021219444005469057)));
  return expScaled(ops, r, n);
}

/** A positive normal x as m 2^power with m in [sqrt(1/2), sqrt(2)). */
function splitPower<F, I>(ops: Lanes<F, I>, x: F): { m: F; power: F } {
  const rootHalf = ops.iconst(0x3f3504f3);
  const offset = ops.isub(ops.bits(x), rootHalf);
  const m = ops.float(ops.iadd(ops.iand(offset, ops.iconst(0x7fffff)), rootHalf));
  return { m, power: ops.fromInt(ops.ishr(offset, 23)) };
}

/**
 * The natural logarithm within 1.5 units in the last place. Every x below the smallest normal number, so also zero and
 * all negative x, gives the logarithm of that number, -87.33655: the function is total and never falls.
 */
export function log<F, I>(ops: Lanes<F, I>, x: F): F {
  const { m, power } = splitPower(ops, ops.max(x, ops.const(smallestNormal)));
  const f = ops.sub(m, ops.const(1));
  const s = ops.div(f, ops.add(f, ops.const(2)));
  // The remainder of the series in s = f / (2 + f), as in fdlibm's logf (Sun Microsystems).
  const z = ops.mul(s, s);
  const w = ops.mul(z, z);
  const odd = ops.mul(w, polynomial(ops, w, [0.24279078841, 0.40000972152]));
  const even = ops.mul(z, polynomial(ops, w, [0.28498786688, 0.66666662693]));
  const halfSquare = ops.mul(ops.mul(ops.const(0.5), f), f);
  const curve = ops.mul(s, ops.add(halfSquare, ops.add(even, odd)));
  const low = ops.add(curve, ops.mul(power, ops.const(9.0580006145e-6)));
  const sum = ops.add(ops.sub(low, halfSquare), f);
  return ops.add(sum, ops.mul(power, ops.const(6.9313812256e-1)));
}

/** A number as the unrounded sum of two, the second at most half a unit in the last place of the first. */
interface Pair<F> {
  readonly high: F;
  readonly low: F;
}

/** a + b without error, for any order of sizes (D. E. Knuth). */
function sumExactly<F, I>(ops: Lanes<F, I>, a: F, b: F): Pair<F> {
  const high = ops.add(a, b);
  const partB = ops.sub(high, a);
  const partA = ops.sub(high, partB);
  return { high, low: ops.add(ops.sub(a, partA), ops.sub(b, partB)) };
}

/** a b without error short of under- and overflow (T. J. Dekker): there is no fused multiply-add to lean on. */
function multiplyExactly<F, I>(ops: Lanes<F, I>, a: F, b: F): Pair<F> {
  const high = ops.mul(a, b);
  const upper = ops.iconst(-4096);
  const a1 = ops.float(ops.iand(ops.bits(a), upper));
  const b1 = ops.float(ops.iand(ops.bits(b), upper));
  const a2 = ops.sub(a, a1);
  const b2 = ops.sub(b, b1);
  const first = ops.sub(ops.mul(a1, b1), high);
  const cross = ops.add(ops.add(first, ops.mul(a1, b2)), ops.mul(a2, b1));
  return { high, low: ops.add(cross, ops.mul(a2, b2)) };
}

/**
 * log2 of a positive x to about 34 bits: log2 of the nearest of three centres c, then (m - c) / (m + c) as a pair and
 * the series of the inverse tanh, which is short because that ratio is at most 0.07.
 */
function log2Pair<F, I>(ops: Lanes<F, I>, x: F): Pair<F> {
  const tiny = ops.lt(x, ops.const(smallestNormal));
  const { m, power } = splitPower(ops, ops.select(tiny, ops.mul(x, ops.const(8388608)), x));
  const shifted = ops.select(tiny, ops.sub(power, ops.const(23)), power);
  const below = ops.lt(m, ops.const(0.875));
  const above = ops.gt(m, ops.const(1.125));
  const choose = (low: number, centre: number, high: number): F =>
    ops.select(below, ops.const(low), ops.select(above, ops.const(high), ops.const(centre)));
  const c = choose(0.78125, 1, 1.25);
  // log2 c, first to 14 bits so that its sum with the power is exact.
  const whole = ops.add(shifted, choose(-0.35614013671875, 0, 0.3218994140625));
  const fine = choose(-3.6735065253042592e-6, 0, 2.868082486234787e-5);

  const f = ops.sub(m, c);
  const d = sumExactly(ops, m, c);
  const s = ops.div(f, d.high);
  const product = multiplyExactly(ops, s, d.high);
  const rest = ops.sub(ops.sub(ops.sub(f, product.high), product.low), ops.mul(s, d.low));
  const z = ops.mul(s, s);
  const curve = ops.mul(z, polynomial(ops, z, [1 / 7, 1 / 5, 1 / 3]));
  const low = ops.add(ops.div(rest, d.high), ops.mul(s, curve));
  const perOctave = 2 / Math.LN2;
  const factor = ops.const(perOctave);
  const main = multiplyExactly(ops, s, factor);
  const small = ops.add(ops.mul(low, factor), ops.mul(s, ops.const(perOctave - fround(perOctave))));
  const total = sumExactly(ops, whole, main.high);
  const remainder = ops.add(fine, ops.add(main.low, small));
  return sumExactly(ops, total.high, ops.add(total.low, remainder));
}

/**
 * x to the power y within 2 units in the last place, at most `largest`. pow(x, 0) = 1 for x >= 0; pow(0, y) is 0 for
 * y > 0 and `largest` for y < 0; every x < 0 gives 0.
 */
export function pow<F, I>(ops: Lanes<F, I>, x: F, y: F): F {
  // Beyond 2^32 every x but 1 has over- or underflowed; larger y would overflow the pair.
  const bounded = ops.min(ops.max(y, ops.const(-4294967296)), ops.const(4294967296));
  const octaves = log2Pair(ops, ops.abs(x));
  const product = multiplyExactly(ops, bounded, octaves.high);
  const low = ops.add(product.low, ops.mul(bounded, octaves.low));
  const high = ops.min(ops.max(product.high, ops.const(-160)), ops.const(160));
  const rest = ops.min(ops.max(low, ops.const(-1)), ops.const(1));
  const n = ops.nearest(high);
  const ln2 = ops.const(Math.LN2);
  const r = ops.add(ops.mul(ops.sub(high, n), ln2), ops.mul(rest, ln2));
  const power = expScaled(ops, r, n);
  const zero = ops.const(0);
  const ofZero = ops.select(ops.lt(y, zero), ops.const(largest), ops.select(ops.gt(y, zero), zero, ops.const(1)));
  return ops.select(ops.lt(x, zero), zero, ops.select(ops.eq(x, zero), ofZero, power));
}

/**
 * The normal score of a chance u in (0, 1): algorithm AS 241, PPND7 (M. J. Wichura, 1988). Absolute error at most 3e-6
 * for u >= 2^-64 and 5e-6 below. u up to the smallest normal number gives -12.94995, u >= 1 gives 12.94995.
 */
export function normalQuantile<F, I>(ops: Lanes<F, I>, u: F): F {
  const one = ops.const(1);
  const q = ops.sub(u, ops.const(0.5));
  const central = ops.le(ops.abs(q), ops.const(0.425));
  const square = ops.sub(ops.const(0.180625), ops.mul(q, q));
  const rising = ops.gt(q, ops.const(0));
  const tail = ops.select(rising, ops.sub(one, u), u);
  const depth = ops.sqrt(ops.max(ops.neg(log(ops, tail)), ops.const(0)));
  const near = ops.sub(depth, ops.const(1.6));
  const far = ops.sub(depth, ops.const(5));
  const isNear = ops.le(depth, ops.const(5));

  const middleTop = polynomial(ops, square, [59.10937472, 159.29113202, 50.434271938, 3.3871327179]);
  const middleBottom = polynomial(ops, square, [67.1875636, 78.757757664, 17.895169469, 1]);
  const nearTop = polynomial(ops, near, [0.17023821103, 1.3067284816, 2.75681539, 1.4234372777]);
  const nearBottom = polynomial(ops, near, [0.12021132975, 0.7370016425, 1]);
  const farTop = polynomial(ops, far, [0.017337203997, 0.42868294337, 3.081226386, 6.657905115]);
  const farBottom = polynomial(ops, far, [0.012258202635, 0.24197894225, 1]);

  const sign = ops.select(rising, one, ops.const(-1));
  const tailTop = ops.mul(ops.select(isNear, nearTop, farTop), sign);
  const top = ops.select(central, ops.mul(q, middleTop), tailTop);
  const bottom = ops.select(central, middleBottom, ops.select(isNear, nearBottom, farBottom));
  return ops.div(top, bottom);
}

/** `exp` of one number, which is first rounded to binary32. */
export function expF32(x: number): number {
  return exp(scalar, fround(x));
}

/** `log` of one number, which is first rounded to binary32. */
export function logF32(x: number): number {
  return log(scalar, fround(x));
}

/** `pow` of two numbers, which are first rounded to binary32. */
export function powF32(x: number, y: number): number {
  return pow(scalar, fround(x), fround(y));
}

/** `squareRoot` of one number, which is first rounded to binary32. */
export function sqrtF32(x: number): number {
  return squareRoot(scalar, fround(x));
}

/** `normalQuantile` of one number, which is first rounded to binary32. */
export function normalQuantileF32(u: number): number {
  return normalQuantile(scalar, fround(u));
}

/** `quotient` of two numbers, which are first rounded to binary32: b == 0 gives 0. */
export function divide(a: number, b: number): number {
  return quotient(scalar, fround(a), fround(b));
}
