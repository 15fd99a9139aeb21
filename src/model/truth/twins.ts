import type { Arrival, Effect, Event, MapStep, Measure, Plan, Script, Step, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { replaceColumns } from "../../rules/replace.ts";
import type { Tree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { enrolmentStep, statesStep } from "../draft/names.ts";
import { fedColumns } from "./flows.ts";
import { Mirror } from "./mirror.ts";
import { ofAreas, type Sieve, trueAlone } from "./sieve.ts";

type Planned = Pick<Plan, "columns" | "start" | "steps" | "measures" | "script">;

/** Names that rules and measures have for what would be, by what it would be of. */
export type Asked = ReadonlyMap<string, string>;

/**
 * A plan in which whatever is asked for as it would be with the records alone that pass a sieve is reckoned beside what it
 * is: each column that hangs on records, and is needed for that, has a twin. Records that do not pass leave twins alone; all
 * else is done to a twin as to its column, over twins, with the same luck in rounding. So where all records pass they are
 * the same in every cell. Nothing of what makes a twin reads it. `facts` are steps that no record makes otherwise.
 */
export function withTwins<P extends Planned>(plan: P, asked: Asked, facts: ReadonlySet<string>, sieve: Sieve): P {
  const fed = fedColumns(plan, [...new Set(asked.values())], facts, sieve);
  const twofold = plan.columns.filter(({ name }) => fed.has(name));
  const mirror = new Mirror(twofold, sieve.nameOf);
  const columns = twofold.map((column) => {
    const doc = `${column.doc}, ${sieve.says}`;
    return { ...column, name: sieve.nameOf(column.name), label: sieve.nameOf(column.label ?? column.name), doc };
  });
  return {
    ...plan,
    columns: [...plan.columns, ...columns],
    start: plan.start.map((step) => mapStep(step, mirror)),
    steps: plan.steps.flatMap((step) => (facts.has(step.name) ? [step] : twinned(step, mirror, sieve))),
    measures: plan.measures.map((measure) => measureOf(measure, asked, mirror)),
    script: plan.script && scriptOf(plan.script, mirror),
  };
}

/**
 * Makes the twins that rules and measures of some kinds ask for; forgets the names of those that there are none of. What
 * records of some areas alone come to is so in the world, and can itself be asked for as it would be with true records.
 */
export function settleTwins<P extends Planned>(plan: P, drafts: readonly [Draft, ...Draft[]]): P {
  const facts = new Set(drafts.flatMap((draft) => [statesStep, enrolmentStep].map((name) => draft.step(name))));
  const { accounts } = drafts[0];
  const kept = accounts.all.filter(({ asked }) => asked.size > 0);
  const whole = kept.reduce((made, one) => withTwins(made, one.asked, facts, ofAreas(one, accounts)), plan);
  if (!drafts.some(({ twins }) => twins.size > 0)) return whole;
  const settled = withTwins(whole, new Map(drafts.flatMap(({ twins }) => [...twins])), facts, trueAlone);
  const made = new Set(settled.columns.map(({ name }) => name));
  for (const { twins } of drafts) for (const twin of [...twins.keys()]) if (!made.has(twin)) twins.delete(twin);
  return settled;
}

function twinned(step: Step, mirror: Mirror, sieve: Sieve): Step[] {
  switch (step.kind) {
    case "map":
      return [mapStep(step, mirror)];
    case "act":
    case "due":
    case "meet":
      return [{ ...step, event: eventOf(step.event, mirror, sieve) }];
    case "deliver":
      return [{ ...step, record: recordOf(step.record, mirror, sieve) }];
    case "gather":
    case "link": {
      if (!mirror.has(step.sum)) return [step];
      const [name, sum, count] = [step.name, step.sum, step.count].map(mirror.nameOf) as [string, string, string];
      return [
        step,
        { ...step, name, column: mirror.has(step.column) ? mirror.nameOf(step.column) : step.column, sum, count },
      ];
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
    return { column: mirror.nameOf(column), mode, value: within.tree(value), rounding };
  });
  return { ...step, lets: within.lets(writes.map(({ value }) => value)), writes: [...step.writes, ...writes] };
}

function eventOf(event: Event, mirror: Mirror, sieve: Sieve): Event {
  const record = recordOf(event.record, mirror, sieve);
  return record === event.record ? event : { ...event, record };
}

/** A record that counts does to twins what it does to their columns. */
function recordOf(record: Arrival, mirror: Mirror, { counts }: Sieve): Arrival {
  const effects = record.effects.filter((effect) => effect.kind !== "tally").filter(({ column }) => mirror.has(column));
  if (effects.length === 0) return record;
  const within = mirror.over(record.lets);
  const passes = counts(record) ?? build.constant(1);
  if (passes.op === "constant" && passes.value === 0) return record;
  const twins = effects.map((effect): Written => {
    const column = mirror.nameOf(effect.column);
    const value = within.tree(effect.value);
    if (effect.kind === "add") return { kind: "add", column, value: build.multiply(value, passes) };
    const least = build.constant(mirror.lowestOf(effect.column));
    return { kind: "raise", column, value: build.choose(build.compare("gt", passes, build.constant(0)), value, least) };
  });
  return { ...record, lets: within.lets(twins.map(({ value }) => value)), effects: [...record.effects, ...twins] };
}

type Written = Exclude<Effect, { kind: "tally" }>;

/** What is begun with is so whatever the records are. */
function scriptOf(script: Script, mirror: Mirror): Script {
  const given = Object.entries(script.columns).filter(([column]) => mirror.has(column));
  const twins = given.map(([column, value]) => [mirror.nameOf(column), value] as const);
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
