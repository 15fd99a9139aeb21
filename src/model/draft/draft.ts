import type { Grid } from "../../core/cuts.ts";
import type { Distribution } from "../../core/distribution.ts";
import { grouped, type Problems } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import type { Setting } from "../../language/tagged.ts";
import type { TimeUnit } from "../../language/units.ts";
import { valueOn } from "../../plan/dated.ts";
import type { Global, Groups, MapStep, MeetStep, Queue, Step, Table, Ties } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import { type Figure, readEither, readNumber, readTruth } from "../../rules/read.ts";
import { type Meaning, Scope } from "../../rules/scope.ts";
import { type NumberTree, nodesIn, type Tree, type TruthTree } from "../../rules/tree.ts";
import type { Said } from "../legend/legend.ts";
import type { GlobalRef, MeasureRef, StepRef } from "../legend/refs.ts";
import { Accounts } from "./accounts.ts";
import { Audiences } from "./audiences.ts";
import type { Calendar } from "./calendar.ts";
import { ColumnHandle, type ColumnSpec } from "./columns.ts";
import { CutRoom, cutPointsOf, cutsMost, gridOf, normalCutsOf, type Units } from "./cuts.ts";
import { checkFigure, checkRule, type Fit, warnNever } from "./fit.ts";
import { type KindOf, peopleKind } from "./kind.ts";
import { ownMeaning } from "./names.ts";
import { isOfOneKind, Parts } from "./parts.ts";
import type { CensusSpec, GlobalHandle, MeasureSaid, MeasureSpec, UpdateSpec } from "./specs.ts";
import type { Texts } from "./texts.ts";

export type { CensusSpec, GlobalHandle, MeasureSaid, MeasureSpec } from "./specs.ts";

/** Nodes of all rules of a scenario, with the names in them written out. */
const nodesMost = 500_000;

/**
 * What one kind of entity adds to a plan while the parts of a scenario lower themselves. Parts speak of columns, measures
 * and chance by names of their own; here each gets the name that it has in the plan, with the kind that it is of.
 */
export class Draft {
  readonly kind: KindOf;
  readonly problems: Problems;
  readonly calendar: Calendar;
  readonly #size: number;
  /** Whether anything was made by how many there are: else it is the same of any number. */
  hangsOnSize = false;
  readonly communitySize: number;
  readonly texts: Texts;
  /** Names that are the same for everyone; and, upon it, those of a person (or, in a draft of its own, an enterprise). */
  readonly globalScope: Scope;
  readonly personScope: Scope;
  /** The same, for rules that are asked when the acts of a tick are done: they may count them. */
  readonly countScope: Scope;

  /** What has been made for the plan. */
  readonly parts = new Parts();
  readonly groups = new Map<string, Groups>();
  /** Names of truths that others see, by the column that holds them: as of the end of the last tick. */
  readonly shown = new Map<ColumnHandle, string>();
  /** What others see of an entity. */
  readonly audiences = new Audiences();
  /** Occasions on which people meet, by name, and what is done at them. */
  readonly meetings = new Map<string, Pick<MeetStep, "pairs" | "rounds" | "happens">>();
  /** Conducts that a life does, whatever their rates. */
  readonly scripted = new Set<string>();
  /** Near lanes that join friends: those behind them join families. */
  nearFriends = 0;
  /** Of how many each circle is at most. */
  readonly most = { friends: 0, family: 0, neighbours: 0 };
  /** What friends, family or neighbours show, by the column that is seen: each is gathered once. */
  readonly gathered: {
    readonly shows: ColumnHandle;
    readonly circle: "friends" | "family" | "neighbours";
    readonly sum: ColumnHandle;
    readonly count: ColumnHandle;
  }[] = [];
  /** What is counted of the acts of a tick, where a rule asks. */
  readonly counts = new Map<string, ColumnHandle>();
  /** Whether each record says if it is true; and whether what false ones have made wrong is measured. */
  keepsTruth = false;
  tellsMistakes = false;
  /** Names that stand for columns as they would be with true records alone, each with the column. */
  readonly twins = new Map<string, string>();
  /** Domains of life, each with the areas whose records alone decide over them; and what is reckoned for that. */
  contexts: ReadonlyMap<string, readonly string[]> = new Map();
  accounts = new Accounts();
  /** Whether the world has begun: not in ticks in which it settles, which know no scheme and all that follows from one. */
  begun: TruthTree = build.truth(true);
  /** Ticks for which the world still settles; undefined where it never does. */
  settling: NumberTree | undefined;
  /** Whom the scheme is for; and whom it covers, which is nobody while the world settles. */
  covers: TruthTree = build.truth(true);
  get covered(): TruthTree {
    return build.and(this.begun, this.covers);
  }

