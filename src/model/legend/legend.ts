import type { Topic } from "./topics.ts";

export type { Topic } from "./topics.ts";

import type { Place } from "../../core/source.ts";
import type { Parameter } from "../../language/provenance.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { ColumnRef, GlobalRef, LabelRef, LocalRef, MeasureRef, StepRef } from "./refs.ts";

/**
 * What a plan means. The plan says what happens and knows no social word; the legend says which of its columns is the
 * score, which of its measures counts a list, what a consequence costs, where the scenario says so and who vouches for
 * it. Plain data, made together with the plan; whoever tells of a world follows it and guesses nothing.
 */
export interface Legend {
  /** Kinds of entity: people first, then enterprises where there are any. */
  readonly kinds: readonly [KindLegend, ...KindLegend[]];
  /** Every measure of the plan, in its order. */
  readonly measures: readonly MeasureLegend[];
  /** Every column that outlives a tick, in the plan's order. */
  readonly columns: readonly ColumnLegend[];
  /** Steps by the rate of whose acts something can go beyond its bound. */
  readonly acts: readonly { readonly step: StepRef; readonly id: string }[];
  /** Phases of the institutions: the global holds the place of the one that is. */
  readonly phases: { readonly global: GlobalRef; readonly of: readonly Said[] } | undefined;
  readonly enrolment: { readonly enrolled: MeasureRef; readonly left: MeasureRef } | undefined;
  /** What there is not enough of for all who try; undefined where there is enough of all. */
  readonly places: readonly PlacesLegend[] | undefined;
  /** Undefined where nobody drops a friend, or all do so by one rate. */
  readonly friendship: FriendshipLegend | undefined;
  /** What people are asked; undefined where it is nothing. */
  readonly surveys: readonly SurveyLegend[] | undefined;
  /** What events carry along, where it is there. */
  readonly locals: {
    /** From 1 to 10. */
    readonly severity: LocalRef;
    /** The day of the tick, from 0. */
    readonly day: LocalRef;
    /** Above 0 where an attempt came to nothing. */
    readonly blocked: LocalRef;
  };
}

/** What to call something, where it was declared, and who says so. */
export interface Said {
  /** Its dotted path in the scenario, such as `lists.defaulters`. */
  readonly path: string;
  /** Its name there, such as `defaulters`. */
  readonly name: string;
  readonly place: Place | undefined;
  /** All figures and rules at this path and below it, with their tags and sources. */
  readonly provenance: readonly Parameter[];
}

/** One kind of entity. */
export interface KindLegend {
  /** As the plan has it; undefined for people. */
  readonly of: string | undefined;
  readonly noun: "person" | "enterprise";
  readonly nouns: "people" | "enterprises";
  readonly traits: readonly TraitLegend[];
  readonly states: readonly StateLegend[];
  /** What the system remembers. Files that add records up change like states. */
  readonly files: readonly FileLegend[];
  readonly score: ScoreLegend | undefined;
  readonly bands: BandsLegend | undefined;
  readonly conducts: readonly ConductLegend[];
  readonly lists: readonly ListLegend[];
  /** Left out where records lead to nothing later. */
  readonly redress?: readonly RedressLegend[];
  readonly consequences: readonly ConsequenceLegend[];
  /** Responses to what is at stake; undefined where there are none. Those that are a factor are in the scenario alone. */
  readonly responses: readonly ResponseLegend[] | undefined;
  /** Measures that the scenario itself asks for. */
  readonly declared: readonly DeclaredLegend[];
  /** What counts all of them, by band where there are bands; undefined where nothing does. */
  readonly count: MeasureRef | undefined;
  /** What is told of false records, where the world keeps account of them. */
  readonly mistakes: MistakesLegend | undefined;
  /** What rules of this kind ask of the other, as owner or as what is owned. */
  readonly ownership: OwnershipLegend;
}

export interface OwnershipLegend {
  /** The scratch column that says whether there is anybody on the other side; undefined where no rule asks. */
  readonly there: ColumnRef | undefined;
  readonly sights: readonly SightLegend[];
}

