/** Whole numbers from `least` to `most`. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

/** What a run may be at most, for whoever asks for one: the library and the command have no others. */
export const runLimits = {
  people: { least: 1, most: 2_000_000_000 },
  ticks: { least: 1, most: 1_000_000 },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER },
  threads: { least: 1, most: 256 },
  /** Of a comparison: one seed says nothing of how much seeds differ. */
  seeds: { least: 2, most: 10_000 },
  /** Of answers: 0 for none. */
  twins: { least: 0, most: 10_000 },
  /** Ticks from one checkpoint to the next. */
  checkpoint: { least: 1, most: 1_000_000 },
} as const satisfies Record<string, Span>;

/** Whether a value is a whole number within limits. */
export function isWithin({ least, most }: Span, value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

/** Limits as messages show them: a whole number from 1 to 2_000_000_000. */
export function sayWhole({ least, most }: Span): string {
  return `a whole number from ${least} to ${String(most).replace(/\B(?=(\d{3})+$)/g, "_")}`;
}