  /** How many entities there are. */
  get size(): number {
    this.hangsOnSize = true;
    return this.#size;
  }

  ties: Ties | undefined;

  readonly #columns = new Map<string, ColumnHandle>();
  readonly #globals = new Map<string, GlobalHandle>();
  readonly #cuts = new CutRoom();
  #nodes = 0;

  constructor(of: {
    kind?: KindOf;
    problems: Problems;
    calendar: Calendar;
    size: number;
    communitySize: number;
    texts: Texts;
    globalScope?: Scope;
  }) {
    this.kind = of.kind ?? peopleKind;
    this.globalScope = of.globalScope ?? new Scope();
    this.personScope = new Scope(this.globalScope);
    this.countScope = new Scope(this.personScope);
    this.problems = of.problems;
    this.calendar = of.calendar;
    this.#size = of.size;
    this.communitySize = of.communitySize;
    this.texts = of.texts;
  }

  /** Where the value at a dotted path stands, or its nearest parent. */
  placeOf(path: string): Place | undefined {
    return this.texts.placeOf(this.kind.pathOf(path));
  }

  /** What stands at a dotted path, under a name. */
  said(path: string, name: string): Said {
    return this.texts.said(this.kind.pathOf(path), name);
  }

  /**
   * The name in the plan of a column, a measure, a step, a table, a queue or a purpose of chance: the one place where
   * they are made. Names of columns and queues are in the state hash, and purposes in all chance: they stay what they are.
   */
  own<T extends string>(name: string): T {
    return `${this.kind.root}${name}` as T;
  }

  problem(code: string, message: string, place: Place | undefined, expected?: string, nearest?: string): undefined {
    this.problems.add({ code, message, place, expected, nearest });
    return undefined;
  }

  /** Gives a name that the scenario chose its meaning in a scope, or says that it is taken. */
  name(scope: Scope, name: string, meaning: Meaning, place: Place | undefined): void {
    const own = ownMeaning(name);
    if (own !== undefined)
      this.problem("name-taken", `"${name}" is a name of the language: ${own}`, place, "another name");
    else this.ownName(scope, name, meaning, place);
  }

  /** The same for names of the language. */
  ownName(scope: Scope, name: string, meaning: Meaning, place: Place | undefined): void {
    if (this.personScope.lookup(name) !== undefined || !scope.add(name, meaning)) {
      this.problem(
        "name-taken",
        `"${name}" already means something else: ${this.personScope.lookup(name)?.doc ?? "a name of the language"}`,
        place,
        "another name",
      );
    }
  }

  /** Adds a column. */
  addColumn({ name, ...spec }: ColumnSpec): ColumnHandle {
    const called = this.own(name);
    const made = new ColumnHandle({ ...spec, name: called, of: this.kind.of, label: called });
    this.#columns.set(name, made);
    this.parts.columns.push(made.column);
    return made;
  }

  /** A column that was added before, by the name that its part has for it; undefined where there is none. */
  find(name: string): ColumnHandle | undefined {
    return this.#columns.get(name);
  }

  /** A column that was added before. */
  column(name: string): ColumnHandle {
    const found = this.#columns.get(name);
    if (found === undefined) throw new Error(`bug: no column is named ${name}`);
    return found;
  }

