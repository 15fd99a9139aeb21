import { footprintsOf, type Whose } from "../footprint.ts";
import type { Plan } from "../plan.ts";
import { fail } from "./names.ts";

/**
 * What a community sees of others is as it was when the tick began: tables of ranks, and what was published for far
 * friends. So it can be taken through a tick by itself (docs/decisions/0018). The column that is looked at is stored, and
 * for far friends no step writes it before they look, since whoever takes steps one by one would see it written.
 * Throws Error "bug: …".
 */
export function checkLocality(plan: Plan): void {
  const prints = footprintsOf(plan);
  const roles = new Map(plan.columns.map(({ name, role }) => [name, role]));
  const written = new Map<string, string>();
  for (const step of plan.steps) {
    const { reads, writes } = prints.get(step)!;
    for (const { column, whose } of reads) {
      if (isWithin[whose]) continue;
      if (roles.get(column) !== "stored") fail(`step ${step.name} asks everywhere for ${column}, which is not stored`);
      const before = written.get(column);
      if (whose === "far" && before !== undefined)
        fail(`step ${step.name} asks far friends for ${column}, which ${before} has written in this tick`);
    }
    for (const { column } of writes) if (!written.has(column)) written.set(column, step.name);
  }
}

/** Whether it lives in the community of whoever looks. */
const isWithin: Readonly<Record<Whose, boolean>> = {
  own: true,
  onto: true,
  other: true,
  near: true,
  neighbours: true,
  owner: true,
  owned: true,
  far: false,
  everyone: false,
};
