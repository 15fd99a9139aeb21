/** What an entry of a life is about. */
export type EntryKind =
  | "act"
  | "record"
  | "points"
  | "pull"
  | "decay"
  | "rounding"
  | "held"
  | "band"
  | "consequence"
  | "state"
  | "phase";

/** One thing that happens in a life. */
export interface Entry {
  /** From 0. */
  readonly tick: number;
  /** The day the tick begins, such as 2010-03-05. */
  readonly date: string;
  readonly kind: EntryKind;
  /** One plain sentence. */
  readonly text: string;
  /** What it changes the score by. */
  readonly points?: number;
  /** The score after the tick, at the last entry of a tick that changes it. */
  readonly score?: number;
}

/** The life of one synthetic person as a ledger: start + all points = score. */
export interface Life {
  readonly person: number;
  /** What it is born with, and what its states are at the start. */
  readonly traits: readonly { readonly name: string; readonly value: string }[];
  /** In the order in which things happen. */
  readonly entries: readonly Entry[];
  /** The score at the start and at the end; undefined in a world without a score. */
  readonly start: number | undefined;
  readonly score: number | undefined;
  /** The band at the end, or "ungraded"; left out in a world without bands. */
  readonly band?: string;
  /** Whether its acts are written in the scenario. */
  readonly scripted: boolean;
}
