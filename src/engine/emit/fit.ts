import { effectsOf } from "../../plan/effects.ts";
import type { Plan } from "../../plan/plan.ts";
import { placedAt } from "./columns.ts";

/** Why a plan cannot be emitted, as a clause; undefined when it can. What it cannot do, the interpreter does. */
export function misfitOf(plan: Plan): string | undefined {
  const columns = new Map(plan.columns.map((column) => [column.name, column]));
  for (const step of [...plan.start, ...plan.steps]) {
    if (step.kind === "map") {
      for (const { column, mode, value } of step.writes) {
        const { lowest, highest, offset, resolution } = placedAt(columns, column);
        const { from, to } = value.range;
        const units = Math.max(Math.abs(from - offset), Math.abs(to - offset)) / resolution;
        // A value is made whole within so much: see `wholeUnits`.
        if (mode === "set" && Math.max(-lowest, highest) > 2 ** 30 && !(units <= 2 ** 30))
          return `${column} is too wide to be set`;
        if (mode === "change" && Math.max(-lowest, highest) > 2 ** 29) return `${column} is too wide to be changed`;
      }
    }
    for (const effect of effectsOf(step)) {
      if (effect.kind === "raise" && placedAt(columns, effect.column).highest > 2 ** 29)
        return `${effect.column} is too wide to be raised`;
      if (effect.kind !== "add") continue;
      const { from, to } = effect.value.range;
      const units = Math.max(Math.abs(from), Math.abs(to)) / placedAt(columns, effect.column).resolution;
      if (!(units < 2 ** 29)) return `nothing bounds what ${step.name} adds to ${effect.column}`;
    }
  }
  return undefined;
}
