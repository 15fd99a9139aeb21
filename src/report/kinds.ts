import { type KindLegend, type Run, reckon } from "../index.ts";

/** One kind of entity, as sections of a report go over it. */
export interface KindOfRun {
  readonly kind: KindLegend;
  /** How many there are. */
  readonly count: number;
}

export function peopleOf({ legend, people }: Run): KindOfRun {
  return { kind: legend.kinds[0], count: people };
}

/** Undefined where there are none. */
export function enterprisesOf({ legend, plan }: Run): KindOfRun | undefined {
  const [, kind] = legend.kinds;
  const count = reckon(plan).kinds.find(({ name }) => name === kind?.of)?.size ?? 0;
  return kind && count > 0 ? { kind, count } : undefined;
}
