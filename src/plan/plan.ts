import type { NumberTree, Range, TruthTree } from "../rules/tree.ts";
import type { MapStep, Step } from "./step.ts";

export type * from "./step.ts";

/**
 * A plan: what one tick does, as a table of a few generic kinds of step over columns. It knows no social word
 * but in names and labels, it is plain data, and it is all that a backend needs besides a seed.
 *
 * Order: every step is complete for every entity before the next begins. Entities are numbered from 0; entity e
 * lives in community floor(e / communitySize) on slot e % communitySize. A slot without an entity is unfilled.
 */
export interface Plan {
  readonly title: string;
  /** Entities. */
  readonly size: number;
  /** Slots of a community: a power of two from 32 to 4,096. */
  readonly communitySize: number;
  /** Kinds of entity besides the first, each with columns, steps and measures of its own. */
  readonly kinds?: readonly Kind[] | undefined;
  /** Ticks of the whole run. */
  readonly ticks: number;
  /**
   * Ticks before tick 0 in which the world settles: from −settle to −1. They are ticks like all others, but for clocks and
   * dated values, which stand at tick 0; for the script, which does nothing, and whose columns are set again at their end; and for rows, which nobody is given. Chance is
   * drawn under the tick numbers −settle − 1 to −2.
   */
  readonly settle?: number | undefined;
  readonly columns: readonly Column[];
  readonly globals: readonly Global[];
  readonly tables: readonly Table[];
  readonly ties: Ties | undefined;
  readonly queues: readonly Queue[];
  /** Runs once, before all ticks, under the tick number −1. */
  readonly start: readonly MapStep[];
  /** Runs once a tick, in this order. */
  readonly steps: readonly Step[];
  readonly measures: readonly Measure[];
  /** Globals that follow from measures, dates and each other; reckoned before the steps of a tick, in this order. */
  readonly updates: readonly GlobalUpdate[];
  /** Acts of the one scripted entity, by tick. */
  readonly script: Script | undefined;
}

/**
 * A further kind of entity, so many for each entity of the first kind. They live in the same communities, on slots of
 * their own: with n(g) = min(size, g × communitySize) entities of the first kind before community g, community g holds
 * floor(n(g + 1) × share / 2^21) − floor(n(g) × share / 2^21) of this kind, on slots 0, 1, .... Entity
 * g × slots + s is the one on slot s of community g; a number without an entity is unfilled. So a world with more
 * people has the same entities and more. Wherever columns, steps and measures name no kind (`of`), the first is meant.
 */
export interface Kind {
  readonly name: string;
  /** A power of two from 4 to 4,096, at least one more than communitySize × share / 2^21. */
  readonly slots: number;
  /** Entities for each of the first kind, in units of 2^−21: a whole number from 1 to 2^21. */
  readonly share: number;
  /**
   * Each belongs to an entity of the first kind in its community, and no two to the same: the one on slot s to slot
   * order[s] xor mask, with `order` the communitySize slots sorted by a 64-bit draw at (slot, 0) under
   * `PURPOSE/order`, and mask the first word at (g, 0) under `PURPOSE/mask` modulo communitySize, both at tick −1.
   * An unfilled slot owns nothing: what belongs to it has no owner.
   */
  readonly purpose: string;
}

/**
 * One integer per entity, its unit, from `lowest` to `highest`. The logical value is offset + unit × resolution in
 * binary32, each operation rounded (so a unit beyond 2^24 is rounded first). Storage is the narrowest of 1, 2 and 4
 * bytes that holds highest − lowest; it is no part of the meaning.
 */
export interface Column {
  readonly name: string;
  /** The kind of entity that has it; the first where none is named. */
  readonly of?: string | undefined;
  readonly offset: number;
  readonly resolution: number;
  readonly lowest: number;
  readonly highest: number;
  /** Unit before the start steps have run; for scratch columns, before each tick. */
  readonly initial: number;
  /** `stored` ones outlive the tick and enter the state hash; `scratch` ones begin each tick at `initial`. */
  readonly role: "stored" | "scratch";
  /** What it (and a queue) is called in the state hash; as its name where that is all. */
  readonly label?: string | undefined;
  readonly doc: string;
}

