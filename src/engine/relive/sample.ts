import { communitiesOf } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";
import { rankingsOf, unitsOf } from "../../plan/ranks.ts";
import type { Engine } from "../backend.ts";
import type { TickLog } from "../common/tickLog.ts";
import { pause } from "../platform/clock.ts";
import { unforeseen } from "../platform/random.ts";
import { Disagreement } from "./agree.ts";
import { leftIn, type Moment, type Shown } from "./moment.ts";
import { Part } from "./part.ts";

/**
 * What a log keeps of each tick besides what was measured, so that some communities can be lived again by it: globals, and
 * the rank of each unit of columns that are ranked. In a world with far ties that is not enough, since everyone depends on
 * what far friends showed, and nothing is kept.
 */
export function besidesOf(plan: Plan): number {
  if (hasFarTies(plan)) return 0;
  return plan.globals.length + rankingsOf(plan).reduce((sum, { column }) => sum + unitsOf(column), 0);
}

/** What the last tick of a world went by, as a log keeps it. */
export function besidesIn(engine: Engine): Float32Array {
  const { plan } = engine;
  const besides = new Float32Array(besidesOf(plan));
  if (besides.length === 0) return besides;
  for (const [place, { name }] of plan.globals.entries()) besides[place] = engine.globalOf(name);
  let at = plan.globals.length;
  for (const { column } of rankingsOf(plan)) {
    besides.set(engine.ranksOf(column.name), at);
    at += unitsOf(column);
  }
  return besides;
}

/** Whether anyone in a plan may depend on somebody of another community. */
export function hasFarTies({ ties }: Plan): boolean {
  return (ties?.far ?? 0) > 0;
}

/** So many communities of a plan, picked so that nobody can know before which; all where there are no more. */
export function pickCommunities(plan: Plan, most: number): number[] {
  const all = communitiesOf(plan);
  if (all <= most) return Array.from({ length: all }, (_, community) => community);
  const picked = new Set<number>();
  while (picked.size < most) {
    // Of 2^32 words over so few communities: that some are a little likelier makes no difference here.
    for (const word of unforeseen(most - picked.size)) picked.add(word % all);
  }
  return [...picked].sort((a, b) => a - b);
}

const noShown: Shown = new Map();

/**
 * Lives some communities of a world without far ties again from its beginning, by what its log says each tick went by, and
 * holds them to the state of the world, and the log to what is measured in them. Gives what is not as it must be, as a
 * clause; undefined where all agrees.
 */
export async function faultOfSample(
  engine: Engine,
  log: TickLog,
  communities: readonly number[],
): Promise<string | undefined> {
  const { plan, seed } = engine;
  const shown = new Map(communities.map((one) => [one, noShown]));
  try {
    const parts = communities.map((one) => new Part(plan, seed, one, { shown }));
    for (let tick = 0; tick < log.ticks; tick++) {
      const last = tick === log.ticks - 1;
      const left = last ? new Map(communities.map((one) => [one, leftIn(engine, one)])) : undefined;
      const moment = { ...momentAt(plan, log.besidesAt(tick)), shown, left };
      for (const part of parts) part.live(moment);
      const fault = faultOfFigures(parts, log.figuresAt(tick), communities.length === communitiesOf(plan));
      if (fault) return `${fault} in tick ${tick}`;
      await pause();
    }
    return undefined;
  } catch (error) {
    if (error instanceof Disagreement) return error.message.replace(/^bug: /, "");
    throw error;
  }
}

function momentAt(plan: Plan, besides: Float32Array): Pick<Moment, "globals" | "ranks"> {
  const globals = besides.slice(0, plan.globals.length);
  let at = plan.globals.length;
  const ranks = rankingsOf(plan).map(({ column }): [string, Float32Array] => {
    const units = besides.slice(at, at + unitsOf(column));
    at += units.length;
    return [column.name, units];
  });
  return { globals, ranks: new Map(ranks) };
}

/** Some of a world cannot count more than all of it; all of it counts the same. */
function faultOfFigures(parts: readonly Part[], figures: Float64Array, isAll: boolean): string | undefined {
  const rows = parts.map(({ world }) => world.rows);
  for (let place = 0; 2 * place < figures.length; place++) {
    const sum = (of: "count" | "sum"): number => rows.reduce((all, each) => all + each[place]![of], 0);
    const [count, total] = [figures[2 * place]!, figures[2 * place + 1]!];
    if (isAll ? sum("count") === count && sum("sum") === total : sum("count") <= count) continue;
    return "what was measured is not what these communities did";
  }
  return undefined;
}
