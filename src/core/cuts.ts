import { type Distribution, faultOf, pointsOf, scoreAt, tailsAt } from "./distribution.ts";
import { normalScore, poissonPmf, type Tails } from "./special.ts";

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
  const valueAt = (k: number): number => grid.from + (k + 0.5) * grid.resolution;
  // Of a long table some from end to end first, so that an engine has met every branch before it compiles any: that takes a third off the
  // time of the first.
  if (last > 4096) for (let k = 0; k < last; k += last >> 6) tailsAt(d, valueAt(k));
  for (let k = 0; k < last; k++) {
    const x = valueAt(k);
    write(k, tailsAt(d, x), scoreAt(d, x));
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
