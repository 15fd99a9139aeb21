/** What R1 gives after 520 ticks: an independent program, several seeds of 2 million people. */
export const reference = {
  ticks: 520,
  people: 2_000_000,
  mean: 989.6,
  meanWithin: 0.7,
  bands: [0.0094, 0.1034, 0.8183, 0.0689],
  bandsWithin: 0.0015,
};

/** The spread of scores among people, in points; the tolerance of a small sample follows from it. */
const scoreDeviation = 120;
/** How many standard deviations a sample may stray. */
const deviations = 4;

/**
 * What a sample may differ by: at 2 million what the reference states, and for fewer people four standard deviations
 * of what sampling adds.
 * @param {number} people
 */
export function tolerancesFor(people) {
  const more = Math.max(0, 1 / people - 1 / reference.people);
  const widen = (/** @type {number} */ base, /** @type {number} */ variance) =>
    Math.hypot(base, deviations * Math.sqrt(variance * more));
  return {
    mean: widen(reference.meanWithin, scoreDeviation ** 2),
    bands: reference.bands.map((share) => widen(reference.bandsWithin, share * (1 - share))),
  };
}

/**
 * How statistics differ from the reference by more than they may: a line each.
 * @param {{ mean: number, bands: number[] }} statistics
 * @param {number} people
 */
export function faultsOfStatistics({ mean, bands }, people) {
  const within = tolerancesFor(people);
  const faults = [];
  if (!(Math.abs(mean - reference.mean) <= within.mean)) faults.push(`mean ${mean}`);
  for (const [i, share] of bands.entries()) {
    if (!(Math.abs(share - reference.bands[i]) <= within.bands[i])) faults.push(`band ${i}: ${share}`);
  }
  return faults;
}
