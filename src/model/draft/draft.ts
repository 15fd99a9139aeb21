import type { Distribution, Grid } from "../../core/distribution.ts";
import { grouped, type Problems } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import type { Setting } from "../../language/tagged.ts";
import type { TimeUnit } from "../../language/units.ts";
import { type Bounds, faultOfAmount } from "../../language/values.ts";
import { valueOn } from "../../plan/dated.ts";
import type {
  ActStep,
  Column,
  DeliverStep,
  GatherStep,
  Global,
  GlobalUpdate,
  Groups,
  LinkStep,
  MapStep,
  Measure,
  MeetStep,
  Queue,
  SeverStep,
  Table,
  Ties,
} from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { type RuleText, readNumber, readTruth } from "../../rules/read.ts";
import { type Meaning, Scope } from "../../rules/scope.ts";
import { type NumberTree, type Range, sizeOf, type Tree, type TruthTree } from "../../rules/tree.ts";
import { ownMeaning } from "./names.ts";
import { cutPointsOf, cutsMost, normalCutsOf } from "../population/cuts.ts";
import type { Calendar } from "../time/calendar.ts";

/** Nodes of all rules of a scenario, with the names in them written out. */
const nodesMost = 500_000;

/** A plan while the parts of a scenario lower themselves into it. */
export class Draft {
  readonly problems: Problems;
  readonly calendar: Calendar;
  readonly size: number;
  readonly communitySize: number;
  /** Names that are the same for everyone; and, upon it, those of a person (or, in a draft of its own, an enterprise). */
  readonly globalScope: Scope;
  readonly personScope: Scope;

  readonly columns: Column[] = [];
  readonly globals: Global[] = [];
  readonly updates: GlobalUpdate[] = [];
  readonly tables: Table[] = [];
  readonly queues: Queue[] = [];
  readonly start: MapStep[] = [];
  readonly gathers: GatherStep[] = [];
  readonly deliveries: DeliverStep[] = [];
  readonly acts: ActStep[] = [];
  readonly maps: MapStep[] = [];
  readonly measures: Measure[] = [];
  readonly groups = new Map<string, Groups>();
  /** Steps between kinds of entity, in terms of the whole plan. */
  readonly links: LinkStep[] = [];
  /** Names of truths that others see, by the column that holds them: as of the end of the last tick. */
  readonly shown = new Map<string, string>();
  /** Whether nobody sees the scores of others. */
  scoreHidden = false;
  /** Whom the scheme covers. */
  covered: TruthTree = build.truth(true);
  /** Occasions on which people meet, by name, and what is done at them. */
  readonly meetings = new Map<string, Pick<MeetStep, "pairs" | "rounds" | "happens">>();
  readonly encounters: MeetStep[] = [];
  readonly severs: SeverStep[] = [];
  ties: Ties | undefined;
  /** Near lanes that join friends: those behind them join families. */
  nearFriends = 0;
  /** All lanes of each circle. */
  readonly lanes = { friends: 0, family: 0 };

