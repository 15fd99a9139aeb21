/**
 * What the rooms of the studio say to each other. Plain data, or functions that go through comlink.
 *
 * Three threads besides those of the engine: the page (DOM, words, what a person does), the host (the library and the worlds:
 * a worker), and the picture (WebGL2 on an OffscreenCanvas: a worker). The host sends paintings to the picture over a channel of
 * their own, so that neither ticks nor drawing wait for the page. The page imports types of the library and nothing else of
 * it: what is shown was reckoned and worded by the host, from the legend, the portrait, results and lives.
 */
import type { AnswerInPairs, Fact, Life, PhaseEntered, PortraitSection, Tally } from "../src/index.ts";

/** A scenario as text: one that is shipped, by its name, or a text of the user's own. */
export interface Opening {
  /** Plain name, as the command takes it: `suining`. */
  readonly name: string;
  /** YAML; undefined for what is shipped under the name. */
  readonly text?: string | undefined;
  /** Values by dotted path, laid over it: `scenario.with`. */
  readonly changes: Readonly<Record<string, unknown>>;
}

/** A fault at its place, and how the command would print it. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly expected?: string | undefined;
  /** 1-based, in the text that was read; undefined where it has no place there. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly length?: number | undefined;
  readonly rendered: string;
}

/** What somebody who looks at a scenario is told before anything runs. */
export interface Portrayed {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly notes: readonly string[];
  /** The scenario's own YAML, as it stands in its file. */
  readonly text: string;
  readonly hash: string;
  readonly people: number;
  readonly ticks: number;
  readonly settle: number;
  /** Such as `1 week`. */
  readonly tick: string;
  /** The day of tick 0, such as 2010-01-01. */
  readonly start: string;
  readonly tally: Tally;
  readonly questions: readonly { readonly name: string; readonly asks: string; readonly reads: string }[];
  readonly sections: readonly PortraitSection[];
  /** What documented and reported figures name, by id: title, who wrote and published it, when. */
  readonly sources: Readonly<Record<string, string>>;
  readonly colourings: readonly Colouring[];
  readonly charts: readonly ChartOf[];
  readonly warnings: readonly Fault[];
  /** What was changed while the world went on, and from which tick on it holds. */
  readonly changedAt: readonly { readonly tick: number; readonly path: string }[];
  /** The same people without the scheme, or whatever its questions are held against; `shipped` is its name where it has one. */
  readonly twin: { readonly says: string; readonly shipped?: string | undefined } | undefined;
}

