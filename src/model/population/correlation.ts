export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly is: number;
}

/**
 * The lower triangular factor L of a correlation matrix, L Lᵀ = R, rows and columns in the order of `names`; pairs that
 * are not given are uncorrelated. Undefined when the matrix is not positive definite.
 */
export function choleskyOf(names: readonly string[], pairs: readonly Pair[]): number[][] | undefined {
  const matrix = names.map((row) => names.map((column) => (row === column ? 1 : correlationOf(pairs, row, column))));
  const factor = names.map(() => names.map(() => 0));
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && rest <= 1e-9) return undefined;
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return factor;
}

function correlationOf(pairs: readonly Pair[], a: string, b: string): number {
  return pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))?.is ?? 0;
}
