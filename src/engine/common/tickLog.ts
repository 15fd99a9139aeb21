import type { Plan } from "../../plan/plan.ts";
import { Checksum } from "./checksum.ts";
import type { MeasureRow } from "./measured.ts";

/** Keeps a record of bytes for each tick, all of one length: in memory, or wherever its maker likes. */
export interface TickStore {
  /** Adds the record of the next tick. Its bytes are written over once this has returned. */
  append(record: Uint8Array): void;
  /** Fills `into` from byte `from` of the record of a tick that was added. */
  read(tick: number, from: number, into: Uint8Array): void;
}

/** Records in memory, in blocks, so that many of them are never copied. */
export class MemoryTicks implements TickStore {
  readonly #blocks: Uint8Array[] = [];
  #perBlock = 0;
  #ticks = 0;

  append(record: Uint8Array): void {
    if (this.#perBlock === 0) this.#perBlock = Math.max(1, Math.floor(65_536 / Math.max(1, record.length)));
    const place = this.#ticks % this.#perBlock;
    if (place === 0) this.#blocks.push(new Uint8Array(this.#perBlock * record.length));
    this.#blocks.at(-1)!.set(record, place * record.length);
    this.#ticks += 1;
  }

  read(tick: number, from: number, into: Uint8Array): void {
    const block = this.#blocks[Math.floor(tick / this.#perBlock)]!;
    const at = (tick % this.#perBlock) * (block.length / this.#perBlock) + from;
    into.set(block.subarray(at, at + into.length));
  }
}

/** Bytes of one figure: its count and its sum, in binary64. */
const figureBytes = 16;

/** Figures of a tick of a plan. */
export function figuresOf({ measures }: Pick<Plan, "measures">): number {
  return measures.reduce((sum, { groups }) => sum + 1 + (groups?.words.length ?? 0), 0);
}

/** Bytes of a record of so many figures. */
export function recordBytes(figures: number): number {
  return figures * figureBytes;
}

/**
 * What was measured, tick by tick: exact counts and sums. Memory does not grow with the number of ticks where its store is
 * on disk.
 */
export class TickLog {
  /** Figures of a tick: of every measure, everyone before the groups. */
  readonly figures: number;
  /** Ticks that are in it. */
  ticks = 0;
  readonly #store: TickStore;
  readonly #sum = new Checksum();
  readonly #numbers: Float64Array;
  readonly #record: Uint8Array;
  readonly #pair = new Float64Array(2);

  constructor(figures: number, store: TickStore = new MemoryTicks()) {
    this.figures = figures;
    this.#store = store;
    this.#numbers = new Float64Array(figures * 2);
    this.#record = new Uint8Array(this.#numbers.buffer);
  }

  /** Adds a tick: its rows in the plan's order, everyone before the groups. */
  add(rows: readonly MeasureRow[]): void {
    for (const [place, { count, sum }] of rows.entries()) {
      this.#numbers[2 * place] = count;
      this.#numbers[2 * place + 1] = sum;
    }
    this.#keep();
  }

  /** Adds all ticks of another log, which has the same figures. */
  addAll(other: TickLog): void {
    for (let tick = 0; tick < other.ticks; tick++) {
      this.#numbers.set(other.figuresAt(tick));
      this.#keep();
    }
  }

  #keep(): void {
    this.#sum.add(new Uint32Array(this.#record.buffer));
    this.#store.append(this.#record);
    this.ticks += 1;
  }

  /** Count and sum of every figure of a tick, one after the other. Written over by the next call. */
  figuresAt(tick: number): Float64Array {
    this.#store.read(tick, 0, this.#record);
    return this.#numbers;
  }

  /** Counts and sums of one figure, by tick. */
  course(place: number): { counts: number[]; sums: number[] } {
    const counts = new Array<number>(this.ticks);
    const sums = new Array<number>(this.ticks);
    const bytes = new Uint8Array(this.#pair.buffer);
    for (let tick = 0; tick < this.ticks; tick++) {
      this.#store.read(tick, place * figureBytes, bytes);
      counts[tick] = this.#pair[0]!;
      sums[tick] = this.#pair[1]!;
    }
    return { counts, sums };
  }

  /** Thirty-two hexadecimal digits of all records so far. */
  digest(): string {
    return [...this.#sum.digest()].map((word) => word.toString(16).padStart(8, "0")).join("");
  }
}