export type ReadOutcome =
  | { readonly ok: true; readonly portrayed: Portrayed }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export type FromOutcome =
  | { readonly ok: true; readonly changes: Opening["changes"] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** By what people can be coloured. Made of the legend, so that whatever a scenario declares is there. */
export interface Colouring {
  /** Follows from the legend, and is the same in every session: stands in the address. */
  readonly key: string;
  /** As a reader has it: `score`, `hardship`, `on: defaulters`. */
  readonly says: string;
  readonly group: "score" | "band" | "list" | "trait" | "state";
  /** Whether the other world of twins has it too, so that people can be held against themselves by it. */
  readonly inTwin?: boolean | undefined;
  readonly shows:
    | {
        readonly is: "scale";
        readonly from: number;
        readonly to: number;
        readonly unit?: string | undefined;
        /** Where bands begin, from the lowest up: drawn as marks on the scale. */
        readonly marks?: readonly { readonly at: number; readonly says: string }[] | undefined;
      }
    | {
        readonly is: "classes";
        readonly words: readonly string[];
        readonly tone: "order" | "kind" | "alarm";
        /** The place of those who are in no class, such as the ungraded: it stands outside the order. */
        readonly none?: number | undefined;
      };
}

/** A chart that the studio offers: some figures of results over time. */
export interface ChartOf {
  readonly key: string;
  readonly title: string;
  /** Of shares the figures are from 0 to 1. */
  readonly unit: "share" | "count" | "yuan" | "points" | "";
  readonly lines: readonly { readonly key: string; readonly says: string }[];
  /** Whether its lines are bands, which have words that mean something else elsewhere. */
  readonly ofBands?: boolean | undefined;
}

/** Where a world stands. Sent after each tick that is shown, and not for those between. */
export interface Moment {
  /** Ticks done; below 0 while it settles. */
  readonly tick: number;
  readonly ticks: number;
  /** The day on which the next tick begins. */
  readonly date: string;
  readonly playing: boolean;
  readonly personTicksPerSecond: number;
  /**
   * Phases that the first world entered since the last moment, in order: there can be several, since moments come as they are taken.
   * Where a world goes on under a changed rule, its first moment has all of them.
   */
  readonly entered: readonly PhaseEntered[];
  /** Whether there were grades in the first world, and are none any more. */
  readonly gradesOver: boolean;
  /** The tick of the first figure in `grown`: 0 where the charts were chosen since. */
  readonly grownFrom: number;
  /**
   * Of the chosen charts: figures of the ticks since the last moment, by line. Those of the second world of twins stand under
   * the key of the line with `twin:` before it. NaN where there is none.
   */
  readonly grown: Readonly<Record<string, readonly number[]>>;
  /** People by stretch or class of the chosen colouring, world by world. */
  readonly spread: readonly (readonly number[])[];
  /** In twins: people who stand higher, the same and lower than in the other world. */
  readonly against?: { readonly above: number; readonly same: number; readonly below: number } | undefined;
  /** Why it goes on no more, where nobody wished that and it is not its end. */
  readonly faults?: readonly Fault[] | undefined;
}

/** One world, or a world and its twin with the same luck. */
export interface WorldsAsked {
  readonly opening: Opening;
  readonly twin: boolean;
  readonly people: number;
  readonly seed: number;
  /** The tick at which to show it first: it lives up to it at once. */
  readonly tick: number;
  readonly colouring: string;
  readonly charts: readonly string[];
}

export interface WorldsOpened {
  readonly threads: number;
  /** Why it runs on one thread, or by the interpreter, where that was not hoped for. */
  readonly note: string | undefined;
  /** Why a world that is changed lives its past again, where it could not go on from where it stood. */
  readonly livedAgain?: string | undefined;
  readonly communities: number;
  readonly communitySize: number;
  readonly people: number;
}

/** One person, in one world or in both. */
export interface FileOf {
  readonly person: number;
  readonly tick: number;
  readonly lives: readonly Life[];
  /** As `glasshouse explain` prints it, line by line, of the first world. */
  readonly printed: readonly string[];
  /** Scores by tick, world by world; empty where there is none. */
  readonly scores: readonly (readonly number[])[];
}

/** People of twins by one division of them: who stands higher, the same and lower in the first world than in the other. */
export interface Divided {
  /** As a reader has it: `household`. */
  readonly says: string;
  readonly groups: readonly {
    readonly says: string;
    readonly above: number;
    readonly same: number;
    readonly below: number;
  }[];
}

/** One act of a life that is lived: on which day, and what. */
export interface LivedAct {
  /** Such as 2010-02-01. */
  readonly on: string;
  readonly does: string;
}

/** A life that somebody lives: person 0, who does only what is written down here. */
export interface LifeAsked {
  readonly opening: Opening;
  readonly people: number;
  readonly seed: number;
  /** Ticks lived. */
  readonly tick: number;
  readonly acts: readonly LivedAct[];
}

/** One thing that is so of somebody, in words. */
export interface LifeFact {
  readonly says: string;
  readonly value: string;
  readonly group: Colouring["group"] | "consequence";
  /** The ends of its scale, where it is a number. */
  readonly of?: { readonly from: number; readonly to: number } | undefined;
}

/** For how many ticks something was so of a life: counted at the beginning of each, since that is what holds in it. */
export interface LifeHeld {
  /** A score below the first one has no name. */
  readonly is: "consequence" | "band" | "list" | "below";
  readonly name: string;
  readonly domain?: string | undefined;
  readonly ticks: number;
  /** Whether it speaks for or against who has it, where the scenario says so. */
  readonly counts: "for" | "against" | undefined;
}

/** What a life can do, by name. */
export interface LifeChoice {
  readonly name: string;
  readonly says: string;
  /** What its record would bring, where that is a plain figure. */
  readonly points?: number | undefined;
  /** The end of the scale at which the score stands, so that these points can have no effect. */
  readonly stuckAt?: number | undefined;
}

/** A phase that begins when a figure passes a threshold. */
export interface LifePhase {
  readonly name: string;
  /** As readers have the figure, and what it is the mean of; undefined of a share. */
  readonly figure: string;
  readonly meanOf: string | undefined;
  readonly over: number;
}

/** What became of it by then, in the world and in its twin, and what can be done next. */
export interface LifeLived {
  /** The other world is in it where it keeps a score, or where the life is over. */
  readonly file: FileOf;
  /** The day on which the last tick began, as its entries have it, and the first that lies in the next one. */
  readonly began: string;
  readonly date: string;
  readonly ticks: number;
  readonly people: number;
  readonly choices: readonly LifeChoice[];
  /** Conducts that can come to nothing, by name: for want of places, or since consequences can stop them. */
  readonly refusable: { readonly places: readonly string[]; readonly stopped: readonly string[] };
  readonly phases: readonly LifePhase[];
  readonly held: readonly LifeHeld[];
  /** The ends of the score; undefined in a world without one. */
  readonly scale: { readonly from: number; readonly to: number } | undefined;
  /** The scenario with this life in it: a file that the command runs to the same hash. */
  readonly text: string;
  /** The state hash of this world. */
  readonly hash: string;
  /** What the present looks like: consequences in force, lists, band, as words. */
  readonly now: readonly LifeFact[];
  /** At its end, where the other world can be lived in: what its present looks like there. */
  readonly there?: readonly LifeFact[] | undefined;
}

/** The host, as the page calls it. All of it is asynchronous on the other side. */
export interface Host {
  read(opening: Opening): ReadOutcome;
  /** Opens worlds instead of those that are open, and paints their first picture. */
  open(asked: WorldsAsked, tell: (moment: Moment) => void): Promise<WorldsOpened | readonly Fault[]>;
  /**
   * Where paintings go: of the first world, of the second, and of how they differ. A port that is left out is painted for
   * nobody. Each is the other end of what a picture was started with.
   */
  paint(ports: {
    readonly first?: MessagePort | undefined;
    readonly second?: MessagePort | undefined;
    readonly difference?: MessagePort | undefined;
  }): void;
  /** Ticks as fast as `perSecond` says, 0 for as fast as it can, until `pause` or the end. */
  play(perSecond: number): void;
  pause(): void;
  /** Ticks once while it is paused. */
  step(): Promise<void>;
  look(colouring: string, charts: readonly string[]): void;
  /** What a colouring says of one person now, as words. */
  glance(person: number): Promise<readonly { readonly says: string; readonly value: string }[]>;
  /** Somebody whom friends pulled down by now, see `pulledDown`; undefined where there is nobody. */
  pulledDown(): Promise<number | undefined>;
  hash(): Promise<readonly string[]>;
  /** All that was measured, as CSV, world by world. */
  csv(): readonly string[];
  /** The publishable page of the first world, as HTML. */
  page(): Promise<string>;
  /** Relives one community in a thread of its own. Throws Fault[]: also where another is asked for, or none any more. */
  file(person: number): Promise<FileOf>;
  /** The file that is being made is not wanted any more. */
  closeFile(): void;
  /** In twins: by traits that are words, of the present colouring; nothing where there is one world. */
  divide(): Promise<readonly Divided[]>;
  /** Changes that hold from a tick on, as an opening has them: see `changesFrom`. */
  from(opening: Opening, tick: number, changes: Opening["changes"]): FromOutcome;
  /** A scenario as a file that the command runs to the same hash: of what is shipped `extends` and a reform. Throws Fault[]. */
  write(opening: Opening): string;
  /** Lives one life up to a tick, in a world of its own beside those that are open. Throws Fault[]. */
  live(asked: LifeAsked): Promise<LifeLived>;
  /** Answers of the questions as seeds come in, until `stop`; asked again of the same worlds it goes on where it was stopped. */
  answer(
    seeds: number,
    tell: (come: { readonly seeds: number; readonly answers: readonly AnswerInPairs[] }) => void,
  ): Promise<void>;
  stopAnswering(): void;
  close(): void;
}

/** A picture of a country, from the host to the picture: one byte a person, in the order of their numbers. */
export interface Painting {
  readonly tick: number;
  readonly communities: number;
  readonly communitySize: number;
  readonly people: number;
  /**
   * 255 for nobody. Of a scale the 254ths of it; of classes their place; of a difference 127 for the same, and above it where
   * the first world has more.
   */
  readonly cells: Uint8Array;
  readonly difference: boolean;
}

/** What a painting took to be drawn, from the picture to the host: where that is much, there are fewer of them. */
export interface Drawing {
  readonly milliseconds: number;
}

/** The picture, as the page calls it. */
export interface Picture {
  start(canvas: OffscreenCanvas, paintings: MessagePort): void;
  resize(width: number, height: number, ratio: number): void;
  /** 256 colours as RGBA; 255 is nobody. */
  palette(colours: Uint8Array): void;
  /** Cells that are dimmed, by value: what a legend leaves out. */
  dim(values: Uint8Array): void;
  /** In canvas pixels: what is at the top left, and pixels a person. */
  view(left: number, top: number, scale: number): void;
  /** What is shown now, in the same figures: all of the country, in the middle, until `view` was called or after `fit`. */
  sight(): { readonly left: number; readonly top: number; readonly scale: number };
  fit(): void;
  mark(person: number | undefined): void;
  /** Who stands there; undefined for nobody. */
  at(x: number, y: number): number | undefined;
  /** Somebody who is painted by one of these cells, from its first to its last; undefined for nobody. */
  find(from: number, to: number): number | undefined;
  /** The picture as a PNG. */
  png(): Promise<Blob>;
}

/** A figure that can be changed, with the control that fits it. */
export interface Knob {
  readonly fact: Fact;
  readonly control:
    | { readonly is: "number"; readonly from?: number; readonly to?: number; readonly unit?: string }
    | { readonly is: "switch" }
    | { readonly is: "rule" };
}
