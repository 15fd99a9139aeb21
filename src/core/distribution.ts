import { betaTails, exp, expm1, log, normalCdf, normalScore, poissonPmf, type Tails } from "./special.ts";

/** A distribution of a number, as plain data. `normalCuts` and `cutPoints` say how it falls on the units of a column. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  /** 1 with chance p, else 0. */
  | { readonly kind: "chance"; readonly p: number }
  | { readonly kind: "uniform"; readonly from: number; readonly to: number }
  | { readonly kind: "normal"; readonly mean: number; readonly sd: number }
  /** exp of a normal number with mean log(median) and standard deviation sigma. */
  | { readonly kind: "lognormal"; readonly median: number; readonly sigma: number }
  /** Beta(alpha, beta) stretched from [0, 1] to [from, to]. */
  | {
      readonly kind: "beta";
      readonly alpha: number;
      readonly beta: number;
      readonly from: number;
      readonly to: number;
    }
  /** The index of a share; shares are relative to their sum. */
  | { readonly kind: "categorical"; readonly shares: readonly number[] };

/** The units of a column: unit u of 0..units-1 stands for the value from + u * resolution. */
export interface Grid {
  readonly from: number;
  readonly resolution: number;
  readonly units: number;
}

/**
 * Cut points of a 64-bit draw, never falling. Entry k is P(unit <= k) times 2^64, high and low 32 bits. Probability 1
 * is written as all ones, which no draw reaches; see `pickUnit`.
 */
export interface Cuts {
  readonly hi: Uint32Array;
  readonly lo: Uint32Array;
}

/** The most units a column may have. */
export const unitsMost = 65536;
/** The largest mean `poissonCuts` takes. */
export const poissonMeanMost = 100000;
/** What a normal cut is clamped to: beyond any normal score a draw can give. */
export const scoreMost = 40;

/** What is wrong with a distribution's parameters, as a sentence without a full stop; undefined when nothing is. */
export function faultOf(d: Distribution): string | undefined {
  for (const [name, value] of Object.entries(d)) {
    if (typeof value === "number" && !Number.isFinite(value)) return `${name} is not a finite number`;
  }
  switch (d.kind) {
    case "constant":
      return undefined;
    case "chance":
      return d.p >= 0 && d.p <= 1 ? undefined : "p is outside 0 to 1";
    case "uniform":
      return d.from <= d.to ? undefined : "from is above to";
    case "normal":
      return d.sd >= 0 ? undefined : "sd is below 0";
    case "lognormal":
      if (!(d.median > 0)) return "median is not above 0";
      return d.sigma >= 0 ? undefined : "sigma is below 0";
    case "beta":
      if (!(d.alpha > 0)) return "alpha is not above 0";
      if (!(d.beta > 0)) return "beta is not above 0";
      return d.from <= d.to ? undefined : "from is above to";
    case "categorical":
      if (!d.shares.every((share) => share >= 0 && share < Number.POSITIVE_INFINITY))
        return "a share is not a number from 0";
      return total(d.shares) > 0 ? undefined : "no share is above 0";
  }
}

/** The range a column needs: all of a bounded distribution, six standard deviations (of the logarithm) of the others. */
export function naturalRange(d: Distribution): { from: number; to: number } {
  switch (d.kind) {
    case "constant":
      return { from: d.value, to: d.value };
    case "chance":
      return { from: 0, to: 1 };
    case "uniform":
    case "beta":
      return { from: d.from, to: d.to };
    case "normal":
      return { from: d.mean - 6 * d.sd, to: d.mean + 6 * d.sd };
    case "lognormal":
      return { from: 0, to: d.median * exp(6 * d.sigma) };
    case "categorical":
      return { from: 0, to: d.shares.length - 1 };
  }
}

/** P(X <= x), the same double in every engine; relative error about 1e-13. */
export function cdf(d: Distribution, x: number): number {
  switch (d.kind) {
    case "constant":
      return x >= d.value ? 1 : 0;
    case "chance":
      return x < 0 ? 0 : x < 1 ? 1 - d.p : 1;
    case "categorical": {
      const last = Math.floor(x);
      return last >= d.shares.length - 1 ? 1 : total(d.shares.slice(0, Math.max(0, last + 1))) / total(d.shares);
    }
    default:
      return tailsAt(d, x).below;
  }
}

/** The mean, in closed form. */
export function meanOf(d: Distribution): number {
  switch (d.kind) {
    case "constant":
      return d.value;
    case "chance":
      return d.p;
    case "uniform":
      return (d.from + d.to) / 2;
    case "normal":
      return d.mean;
    case "lognormal":
      return d.median * exp((d.sigma * d.sigma) / 2);
    case "beta":
      return d.from + ((d.to - d.from) * d.alpha) / (d.alpha + d.beta);
    case "categorical":
      return total(d.shares.map((share, index) => share * index)) / total(d.shares);
  }
}

