/** What a watched entity does and meets, as it happens. Units: logical values in binary32, ticks from 0 (−1: the start). */
export type TraceEvent = TracedAct | TracedRecord | TracedWrite | TracedTie;

/** What an effect added to a scratch column. */
export interface Added {
  readonly column: string;
  readonly label: string;
  readonly value: number;
}

/** An act of `entity`, put down to `onto`; what follows comes at tick `due`, or never where it is not `recorded`. */
export interface TracedAct {
  readonly kind: "act";
  readonly tick: number;
  readonly entity: number;
  readonly step: string;
  readonly label: string;
  readonly locals: Readonly<Record<string, number>>;
  readonly onto: number;
  readonly recorded: boolean;
  readonly due: number;
  /** What the act itself added to its actor, recorded or not. */
  readonly adds: readonly Added[];
}

/** A record that arrives at `entity` for an act of `by`. */
export interface TracedRecord {
  readonly kind: "record";
  readonly tick: number;
  readonly entity: number;
  readonly by: number;
  readonly label: string;
  /** Locals of the act that the record carries, and those that were reckoned as it arrived. */
  readonly carried: Readonly<Record<string, number>>;
  readonly adds: readonly Added[];
}

/**
 * A write that has a ledger or that changes a unit. Always before + Σ ledger + rounding + held = after:
 * `held` is what the ends of the column took away, `rounding` the rest. Where a column is set, the ledger
 * begins with what it was, taken away.
 */
export interface TracedWrite {
  readonly kind: "write";
  readonly tick: number;
  readonly step: string;
  readonly entity: number;
  readonly column: string;
  readonly before: number;
  readonly after: number;
  readonly ledger: readonly { readonly label: string; readonly value: number }[];
  readonly rounding: number;
  readonly held: number;
}

/** A tie of `entity` that is cut, or there again, after a step that tells why it cuts. */
export interface TracedTie {
  readonly kind: "tie";
  readonly tick: number;
  readonly step: string;
  readonly entity: number;
  /** From 0. */
  readonly lane: number;
  readonly isCut: boolean;
  /** Of a tie that is cut: the column of why by each side that has just cut it; undefined of a side that has not. */
  readonly own: string | undefined;
  readonly friends: string | undefined;
}

/** Whose life is told, and to whom. An act or a record is told when either side of it is watched. */
export interface Watch {
  /** The kind of entity; the first where none is named. */
  readonly of?: string | undefined;
  readonly entities: ReadonlySet<number>;
  readonly see: (event: TraceEvent) => void;
}
