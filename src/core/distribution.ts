import { betaTails, exp, expm1, log, logGamma, normalCdf, type Tails } from "./special.ts";

/**
 * The named distributions, each one record: how a scenario writes it, what can be wrong with it, the range a column
 * needs, its chances and its moments. Reading, messages, schema and manual are made of the same record.
 */
export interface DistributionKind<D> {
  readonly written?: Written;
  /** What is wrong with its parameters, as a sentence without a full stop. All are finite numbers by then. */
  readonly faultOf: (d: D) => string | undefined;
  /** All of a bounded distribution; of the others all but one in a thousand million on each side. */
  readonly range: (d: D) => Ends;
  /** Moments in closed form. */
  readonly mean: (d: D) => number;
  readonly variance: (d: D) => number;
  /** The values it can take and their shares, relative to their sum, where they are few. */
  readonly points?: (d: D) => readonly Point[];
  /** The chances on both sides of a value. Those of a normal number, or of one that follows from it, are its score's. */
  readonly tails?: (d: D, x: number) => Tails;
  readonly score?: (d: D, x: number) => number;
}

/** What a scenario says of a distribution, under the name of its kind. */
export type Written = {
  readonly doc: string;
  /** Completes "expected ..." where its parameters are at fault. */
  readonly expected: string;
} & (
  | /** One share, `p`. */ { readonly form: "share" }
  /** Two numbers, `from` and `to`. */
  | { readonly form: "range" }
  /** Two numbers in a row; a `stretched` one lies from 0 to 1 unless `from` and `to` beside it say otherwise. */
  | { readonly form: "pair"; readonly parameters: readonly [string, string]; readonly stretched: boolean }
  /** Numbers by name, some of which are at least `from`. */
  | {
      readonly form: "mapping";
      readonly parameters: Readonly<Record<string, { readonly doc: string; readonly from?: number }>>;
      readonly example: string;
    }
  /** `shares` by word. */
  | { readonly form: "shares" }
);

interface Ends {
  readonly from: number;
  readonly to: number;
}

interface Point {
  readonly value: number;
  readonly share: number;
}

const constant: DistributionKind<{ readonly kind: "constant"; readonly value: number }> = {
  faultOf: () => undefined,
  range: ({ value }) => ({ from: value, to: value }),
  mean: ({ value }) => value,
  variance: () => 0,
  points: ({ value }) => [{ value, share: 1 }],
};

/** 1 with chance p, else 0. */
const chance: DistributionKind<{ readonly kind: "chance"; readonly p: number }> = {
  written: { form: "share", doc: "true with this chance", expected: "a share from 0 to 1" },
  faultOf: ({ p }) => (p >= 0 && p <= 1 ? undefined : "p is outside 0 to 1"),
  range: () => ({ from: 0, to: 1 }),
  mean: ({ p }) => p,
  variance: ({ p }) => p * (1 - p),
  points: ({ p }) => [
    { value: 0, share: 1 - p },
    { value: 1, share: p },
  ],
};

const uniform: DistributionKind<{ readonly kind: "uniform"; readonly from: number; readonly to: number }> = {
  written: {
    form: "range",
    doc: "evenly between two numbers: [from, to]",
    expected: "two numbers, the smaller first, such as uniform: [0, 10]",
  },
  faultOf: ({ from, to }) => (from <= to ? undefined : "from is above to"),
  range: ({ from, to }) => ({ from, to }),
  mean: ({ from, to }) => (from + to) / 2,
  variance: ({ from, to }) => ((to - from) * (to - from)) / 12,
  tails: (d, x) => tailsBetween(d, x, (below, above) => ({ below, above })),
};

const normal: DistributionKind<{ readonly kind: "normal"; readonly mean: number; readonly sd: number }> = {
  written: {
    form: "mapping",
    parameters: { mean: { doc: "the mean" }, sd: { doc: "the standard deviation", from: 0 } },
    example: "{ mean: 0, sd: 1 }",
    doc: "the normal distribution, cut at six standard deviations unless from and to say otherwise",
    expected: "a mean and a standard deviation, such as normal: { mean: 0, sd: 1 }",
  },
  faultOf: ({ sd }) => (sd >= 0 ? undefined : "sd is below 0"),
  range: ({ mean, sd }) => ({ from: mean - 6 * sd, to: mean + 6 * sd }),
  mean: ({ mean }) => mean,
  variance: ({ sd }) => sd * sd,
  score: ({ mean, sd }, x) => (sd > 0 ? (x - mean) / sd : pointScore(x, mean)),
};