/** The variance, in closed form. */
export function varianceOf(d: Distribution): number {
  switch (d.kind) {
    case "constant":
      return 0;
    case "chance":
      return d.p * (1 - d.p);
    case "uniform":
      return ((d.to - d.from) * (d.to - d.from)) / 12;
    case "normal":
      return d.sd * d.sd;
    case "lognormal": {
      const square = d.sigma * d.sigma;
      return d.median * d.median * exp(square) * expm1(square);
    }
    case "beta": {
      const sum = d.alpha + d.beta;
      const width = d.to - d.from;
      return (width * width * d.alpha * d.beta) / (sum * sum * (sum + 1));
    }
    case "categorical": {
      const mean = meanOf(d);
      return total(d.shares.map((share, index) => share * (index - mean) * (index - mean))) / total(d.shares);
    }
  }
}

/**
 * The cut points of a column's units: units - 1 of them. A value is rounded to the nearest unit, halves up; what lies
 * outside the column's range falls on its end units (clamped, not cut off and rescaled).
 * Throws RangeError for a distribution with a `faultOf` or a grid that is not one.
 */
export function cutPoints(d: Distribution, grid: Grid): Cuts {
  checkArguments(d, grid);
  const cuts = emptyCuts(grid.units - 1);
  eachCut(d, grid, (k, tails) => {
    writeCut(cuts, k, tails);
    keepRising(cuts, k);
  });
  return cuts;
}

/**
 * The unit a 64-bit draw (two 32-bit halves, each 0..2^32-1) falls on: the number of cut points at or below the draw,
 * where the draw of all ones counts as the one before it. So a cut of 0 is always reached and a cut of all ones never:
 * what is certain is certain.
 */
export function pickUnit(cuts: Cuts, wHi: number, wLo: number): number {
  const drawLo = wHi === 0xffffffff && wLo === 0xffffffff ? 0xfffffffe : wLo;
  let low = 0;
  let high = cuts.hi.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const cutHi = cuts.hi[middle];
    if (cutHi < wHi || (cutHi === wHi && cuts.lo[middle] <= drawLo)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The cut points of a Poisson count: a draw's `pickUnit` is the count. As many as it takes for the rest of the tail to
 * vanish in 64 bits. Both tails keep the relative accuracy that 64 bits can hold: a mean m gives P(N >= 1) to within
 * 2^-65 or 1e-13 of it. Throws RangeError for a mean outside 0..100,000.
 */
export function poissonCuts(mean: number): Cuts {
  if (!(mean >= 0 && mean <= poissonMeanMost)) throw new RangeError(`Poisson mean ${mean} is outside 0 to 100000`);
  const chances: number[] = [];
  const negligible = 1e-30;
  for (let k = 0; k <= mean || (chances[k - 1] > negligible && mean > 0); k++) chances.push(poissonPmf(k, mean));
  const above = new Float64Array(chances.length);
  for (let k = chances.length - 2; k >= 0; k--) above[k] = above[k + 1] + chances[k + 1];
  let count = chances.length;
  while (count > 0 && above[count - 1] * two64 < 1.5) count--;
  const cuts = emptyCuts(count);
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += chances[k];
    writeCut(cuts, k, { below, above: above[k] });
    keepRising(cuts, k);
  }
  return cuts;
}

/**
 * The cut points of a column's units for a normal score: the z with P(Z <= z) = P(unit <= k), as binary32, never
 * falling, clamped to -40..40. The same rounding and clamping as `cutPoints`, which also says what it throws.
 */
export function normalCuts(d: Distribution, grid: Grid): Float32Array {
  checkArguments(d, grid);
  const cuts = new Float32Array(grid.units - 1);
  let last = -scoreMost;
  eachCut(d, grid, (k, tails, score) => {
    const z = score ?? normalScore(tails);
    last = Math.max(last, Math.min(Math.fround(z), scoreMost));
    cuts[k] = last;
  });
  return cuts;
}

/** The unit a normal score falls on: the number of cut points at or below it. A score lies strictly in -40..40. */
export function pickByScore(cuts: Float32Array, z: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] <= z) low = middle + 1;
    else high = middle;
  }
  return low;
}

function total(numbers: readonly number[]): number {
  let sum = 0;
  for (const x of numbers) sum += x;
  return sum;
}

function checkArguments(d: Distribution, { from, resolution, units }: Grid): void {
  const fault = faultOf(d);
  if (fault !== undefined) throw new RangeError(`${d.kind} distribution: ${fault}`);
  if (!Number.isFinite(from)) throw new RangeError(`a column cannot start at ${from}`);
  if (!(resolution > 0 && resolution < Number.POSITIVE_INFINITY))
    throw new RangeError(`resolution ${resolution} is not above 0`);
  if (!(Number.isInteger(units) && units >= 1 && units <= unitsMost)) {
    throw new RangeError(`${units} units: a column has 1 to ${unitsMost}`);
  }
}

