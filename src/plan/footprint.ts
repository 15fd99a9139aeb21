import { checkArguments } from "../core/problem.ts";
import type {
  ActStep,
  Arrival,
  DeliverStep,
  DueStep,
  Event,
  GatherStep,
  LinkStep,
  MapStep,
  Measure,
  MeetStep,
  Plan,
  SeverStep,
  Step,
} from "./plan.ts";
import { aPlan } from "./planKind.ts";
import type { Address, Footprint, Written } from "./touched.ts";
import { own, type Surroundings, Trail } from "./trail.ts";

export type {
  Address,
  Decision,
  Drawn,
  Footprint,
  Part,
  Queued,
  Ranked,
  Read,
  Whose,
  Written,
} from "./touched.ts";
export type { Surroundings } from "./trail.ts";

/** What a step touches in a plan. */
export function footprintOf(step: Step, plan: Surroundings): Footprint {
  switch (step.kind) {
    case "map":
      return footprintOfMap(step, plan);
    case "act":
      return footprintOfAct(step, plan);
    case "due":
      return footprintOfDue(step, plan);
    case "deliver":
      return footprintOfDeliver(step, plan);
    case "gather":
      return footprintOfGather(step, plan);
    case "link":
      return footprintOfLink(step, plan);
    case "meet":
      return footprintOfMeet(step, plan);
    case "sever":
      return footprintOfSever(step, plan);
    default: {
      const forgotten: never = step;
      throw new Error(`bug: no footprint of ${JSON.stringify(forgotten)}`);
    }
  }
}

const known = new WeakMap<Plan, ReadonlyMap<Step, Footprint>>();

/** The footprints of all steps of a plan, of its start first. A plan is not written: they are found once. */
export function footprintsOf(plan: Plan): ReadonlyMap<Step, Footprint> {
  const found = known.get(plan);
  if (found) return found;
  checkArguments("footprintsOf", { plan: [plan, aPlan] });
  const made = new Map(
    [...plan.start, ...plan.steps].map((step): [Step, Footprint] => [step, footprintOf(step, plan)]),
  );
  known.set(plan, made);
  return made;
}

/** Columns that are published when a tick begins, for far friends to see: in the order in which steps read them. */
export function publishedIn(plan: Plan): string[] {
  const reads = [...footprintsOf(plan).values()].flatMap((print) => print.reads);
  return [...new Set(reads.flatMap(({ column, whose }) => (whose === "far" ? [column] : [])))];
}

/** What a measure reads of who is counted in it, as a step that writes nothing. */
export function footprintOfMeasure(measure: Measure, plan: Surroundings): Footprint {
  const trail = new Trail(measure.of, plan);
  for (const tree of [measure.where, measure.value, measure.groups?.index]) trail.read(tree, own);
  return trail.footprint();
}

function footprintOfMap({ of, when, lets, writes }: MapStep, plan: Surroundings): Footprint {
  const trail = new Trail(of, plan);
  trail.read(when, own);
  trail.lets(lets, own, "entity");
  for (const { column, mode, value, rounding, ledger } of writes) {
    trail.read(value, own);
    for (const { part } of ledger ?? []) trail.read(part, { whose: "own", part: "ledger" });
    if (rounding.kind === "chance") trail.draw(rounding.purpose, "coarse", { kind: "rounding", column });
    trail.write({ column, whose: "own", how: mode });
  }
  return trail.footprint();
}

function footprintOfAct({ of, layers, rate, event }: ActStep, plan: Surroundings): Footprint {
  const trail = new Trail(of, plan);
  for (const { purpose, table } of layers) {
    trail.draw(purpose, "candidates", { kind: "candidates" });
    trail.table(table);
  }
  trail.read(rate, { whose: "own", part: "rate" });
  follow(event, "candidate", "actor", trail);
  return trail.footprint();
}

function footprintOfDue({ of, when, chance, above, purpose, event }: DueStep, plan: Surroundings): Footprint {
  const trail = new Trail(of, plan);
  trail.read(when, { whose: "own", part: "rate" });
  trail.draw(purpose, "entity", { kind: "acts" });
  for (const tree of [chance, above]) trail.read(tree, { whose: "own", part: "rate" });
  follow(event, "due", "actor", trail);
  return trail.footprint();
}

