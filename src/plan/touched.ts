import type { TruthTree } from "../rules/tree.ts";

/**
 * What a step touches. Whoever asks what a step reads, draws, writes, counts or lets wait asks here; a kind of step that
 * is not answered for does not compile.
 */
export interface Footprint {
  /** The kind of entity that the step goes over, to which its tallies and queues belong; the first where none is named. */
  readonly of: string | undefined;
  /** Columns, each once for each whose and part, in the order met. What a write builds upon is not here but there. */
  readonly reads: readonly Read[];
  readonly writes: readonly Written[];
  /** Every draw, in the order in which an entity comes to it. */
  readonly draws: readonly Drawn[];
  /** Places among all that are asked for. */
  readonly ranks: readonly Ranked[];
  /** Measures that it adds to. */
  readonly tallies: readonly string[];
  readonly queues: readonly Queued[];
  readonly globals: readonly string[];
  readonly tables: readonly string[];
}

/**
 * Whose column is touched, seen from the entity that a step goes over. All but the last two live in its community, and
 * are seen as they stand. `far` is what was published: the column as it was when the tick began, which is why a column
 * that far friends read is stored and not yet written in the tick. `everyone` is a table of ranks, made when the tick
 * begins. So a community depends, in a tick, on itself, on globals, on tables of ranks, and on what was published.
 */
export type Whose =
  | "own"
  /** Of whom a record falls on, or who is met, who need not be who did the act. */
  | "onto"
  /** Of who is met. */
  | "other"
  /** Of friends in the community. */
  | "near"
  /** Of all who live in the community. */
  | "neighbours"
  | "owner"
  | "owned"
  | "far"
  | "everyone";

/**
 * When it is read: for each entity (`each`); to say whether there is an act at all (`rate`); of one that there is
 * (`event`); as its record arrives (`record`); or for the ledger of a life alone (`ledger`).
 */
export type Part = "each" | "rate" | "event" | "record" | "ledger";

export interface Read {
  readonly column: string;
  readonly whose: Whose;
  /** The kind of entity whose it is. */
  readonly of: string | undefined;
  readonly part: Part;
}

/** Nothing is written beyond the community. All but `set` build upon the unit that was there. */
export interface Written {
  readonly column: string;
  readonly whose: "own" | "onto";
  readonly how: "set" | "change" | "add" | "raise";
}

export interface Drawn {
  readonly purpose: string;
  readonly at: Address;
  readonly decides: Decision;
}

/** The counter of a draw, with C slots in a community. */
export type Address =
  /** (entity, 0) */
  | "entity"
  /** (entity, 0); of a scripted act (2^32 − 1, place in the script). */
  | "due"
  /** Sixteen bits of a block that entities in a row share: see `coarse`. */
  | "coarse"
  /** (entity, lane) */
  | "lane"
  /** (community, 0) for the number of candidates, then (community, j + 1) for candidate j: a layer. */
  | "candidates"
  /** (community, layer × 2^24 + j + 1); of a scripted act (2^32 − 1, place in the script). */
  | "candidate"
  /** (community, round) */
  | "round"
  /** (community, round × C + the lower slot) */
  | "pair"
  /** (community, round × C + own slot) */
  | "side";

/** What a draw decides: a local by name, how a column is rounded, or something that the kind of step says. */
export type Decision =
  | { readonly kind: "local"; readonly name: string }
  | { readonly kind: "rounding"; readonly column: string }
  /** Candidates of a layer, from whom the rate takes those who act. */
  | { readonly kind: "candidates" }
  /** Who is joined to whom in a round. */
  | { readonly kind: "pairs" }
  /** Whether those who are joined meet. */
  | { readonly kind: "meets" }
  /** Whether who has met somebody, or of whom something is due, acts. */
  | { readonly kind: "acts" }
  /** Whether a record goes astray, and to whom. */
  | { readonly kind: "astray" }
  /** Whether a tie is cut or mended. */
  | { readonly kind: "ties" };

/** A column whose ranks are asked for, and who is counted for them. */
export interface Ranked {
  readonly column: string;
  readonly among: TruthTree | undefined;
}

export interface Queued {
  readonly queue: string;
  readonly does: "posts" | "delivers";
}
