import type { Reckoner } from "../engine/backend.ts";
import type { KindLegend } from "../model/legend/legend.ts";
import type { SeenStake } from "./life.ts";

/** Tells what anyone has at stake, from the state as it is by then; undefined where nobody responds to that. */
export function openStakes(engine: Reckoner, { responses }: KindLegend): ((entity: number) => SeenStake[]) | undefined {
  if (!responses) return undefined;
  const all = responses.flatMap(({ name, stakes }) =>
    stakes.map((one) => ({
      response: name,
      in: one.in,
      yuan: engine.reckoner(one.stake),
      belief: engine.reckoner(one.belief),
    })),
  );
  return (entity) =>
    all.map(({ yuan, belief, ...one }) => ({
      ...one,
      yuan: yuan(entity),
      belief: Math.min(1, Math.max(0, belief(entity))),
    }));
}
