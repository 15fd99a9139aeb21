/** What an entry of a life is about. */
export type EntryKind =
  | "act"
  | "record"
  | "points"
  | "pull"
  | "decay"
  | "rounding"
  | "held"
  | "dimension"
  | "rank"
  | "thin"
  | "grade"
  | "warning"
  | "redress"
  | "band"
  | "list"
  | "consequence"
  | "link"
  | "tie"
  | "state"
  | "phase";

/**
 * A record that is false; a deed that nobody recorded, whose record comes later, that was tried in vain; a record that is disputed,
 * what came of that.
 */
export type EntryAbout = "mistake" | "unseen" | "later" | "vain" | "dispute" | "outcome";

/** One thing that happens in a life. */
export interface Entry {
  /** From 0. */
  readonly tick: number;
  /**
   * The day on which it happens, such as 2010-03-05, where that is known; else the day on which the tick begins, or the last
   * on which anything that came before in it happened.
   */
  readonly date: string;
  readonly kind: EntryKind;
  /** One plain sentence. */
  readonly text: string;
  /** What its kind leaves open; left out where there is nothing of that. */
  readonly about?: EntryAbout;
  /** What it changes the score by. */
  readonly points?: number;
  /** The score after the tick, at the last entry of a tick that changes it. */
  readonly score?: number;
  /** At a state that rises or falls, what the sentence says. */
  readonly moved?: StateMove;
  /** At what is done at encounters, at its record and at its points: there is so much of it that it is best counted. */
  readonly met?: MetEntry;
}

/** How a state moved, in figures as a reader can use them. */
export interface StateMove {
  readonly name: string;
  readonly verb: "rises" | "falls";
  readonly from: string;
  readonly to: string;
}

/** What was done at an encounter. */
export interface MetEntry {
  readonly conduct: string;
  /** Whether this person did it, or whoever it met. */
  readonly by: "self" | "other";
  /** From 1 to 10; left out where it is always 1. */
  readonly severity?: number;
}

/** A life as a ledger: start + all points = score. */
export interface Ledger {
  /** What it is born with, and what its states are at the start. */
  readonly traits: readonly { readonly name: string; readonly value: string }[];
  /** In the order in which things happen: in a tick by their days. */
  readonly entries: readonly Entry[];
  /** The score at the start and at the end; undefined in a world without a score. */
  readonly start: number | undefined;
  readonly score: number | undefined;
  /** The score at the end with true records alone; left out where the world keeps no account of false ones. */
  readonly truly?: number;
  /** The band at the end, or "ungraded"; left out in a world without bands. */
  readonly band?: string;
  /** What is at stake at the end in all that responses change; left out where none responds to that. */
  readonly stakes?: readonly SeenStake[];
}

/** What somebody has at stake in a conduct, or in leaving the scheme. */
export interface SeenStake {
  /** The name of the response. */
  readonly response: string;
  /** The name of the conduct, or `leaving`. */
  readonly in: string;
  /** What one more record would cost, in yuan a year; below 0 what it would gain. */
  readonly yuan: number;
  /** What is believed the chance of a record, from 0 to 1. */
  readonly belief: number;
}

/** The life of one synthetic person. */
export interface Life extends Ledger {
  readonly person: number;
  /** Friends whose mean pulls the score, as of the end; left out where no friend pulls or nobody sees a score. */
  readonly friends?: readonly SeenFriend[];
  /**
   * Points of the standing by which friends have moved it by the end; left out unless such an account is kept, and of nothing else.
   */
  readonly pulled?: number;
  /** The enterprise that this person owns, and what of it rules of people ask for. */
  readonly owns?: { readonly enterprise: number; readonly seen: readonly SeenOther[] };
  /** Whether its acts are written in the scenario. */
  readonly scripted: boolean;
}

/** The life of one enterprise. */
export interface EnterpriseLife extends Ledger {
  /** From 0, without gaps. */
  readonly enterprise: number;
  /** Its owner, and what of them rules of enterprises ask for; left out where it has none. */
  readonly owner?: { readonly person: number; readonly seen: readonly SeenOther[] };
}

/** What one side of ownership knows of the other, in words, before the first tick and after the last. */
export interface SeenOther {
  readonly name: string;
  readonly start: string;
  readonly end: string;
}

/** A friend as a person sees it: nothing but the score. */
export interface SeenFriend {
  /** From 1, among this person's friends alone. */
  readonly friend: number;
  /** Points. */
  readonly score: number;
  /** Points by which the mean that pulls would rise without this friend. */
  readonly gain: number;
}
