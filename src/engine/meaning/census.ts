import { divide } from "../../core/arithmetic.ts";
import { numbersOf } from "../../plan/kinds.ts";
import type { Measure } from "../../plan/plan.ts";
import { roundHalfEven } from "../../rules/build.ts";
import { figureOf, type MeasureRow } from "../common/measured.ts";
import { compileNumber, compileTruth, type Reckon } from "./evaluate.ts";
import { type Counter, openNamed, type Scene } from "./scene.ts";

/** Counts and sums of one measure in the tick that runs: place 0 is everyone, place g + 1 group g. */
export class Counts implements Counter {
  readonly #measure: Measure;
  readonly #group: Reckon | undefined;
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;

  constructor(measure: Measure, scene: Scene) {
    const { groups } = measure;
    this.#measure = measure;
    this.#group = groups === undefined ? undefined : compileNumber(groups.index, scene, openNamed([]));
    this.#counts = new Float64Array(1 + (groups?.words.length ?? 0));
    this.#sums = new Float64Array(this.#counts.length);
  }

  clear(): void {
    this.#counts.fill(0);
    this.#sums.fill(0);
  }

  /** Counts an entity with a value, in the group its columns put it in. */
  add(entity: number, value: number): void {
    const units = roundHalfEven(divide(value, this.#measure.resolution));
    this.#put(0, units);
    if (this.#group === undefined) return;
    const group = Math.floor(this.#group(entity));
    if (group >= 0 && group + 1 < this.#counts.length) this.#put(group + 1, units);
  }

  #put(place: number, units: number): void {
    this.#counts[place] += 1;
    this.#sums[place] += units;
  }

  figure(): number {
    return figureOf(this.#measure, this.#counts[0], this.#sums[0]);
  }

  /** Everyone first, then the groups in order. */
  rows(tick: number, measure: number): MeasureRow[] {
    return Array.from(this.#counts, (count, place) => {
      return { tick, measure, group: place - 1, count, sum: this.#sums[place] };
    });
  }
}

/** Goes over all entities; only a census has anyone to go over, a tally is added to by effects. */
export function compileCensus(measure: Measure, counts: Counts, scene: Scene): () => void {
  if (measure.kind === "tally") return () => {};
  const where = compileTruth(measure.where, scene, openNamed([]));
  const value = compileNumber(measure.value, scene, openNamed([]));
  return () => {
    for (const { from, end } of numbersOf(scene.plan, measure.of, scene.stretch))
      for (let entity = from; entity < end; entity++) if (where(entity)) counts.add(entity, value(entity));
  };
}
