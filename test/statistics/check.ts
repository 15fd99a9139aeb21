/** Yardsticks of the statistical tests. Each says what share of sound generators it would refuse. */

/** Pearson's chi-square of counts against expected counts. */
export function chiSquare(counts: ArrayLike<number>, expected: (cell: number) => number): number {
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const gap = counts[cell] - expected(cell);
    sum += (gap * gap) / expected(cell);
  }
  return sum;
}

/**
 * A chi-square as a normal score (Wilson and Hilferty 1931: the cube root of X / degrees is nearly normal, with mean
 * 1 − 2/(9 degrees) and variance 2/(9 degrees)); beyond ±4 by chance once in 16,000.
 */
export function chiScore(chi: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  return ((chi / degrees) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Mean of (x − mean)^power. */
export function moment(values: ArrayLike<number>, power: number): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - middle) ** power;
  return sum / values.length;
}

/** Standard errors between the mean of a sample and what it should be, by the sample's own spread. */
export function meanScore(values: ArrayLike<number>, expected: number): number {
  return (mean(values) - expected) / Math.sqrt(moment(values, 2) / values.length);
}

/** The same of its variance, whose standard error is √((μ₄ − μ₂²) / n). */
export function varianceScore(values: ArrayLike<number>, expected: number): number {
  const square = moment(values, 2);
  return (square - expected) / Math.sqrt((moment(values, 4) - square * square) / values.length);
}

/** Standard errors between a count of successes among n and n p. */
export function countScore(count: number, n: number, p: number): number {
  return (count - n * p) / Math.sqrt(n * p * (1 - p));
}

/** Correlation of two samples of equal length; without any, its standard error is 1/√n. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [middleA, middleB] = [mean(a), mean(b)];
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - middleA) * (b[i] - middleB);
  return sum / a.length / Math.sqrt(moment(a, 2) * moment(b, 2));
}

/** Ranks from 0, those of equal values their mean. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Kolmogorov and Smirnov's √n sup |F_n − F|; above 2.3 by chance once in 20,000 (2 exp(−2 x²)). */
export function ksScore(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let gap = 0;
  for (let i = 0; i < n; i++) {
    const below = cdf(sorted[i]);
    gap = Math.max(gap, below - i / n, (i + 1) / n - below);
  }
  return gap * Math.sqrt(n);
}