  /** The name that its part has for a column. */
  nameOf(column: ColumnHandle): string {
    for (const [name, one] of this.#columns) if (one === column) return name;
    throw new Error(`bug: ${column.ref} is no column of this kind`);
  }

  /** The columns that keep something of an entity from tick to tick, by the names that their parts have for them. */
  kept(): [string, ColumnHandle][] {
    return [...this.#columns].filter(([, { column }]) => column.role === "stored");
  }

  /** Those among them that rules call by that very name: traits, states, the score, files. */
  named(): [string, ColumnHandle][] {
    return this.kept().filter(([name]) => this.personScope.lookup(name) !== undefined);
  }

  /** Adds a figure that is the same for everyone, and perhaps what becomes of it in each tick. */
  addGlobal({ name, ...spec }: Global, update?: UpdateSpec): GlobalHandle {
    const ref = this.own<GlobalRef>(name);
    const made = { ref, leaf: build.global(ref, spec.range) };
    this.#globals.set(name, made);
    this.parts.globals.push({ ...spec, name: ref });
    if (update) this.addUpdate(name, update);
    return made;
  }

  /** What becomes in each tick of a global that was added before. */
  addUpdate(name: string, update: UpdateSpec): void {
    this.parts.updates.push({ ...update, global: this.own(name) });
  }

  findGlobal(name: string): GlobalHandle | undefined {
    return this.#globals.get(name);
  }

  /** Adds a table of cut points; gives its name in the plan. */
  addTable(table: Table): string {
    const name = this.own<string>(table.name);
    this.parts.tables.push({ ...table, name });
    return name;
  }

  /** Adds a queue; gives its name in the plan. */
  addQueue(queue: Omit<Queue, "label">): string {
    const name = this.own<string>(queue.name);
    this.parts.queues.push({ ...queue, name, label: name });
    return name;
  }

  /** Adds a step to those that make the world, before the first tick. */
  addStart(step: Omit<MapStep, "of">): void {
    this.parts.start.push({ ...step, name: this.own(step.name), of: this.kind.of });
  }

  /** Adds a step to the tick. */
  addStep(step: Step): StepRef {
    const name = this.own<StepRef>(step.name);
    this.parts.addStep(isOfOneKind(step) ? { ...step, name, of: this.kind.of } : { ...step, name });
    return name;
  }

  /** The name in the plan of a step, whether it is there or not. */
  step(name: string): StepRef {
    return this.own(name);
  }

  /** The name in the plan of a measure, which may be yet to come. */
  measure(name: string): MeasureRef {
    return this.own(name);
  }

  /** Adds a measure. `said` tells its reader what it is. */
  addMeasure(spec: MeasureSpec, { topic, stem = spec.name, words = spec.name, flows }: MeasureSaid): MeasureRef {
    const measure = this.measure(spec.name);
    this.parts.measures.push({ ...spec, name: measure, of: this.kind.of });
    this.parts.said.push({
      measure,
      id: measure,
      words: words.replace(".", ": "),
      of: this.kind.of,
      topic,
      stem: this.own(stem),
      isTally: spec.kind === "tally",
      flows: flows ?? spec.kind === "tally",
    });
    return measure;
  }

  /** Everyone of the kind, or those for whom `where` holds, looked at when a tick ends. */
  census(name: string, of: CensusSpec, said: MeasureSaid): MeasureRef {
    return this.addMeasure({ name, kind: "census", where: build.truth(true), groups: undefined, ...of }, said);
  }

  number(rule: RuleText, scope: Scope = this.personScope): NumberTree | undefined {
    return this.weighed(readNumber(rule, scope, this.problems), rule.place);
  }

  truth(rule: RuleText, scope: Scope = this.personScope): TruthTree | undefined {
    const tree = readTruth(rule, scope, this.problems);
    if (tree) warnNever(rule, tree, this.problems);
    return this.weighed(tree, rule.place);
  }

  /** A rule that is true or false, or a number that must be able to keep to bounds. */
  either(rule: RuleText, fit: Fit): Figure | undefined {
    const read = readEither(rule, this.personScope, this.problems);
    if (read?.kind === "number") checkRule(rule, read.tree, fit, this.personScope, this.problems);
    if (read?.kind === "truth") warnNever(rule, read.tree, this.problems);
    return read && this.weighed(read.tree, rule.place) && read;
  }

  /** A tree that counts towards what all rules of a scenario may be together: each that uses another holds it whole. */
  weighed<T extends Tree>(tree: T | undefined, place: Place | undefined): T | undefined {
    const before = this.#nodes;
    if (tree) this.#nodes += nodesIn(tree);
    if (this.#nodes <= nodesMost) return tree;
    if (before > nodesMost) return undefined;
    return this.problem(
      "rule-too-large",
      "with this rule, all rules together become too large once their names are written out",
      place,
      "fewer names that stand for rules of their own",
    );
  }

  /** A setting as a tree: a rule, or a global that follows its dates. */
  setting(setting: Setting, name: string, scope: Scope = this.personScope, fit: Fit = {}): NumberTree | undefined {
    if (setting.kind === "rule") return this.within(setting.rule, fit, scope);
    for (const { day, value } of setting.from) checkFigure(value, fit, day.place, this.problems);
    // A channel's coverage is asked for by every conduct that it may record.
    const known = this.findGlobal(name);
    if (known) return known.leaf;
    // A line may have begun before the world does.
    const earliest = setting.between ? -Infinity : 0;
    const from = setting.from.map(({ day, value }) => ({
      tick: Math.max(earliest, this.calendar.tickOf(day.value)),
      value: Math.fround(value),
    }));
    const values = from.map(({ value }) => value);
    const first = setting.from[0]!;
    if (this.calendar.tickOf(first.day.value) > 0) {
      return this.problem(
        "dated-too-late",
        "the first of these dates is after the start, so there is no value before it",
        first.day.place,
        "a first date at or before the start of the world",
      );
    }
    const range = { from: Math.min(...values), to: Math.max(...values) };
    // Of several dates before the start, the last is what holds while the world is made.
    const begun = from.findLast(({ tick }) => tick <= 0);
    return this.addGlobal(
      { name, start: setting.between ? valueOn(from, 0)! : begun!.value, range, doc: `${name}, by date` },
      { kind: "dated", ...(setting.between ? { between: setting.between } : {}), from },
    ).leaf;
  }

  /** A rule that must be able to keep to bounds; what follows from people is held to them later. */
  within(rule: RuleText, fit: Fit, scope: Scope = this.personScope): NumberTree | undefined {
    const tree = this.number(rule, scope);
    if (tree) checkRule(rule, tree, fit, scope, this.problems);
    return tree;
  }

  /** Per tick, from a figure per another unit of time. */
  perTick(tree: NumberTree, unit: TimeUnit): NumberTree {
    const ticks = unit === "tick" ? 1 : this.calendar.ticksOf({ amount: 1, dimension: "duration", per: unit });
    return build.multiply(tree, build.constant(1 / ticks));
  }

  /**
   * Adds a table of cut points with a row per distribution over the units of a column; gives its name. `path` is where
   * the distributions stand.
   */
  addCuts(name: string, rows: readonly Distribution[], units: Units, path: string): string {
    const grid = this.#gridOf(units, rows.length, path);
    return this.addTable({ name, kind: "cuts", rows: grid ? rows.map((row) => cutPointsOf(row, grid)) : [] });
  }

  addScores(name: string, rows: readonly Distribution[], units: Units, path: string): string {
    const grid = this.#gridOf(units, rows.length, path);
    return this.addTable({ name, kind: "scores", rows: grid ? rows.map((row) => normalCutsOf(row, grid)) : [] });
  }

  /** The grid of a table; undefined, with a problem, when all tables together would become too large. */
  #gridOf(units: Units, rows: number, path: string): Grid | undefined {
    const grid = gridOf(units);
    const room = this.#cuts.take(rows * grid.units);
    if (room === "enough") return grid;
    // Once is enough: all that come behind it are beyond the limit too.
    if (room === "none") return undefined;
    return this.problem(
      "table-too-large",
      `with ${grouped(rows)} rows of ${grouped(grid.units)} steps, the tables of this scenario become too large`,
      this.placeOf(path),
      `at most ${grouped(cutsMost)} steps in all: a coarser resolution, or fewer rows`,
    );
  }
}
