import { aText } from "../core/kinds.ts";
import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, nearest, ProblemError } from "../core/problem.ts";
import { version } from "../core/version.ts";
import { quoted } from "../core/visible.ts";
import type { Engine } from "../engine/backend.ts";
import type { Legend, Topic } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import { ungraded } from "../model/scheme/bands.ts";
import type { Plan } from "../plan/plan.ts";
import { type Interval, interval } from "../results/intervals.ts";
import type { Results } from "../results/results.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { compareOptions } from "./askedKinds.ts";
import { checkMemory, checkSeed, type StopSignal, type WorldOptions } from "./course.ts";
import { type FigureKey, figuresOf } from "./figures.ts";
import { type AnswerInPairs, openAnswersInPairs } from "./pairAnswers.ts";
import { ControlWatch, SettleWatch, sayMoved } from "./rest.ts";
import { type RunningCosts, runningCostsOf } from "./runningCost.ts";
import { differencesOfPeople } from "./samePeople.ts";
import { openPace, type Pace, runWhole, type WholeOptions, type WorldsProgress } from "./whole.ts";

/** How to compare. */
export interface CompareOptions extends WorldOptions {
  /** Pairs of worlds; 20 unless told. */
  readonly seeds?: number | undefined;
  /** The first seed; the others follow it. 1 unless told. */
  readonly firstSeed?: number | undefined;
  readonly onProgress?: ((progress: CompareProgress) => void) | undefined;
  /** Stops it cleanly after a tick: what is compared then are the pairs of worlds that came to their end. */
  readonly signal?: StopSignal | undefined;
}

export type CompareProgress = WorldsProgress;

/** One figure in both worlds. */
export interface Difference extends Interval {
  /** Means over the seeds. */
  readonly a: number;
  readonly b: number;
}

export interface DifferenceRow {
  readonly measure: string;
  /** "" for everyone. */
  readonly group: string;
  readonly a: number;
  readonly b: number;
  /** b − a, paired over the seeds. */
  readonly difference: Interval;
  /** The mean difference as a share of a; left out where a is 0. */
  readonly relative?: number;
}

/** Where the same people, with the same luck, end up. */
export interface BandsMoved {
  /** From the lowest up; then `ungraded`, where anyone is. */
  readonly names: readonly string[];
  /** People by their last band in a (row) and in b (column), summed over the seeds. */
  readonly moved: readonly (readonly number[])[];
  /** People per world who end in a higher band in b than in a. */
  readonly better: Interval;
  readonly worse: Interval;
}

/** Two scenarios over the same seeds: every difference is the scenarios' doing, and the schemes' where the people are the same. */
export interface Comparison {
  readonly a: Scenario;
  readonly b: Scenario;
  /** Pairs of worlds that came to their end; 0 where it was stopped before. */
  readonly seeds: number;
  readonly firstSeed: number;
  readonly people: number;
  /**
   * In what the people of the worlds differ from the start: names of traits, "the start of" states, "ties", "enterprises",
   * "life". Nothing where they are the same people.
   */
  readonly peopleDiffer: readonly string[];
  readonly ticks: number;
  /** Whether it was stopped before its last pair. */
  readonly stopped: boolean;
  differences(): readonly DifferenceRow[];
  difference(measure: string, group?: string): Difference;
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
  /** What a measure is called without how groups are told apart: "anger" of "anger by residence". */
  stemOf(measure: string): string;
  /** What a measure is about; undefined where neither world has it. */
  topicOf(measure: string): Topic | undefined;
  /** What measures that only one of the worlds has are called without that, each once. */
  readonly stemsOnlyIn: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** Means and shares that under every seed are of nobody in one of the worlds: there is nothing to compare. */
  readonly ofNobody: readonly string[];
  /** What is not at rest when settling ends, or in a world without a scheme: sentences for a person. */
  readonly warnings: readonly string[];
  /** What each system costs those who run, where its scenario declares that. */
  readonly runningCost: RunningCosts;
  /** What the two worlds answer by themselves, being each other's control, or asked of a level: those of b first. */
  readonly answers: readonly AnswerInPairs[];
  readonly bands?: BandsMoved;
  toJSON(): ComparisonJson;
}