export interface TraitLegend extends Said {
  readonly column: ColumnRef;
  /** By value; undefined for numbers and truths. */
  readonly words: readonly string[] | undefined;
  readonly isTruth: boolean;
}

export interface StateLegend extends Said {
  readonly column: ColumnRef;
}

export interface FileLegend extends Said {
  readonly column: ColumnRef;
  /** Whether records add up in it; else it is the time since the last of them. */
  readonly adds: boolean;
}

export interface ScoreLegend extends Said {
  readonly column: ColumnRef;
  /** The ends of the scale, and the step in which it is kept, in points. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Its mean over all. */
  readonly mean: MeasureRef;
  /** Whether anybody sees that of another. */
  readonly visible: boolean;
  /** Whether it only says where somebody stands among others. */
  readonly relative: boolean;
  /** The column in which points gather: the score itself, or what it is made of anew in each tick. */
  readonly gathers: { readonly column: ColumnRef; readonly is: "score" | "points so far" | "standing" };
  /** What is compared with all others, where the score is relative. */
  readonly standing: StateLegend | undefined;
  /** Sums of a tick's points. */
  readonly sums: readonly PointsSum[];
  /** Conducts whose first records of a period only warn: where their points wait, and where they go then. */
  readonly warnings: readonly { readonly step: StepRef; readonly from: ColumnRef; readonly to: ColumnRef }[];
  /** What moves what gathers points, by label in its ledger. */
  readonly moves: readonly ScorePart[];
  /** What a score is made of that is made anew in each tick, by label in its ledger; nothing where it is moved. */
  readonly made: readonly ScorePart[];
  /** The step that holds it to a band at once, and the one that gives a thin file its score. */
  readonly steps: { readonly grade: StepRef | undefined; readonly thin: StepRef | undefined };
  /** The mean of friends' scores, where it pulls: what they add up to, how many they are, and the step that asks. */
  readonly friends: { readonly step: StepRef; readonly sum: ColumnRef; readonly count: ColumnRef } | undefined;
}

/** A column in which points of a tick add up before they move the score. */
export interface PointsSum {
  readonly column: ColumnRef;
  /** The conduct or area whose cap holds it; "" for all that has none. */
  readonly of: string;
  /** In points. */
  readonly step: number;
}

/** A part of what moves a score, or of what it is made of. */
export interface ScorePart {
  readonly label: LabelRef;
  readonly is:
    | "sum"
    | "pull"
    | "association"
    | "decay"
    | "was"
    | "scale"
    | "dimension"
    | "points so far"
    | "rank"
    | "thin";
  /** What to call it. */
  readonly name: string;
  /** The column of a sum of points. */
  readonly column: ColumnRef | undefined;
  /** What it contributes to a score that is made anew; undefined for what moves it, and for what is drawn. */
  readonly contributes: NumberTree | undefined;
}

export interface BandsLegend {
  /** The place of a band from the lowest up, below 0 for none. */
  readonly index: NumberTree;
  /** From the lowest up: the lowest score of each. */
  readonly of: readonly (Said & { readonly from: number })[];
  /** The share in the lowest band, by each group. */
  readonly lowestBy: readonly { readonly measure: MeasureRef; readonly group: string }[];
}

export interface ConductLegend extends Said {
  /** What its acts and records are called where a life is traced. */
  readonly label: LabelRef;
  /** Whether its acts differ in how grave they are. */
  readonly graded: boolean;
  /** Whether it is done to others, on whom its records fall. */
  readonly toOthers: boolean;
  /** Whether it is done when it is due, and not whenever chance has it; undefined for no. */
  readonly isDue?: true | undefined;
  /** The name of the conduct of which it makes false records; undefined where its records are its own. */
  readonly claims: string | undefined;
  /** The encounters at which it is done, by step. */
  readonly meetings: readonly { readonly step: StepRef; readonly with: "a stranger" | "a friend" }[];
  readonly acts: MeasureRef;
  /** Undefined where its records are those of what it claims. */
  readonly records: MeasureRef | undefined;
  /** Points of its records, by band where there are bands. */
  readonly points: MeasureRef | undefined;
  /** Attempts that came to nothing, where anything can stop it. */
  readonly blocked: MeasureRef | undefined;
}

