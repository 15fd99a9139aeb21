/**
 * Special functions in double precision from + - * / and Math.sqrt, abs, floor, min, max alone. Those are exactly
 * specified, so results are the same bits in every JavaScript engine; Math.exp and its like are not.
 */

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
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
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return high - (low - (r * c) / (2 - c));
}

/** e^x, relative error below 1e-15; Infinity above 709.78, 0 below -745.13. */
export function exp(x: number): number {
  if (x !== x) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  return scale(1 + reduceExp(x, k), k);
}

/** e^x - 1 without cancellation near 0, relative error below 1e-15. */
export function expm1(x: number): number {
  return Math.abs(x) < 0.34 ? reduceExp(x, 0) : exp(x) - 1;
}

/** The greatest k with 2^k <= x, for a positive finite x. */
function octaveOf(x: number): number {
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
  let m = scale(x, -k);
  if (m > 1.4142135623730951) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const even =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
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
  return k < mean ? 1 - sumDown(Math.floor(k), mean) : sumUp(Math.floor(k) + 1, mean);
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

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, for a, b > 0 and x + y = 1. `y` is given apart
 * because 1 - x has lost its digits where x is near 1. By continued fraction with a saddle-point factor.
 */
export function betaTails(x: number, y: number, a: number, b: number): Tails {
  if (!(x > 0)) return { below: 0, above: 1 };
  if (!(y > 0)) return { below: 1, above: 0 };
  const n = a + b;
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const factor = exp(error - deviance(a, n * x) - deviance(b, n * y)) / (rootTwoPi * Math.sqrt(n));
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
const centreTop = [
  0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249,
];
const centreBottom = [1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956];
const flankTop = [
  1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
  2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218,
];
const flankBottom = [
  1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755, 18615.571640885098091,
  34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
const outerTop = [
  0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466,
  2.9112874951168792e-5,
];
const outerBottom = [
  1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244, 7.29751555083966205e-5,
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
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
    687.1870074920579083, 42.313330701600911252, 1,
  ],
] as const;
const near = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const;
const far = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
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