  #cuts = 0;
  #nodes = 0;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(of: {
    problems: Problems;
    calendar: Calendar;
    size: number;
    communitySize: number;
    places: ReadonlyMap<string, Place>;
    globalScope?: Scope;
  }) {
    this.globalScope = of.globalScope ?? new Scope();
    this.personScope = new Scope(this.globalScope);
    this.problems = of.problems;
    this.calendar = of.calendar;
    this.size = of.size;
    this.communitySize = of.communitySize;
    this.#places = of.places;
  }

  /** Where the value at a dotted path stands, or its nearest parent. */
  placeOf(path: string): Place | undefined {
    for (let at = path; ; at = at.slice(0, at.lastIndexOf("."))) {
      const place = this.#places.get(at);
      if (place || !at.includes(".")) return place;
    }
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

  /** Adds a column and gives the leaf that reads it. */
  addColumn(column: Column): NumberTree {
    this.columns.push(column);
    return build.column(column.name, rangeOf(column));
  }

  addGlobal(global: Global, update?: GlobalUpdate): NumberTree {
    this.globals.push(global);
    if (update) this.updates.push(update);
    return build.global(global.name, global.range);
  }

  addTable(table: Table): string {
    this.tables.push(table);
    return table.name;
  }

  number(rule: RuleText, scope: Scope = this.personScope): NumberTree | undefined {
    return this.weighed(readNumber(rule, scope, this.problems), rule.place);
  }

  truth(rule: RuleText, scope: Scope = this.personScope): TruthTree | undefined {
    return this.weighed(readTruth(rule, scope, this.problems), rule.place);
  }

  /** A tree that counts towards what all rules of a scenario may be together: each that uses another holds it whole. */
  weighed<T extends Tree>(tree: T | undefined, place: Place | undefined): T | undefined {
    const before = this.#nodes;
    if (tree) this.#nodes += sizeOf(tree);
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
  setting(
    setting: Setting,
    name: string,
    scope: Scope = this.personScope,
    bounds: Bounds = {},
  ): NumberTree | undefined {
    if (setting.kind === "rule") return this.within(setting.rule, bounds, scope);
    for (const { day, value } of setting.from) this.#checkBounds(value, bounds, day.place);
    // A channel's coverage is asked for by every conduct that it may record.
    const known = this.globals.find((global) => global.name === name);
    if (known) return build.global(known.name, known.range);
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
      { kind: "dated", global: name, ...(setting.between ? { between: setting.between } : {}), from },
    );
  }

  /** A rule that must keep to bounds where it is a plain figure; what follows from people is held to them later. */
  within(rule: RuleText, bounds: Bounds, scope: Scope = this.personScope): NumberTree | undefined {
    const tree = this.number(rule, scope);
    if (tree?.op === "constant") this.#checkBounds(tree.value, bounds, rule.place);
    return tree;
  }

  #checkBounds(value: number, bounds: Bounds, place: Place): void {
    const { from = -Infinity, to = Infinity } = bounds;
    // An empty range has a problem of its own.
    if (from > to) return;
    // As rules keep them: 0.1 as a bound is the same 0.1 as in a rule.
    const fault = faultOfAmount(value, { from: Math.fround(from), to: Math.fround(to) });
    const shown = Number(value.toPrecision(7));
    if (fault) this.problem("out-of-range", `${shown} is ${fault}`, place, boundsSay(from, to));
  }

  /** Per tick, from a figure per another unit of time. */
  perTick(tree: NumberTree, unit: TimeUnit): NumberTree {
    const ticks = unit === "tick" ? 1 : this.calendar.ticksOf({ amount: 1, dimension: "duration", per: unit });
    return build.multiply(tree, build.constant(1 / ticks));
  }

  /** Adds a table of cut points with a row per distribution over the units of a column; gives its name. */
  addCuts(
    name: string,
    rows: readonly Distribution[],
    column: Pick<Column, "offset" | "resolution" | "lowest" | "highest">,
  ): string {
    const grid = this.#gridOf(column, rows.length, name);
    return this.addTable({ name, kind: "cuts", rows: grid ? rows.map((row) => cutPointsOf(row, grid)) : [] });
  }

  addScores(
    name: string,
    rows: readonly Distribution[],
    column: Pick<Column, "offset" | "resolution" | "lowest" | "highest">,
  ): string {
    const grid = this.#gridOf(column, rows.length, name);
    return this.addTable({ name, kind: "scores", rows: grid ? rows.map((row) => normalCutsOf(row, grid)) : [] });
  }

  /** The grid of a table; undefined, with a problem, when all tables together would become too large. */
  #gridOf(
    { offset, resolution, lowest, highest }: Pick<Column, "offset" | "resolution" | "lowest" | "highest">,
    rows: number,
    name: string,
  ): Grid | undefined {
    const units = highest - lowest + 1;
    const before = this.#cuts;
    this.#cuts += rows * units;
    if (this.#cuts <= cutsMost) return { from: offset + lowest * resolution, resolution, units };
    // Once is enough: all that come behind it are beyond the limit too.
    if (before > cutsMost) return undefined;
    return this.problem(
      "table-too-large",
      `with ${grouped(rows)} rows of ${grouped(units)} steps, the tables of this scenario become too large`,
      this.placeOf(
        name
          .replace(/^trait\./, "population.traits.")
          .replace(/\/(start$)?/, (_, start) => (start ? ".start" : ".draws.")),
      ),
      `at most ${grouped(cutsMost)} steps in all: a coarser resolution, or fewer rows`,
    );
  }
}

function boundsSay(from: number, to: number): string {
  if (from === -Infinity && to === Infinity) return "a figure nearer to 0";
  if (from === -Infinity) return `at most ${to}`;
  return to === Infinity ? `at least ${from}` : `a number from ${from} to ${to}`;
}

/** The logical values a column can have. */
export function rangeOf({ offset, resolution, lowest, highest }: Column): Range {
  const value = (unit: number): number =>
    Math.fround(Math.fround(offset) + Math.fround(Math.fround(unit) * Math.fround(resolution)));
  return { from: value(lowest), to: value(highest) };
}

/** The leaf that reads a column that was added before. */
export function leafOf(name: string, { columns }: Pick<Draft, "columns">): NumberTree {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`bug: no column is named ${name}`);
  return build.column(name, rangeOf(column));
}

/** A stored or scratch column of whole numbers: units are values. */
export function wholeColumn(
  name: string,
  lowest: number,
  highest: number,
  role: Column["role"],
  doc: string,
  initial = 0,
): Column {
  return { name, offset: 0, resolution: 1, lowest, highest, initial, role, doc };
}