/** exp of a normal number with mean log(median) and standard deviation sigma. */
const lognormal: DistributionKind<{ readonly kind: "lognormal"; readonly median: number; readonly sigma: number }> = {
  written: {
    form: "mapping",
    parameters: {
      median: { doc: "the median", from: 0 },
      sigma: { doc: "the standard deviation of the logarithm", from: 0 },
    },
    example: "{ median: 20000, sigma: 0.6 }",
    doc: "the lognormal distribution",
    expected: "a median above 0 and a sigma, such as lognormal: { median: 20_000, sigma: 0.6 }",
  },
  faultOf: ({ median, sigma }) => {
    if (!(median > 0)) return "median is not above 0";
    return sigma >= 0 ? undefined : "sigma is below 0";
  },
  range: ({ median, sigma }) => ({ from: 0, to: median * exp(6 * sigma) }),
  mean: ({ median, sigma }) => median * exp((sigma * sigma) / 2),
  variance: ({ median, sigma }) => {
    const square = sigma * sigma;
    return median * median * exp(square) * expm1(square);
  },
  score: ({ median, sigma }, x) => {
    if (!(x > 0)) return Number.NEGATIVE_INFINITY;
    return sigma > 0 ? log(x / median) / sigma : pointScore(x, median);
  },
};

/** P(X > x) = 2^-((x / median)^shape) from 0 on: how long something lasts. */
const weibull: DistributionKind<{ readonly kind: "weibull"; readonly median: number; readonly shape: number }> = {
  written: {
    form: "mapping",
    parameters: {
      median: { doc: "the median", from: 0 },
      shape: {
        doc: "1 where the end comes as readily at any time, above 1 ever more readily, below 1 ever less",
        from: 0,
      },
    },
    example: "{ median: 6, shape: 1.5 }",
    doc: "the Weibull distribution, of how long something lasts; with a shape of 1 the exponential distribution",
    expected: "a median and a shape above 0, such as weibull: { median: 6, shape: 1.5 }",
  },
  faultOf: ({ median, shape }) => {
    if (!(median > 0)) return "median is not above 0";
    return shape > 0 ? undefined : "shape is not above 0";
  },
  // What lies beyond 30 medians of the exponential one is 2^-30, about what lies beyond six standard deviations.
  range: ({ median, shape }) => ({ from: 0, to: median * exp(log(30) / shape) }),
  mean: ({ median, shape }) => median * exp(logGamma(1 + 1 / shape) - log(Math.LN2) / shape),
  variance: (d) => {
    const mean = weibull.mean(d);
    return mean * mean * expm1(logGamma(1 + 2 / d.shape) - 2 * logGamma(1 + 1 / d.shape));
  },
  tails: ({ median, shape }, x) => {
    if (!(x > 0)) return { below: 0, above: 1 };
    const hazard = Math.LN2 * exp(shape * log(x / median));
    return { below: -expm1(-hazard), above: exp(-hazard) };
  },
};

/** Beta(alpha, beta) stretched from [0, 1] to [from, to]. */
const beta: DistributionKind<{
  readonly kind: "beta";
  readonly alpha: number;
  readonly beta: number;
  readonly from: number;
  readonly to: number;
}> = {
  written: {
    form: "pair",
    parameters: ["alpha", "beta"],
    stretched: true,
    doc: "the beta distribution with two shape parameters, between from and to (0 and 1)",
    expected: "two numbers above 0, such as beta: [5, 2]",
  },
  faultOf: (d) => {
    if (!(d.alpha > 0)) return "alpha is not above 0";
    if (!(d.beta > 0)) return "beta is not above 0";
    return d.from <= d.to ? undefined : "from is above to";
  },
  range: ({ from, to }) => ({ from, to }),
  mean: (d) => d.from + ((d.to - d.from) * d.alpha) / (d.alpha + d.beta),
  variance: (d) => {
    const sum = d.alpha + d.beta;
    const width = d.to - d.from;
    return (width * width * d.alpha * d.beta) / (sum * sum * (sum + 1));
  },
  tails: (d, x) => tailsBetween(d, x, (below, above) => betaTails(below, above, d.alpha, d.beta)),
};