/** A continuous distribution, or a point where its width is 0. */
type Continuous = Exclude<Distribution, { kind: "constant" | "chance" | "categorical" }>;

function tailsAt(d: Continuous, x: number): Tails {
  const score = scoreAt(d, x);
  if (score !== undefined) return { below: normalCdf(score), above: normalCdf(-score) };
  // scoreAt leaves these two.
  if (d.kind !== "uniform" && d.kind !== "beta") return step(false);
  const width = d.to - d.from;
  if (x < d.from || x >= d.to) return step(x >= d.to);
  const share = (x - d.from) / width;
  const rest = (d.to - x) / width;
  return d.kind === "uniform" ? { below: share, above: rest } : betaTails(share, rest, d.alpha, d.beta);
}

/** The normal score of x where the distribution is a normal one or its exp. */
function scoreAt(d: Continuous, x: number): number | undefined {
  if (d.kind === "normal") return d.sd > 0 ? (x - d.mean) / d.sd : pointScore(x, d.mean);
  if (d.kind !== "lognormal") return undefined;
  if (!(x > 0)) return Number.NEGATIVE_INFINITY;
  return d.sigma > 0 ? log(x / d.median) / d.sigma : pointScore(x, d.median);
}

function pointScore(x: number, point: number): number {
  return x >= point ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

function step(reached: boolean): Tails {
  return reached ? { below: 1, above: 0 } : { below: 0, above: 1 };
}

/** Calls `write` for each cut in order, with the chances on both sides of it and its normal score where that is direct. */
function eachCut(d: Distribution, grid: Grid, write: (k: number, tails: Tails, score?: number) => void): void {
  const last = grid.units - 1;
  const points = pointsOf(d);
  if (points !== undefined) {
    const shares = new Float64Array(grid.units);
    for (const { value, share } of points) {
      const unit = Math.floor((value - grid.from) / grid.resolution + 0.5);
      shares[Math.max(0, Math.min(unit, last))] += share;
    }
    const above = new Float64Array(grid.units);
    for (let k = last - 1; k >= 0; k--) above[k] = above[k + 1] + shares[k + 1];
    const all = above[0] + shares[0];
    let below = 0;
    for (let k = 0; k < last; k++) {
      below += shares[k];
      write(k, { below: below / all, above: above[k] / all });
    }
    return;
  }
  const continuous = d as Continuous;
  for (let k = 0; k < last; k++) {
    const x = grid.from + (k + 0.5) * grid.resolution;
    write(k, tailsAt(continuous, x), scoreAt(continuous, x));
  }
}

/** The values a distribution can take and their chances, when they are few; points of width 0 among them. */
function pointsOf(d: Distribution): readonly { value: number; share: number }[] | undefined {
  switch (d.kind) {
    case "constant":
      return [{ value: d.value, share: 1 }];
    case "chance":
      return [
        { value: 0, share: 1 - d.p },
        { value: 1, share: d.p },
      ];
    case "categorical":
      return d.shares.map((share, value) => ({ value, share }));
    default:
      return varianceOf(d) === 0 ? [{ value: meanOf(d), share: 1 }] : undefined;
  }
}

const two32 = 4294967296;
const two64 = two32 * two32;

function emptyCuts(length: number): Cuts {
  return { hi: new Uint32Array(length), lo: new Uint32Array(length) };
}

/** Writes a probability from its smaller side, where a double has digits to spare. */
function writeCut({ hi, lo }: Cuts, k: number, { below, above }: Tails): void {
  const smaller = Math.min(below, above);
  const scaled = smaller * two64;
  // Below 2^53 a half would be lost by the split; above, a double has no fraction.
  const whole = scaled < 9007199254740992 ? Math.floor(scaled + 0.5) : scaled;
  const high = Math.floor(whole / two32);
  const low = whole - high * two32;
  if (below <= above) {
    hi[k] = high;
    lo[k] = low;
  } else if (whole === 0) {
    hi[k] = 0xffffffff;
    lo[k] = 0xffffffff;
  } else {
    hi[k] = low === 0 ? two32 - high : two32 - 1 - high;
    lo[k] = low === 0 ? 0 : two32 - low;
  }
}

/** Rounding may lower a cut by a few units below the one before it where there is next to nothing between the two. */
function keepRising({ hi, lo }: Cuts, k: number): void {
  if (k === 0) return;
  if (hi[k] > hi[k - 1] || (hi[k] === hi[k - 1] && lo[k] >= lo[k - 1])) return;
  hi[k] = hi[k - 1];
  lo[k] = lo[k - 1];
}
