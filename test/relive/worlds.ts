import type { Engine } from "../../src/engine/backend.ts";
import { Recorder } from "../../src/engine/relive/recorder.ts";
import { Relived } from "../../src/engine/relive/relived.ts";
import { communitiesOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { inParts, meaning, onThreads, type Row } from "../conformance/rows.ts";

/** What can run a world while its communities are lived again. */
export const beside: readonly Row[] = [meaning, onThreads(2), inParts(3), inParts(2, 2, 17)];

export function everyCommunity(plan: Plan): number[] {
  return Array.from({ length: communitiesOf(plan) }, (_, community) => community);
}

/** Lives a world's communities again beside an engine, which may be tampered with after each tick. */
export async function liveBeside(
  engine: Engine,
  communities: readonly number[],
  ticks: number,
  tamper?: (engine: Engine) => void,
): Promise<Relived> {
  const relived = new Relived(new Recorder(engine, communities));
  try {
    for (let tick = 0; tick < ticks; tick++) {
      tamper?.(engine);
      await relived.step();
    }
    return relived;
  } finally {
    relived.close();
  }
}
