/**
 * A record under way. `by`, the actor, is kept for telling lives only and is no part of the state: −1 where it is not
 * known. `posted`, the tick of the act, is what other engines keep it by.
 */
export interface Waiting {
  readonly onto: number;
  readonly by: number;
  readonly posted: number;
  readonly due: number;
  /** Values of the locals that the record carries, in the order of its `carry`. */
  readonly carried: readonly number[];
}

/** Records by the tick at which they are due, 1 to `longest` ticks ahead. */
export class WaitingLine {
  readonly longest: number;
  readonly #ring: Waiting[][];

  constructor(longest: number) {
    this.longest = longest;
    this.#ring = Array.from({ length: longest + 1 }, () => []);
  }

  post(record: Waiting): void {
    this.#ring[this.#placeOf(record.due)].push(record);
  }

  /** Takes out all that is due at a tick, in the order in which it was posted. */
  take(tick: number): readonly Waiting[] {
    const place = this.#placeOf(tick);
    const due = this.#ring[place];
    this.#ring[place] = [];
    return due;
  }

  #placeOf(tick: number): number {
    const { length } = this.#ring;
    // Ticks of settling are below 0.
    return ((tick % length) + length) % length;
  }

  /** All that waits. */
  all(): readonly Waiting[] {
    return this.#ring.flat();
  }
}
