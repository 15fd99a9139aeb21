import { enterpriseKind, enterprisesPrefix } from "../model/enterprises/links.ts";
import { ordinalOf } from "../plan/ordinals.ts";
import type { Column, Measure, Plan, Step } from "../plan/plan.ts";
import type { Scenario } from "../scenario/scenario.ts";

type Data = Scenario["data"];

/** What a scenario says of one kind of entity. */
export interface Said
  extends Partial<Pick<Data, "state" | "conduct" | "scheme" | "lists" | "consequences" | "encounters">> {
  readonly traits?: Data["population"]["traits"];
}

/** Whose lives are told: one kind of entity, in the words of its own part of the scenario. */
export interface Subject {
  readonly noun: "person" | "enterprise";
  /** Its name in plans; undefined for the first kind. */
  readonly of: string | undefined;
  /** What stands before its names in plans. */
  readonly prefix: string;
  readonly said: Said;
  /** Its columns, steps and measures without what stands before their names. What rules in them read keeps it. */
  readonly own: {
    readonly columns: readonly Column[];
    readonly steps: readonly Step[];
    readonly measures: readonly Measure[];
  };
  /** What a reader calls one of them: "person 12". */
  readonly call: (entity: number) => string;
}

export function peopleOf({ data }: Scenario, plan: Plan): Subject {
  const said = { ...data, traits: data.population.traits };
  return { noun: "person", of: undefined, prefix: "", said, own: plan, call: (entity) => `person ${entity}` };
}

/** Enterprises, where a scenario has them. */
export function enterprisesOf({ data }: Scenario, plan: Plan): Subject | undefined {
  const { enterprises } = data;
  if (!enterprises) return undefined;
  const isOwn = (one: object): boolean => "of" in one && one.of === enterpriseKind;
  return {
    noun: "enterprise",
    of: enterpriseKind,
    prefix: enterprisesPrefix,
    said: enterprises,
    own: {
      columns: plan.columns.filter(isOwn).map(bare),
      steps: plan.steps.filter((step) => isOwn(step) && step.kind !== "link").map(bareStep),
      measures: plan.measures.filter(isOwn).map(bare),
    },
    call: (entity) => `enterprise ${ordinalOf(plan, enterpriseKind, entity)}`,
  };
}

/** A name without what stands before those of enterprises. */
export function bareName(name: string): string {
  return name.startsWith(enterprisesPrefix) ? name.slice(enterprisesPrefix.length) : name;
}

function bare<T extends { readonly name: string }>(one: T): T {
  return { ...one, name: bareName(one.name) };
}

function bareStep(step: Step): Step {
  if (step.kind !== "map") return bare(step);
  return { ...bare(step), writes: step.writes.map((write) => ({ ...write, column: bareName(write.column) })) };
}
