/**
 * Special functions in double precision from + - * / and Math.sqrt, abs, floor, min, max alone. Those are exactly
 * specified, so results are the same bits in every JavaScript engine; Math.exp and its like are not.
 */

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const halfLogTwoPi = 0.9189385332046727;
const rootTwoPi = 2.5066282746310002;

/** 2^k for k = -1074..1023 at index k + 1074, by exact halving and doubling. */
const powersOfTwo = new Float64Array(2098);
powersOfTwo[1074] = 1;
for (let k = 1; k <= 1074; k++) powersOfTwo[1074 - k] = powersOfTwo[1075 - k] / 2;
for (let k = 1; k <= 1023; k++) powersOfTwo[1074 + k] = powersOfTwo[1073 + k] * 2;

/** x 2^k for k in -1100..1100, rounded once. */
function scale(x: number, k: number): number {
  const half = Math.floor(k / 2);
  return x * powersOfTwo[1074 + half] * powersOfTwo[1074 + k - half];
}

/** x in two parts and (e^r - 1) for what is left of x after k octaves (fdlibm's exp, Sun Microsystems). */
function reduceExp(x: number, k: number): number {
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return high - (low - (r * c) / (2 - c));
}

/** e^x, relative error below 1e-15; Infinity above 709.78, 0 below -745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5) | 0;
  return scale(1 + reduceExp(x, k), k);
}

/** e^x - 1 without cancellation near 0, relative error below 1e-15. */
export function expm1(x: number): number {
  return Math.abs(x) < 0.34 ? reduceExp(x, 0) : exp(x) - 1;
}

const bits = new DataView(new ArrayBuffer(8));

/** The greatest k with 2^k <= x, for a positive finite x: what the exponent of a double says, but for the smallest. */
function octaveOf(x: number): number {
  bits.setFloat64(0, x);
  const exponent = bits.getUint32(0) >>> 20;
  if (exponent > 0) return exponent - 1023;
  let low = 0;
  let high = powersOfTwo.length;
  while (high - low > 1) {
    const centre = Math.floor((low + high) / 2);
    if (powersOfTwo[centre] <= x) low = centre;
    else high = centre;
  }
  return low - 1074;
}

/** The natural logarithm, relative error below 1e-15 (fdlibm); -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = octaveOf(x);
  // Not -k: that is -0 for 0, which is no small integer to an engine.
  let m = scale(x, 0 - k);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return k * ln2High - (halfSquare - (s * (halfSquare + even + odd) + k * ln2Low) - f);
}

/** log(1 + x) without cancellation near 0 (W. Kahan). */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  return u === Number.POSITIVE_INFINITY ? u : (log(u) * x) / (u - 1);
}

/** What Stirling's formula leaves of log Gamma(x), for x >= 10. */
function stirlingSeries(x: number): number {
  const w = 1 / (x * x);
  const tail = 1 / 1188 - w * (691 / 360360 - w * (1 / 156 - (w * 3617) / 122400));
  return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * tail)))) / x;
}

/** log Gamma(x) for x > 0; error below 1e-14 of max(1, |result|). */
export function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < 10) {
    product *= shifted;
    shifted++;
  }
  const stirling = (shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted);
  return product === 1 ? stirling : stirling - log(product);
}

/** log Gamma(x + 1) less Stirling's formula, for x > 0: what a saddle-point probability needs (C. Loader, 2000). */
function stirlingError(x: number): number {
  if (x >= 10) return stirlingSeries(x);
  return logGamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi;
}

/** x log(x / mean) + mean - x without cancellation where x is near the mean (C. Loader, 2000). */
function deviance(x: number, mean: number): number {
  const gap = x - mean;
  if (Math.abs(gap) >= 0.1 * (x + mean)) return x * log(x / mean) + mean - x;
  const v = gap / (x + mean);
  let sum = gap * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** P(N = k) for a Poisson count of mean > 0, relative error below 1e-13. */
export function poissonPmf(k: number, mean: number): number {
  if (k < 0) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  if (k === 0) return exp(-mean);
  return exp(-stirlingError(k) - deviance(k, mean)) / (rootTwoPi * Math.sqrt(k));
}

/** P(N <= k): summed from whichever side is the smaller, so both tails are accurate. */
export function poissonCdf(k: number, mean: number): number {
  if (k < 0) return 0;
  return k < mean ? sumDown(Math.floor(k), mean) : 1 - sumUp(Math.floor(k) + 1, mean);
}

/** P(N > k), accurate where it is small. */
export function poissonSurvival(k: number, mean: number): number {
  if (k < 0) return 1;
  return k < mean - 1 ? 1 - sumDown(Math.floor(k), mean) : sumUp(Math.floor(k) + 1, mean);
}

function sumDown(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k; j > 0 && term > sum * 1e-17; j--) {
    term *= j / mean;
    sum += term;
  }
  return sum * poissonPmf(k, mean);
}