/** A comparison as plain data. */
export interface ComparisonJson
  extends Omit<
    Comparison,
    "a" | "b" | "differences" | "difference" | "toJSON" | "stemOf" | "topicOf" | "stemsOnlyIn" | "answers"
  > {
  readonly a: { readonly scenario: string; readonly title: string; readonly hash: string };
  readonly b: { readonly scenario: string; readonly title: string; readonly hash: string };
  readonly engineVersion: string;
  readonly synthetic: true;
  readonly differences: readonly DifferenceRow[];
  /** Left out where nothing is asked that the two worlds answer. */
  readonly questions?: readonly AnswerInPairs[];
}

/**
 * Runs two scenarios with the same people and the same luck under each seed, one world at a time. A figure is that of
 * the last tick, and of a survey that of the last one; what happens in ticks (acts, records, points, yuan, what befalls
 * lists) is that of the whole run. A mean or share of nobody is left out, with its seed. Throws ProblemError as `run` does,
 * and (not-comparable) where people or ticks differ.
 */
export async function compare(a: Scenario, b: Scenario, options: CompareOptions = {}): Promise<Comparison> {
  checkArguments("compare", { a: [a, aScenario], b: [b, aScenario], options: [options, compareOptions] });
  const { seeds = 20, firstSeed = 1, people, ticks } = options;
  for (const scenario of [a, b]) checkRead(scenario);
  checkSeeds(seeds, firstSeed);
  const [inA, inB] = [a.lower({ people, ticks }), b.lower({ people, ticks })];
  checkScale(inA.plan, inB.plan);
  for (const { plan } of [inA, inB]) checkMemory(plan, options.memoryBytes, options);
  const { plan } = inA;
  const pace = openPace([inA.plan, inB.plan], seeds, options.onProgress);
  const rests = [new ControlWatch(a, inA), new ControlWatch(b, inB)] as const;
  const settled: readonly SettleWatch[][] = [[], []];
  const pairs = openPairs(inA, inB);
  const bands = openBands(inA.legend, inB.legend);
  const asked = openAnswersInPairs(a, b, inA, inB);
  let whole = 0;
  for (; whole < seeds; whole++) {
    const seed = firstSeed + whole;
    const watches = [new SettleWatch(a, inA), new SettleWatch(b, inB)] as const;
    const one = await endOf(inA, seed, { ...options, pace }, watches[0]);
    const other = one && (await endOf(inB, seed, { ...options, pace }, watches[1]));
    if (!one || !other) break;
    for (const [i, watch] of watches.entries()) settled[i]!.push(watch);
    pairs.add(one.results, other.results);
    asked.add(one.results, other.results);
    rests[0].add(one.results);
    rests[1].add(other.results);
    bands?.add(one.bands, other.bands);
  }
  const scale = { seeds: whole, firstSeed, people: plan.size, ticks: plan.ticks, stopped: whole < seeds };
  const moved = [...settled.flatMap((worlds) => SettleWatch.moved(worlds)), ...rests.flatMap((rest) => rest.moved())];
  const warnings = sayMoved(moved);
  const setup = {
    a,
    b,
    ...scale,
    peopleDiffer: differencesOfPeople(inA, inB),
    warnings,
    answers: asked.read(firstSeed),
  };
  return comparisonOf(setup, pairs, bands?.read());
}

type Setup = Pick<
  Comparison,
  "a" | "b" | "seeds" | "firstSeed" | "people" | "peopleDiffer" | "ticks" | "stopped" | "warnings" | "answers"
>;

