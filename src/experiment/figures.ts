import type { Lowered } from "../model/lower.ts";
import type { Results } from "../results/results.ts";

/** A figure of a run, to be compared. */
export interface FigureKey {
  /** The measure, and its group in brackets. */
  readonly key: string;
  readonly measure: string;
  readonly group: string;
  /** The measure without how groups are told apart. */
  readonly stem: string;
  of(results: Results): number;
}

/** What happens in ticks is added up, unlike what there is at their end. */
export function figuresOf({ plan, legend }: Lowered): Map<string, FigureKey> {
  const figures = new Map<string, FigureKey>();
  for (const [place, { id, stem, flows, topic }] of legend.measures.entries()) {
    for (const group of ["", ...(plan.measures[place].groups?.words ?? [])]) {
      const of = (results: Results): number => {
        if (topic === "survey") return results.last(id, group);
        const known = results.gapped(id, group);
        if (!flows) return known.at(-1) ?? Number.NaN;
        return known.every(Number.isNaN) ? Number.NaN : results.total(id, group);
      };
      const key = group === "" ? id : `${id}[${group}]`;
      figures.set(key, { key, measure: id, group, stem, of });
    }
  }
  return figures;
}