/** What follows from an act, with draws at its address. */
function follow(event: Event, at: Address, falls: MeetStep["falls"], trail: Trail): void {
  const { lets, before, when, misdirect, wait, record } = event;
  const actor = { whose: "own", part: "event" } as const;
  trail.lets(lets, actor, at);
  trail.effects(before, actor);
  trail.read(when, actor);
  if (misdirect) trail.draw(misdirect.purpose, at, { kind: "astray" }, misdirect.shares);
  trail.read(misdirect?.chance, actor);
  if (wait) trail.queue(wait.queue, "posts");
  trail.read(wait?.delay, actor);
  arrive(record, misdirect === undefined && falls === "actor" ? "own" : "onto", at, trail);
}

/** What a record does as it arrives. */
function arrive({ lets, effects, posts = [] }: Arrival, whose: Written["whose"], at: Address, trail: Trail): void {
  const point = { whose, part: "record" } as const;
  trail.lets(lets, point, at);
  trail.effects(effects, point);
  for (const { when, queue, delay, carry } of posts) {
    trail.queue(queue, "posts");
    for (const tree of [when, delay, ...carry]) trail.read(tree, point);
  }
}

function footprintOfDeliver({ of, queue, record }: DeliverStep, plan: Surroundings): Footprint {
  const trail = new Trail(of, plan);
  trail.queue(queue, "delivers");
  arrive(record, "own", "entity", trail);
  return trail.footprint();
}

function footprintOfGather({ column, sum, count, lanes, whom }: GatherStep, plan: Surroundings): Footprint {
  const trail = new Trail(undefined, plan);
  for (const each of [sum, count]) trail.write({ column: each, whose: "own", how: "set" });
  if (whom === "community") {
    trail.column(column, { whose: "neighbours", part: "each" });
    return trail.footprint();
  }
  const { near, far } = plan.ties ?? { near: 0, far: 0 };
  const { from, to, far: withFar } = lanes ?? { from: 0, to: near, far: true };
  if (to > from) {
    trail.column(column, { whose: "near", part: "each" });
    if (from < (plan.ties?.cut?.lanes ?? 0)) trail.cuts("near", "each");
  }
  if (withFar && far > 0) trail.column(column, { whose: "far", part: "each" });
  return trail.footprint();
}

function footprintOfLink({ of, direction, column, sum, count }: LinkStep, plan: Surroundings): Footprint {
  const [taker, giver, whose] =
    direction === "from owner" ? ([of, undefined, "owner"] as const) : ([undefined, of, "owned"] as const);
  const trail = new Trail(taker, plan);
  trail.columnOf(giver, column, { whose, part: "each" });
  for (const each of [sum, count]) trail.write({ column: each, whose: "own", how: "set" });
  return trail.footprint();
}

function footprintOfMeet(step: MeetStep, plan: Surroundings): Footprint {
  const { pairs, happens, sees, chance, above, purpose, drawn, beside = [], falls, event } = step;
  const trail = new Trail(undefined, plan);
  trail.draw(pairs.purpose, "round", { kind: "pairs" });
  if (pairs.kind === "friends") trail.cuts("other", "rate");
  trail.draw(happens.purpose, "pair", { kind: "meets" });
  trail.read(happens.chance, { whose: "own", part: "rate" });
  trail.sights(sees, { whose: "other", part: "rate" });
  trail.draw(purpose, drawn ?? "side", { kind: "acts" });
  for (const tree of [chance, above]) trail.read(tree, { whose: "own", part: "rate" });
  trail.sights(sees, { whose: "other", part: "event" });
  follow(event, "side", falls, trail);
  trail.effects(beside, { whose: "onto", part: "event" });
  return trail.footprint();
}

function footprintOfSever({ sees, cut, mend, purpose, because = [] }: SeverStep, plan: Surroundings): Footprint {
  const trail = new Trail(undefined, plan);
  trail.cuts("near", "each");
  trail.sights(sees, { whose: "near", part: "each" });
  trail.draw(purpose, "lane", { kind: "ties" });
  for (const tree of [cut, mend, ...because.map(({ until }) => until)]) trail.read(tree, own);
  const bits = plan.ties?.cut?.column;
  if (bits !== undefined) trail.write({ column: bits, whose: "own", how: "change" });
  for (const { column } of because) trail.write({ column, whose: "own", how: "set" });
  return trail.footprint();
}
