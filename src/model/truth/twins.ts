import type { Arrival, Effect, Event, MapStep, Measure, Plan, Script, Step, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { replaceColumns } from "../../rules/replace.ts";
import type { Tree } from "../../rules/tree.ts";
import { isTrue } from "../conduct/truth.ts";
import type { Draft } from "../draft/draft.ts";
import { enrolmentStep, statesStep } from "../draft/names.ts";
import { fedColumns, saysTruth } from "./flows.ts";
import { twinName } from "./ifTrue.ts";
import { Mirror } from "./mirror.ts";

type Planned = Pick<Plan, "columns" | "start" | "steps" | "measures" | "script">;

/** Names that rules and measures have for what would be, by what it would be of. */
export type Asked = ReadonlyMap<string, string>;

/**
 * A plan in which whatever is asked for as it would be with true records alone is reckoned beside what it is: each column
 * that hangs on records, and is needed for that, has a twin. Records that are false leave twins alone; all else is done to a
 * twin as to its column, over twins, with the same luck in rounding. So without false records they are the same in every
 * cell. Nothing else reads a twin but measures. `facts` are steps that no record makes otherwise.
 */
export function withTwins<P extends Planned>(plan: P, asked: Asked, facts: ReadonlySet<string>): P {
  const fed = fedColumns(plan, [...new Set(asked.values())], facts);
  const twofold = plan.columns.filter(({ name }) => fed.has(name));
  const mirror = new Mirror(twofold);
  const columns = twofold.map((column) => {
    const doc = `${column.doc}, with true records alone`;
    return { ...column, name: twinName(column.name), label: twinName(column.label ?? column.name), doc };
  });
  return {
    ...plan,
    columns: [...plan.columns, ...columns],
    start: plan.start.map((step) => mapStep(step, mirror)),
    steps: plan.steps.flatMap((step) => (facts.has(step.name) ? [step] : twinned(step, mirror))),
    measures: plan.measures.map((measure) => measureOf(measure, asked, mirror)),
    script: plan.script && scriptOf(plan.script, mirror),
  };
}

/** Makes the twins that rules and measures of some kinds ask for; forgets the names of those that there are none of. */
export function settleTwins<P extends Planned>(plan: P, drafts: readonly Draft[]): P {
  if (!drafts.some(({ twins }) => twins.size > 0)) return plan;
  const facts = new Set(drafts.flatMap((draft) => [statesStep, enrolmentStep].map((name) => draft.step(name))));
  const settled = withTwins(plan, new Map(drafts.flatMap(({ twins }) => [...twins])), facts);
  const made = new Set(settled.columns.map(({ name }) => name));
  for (const { twins } of drafts) for (const twin of [...twins.keys()]) if (!made.has(twin)) twins.delete(twin);
  return settled;
}

function twinned(step: Step, mirror: Mirror): Step[] {
  switch (step.kind) {
    case "map":
      return [mapStep(step, mirror)];
    case "act":
    case "due":
    case "meet":
      return [{ ...step, event: eventOf(step.event, mirror) }];
    case "deliver":
      return [{ ...step, record: recordOf(step.record, mirror) }];
    case "gather":
    case "link": {
      if (!mirror.has(step.column) || !mirror.has(step.sum)) return [step];
      const [column, sum, count] = [step.column, step.sum, step.count].map(twinName) as [string, string, string];
      return [step, { ...step, name: twinName(step.name), column, sum, count }];
    }
    case "sever":
      return [step];
    default:
      return step satisfies never;
  }
}

function mapStep(step: MapStep, mirror: Mirror): MapStep {
  const written = step.writes.filter(({ column }) => mirror.has(column));
  if (written.length === 0) return step;
  const within = mirror.over(step.lets);
  const writes = written.map(({ column, mode, value, rounding }): Write => {
    return { column: twinName(column), mode, value: within.tree(value), rounding };
  });
  return { ...step, lets: within.lets(writes.map(({ value }) => value)), writes: [...step.writes, ...writes] };
}

function eventOf(event: Event, mirror: Mirror): Event {
  const record = recordOf(event.record, mirror);
  return record === event.record ? event : { ...event, record };
}

/** A record that is true does to twins what it does to their columns. */
function recordOf(record: Arrival, mirror: Mirror): Arrival {
  const effects = record.effects.filter((effect) => effect.kind !== "tally").filter(({ column }) => mirror.has(column));
  if (effects.length === 0) return record;
  const within = mirror.over(record.lets);
  const truth = saysTruth(record) ? isTrue : build.constant(1);
  const twins = effects.map((effect): Written => {
    const column = twinName(effect.column);
    const value = within.tree(effect.value);
    if (effect.kind === "add") return { kind: "add", column, value: build.multiply(value, truth) };
    const least = build.constant(mirror.lowestOf(effect.column));
    return { kind: "raise", column, value: build.choose(build.compare("gt", truth, build.constant(0)), value, least) };
  });
  return { ...record, lets: within.lets(twins.map(({ value }) => value)), effects: [...record.effects, ...twins] };
}

type Written = Exclude<Effect, { kind: "tally" }>;

/** What is begun with is so whatever the records are. */
function scriptOf(script: Script, mirror: Mirror): Script {
  const given = Object.entries(script.columns).filter(([column]) => mirror.has(column));
  const twins = given.map(([column, value]) => [twinName(column), value] as const);
  return { ...script, columns: { ...script.columns, ...Object.fromEntries(twins) } };
}

/** A measure that asks for what has no twin asks for what it is. */
function measureOf(measure: Measure, asked: Asked, mirror: Mirror): Measure {
  const settle = <T extends Tree>(tree: T): T =>
    replaceColumns(tree, ({ name, range }) => {
      const of = asked.get(name);
      return of === undefined || mirror.has(of) ? undefined : build.column(of, range);
    });
  const { where, value, groups } = measure;
  return {
    ...measure,
    where: settle(where),
    value: settle(value),
    groups: groups && { ...groups, index: settle(groups.index) },
  };
}
