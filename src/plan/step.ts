import type { Part } from "../core/chance.ts";
import type { NumberTree, TruthTree } from "../rules/tree.ts";

/** What a tick is made of: see `Plan` for their order. */
export type Step = MapStep | ActStep | DueStep | DeliverStep | GatherStep | LinkStep | MeetStep | SeverStep;

/** A value bound by name for the rest of the step: a tree over what is known by then, or a draw. */
export type Let =
  | { readonly name: string; readonly kind: "number"; readonly is: NumberTree }
  | { readonly name: string; readonly kind: "truth"; readonly is: TruthTree }
  | ({ readonly name: string } & Draw);

/**
 * A block at the same address that several draws share, so that one does for all of them: the first word of the draw
 * begins with a part of its second word and goes on with bits of the draw's own block, which is seldom asked for.
 */
export interface Shared {
  readonly purpose: string;
  readonly part: Part;
}

/**
 * A draw, each at its own purpose. In a map step its address is (entity, 0); in an event it is that of the act.
 * As locals, truths are numbers 1 or 0.
 */
export type Draw =
  /** 1 with chance p, else 0: p ≤ 0 never, p ≥ 1 always. */
  | { readonly kind: "chance"; readonly p: NumberTree; readonly purpose: string; readonly shares?: Shared | undefined }
  /** From 0 up to 1. */
  | { readonly kind: "uniform"; readonly purpose: string }
  /** A unit by the cut points of a row of a table: the unit as a number. */
  | {
      readonly kind: "pick";
      readonly table: string;
      readonly row: NumberTree;
      readonly purpose: string;
      readonly shares?: Shared | undefined;
    }
  /** A standard normal number: normalQuantile of the same number as `uniform`, but at least 2^−33. */
  | { readonly kind: "normal"; readonly purpose: string }
  /**
   * In map steps of tick 0 and later: where the unit that a stored column now has stands among all entities of its
   * kind as the column was when the tick began: (those below + half of those equal) / all, in double precision, then
   * rounded. No chance of its own. The column has at most 65,536 units. `among` says who counts, over stored columns as
   * they were when the tick began and the tick's globals; it is the same in all draws of a column, and everyone without.
   */
  | { readonly kind: "rank"; readonly column: string; readonly among?: TruthTree | undefined }
  /** A unit by the score cuts of a row of a table: no chance of its own. */
  | { readonly kind: "pickByScore"; readonly table: string; readonly row: NumberTree; readonly score: NumberTree };

/** Reads and writes columns of each entity by itself. All lets are reckoned before anything is written. */
export interface MapStep {
  readonly kind: "map";
  readonly name: string;
  readonly of?: string | undefined;
  /** In which ticks, as globals have it; always unless told. In others it draws and writes nothing. */
  readonly when?: TruthTree | undefined;
  readonly lets: readonly Let[];
  readonly writes: readonly Write[];
}

/**
 * Gives a column a new unit, held within lowest to highest.
 * `set`: x = (value − offset) / resolution; `change`: x = value / resolution, added to the old unit as a whole number,
 * so that a change far smaller than the column's value keeps its precision. x becomes a whole number by `rounding`:
 * to the nearest (halves to even), or up with the chance of its remainder: floor(x) + 1 if the sixteen address-drawn
 * bits (`coarse`) are below (x − floor(x)) × 65,536.
 */
export interface Write {
  readonly column: string;
  readonly mode: "set" | "change";
  readonly value: NumberTree;
  readonly rounding: { readonly kind: "nearest" } | { readonly kind: "chance"; readonly purpose: string };
  /** Parts that add up to `value`, for the ledger of a life. */
  readonly ledger?: readonly { readonly label: string; readonly part: NumberTree }[] | undefined;
}

/**
 * Independent Poisson acts by thinning (Lewis and Shedler 1979). Candidates are a Poisson field over
 * (slots of a community × level of rate), laid in layers so that a higher rate adds candidates and moves none:
 * in layer [from, to) a community of C slots has Poisson(C × (to − from)) candidates, each on a slot and at a level
 * of its own; the entity on the slot acts if its rate is above the level. Unfilled slots do not act.
 */
export interface ActStep {
  readonly kind: "act";
  readonly name: string;
  readonly of?: string | undefined;
  readonly layers: readonly Layer[];
  /** Acts per entity and tick, over the actor's columns; above the last layer it is held there and counted. */
  readonly rate: NumberTree;
  readonly event: Event;
}