function comparisonOf(setup: Setup, pairs: Pairs, bands: BandsMoved | undefined): Comparison {
  const rows = pairs.read();
  const done: Comparison = {
    ...setup,
    onlyInA: pairs.onlyInA.map(({ key }) => key),
    onlyInB: pairs.onlyInB.map(({ key }) => key),
    stemOf: pairs.stemOf,
    topicOf: pairs.topicOf,
    stemsOnlyIn: { a: stemsOf(pairs.onlyInA), b: stemsOf(pairs.onlyInB) },
    ofNobody: pairs.ofNobody(),
    runningCost: runningCostsOf(setup),
    ...(bands && { bands }),
    differences: () => rows,
    difference: (measure, group = "") => {
      checkArguments("difference", { measure: [measure, aText], group: [group, aText] });
      const row = rows.find((one) => one.measure === measure && one.group === group);
      if (row) return { ...row.difference, a: row.a, b: row.b };
      throw notInBoth(measure, group, rows);
    },
    toJSON: () => {
      const tell = ({ name, title, hash }: Scenario) => ({ scenario: name, title, hash });
      const { a, b, differences, difference, toJSON, stemOf, topicOf, stemsOnlyIn, answers, ...rest } = done;
      const told = { ...rest, differences: rows, ...(answers.length > 0 && { questions: answers }) };
      return { a: tell(a), b: tell(b), engineVersion: version, synthetic: true, ...told };
    },
  };
  return done;
}

function stemsOf(figures: readonly FigureKey[]): string[] {
  return [...new Set(figures.map(({ stem }) => stem))];
}

interface Ended {
  readonly results: Results;
  /** The band of every person, −1 for none. */
  readonly bands: Int8Array | undefined;
}

/** What a world comes to; undefined where it was stopped before. */
async function endOf(
  lowered: Lowered,
  seed: number,
  options: WholeOptions & { readonly pace: Pace },
  settled: SettleWatch,
): Promise<Ended | undefined> {
  const [{ bands }] = lowered.legend.kinds;
  const read = (results: Results, engine: Engine): Ended => {
    if (!bands) return { results, bands: undefined };
    const band = engine.reckoner(bands.index);
    return { results, bands: Int8Array.from({ length: lowered.plan.size }, (_, person) => band(person)) };
  };
  return runWhole(lowered, seed, options, read, (engine) => {
    if (engine.tick <= 0) settled.note(engine.settleRows);
  });
}

interface Pairs {
  readonly onlyInA: readonly FigureKey[];
  readonly onlyInB: readonly FigureKey[];
  add(a: Results, b: Results): void;
  read(): readonly DifferenceRow[];
  ofNobody(): readonly string[];
  stemOf(measure: string): string;
  topicOf(measure: string): Topic | undefined;
}

/** The figures that both worlds have, by seed. */
function openPairs(inA: Lowered, inB: Lowered): Pairs {
  const [figuresA, figuresB] = [figuresOf(inA), figuresOf(inB)];
  const both = [...figuresA.keys()].filter((key) => figuresB.has(key));
  const [a, b] = [both.map((): number[] => []), both.map((): number[] => [])];
  const known = (place: number): number[] =>
    a[place].flatMap((value, seed) => (Number.isNaN(value) || Number.isNaN(b[place][seed]) ? [] : [seed]));
  const stems = new Map([...figuresA, ...figuresB].map(([, { measure, stem }]) => [measure, stem]));
  const topics = new Map(
    [...inA.legend.measures, ...inB.legend.measures].map(({ id, topic }) => [id as string, topic]),
  );
  return {
    stemOf: (measure) => stems.get(measure) ?? measure,
    topicOf: (measure) => topics.get(measure),
    ofNobody: () => both.filter((_, place) => a[place].length > 0 && known(place).length === 0),
    onlyInA: [...figuresA].flatMap(([key, figure]) => (figuresB.has(key) ? [] : [figure])),
    onlyInB: [...figuresB].flatMap(([key, figure]) => (figuresA.has(key) ? [] : [figure])),
    add: (resultsA, resultsB) => {
      both.forEach((key, place) => {
        a[place].push(figuresA.get(key)!.of(resultsA));
        b[place].push(figuresB.get(key)!.of(resultsB));
      });
    },
    read: () =>
      both.flatMap((key, place) => {
        const seeds = known(place);
        if (seeds.length === 0) return [];
        const { measure, group } = figuresA.get(key)!;
        const difference = interval(seeds.map((seed) => b[place][seed] - a[place][seed]));
        const meanOf = (values: readonly number[]): number => interval(seeds.map((seed) => values[seed])).mean;
        const [meanA, meanB] = [meanOf(a[place]), meanOf(b[place])];
        const relative = meanA === 0 ? {} : { relative: difference.mean / meanA };
        return [{ measure, group, a: meanA, b: meanB, difference, ...relative }];
      }),
  };
}