/** What records lead to later. */
export interface RedressLegend extends Said {
  /** What its cases are called where a life is traced. */
  readonly label: LabelRef;
  /** Whether a review decides. */
  readonly reviewed: boolean;
  /** Of a record that arrives: above 0 where it is disputed; undefined where every record is a case. */
  readonly isRaised: LocalRef | undefined;
  /** Of a record that arrives: ticks until it is decided, 0 for at once or never. */
  readonly due: LocalRef;
  /** Of a record, or of a case that is decided: above 0 where it is freed. */
  readonly isFreed: LocalRef;
  /** Records disputed, freed and upheld in a tick; points given back; yuan that cases cost, below 0. */
  readonly measures: {
    readonly disputes: MeasureRef | undefined;
    readonly freed: MeasureRef;
    readonly upheld: MeasureRef;
    readonly takenBack: MeasureRef | undefined;
    readonly costs: MeasureRef | undefined;
  };
}

export interface ListLegend extends Said {
  readonly color: "black" | "red";
  /** Days of notice before a name is on it. */
  readonly noticeDays: number;
  /** Days until a stay ends, notice included. Somebody is on it while this is above 0 and no notice runs. */
  readonly left: ColumnRef;
  /** Days until the notice is over. */
  readonly notice: ColumnRef | undefined;
  /** Days on it in the tick. */
  readonly days: ColumnRef;
  /** Entries, exits, whether performing shortened the stay, and whether redress ended it, of the tick, in one number. */
  readonly moves: { readonly column: ColumnRef; readonly code: MovesCode };
  /** Who is on it at the end of a tick; days, entries and exits of a tick; stays that performing has shortened, or redress ended. */
  readonly measures: {
    readonly on: MeasureRef;
    readonly notified: MeasureRef | undefined;
    readonly days: MeasureRef;
    readonly entries: MeasureRef;
    readonly exits: MeasureRef;
    readonly performed: MeasureRef | undefined;
    readonly struck: MeasureRef | undefined;
  };
}

/** How several small numbers are one: each is floor(all / by) modulo `below`. */
export type MovesCode = Readonly<
  Record<"entries" | "exits" | "performed", { readonly by: number; readonly below: number }>
> & {
  /** Left out where no redress takes back entries. */
  readonly struck?: { readonly by: number; readonly below: number };
};

/** The number that stands in a code at one place. */
export function decode(all: number, { by, below }: MovesCode["entries"]): number {
  return Math.floor(all / by) % below;
}

export interface ConsequenceLegend extends Said {
  /** The domain of life. */
  readonly domain: string | undefined;
  /** Names of the conducts that those under it attempt in vain. */
  readonly blocks: readonly string[];
  readonly holds: TruthTree;
  /** What makes it begin, or hold, without what follows from having begun. */
  readonly trigger: TruthTree;
  readonly under: MeasureRef;
  /** What it is worth to those under it in a tick, in yuan, below 0 for a cost; undefined where nothing says so. */
  readonly worth: MeasureRef | undefined;
  /** Told where that is of the attempts that it blocked, and not of the time for which it held. */
  readonly each: true | undefined;
  /** The same of those who feel it because a family member is under it. */
  readonly family:
    | { readonly name: string; readonly under: MeasureRef; readonly worth: MeasureRef | undefined }
    | undefined;
}

/** What people change because of what they have at stake. */
export interface ResponseLegend extends Said {
  /**
   * What is believed the chance of a record, and what is at stake, in yuan a year, in each conduct that it changes, by
   * name; or in `leaving` the scheme. What is at stake in friends hangs on each of them, and is not here.
   */
  readonly stakes: readonly { readonly in: string; readonly belief: NumberTree; readonly stake: NumberTree }[];
}

