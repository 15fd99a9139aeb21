import { draw, first, hashText, second, type Words } from "../../core/chance.ts";
import type { Numbers } from "../../plan/kinds.ts";
import type { Column, Queue } from "../../plan/plan.ts";

/** The key under which the cells of a column enter the hash: a name may change, and a state is what it is. */
export function columnKey({ name, label = name }: Pick<Column, "name" | "label">): Words {
  return hashText(`column ${label}`);
}

/**
 * The hash of a state: sums modulo 2^32 of draws addressed by what each cell holds, so that the order of columns,
 * entities and records, their packing and their sharding are no part of it.
 */
export class StateHash {
  #hi = 0;
  #lo = 0;

  /** Adds a column: a cell per entity, by its number, at (entity, unit modulo 2^32). */
  addColumn(column: Column, numbers: Iterable<Numbers>, unitOf: (entity: number) => number): void {
    const key = columnKey(column);
    for (const { from, end } of numbers) {
      for (let entity = from; entity < end; entity++) {
        draw(key, entity, unitOf(entity) >>> 0);
        this.#add();
      }
    }
  }

  /** Adds sums of words that were made elsewhere: those of all cells of some entities. */
  addSums([hi, lo]: ArrayLike<number> & Iterable<number>): void {
    this.#hi = (this.#hi + hi!) >>> 0;
    this.#lo = (this.#lo + lo!) >>> 0;
  }

  /** Adds a record that waits: a chain of draws over (entity, due tick) and each carried whole number. */
  addWaiting({ name, label = name }: Queue, entity: number, due: number, carried: readonly number[]): void {
    draw(hashText(`queue ${label}`), entity, due);
    for (const [place, value] of carried.entries()) draw({ hi: first(), lo: second() }, place, value >>> 0);
    this.#add();
  }

  /** The sums so far. */
  get sums(): Words {
    return { hi: this.#hi, lo: this.#lo };
  }

  /** Sixteen hex digits for the state after so many ticks. */
  print(ticks: number): string {
    draw({ hi: this.#hi, lo: this.#lo }, ticks, 0);
    return [first(), second()].map((word) => word.toString(16).padStart(8, "0")).join("");
  }

  #add(): void {
    this.#hi = (this.#hi + first()) >>> 0;
    this.#lo = (this.#lo + second()) >>> 0;
  }
}
