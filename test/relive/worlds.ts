import { draw, first, purposeKey } from "../../src/core/chance.ts";
import type { Engine } from "../../src/engine/backend.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { Recorder } from "../../src/engine/relive/recorder.ts";
import { Relived } from "../../src/engine/relive/relived.ts";
import { explainBy, explainEnterprisesBy } from "../../src/experiment/explain.ts";
import { type OpenLived, openBeside } from "../../src/experiment/lived.ts";
import { communitiesOf, entitiesOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { inParts, meaning, onThreads, type Row } from "../conformance/rows.ts";

/** What can run a world while its communities are lived again: in one memory, in several, and the interpreter. */
export const runners: readonly Row[] = [onThreads(2), inParts(3, 2, 17), meaning];

export function everyCommunity(plan: Plan): number[] {
  return Array.from({ length: communitiesOf(plan) }, (_, community) => community);
}

/** Lives some of a world's communities again beside an engine. */
export async function liveBeside(engine: Engine, communities: readonly number[], ticks: number): Promise<Relived> {
  const relived = new Relived(new Recorder(engine, communities));
  try {
    while (relived.tick < ticks) await relived.step();
    return relived;
  } finally {
    relived.close();
  }
}

/** Lives as they are in a whole world of the interpreter: what all others must be, to the letter. */
const inWhole: OpenLived = async (plan, seed, watch) => new World(plan, seed, watch);

function beside(row: Row): OpenLived {
  return async (plan, seed, watch) => openBeside(await row.open(plan, seed), watch);
}

export interface Scale {
  readonly people: number;
  readonly ticks?: number;
  /** How many lives of each kind. */
  readonly lives: number;
  /** How many of them are neighbours, so that fewer communities are lived again; one when left out. */
  readonly neighbours?: number;
}

/** So many numbers below another, by address, each with so many that follow it. */
export function someOf(size: number, count: number, neighbours = 1): number[] {
  const key = purposeKey(1, "whose life is lived again");
  return Array.from({ length: Math.min(count, size) }, (_, i) => {
    draw(key, Math.floor(i / neighbours), 0);
    return (first() + (i % neighbours)) % size;
  });
}

/** The lives of some people and enterprises, as text. */
async function livesOf(open: OpenLived, scenario: Scenario, { lives, neighbours, ...scale }: Scale): Promise<string[]> {
  const plan = scenario.plan({ people: scale.people, ticks: scale.ticks });
  const persons = await explainBy(open, scenario, { ...scale, persons: someOf(plan.size, lives, neighbours) });
  const [kind] = plan.kinds ?? [];
  const enterprises = kind
    ? await explainEnterprisesBy(open, scenario, {
        ...scale,
        enterprises: someOf(entitiesOf(plan, kind.name), lives, neighbours),
      })
    : [];
  return [...persons, ...enterprises].map((life) => JSON.stringify(life));
}

/** The lives of some, in a whole world; and beside each runner that fits. */
export async function livesEverywhere(
  scenario: Scenario,
  scale: Scale,
): Promise<{ whole: string[]; others: (readonly [name: string, lives: string[]])[] }> {
  const whole = await livesOf(inWhole, scenario, scale);
  const others: (readonly [string, string[]])[] = [];
  for (const row of runners) {
    if (row.misfit?.(scenario.plan({ people: scale.people, ticks: scale.ticks })) === undefined)
      others.push([row.name, await livesOf(beside(row), scenario, scale)]);
  }
  return { whole, others };
}