/** The index of a share; shares are relative to their sum. */
const categorical: DistributionKind<{ readonly kind: "categorical"; readonly shares: readonly number[] }> = {
  written: {
    form: "shares",
    doc: "one of at most 64 words, with shares that add up to 1",
    expected: "shares that add up to 1, such as categorical: { none: 0.3, school: 0.7 }",
  },
  faultOf: ({ shares }) => {
    if (!shares.every((share) => share >= 0 && share < Number.POSITIVE_INFINITY))
      return "a share is not a number from 0";
    return total(shares) > 0 ? undefined : "no share is above 0";
  },
  range: ({ shares }) => ({ from: 0, to: shares.length - 1 }),
  mean: ({ shares }) => meanOfShares(shares),
  variance: ({ shares }) => {
    const mean = meanOfShares(shares);
    return total(shares.map((share, index) => share * (index - mean) * (index - mean))) / total(shares);
  },
  points: ({ shares }) => shares.map((share, value) => ({ value, share })),
};

/** Every kind, in the order in which the manual lists them. */
export const distributionKinds = { constant, chance, uniform, normal, lognormal, weibull, beta, categorical };
type Kinds = typeof distributionKinds;

/** A distribution of a number, as plain data. `normalCuts` and `cutPoints` say how it falls on the units of a column. */
export type Distribution = { [K in keyof Kinds]: Kinds[K] extends DistributionKind<infer D> ? D : never }[keyof Kinds];

/** The kinds that a scenario can name. */
export const writtenKinds: ReadonlyMap<string, Written> = new Map(
  Object.entries(distributionKinds).flatMap(([kind, { written }]) => (written ? [[kind, written] as const] : [])),
);

function kindOf(d: Distribution): DistributionKind<Distribution> {
  return distributionKinds[d.kind] as unknown as DistributionKind<Distribution>;
}

/** What is wrong with a distribution's parameters, as a sentence without a full stop; undefined when nothing is. */
export function faultOf(d: Distribution): string | undefined {
  for (const [name, value] of Object.entries(d)) {
    if (typeof value === "number" && !Number.isFinite(value)) return `${name} is not a finite number`;
  }
  return kindOf(d).faultOf(d);
}

/** The range a column needs: all of a bounded distribution; see `DistributionKind` for the others. */
export function naturalRange(d: Distribution): Ends {
  return kindOf(d).range(d);
}

/** The mean, in closed form. */
export function meanOf(d: Distribution): number {
  return kindOf(d).mean(d);
}

/** The variance, in closed form. */
export function varianceOf(d: Distribution): number {
  return kindOf(d).variance(d);
}

/** P(X <= x), the same double in every engine; relative error about 1e-13. */
export function cdf(d: Distribution, x: number): number {
  const points = pointsOf(d);
  if (!points) return tailsAt(d, x).below;
  const sum = (some: readonly Point[]): number => total(some.map(({ share }) => share));
  return sum(points.filter(({ value }) => value <= x)) / sum(points);
}

/** The values a distribution can take and their chances, when they are few; points of width 0 among them. */
export function pointsOf(d: Distribution): readonly Point[] | undefined {
  const { points, variance, mean } = kindOf(d);
  if (points) return points(d);
  return variance(d) === 0 ? [{ value: mean(d), share: 1 }] : undefined;
}

/** The chances on both sides of a value, of a distribution that has no points. */
export function tailsAt(d: Distribution, x: number): Tails {
  const { tails, score } = kindOf(d);
  if (tails) return tails(d, x);
  if (!score) throw new Error(`bug: a ${d.kind} distribution has neither points nor tails`);
  const z = score(d, x);
  return { below: normalCdf(z), above: normalCdf(-z) };
}

/** The normal score of x where the distribution follows from a normal one. */
export function scoreAt(d: Distribution, x: number): number | undefined {
  return kindOf(d).score?.(d, x);
}

/** The tails of a bounded distribution, from those of the share of its range that lies below x and the share above. */
function tailsBetween({ from, to }: Ends, x: number, inner: (below: number, above: number) => Tails): Tails {
  if (x < from || x >= to) return x >= to ? { below: 1, above: 0 } : { below: 0, above: 1 };
  const width = to - from;
  return inner((x - from) / width, (to - x) / width);
}

function pointScore(x: number, point: number): number {
  return x >= point ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

function meanOfShares(shares: readonly number[]): number {
  return total(shares.map((share, index) => share * index)) / total(shares);
}

function total(numbers: readonly number[]): number {
  let sum = 0;
  for (const x of numbers) sum += x;
  return sum;
}
