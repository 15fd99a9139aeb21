import { draw, first } from "../../../src/core/chance.ts";

/** Choices that follow from a number alone, so that a scenario can be made again from it. */
export class Luck {
  readonly #key: { readonly hi: number; readonly lo: number };
  #count = 0;

  constructor(seed: number) {
    this.#key = { hi: seed, lo: 0x636f6e66 };
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    draw(this.#key, this.#count++, 0);
    return Math.floor((first() * end) / 2 ** 32);
  }

  /** A whole number from `least` to `most`. */
  from(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(p: number): boolean {
    return this.below(10_000) < p * 10_000;
  }

  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }

  /** Some of a list, each once, in an order of their own. */
  some<T>(all: readonly T[], least: number, most: number): T[] {
    const left = [...all];
    const wanted = Math.min(left.length, this.from(least, most));
    return Array.from({ length: wanted }, () => left.splice(this.below(left.length), 1)[0]!);
  }

  /** So many things, each made by its place. */
  list<T>(least: number, most: number, make: (place: number) => T): T[] {
    return Array.from({ length: this.from(least, most) }, (_, place) => make(place));
  }
}