interface Bands {
  add(a: Int8Array | undefined, b: Int8Array | undefined): void;
  read(): BandsMoved;
}

/** Where people end, where both worlds know the same bands. */
function openBands(inA: Legend, inB: Legend): Bands | undefined {
  const [a, b] = [inA, inB].map(({ kinds: [{ bands }] }) => bands?.of.map(({ name }) => name));
  if (!a || !b || a.join() !== b.join()) return undefined;
  const none = a.length;
  const moved = Array.from({ length: none + 1 }, () => new Array<number>(none + 1).fill(0));
  const better: number[] = [];
  const worse: number[] = [];
  return {
    add: (first, second) => {
      let [up, down] = [0, 0];
      first?.forEach((from, person) => {
        const to = second![person];
        moved[from < 0 ? none : from][to < 0 ? none : to] += 1;
        if (from >= 0 && to > from) up += 1;
        if (to >= 0 && from > to) down += 1;
      });
      better.push(up);
      worse.push(down);
    },
    read: () => {
      const isUsed = moved[none].some((people) => people > 0) || moved.some((row) => row[none] > 0);
      const shown = isUsed ? moved : moved.slice(0, none).map((row) => row.slice(0, none));
      const names = isUsed ? [...a, ungraded] : a;
      return { names, moved: shown, better: interval(better), worse: interval(worse) };
    },
  };
}

function checkSeeds(seeds: number, firstSeed: number): void {
  if (!isWithin(runLimits.seeds, seeds))
    throw new ProblemError([
      { code: "bad-seeds", message: `${seeds} is not a number of seeds`, expected: sayWhole(runLimits.seeds) },
    ]);
  checkSeed(firstSeed);
  // Beyond the last seed a sum is no longer exact: two seeds would be one.
  if (!Number.isSafeInteger(firstSeed + seeds))
    throw new ProblemError([
      {
        code: "bad-seeds",
        message: `there are no ${seeds} seeds from ${firstSeed} on`,
        expected: "a first seed and a number of seeds that together stay below 9_007_199_254_740_992",
      },
    ]);
}

function checkScale(a: Plan, b: Plan): void {
  if (a.size === b.size && a.ticks === b.ticks) return;
  const say = (plan: Plan): string => `${plan.size.toLocaleString("en-US")} people over ${plan.ticks} ticks`;
  throw new ProblemError([
    {
      code: "not-comparable",
      message: `one world has ${say(a)}, the other ${say(b)}: they are not the same people`,
      remedy: "give both the same number of people and of ticks",
    },
  ]);
}

function notInBoth(measure: string, group: string, rows: readonly DifferenceRow[]): ProblemError {
  const names = [...new Set(rows.map((row) => row.measure))];
  const groups = rows.filter((row) => row.measure === measure && row.group !== "").map((row) => row.group);
  if (names.includes(measure))
    return new ProblemError([
      {
        code: "unknown-group",
        message: `"${measure}" has no group ${quoted(group, 100)} in both worlds`,
        expected: groups.length > 0 ? `one of ${groups.join(", ")}` : "no group: it is of everyone",
        nearest: nearest(group, groups),
      },
    ]);
  return new ProblemError([
    {
      code: "unknown-measure",
      message: `there is no measure ${quoted(measure, 100)} in both worlds`,
      expected: `one of ${names.join(", ")}`,
      nearest: nearest(measure, names),
    },
  ]);
}