export interface Layer {
  readonly from: number;
  readonly to: number;
  /**
   * Candidates are drawn under `purpose`: their number at (community, 0); candidates j and j + 4, of which j is 0 to 3
   * modulo 8, by the two words of the block at (community, 4 × floor(j / 8) + j modulo 8 + 1). The upper bits of a word
   * are a slot; its lower 22 bits w are a level, (w + 1/2) / 2^22 of the way through the layer.
   */
  readonly purpose: string;
  /** Table of cuts, one row: the number of candidates in a community. */
  readonly table: string;
}

/**
 * What is due of everyone of whom `when` holds: one word is drawn at (entity, 0) under `purpose`, and the event follows
 * where word < chance × 2^32 and not word < above × 2^32, exact products both, with no `above` as with 0. One of several
 * outcomes is as many steps with the same purpose, where each one's `above` is the `chance` of the one before: one word
 * falls into one of them at most. Draws of the event are at (entity, 0) too, under purposes of their own. The entity of a
 * script is never due; what its script has it do is drawn as scripted acts are.
 */
export interface DueStep {
  readonly kind: "due";
  readonly name: string;
  readonly of?: string | undefined;
  readonly when: TruthTree;
  readonly chance: NumberTree;
  readonly above?: NumberTree | undefined;
  readonly purpose: string;
  readonly event: Event;
}

/**
 * What follows from an act: first over the actor, then over whoever it is put down to. Draws of an event are at
 * (community of the actor, layer × 2^24 + j + 1) under their own purpose and tick; those of scripted acts at
 * (2^32 − 1, place of the act in the script).
 */
export interface Event {
  /** Over the actor's columns. */
  readonly lets: readonly Let[];
  /** Counted even when nothing is recorded: over the actor. */
  readonly before: readonly Effect[];
  /** Nothing below happens unless this holds. Locals of `lets` are known here and below, but `record` knows only those in `carry`. */
  readonly when: TruthTree;
  /**
   * With this chance (word 0) the act is put down to another slot of the same community, slot + 1 + k mod C with k
   * uniform below C − 1 (word 1, multiply-shift); where that slot is unfilled it stays with the actor, so that no
   * record is ever lost. A local called `says`, which the record carries, is 1 where it really fell on another slot,
   * else 0.
   */
  readonly misdirect:
    | {
        readonly chance: NumberTree;
        readonly purpose: string;
        readonly shares?: Shared | undefined;
        readonly says?: string | undefined;
      }
    | undefined;
  /** Wait in a queue for so many ticks, then go on with `record`. `delay` is a number of ticks. */
  readonly wait: { readonly queue: string; readonly delay: NumberTree } | undefined;
  /** Over the columns of whoever it is put down to. */
  readonly record: Arrival;
}

/** What a record does when it arrives. Its lets draw nothing: chance is spent when the act is done. */
export interface Arrival {
  /** Locals of the act that it keeps: small whole numbers. */
  readonly carry: readonly string[];
  readonly lets: readonly Let[];
  readonly effects: readonly Effect[];
  /** What it leads to later, over the same columns. */
  readonly posts?: readonly Posting[] | undefined;
  /** What to call it in a life. */
  readonly label: string;
}

/** A record that one which arrives posts: it waits in a queue, and falls on the same entity. */
export interface Posting {
  /** Over the columns of whom the record falls on, with its locals; so are the others. */
  readonly when: TruthTree;
  readonly queue: string;
  /** A number of ticks, held to 1 to the longest of the queue. */
  readonly delay: NumberTree;
  /** Values of what records of the queue carry, in the order of their `carry`: whole numbers. */
  readonly carry: readonly NumberTree[];
}

export type Effect =
  /**
   * Adds value / resolution, rounded to the nearest whole number, to a scratch column, held within it. No event may
   * read a column that an event adds to: that is what makes their order meaningless.
   */
  | { readonly kind: "add"; readonly column: string; readonly value: NumberTree; readonly label?: string | undefined }
  /** Raises a scratch column to value / resolution, rounded to the nearest, where it is lower: the largest counts. */
  | { readonly kind: "raise"; readonly column: string; readonly value: NumberTree }
  /** Adds a row to a measure of kind tally: count 1 and a sum, in the group of the entity whose columns are read. */
  | { readonly kind: "tally"; readonly measure: string; readonly value: NumberTree };

/** Takes what is due from a queue and does its record. */
export interface DeliverStep {
  readonly kind: "deliver";
  readonly name: string;
  readonly of?: string | undefined;
  readonly queue: string;
  readonly record: Arrival;
}

/**
 * Over friends that are there, or over all who live in the community: the sum of a stored column's units into `sum`, their
 * number into `count`, both scratch. The column is read as it stands. No step before writes it where far friends are
 * asked: they show what was published.
 */