function sumUp(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k + 1; term > sum * 1e-17; j++) {
    term *= mean / j;
    sum += term;
  }
  return sum * poissonPmf(k, mean);
}

/** A probability and its complement; the smaller of the two keeps its relative accuracy. */
export interface Tails {
  readonly below: number;
  readonly above: number;
}

/** What the shape alone contributes to `betaTails`, of the last shape: a table of cuts asks for the same thousands of times. */
const lastShape = { a: Number.NaN, b: Number.NaN, error: Number.NaN };

function betaError(a: number, b: number): number {
  if (a === lastShape.a && b === lastShape.b) return lastShape.error;
  const error = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
  Object.assign(lastShape, { a, b, error });
  return error;
}

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, for a, b > 0 and x + y = 1. `y` is given apart
 * because 1 - x has lost its digits where x is near 1. By continued fraction with a saddle-point factor.
 */
export function betaTails(x: number, y: number, a: number, b: number): Tails {
  if (!(x > 0)) return { below: 0, above: 1 };
  if (!(y > 0)) return { below: 1, above: 0 };
  const n = a + b;
  const factor = exp(betaError(a, b) - deviance(a, n * x) - deviance(b, n * y)) / (rootTwoPi * Math.sqrt(n));
  if (x * (n + 2) < a + 1) {
    const below = Math.min(1, factor * Math.sqrt(b / a) * betaFraction(x, a, b));
    return { below, above: 1 - below };
  }
  const above = Math.min(1, factor * Math.sqrt(a / b) * betaFraction(y, b, a));
  return { below: 1 - above, above };
}

/** I_x(a, b), relative error about 1e-13 for a, b up to 10,000. */
export function regularisedBeta(x: number, a: number, b: number): number {
  return betaTails(x, 1 - x, a, b).below;
}

/** The continued fraction of the incomplete beta function by Lentz's method; takes about sqrt(max(a, b)) rounds. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 100000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const change = d * c;
    result *= change;
    if (Math.abs(change - 1) < 4e-16) break;
  }
  return result;
}

/** Horner's rule, highest power first. */
function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + coefficients[i];
  return sum;
}

// W. J. Cody, Rational Chebyshev approximations for the error function, 1969, in the form for the normal distribution.
const centreTop = [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356];
const centreBottom = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const flankTop = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const flankBottom = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
];
const outerTop = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  0.000029112874951168793,
];
const outerBottom = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662,
];

/** P(Z <= -y) for y > 0.67. */
function normalTail(y: number): number {
  if (y > 38.6) return 0;
  let ratio: number;
  if (y <= 5.656854249492381) {
    ratio = polynomial(y, flankTop) / polynomial(y, flankBottom);
  } else {
    const w = 1 / (y * y);
    ratio = (1 / rootTwoPi - (w * polynomial(w, outerTop)) / polynomial(w, outerBottom)) / y;
  }
  // y^2 / 2 as an exact part and a small one: exp would multiply the rounding of y^2 by its size.
  const coarse = Math.floor(y * 16) / 16;
  return exp(-coarse * coarse * 0.5) * exp(-(y - coarse) * (y + coarse) * 0.5) * ratio;
}

/** P(Z <= z) of the standard normal distribution, relative error below 1e-13 in the lower tail down to 1e-300. */
export function normalCdf(z: number): number {
  const y = Math.abs(z);
  if (y <= 0.67448975) {
    const w = z * z;
    return 0.5 + (z * polynomial(w, centreTop)) / polynomial(w, centreBottom);
  }
  return z < 0 ? normalTail(y) : 1 - normalTail(y);
}

// M. J. Wichura, algorithm AS 241, PPND16, 1988.
const middle = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
] as const;
const near = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
] as const;
const far = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
] as const;

/** The z with P(Z <= z) = p, relative error about 1e-15; -Infinity at 0 and Infinity at 1. */
export function normalQuantile(p: number): number {
  return p <= 0.5 ? scoreOf(p) : -scoreOf(1 - p);
}

/** The z with these tails: accurate on both sides. */
export function normalScore(tails: Tails): number {
  return tails.below <= tails.above ? scoreOf(tails.below) : -scoreOf(tails.above);
}

function scoreOf(p: number): number {
  if (!(p > 0)) return Number.NEGATIVE_INFINITY;
  const q = p - 0.5;
  if (q >= -0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, middle[0])) / polynomial(r, middle[1]);
  }
  const depth = Math.sqrt(-log(p));
  const [top, bottom] = depth <= 5 ? near : far;
  const r = depth <= 5 ? depth - 1.6 : depth - 5;
  return -polynomial(r, top) / polynomial(r, bottom);
}
