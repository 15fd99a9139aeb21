import { type Cuts, cutPoints, type Distribution, normalCuts } from "../core/distribution.ts";
import type { Problems } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import type { Setting } from "../language/tagged.ts";
import type { TimeUnit } from "../language/units.ts";
import type {
  ActStep,
  Column,
  DeliverStep,
  GatherStep,
  Global,
  GlobalUpdate,
  Groups,
  MapStep,
  Measure,
  Queue,
  Table,
  Ties,
} from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import { type RuleText, readNumber, readTruth } from "../rules/read.ts";
import { type Meaning, Scope } from "../rules/scope.ts";
import type { NumberTree, Range, TruthTree } from "../rules/tree.ts";
import type { Calendar } from "./calendar.ts";

/** A plan while the parts of a scenario lower themselves into it. */
export class Draft {
  readonly problems: Problems;
  readonly calendar: Calendar;
  readonly size: number;
  readonly communitySize: number;
  /** Names that are the same for everyone; and, upon it, those of a person. */
  readonly globalScope = new Scope();
  readonly personScope = new Scope(this.globalScope);

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
  ties: Ties | undefined;

  readonly #places: ReadonlyMap<string, Place>;

  constructor(of: {
    problems: Problems;
    calendar: Calendar;
    size: number;
    communitySize: number;
    places: ReadonlyMap<string, Place>;
  }) {
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

  /** Gives a name its meaning in a scope, or says that it is taken. */
  name(scope: Scope, name: string, meaning: Meaning, place: Place | undefined): void {
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
    return readNumber(rule, scope, this.problems);
  }

  truth(rule: RuleText, scope: Scope = this.personScope): TruthTree | undefined {
    return readTruth(rule, scope, this.problems);
  }

  /** A setting as a tree: a rule, or a global that follows its dates. */
  setting(setting: Setting, name: string, scope: Scope = this.personScope): NumberTree | undefined {
    if (setting.kind === "rule") return this.number(setting.rule, scope);
    const from = setting.from.map(({ day, value }) => ({
      tick: Math.max(0, this.calendar.tickOf(day.value)),
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
    return this.addGlobal(
      { name, start: values[0]!, range, doc: `${name}, by date` },
      { kind: "dated", global: name, from },
    );
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
    const grid = gridOf(column);
    return this.addTable({ name, kind: "cuts", rows: rows.map((row): Cuts => cutPoints(row, grid)) });
  }

  addScores(
    name: string,
    rows: readonly Distribution[],
    column: Pick<Column, "offset" | "resolution" | "lowest" | "highest">,
  ): string {
    const grid = gridOf(column);
    return this.addTable({ name, kind: "scores", rows: rows.map((row) => normalCuts(row, grid)) });
  }
}

function gridOf({
  offset,
  resolution,
  lowest,
  highest,
}: Pick<Column, "offset" | "resolution" | "lowest" | "highest">): { from: number; resolution: number; units: number } {
  return { from: offset + lowest * resolution, resolution, units: highest - lowest + 1 };
}

/** The logical values a column can have. */
export function rangeOf({ offset, resolution, lowest, highest }: Column): Range {
  const value = (unit: number): number =>
    Math.fround(Math.fround(offset) + Math.fround(Math.fround(unit) * Math.fround(resolution)));
  return { from: value(lowest), to: value(highest) };
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