export interface DeclaredLegend extends Said {
  readonly measure: MeasureRef;
  /** Whether it is a share, to be told in percent. */
  readonly isShare: boolean;
  /** That it is meant to move in a world without a scheme. */
  readonly drifts?: true | undefined;
  /** Whether it is the mean score of everyone, which is told in any case. */
  readonly isMeanScore: boolean;
}

/** What false records have made wrong. Each measure has others beside it, with it for a stem, that tell groups apart. */
export interface MistakesLegend {
  /** What a record carries that can go astray: above 0 where it fell on another than who it is about. */
  readonly astray: LocalRef;
  /** The column of the score with true records alone; undefined without a score. */
  readonly score: ColumnRef | undefined;
  /** Shares of records that are false, by conduct. */
  readonly records: readonly { readonly conduct: string; readonly measure: MeasureRef }[];
  /** The mean difference of scores, in points. */
  readonly points: MeasureRef | undefined;
  /** The share in another band. */
  readonly band: MeasureRef | undefined;
  /** Of those on a list the share who would not be, and of those off it the share who would. */
  readonly lists: readonly { readonly list: string; readonly on: MeasureRef; readonly off: MeasureRef }[];
  /** Yuan by which people would be better off, in a tick. */
  readonly cost: MeasureRef | undefined;
}

/** Why friends are dropped, where a scenario tells several reasons apart. */
export interface FriendshipLegend {
  /** The step in which they are. */
  readonly step: StepRef;
  /** In the order of their names: what counts a person's own in a tick, and the measure of all. */
  readonly reasons: readonly (Said & { readonly column: ColumnRef; readonly dropped: MeasureRef })[];
}

export interface PlacesLegend extends Said {
  /** The conduct whose attempts need one. */
  readonly conduct: string;
  /** Attempts of a tick that got one, and that got none. */
  readonly served: MeasureRef;
  readonly refused: MeasureRef;
  /** The groups of these: who is served first, and all others; undefined where nobody is. */
  readonly first: string | undefined;
  readonly others: string | undefined;
}

export interface SurveyLegend extends Said {
  /** The question. */
  readonly asks: string;
  /** Of those asked in a tick the share who say yes; its count is how many they are, 0 in a tick without a survey. */
  readonly answers: MeasureRef;
  /** Of all who can be asked the share who think so, in each tick; undefined where nothing says so. */
  readonly thinks: MeasureRef | undefined;
  /** The same by group. */
  readonly groups: readonly (Pick<SurveyLegend, "answers" | "thinks"> & { readonly group: string })[];
}

/** Something of the entity on the other side of ownership. */
export interface SightLegend {
  /** As rules have it. */
  readonly name: string;
  readonly is: "trait" | "number" | "truth" | "list" | "consequence";
  /** Whether it is true or false. */
  readonly isTruth: boolean;
  /** The column of the other side that shows it. */
  readonly column: ColumnRef;
  /** The scratch column in which it is felt. */
  readonly felt: ColumnRef;
  /** What the values of a trait are called. */
  readonly words: readonly string[] | undefined;
  /** The colour of a list. */
  readonly color: "black" | "red" | undefined;
}

export interface MeasureLegend {
  readonly measure: MeasureRef;
  /** What users call it: the name under which results have it. */
  readonly id: string;
  /** What it is called in words, without the kind of entity: "on: defaulters". */
  readonly words: string;
  /** The kind of entity; undefined for people. */
  readonly of: string | undefined;
  readonly topic: Topic;
  /** The id without how groups are told apart: that of the measure of everyone, where there is one. */
  readonly stem: string;
  /** Whether it is counted as things happen; else everyone is looked at when a tick ends. */
  readonly isTally: boolean;
  /** Whether it is of what happens in a tick, and is to be added up over a run. */
  readonly flows: boolean;
}

/** The measure of a name that users have for one. */
export function measureCalled(id: string, { measures }: Legend): MeasureLegend {
  return measures.find((one) => one.id === id)!;
}

export interface ColumnLegend {
  readonly column: ColumnRef;
  /** What users call it. */
  readonly id: string;
  readonly of: string | undefined;
}