/** A figure that is the same for everyone during a tick, binary32. */
export interface Global {
  readonly name: string;
  readonly start: number;
  readonly range: Range;
  readonly doc: string;
}

/** Cut points of a distribution over integer units: see `cutPoints`, `poissonCuts`, `normalCuts`. */
export type Table =
  | {
      readonly name: string;
      readonly kind: "cuts";
      readonly rows: readonly { readonly hi: Uint32Array; readonly lo: Uint32Array }[];
    }
  | { readonly name: string; readonly kind: "scores"; readonly rows: readonly Float32Array[] };

/**
 * Mutual friendships without a list. Lane l of the near ones joins the slots of a community by a perfect matching:
 * friend(slot) = matching_l[slot ^ mask] ^ mask, with a mask per community and lane. Far lanes join whole blocks of
 * 32 slots of two communities (see ties.ts).
 */
export interface Ties {
  readonly near: number;
  readonly far: number;
  /** Purpose under which matchings and masks are drawn. */
  readonly purpose: string;
  /**
   * Column whose bit l says that this side has cut its near tie of lane l, for the first `lanes` near lanes (at most
   * 16). A tie that either side has cut is as if the friend were absent, in every step.
   */
  readonly cut?: { readonly column: string; readonly lanes: number } | undefined;
}

/** Records under way: posted with a delay of 0 to `longest` ticks, delivered by a `deliver` step of that tick. */
export interface Queue {
  readonly name: string;
  readonly longest: number;
  readonly label?: string | undefined;
  /** Reckoned entries per entity and tick, for the memory that is asked for ahead. */
  readonly rate: number;
}

/**
 * A table row per tick and group: count and sum, both exact integers. A `census` goes over all entities at the end
 * of a tick; a `tally` is added to by effects. `value` is counted in units of `resolution`, rounded to the nearest.
 */
export interface Measure {
  readonly name: string;
  readonly kind: "census" | "tally";
  /** The kind of entity it is over; the first where none is named. */
  readonly of?: string | undefined;
  /** Which entities are counted (census) . */
  readonly where: TruthTree;
  readonly value: NumberTree;
  readonly resolution: number;
  /** What one figure is made of count and sum: their quotient, the sum, or the count. */
  readonly figure: "mean" | "sum" | "count" | "share";
  readonly groups: Groups | undefined;
  readonly doc: string;
}

/** A partition of entities: an index from 0, or below 0 for none. */
export interface Groups {
  readonly name: string;
  readonly index: NumberTree;
  readonly words: readonly string[];
}

/**
 * A global for the coming tick. `is` may read globals (earlier ones as just updated), and the names of measures,
 * which stand for their last figure (0 before the first tick).
 */
export type GlobalUpdate =
  | { readonly kind: "tree"; readonly global: string; readonly is: NumberTree }
  /**
   * The value of the last step at or before the tick; or, with `between: "lines"`, on the straight line from that step
   * to the next, in double precision, then rounded.
   */
  | {
      readonly kind: "dated";
      readonly global: string;
      readonly between?: "lines" | undefined;
      readonly from: readonly { readonly tick: number; readonly value: number }[];
    }
  /** Ticks since the start, times a factor, plus an offset: in double precision, then rounded. */
  | { readonly kind: "clock"; readonly global: string; readonly perTick: number; readonly offset: number }
  /** The last figure of a measure, or 0 before there is one. */
  | { readonly kind: "measure"; readonly global: string; readonly measure: string }
  /** For how many ticks the world still settles, this one among them; 0 once it has begun. */
  | { readonly kind: "settling"; readonly global: string };

/**
 * The life of one entity: it does what is written and nothing else (candidates that fall on it are dropped; what
 * others do may still be put down to it). `set` replaces locals of the act's event by name.
 */
export interface Script {
  readonly entity: number;
  readonly columns: Readonly<Record<string, number>>;
  readonly acts: readonly {
    readonly tick: number;
    readonly step: string;
    readonly set: Readonly<Record<string, number>>;
  }[];
}