export interface GatherStep {
  readonly kind: "gather";
  readonly name: string;
  readonly column: string;
  readonly sum: string;
  readonly count: string;
  /** Only the near lanes from `from` up to, not including, `to`, and the far ones only if `far`; else all lanes. */
  readonly lanes?: { readonly from: number; readonly to: number; readonly far: boolean } | undefined;
  /** Not friends but everyone of the first kind in the community, oneself among them; with it there are no `lanes`. */
  readonly whom?: "community" | undefined;
}

/**
 * Between an entity of kind `of` and its owner, of the first kind. "from owner": each of kind `of` gets the unit of its
 * owner's column into `sum` and 1 into `count`; both 0 without an owner. "to owner": each of the first kind gets the
 * unit of what it owns, and 1; both 0 for who owns nothing. `sum` and `count` are scratch columns of who gets;
 * `column` belongs to the other side and is read as it stands.
 */
export interface LinkStep {
  readonly kind: "link";
  readonly name: string;
  readonly of: string;
  readonly direction: "from owner" | "to owner";
  readonly column: string;
  readonly sum: string;
  readonly count: string;
}

/** A column of another entity, its logical value as it stands, bound to a local. */
export interface Sight {
  readonly local: string;
  readonly column: string;
}

/**
 * Encounters inside a community, between entities of the first kind. In each round of a tick entities are joined two
 * by two; a pair without an unfilled slot meets with chance `happens`, drawn once for both at (community, round ×
 * communitySize + the lower of the two slots). Whoever meets may act, each side by itself: with `chance` over its own
 * columns and what it `sees` of the other, drawn at (community, round × communitySize + its own slot), its event
 * follows, whose draws are at that address too, under their own purposes. `misdirect` and `wait` go from whom it falls
 * on. A life of a script meets nobody.
 *
 * With `above` nothing follows where the word of the chance is below above × 2^32: see `DueStep`. With `drawn: "pair"`
 * that word is drawn at the address of `happens`, so that both sides have the same.
 *
 * Pairs with anyone: two words (v, w) at (community, round) under the purpose; slot s meets the slot t for which
 * (a × t + b) = (a × s + b) xor m, all modulo communitySize C, with m = 1 + floor(v × (C − 1) / 2^32), a = w | 1 and
 * b = floor(w / 2^16). Pairs of friends: those joined by the near lane floor(v × lanes / 2^32), tie uncut.
 */
export interface MeetStep {
  readonly kind: "meet";
  readonly name: string;
  readonly pairs:
    | { readonly kind: "anyone"; readonly purpose: string }
    | { readonly kind: "friends"; readonly purpose: string; readonly lanes: number };
  /** From 1 to 64. */
  readonly rounds: number;
  /** Over globals. */
  readonly happens: { readonly chance: NumberTree; readonly purpose: string };
  readonly sees: readonly Sight[];
  readonly chance: NumberTree;
  readonly above?: NumberTree | undefined;
  readonly purpose: string;
  readonly drawn?: "pair" | undefined;
  /** Done to the other of the two whenever the event happens, recorded or not: over the other's columns, with all locals. */
  readonly beside?: readonly Effect[] | undefined;
  /** Whom the record falls on: over whose columns it is done, and to whom it adds. */
  readonly falls: "actor" | "other";
  /** Its lets, `before` and `when` are over the actor's columns, with the locals that it sees. */
  readonly event: Event;
}

/**
 * Cuts and mends ties: for each near lane that can be cut and joins two entities, with the other's columns as locals, a
 * tie that neither side has cut is cut by this one with chance `cut`, one that this side has cut is mended by it with
 * chance `mend`, by the same word: two lanes share the block at (entity, floor(lane / 2)), the even one has its first
 * word and the odd one its second. What either side has cut is as it was before the step; what is written are this side's
 * bits alone. `sees` does not name the column of `ties.cut`.
 *
 * With `because` a tie that is cut is put down to the first entry for whose `until` the word of the draw is below until ×
 * 2^32, or to the last.
 */
export interface SeverStep {
  readonly kind: "sever";
  readonly name: string;
  readonly sees: readonly Sight[];
  readonly cut: NumberTree;
  readonly mend: NumberTree;
  readonly purpose: string;
  readonly because?: readonly Because[] | undefined;
}

/** Why ties are cut, where a step tells why. */
export interface Because {
  /** The scratch column of how many this side cuts because of it. */
  readonly column: string;
  /** Over the same names as `cut`; the last entry has none. */
  readonly until?: NumberTree | undefined;
}
