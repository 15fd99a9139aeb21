import { ProblemError } from "../../core/problem.ts";
import { carriedIn } from "../../plan/effects.ts";
import { cellsOf, entitiesOf, isEntity, kindOfQueue } from "../../plan/kinds.ts";
import { bytesOf } from "../../plan/memory.ts";
import type { Column, Plan } from "../../plan/plan.ts";
import type { MeasureRow } from "../common/measured.ts";
import { type Stateful, sortColumns } from "../common/snapshot.ts";
import type { Cells } from "../common/state.ts";
import { type RecordShape, recordBytes, type TickLog } from "../common/tickLog.ts";
import { decodeText } from "../platform/text.ts";
import { type ByteSource, ChunkError, ChunkReader, storedBytes } from "./chunks.ts";
import { type CheckpointHead, misfitOfHead, mostHeadBytes, readHead } from "./head.ts";
import { Lot, wordsOf } from "./records.ts";
import { bytesIn, columnsAt, format, hashDrawn, magic, preambleBytes } from "./write.ts";

/** A source of bytes, and what a person calls it. */
export interface CheckpointSource extends ByteSource {
  readonly name: string;
}

/** A checkpoint whose head was read. */
export class Checkpoint {
  readonly head: CheckpointHead;
  readonly #source: CheckpointSource;
  readonly #reader: ChunkReader;
  /** Bytes of the file before the body. */
  readonly #before: number;

  private constructor(head: CheckpointHead, source: CheckpointSource, reader: ChunkReader, before: number) {
    this.head = head;
    this.#source = source;
    this.#reader = reader;
    this.#before = before;
  }

  /**
   * Reads the head. Throws ProblemError (checkpoint-truncated, checkpoint-damaged, checkpoint-version,
   * checkpoint-foreign).
   */
  static async open(source: CheckpointSource): Promise<Checkpoint> {
    const reader = new ChunkReader(source);
    const preamble = new Uint8Array(preambleBytes);
    const { head, before } = await guard(source, async () => {
      reader.begin(preambleBytes);
      await reader.fill(preamble);
      const [number, headBytes] = new Uint32Array(preamble.buffer, 16, 2);
      if (decodeText(preamble.subarray(0, 16)) !== magic) throw new ChunkError("damaged");
      if (number !== format) throw unknownFormat(number!, source);
      if (headBytes! > mostHeadBytes) throw new ChunkError("damaged");
      reader.begin(headBytes!);
      const bytes = new Uint8Array(headBytes!);
      await reader.fill(bytes);
      const text = decodeText(bytes);
      const head = text === undefined ? undefined : readHead(text);
      if (head === undefined) throw new ChunkError("damaged");
      return { head, before: storedBytes(preambleBytes) + storedBytes(headBytes!) };
    });
    const misfit = misfitOfHead(head);
    if (misfit !== undefined) throw foreign(source.name, misfit);
    return new Checkpoint(head, source, reader, before);
  }

  /**
   * Checks that the file is as long as a plan has it, before a world is opened for it. `shape` is that of its log. Throws
   * ProblemError (checkpoint-damaged, checkpoint-truncated).
   */
  check(plan: Plan, shape: RecordShape): void {
    const { tick, written, drawn, waiting, people, besides, logName } = this.head;
    const columns = columnsAt(plan, tick);
    const fits =
      plan.size === people &&
      shape.besides === besides &&
      isSame(written, columns) &&
      isSame(
        drawn.map(([name]) => name),
        sortColumns(plan).drawn,
      ) &&
      isSame(
        waiting.map(([name]) => name),
        plan.queues,
      );
    if (!fits || waiting.some(([queue, count]) => count > mostWaiting(queue, plan)))
      throw refused(this.#source, "damaged");
    const cells = columns.reduce((sum, column) => sum + bytesOf(column) * cellsOf(plan, column.of), 0);
    const records = waiting.reduce((sum, [queue, count]) => sum + count * (12 + 4 * carriedIn(plan, queue).length), 0);
    const inside = logName === null ? tick * recordBytes(shape) : 0;
    const body = plan.globals.length * 4 + inside + cells + records;
    const expected = this.#before + storedBytes(body);
    if (this.#source.size < expected) throw refused(this.#source, "truncated");
    if (this.#source.size > expected) throw refused(this.#source, "damaged");
    this.#reader.begin(body);
  }

  /**
   * Gives the state to a world that has started and not run, and its log to an empty one; `apart` is the file that keeps the
   * log, where the checkpoint does not. The world is of no use after a fault. Throws ProblemError (checkpoint-damaged,
   * checkpoint-truncated, checkpoint-foreign).
   */
  async restore(engine: Stateful, log: TickLog, apart?: CheckpointSource): Promise<void> {
    await this.#checkDrawn(engine);
    await guard(this.#source, async () => {
      const { tick, warnings } = this.head;
      const globals = new Float32Array(engine.plan.globals.length);
      await this.#reader.fill(bytesIn(globals));
      await this.#eachRecord(log.shape, apart, (record) => {
        if (!isRecord(record, log.shape)) throw new ChunkError("damaged");
        log.addRecord(record);
      });
      if (log.digest() !== this.head.logDigest) throw new ChunkError("damaged");
      engine.load({ tick, globals, rows: lastRows(engine.plan, log), warnings: new Map(warnings) });
      await this.#eachColumn(engine, (column, cells, held) => {
        const most = column.highest - column.lowest;
        for (let i = 0; i < held.length; i++) if (held[i]! > most) throw new ChunkError("damaged");
        cells.set(held);
      });
      await this.#eachWaiting(engine.plan, (queue, words) => {
        const { longest } = engine.plan.queues.find(({ name }) => name === queue)!;
        const [onto, posted, due] = words as unknown as [number, number, number];
        const carried = [...new Float32Array(words.buffer, 12)];
        const is = isEntity(engine.plan, kindOfQueue(engine.plan, queue), onto);
        const can = is && posted < tick && due >= tick && due <= posted + longest;
        if (!can || !carried.every(Number.isInteger) || !engine.admit({ queue, onto, posted, due, carried }))
          throw new ChunkError("damaged");
      });
    });
  }

  /**
   * Holds the file to a world that came to its tick by itself, and to the log of that world: cell by cell, record by record,
   * figure by figure. Nothing of the file gets into the world. Throws ProblemError (checkpoint-false, and as `restore`).
   */
  async hold(engine: Stateful, log: TickLog, apart?: CheckpointSource): Promise<void> {
    await this.#checkDrawn(engine);
    await guard(this.#source, async () => {
      const saved = engine.save();
      const globals = new Float32Array(engine.plan.globals.length);
      await this.#reader.fill(bytesIn(globals));
      const other = globals.findIndex((value, place) => !Object.is(value, saved.globals[place]));
      if (other >= 0) throw this.#differs(`${engine.plan.globals[other]!.name} is another`);
      await this.#holdLog(engine.plan, log, apart);
      const { warnings } = this.head;
      const counts = new Map(warnings);
      if (
        counts.size !== saved.warnings.size ||
        [...saved.warnings].some(([what, count]) => counts.get(what) !== count)
      )
        throw this.#differs("its warnings are others");
      await this.#eachColumn(engine, (column, cells, held, from) => {
        for (let i = 0; i < cells.length; i++) {
          // What an engine writes where nobody is means nothing.
          if (cells[i] === held[i] || !isEntity(engine.plan, column.of, from + i)) continue;
          throw this.#differs(`${column.name} is another for somebody`);
        }
      });
      await this.#holdWaiting(engine);
    });
  }

  async #holdLog(plan: Plan, log: TickLog, apart: CheckpointSource | undefined): Promise<void> {
    const own = new Uint8Array(recordBytes(log.shape));
    await this.#eachRecord(log.shape, apart, (record, tick) => {
      log.readRecord(tick, own);
      const other = record.findIndex((byte, place) => byte !== own[place]);
      if (other >= 0) throw this.#differs(`${sayFigure(plan, other)} is another in tick ${tick}`);
    });
    if (log.digest() !== this.head.logDigest) throw new ChunkError("damaged");
  }

  async #holdWaiting(engine: Stateful): Promise<void> {
    const theirs = new Map(this.head.waiting.map(([queue]) => [queue, new Lot()]));
    const ours = new Map([...theirs].map(([queue, lot]) => [queue, lot.other()]));
    for (const record of engine.waiting()) ours.get(record.queue)!.add(wordsOf(record));
    await this.#eachWaiting(engine.plan, (queue, words) => theirs.get(queue)!.add(words));
    for (const [queue, lot] of ours)
      if (!lot.isSameAs(theirs.get(queue)!)) throw this.#differs(`records that wait for ${queue} are others`);
  }

  #differs(how: string): ProblemError {
    return untrue(this.#source.name, this.head.tick, how);
  }

  /** People are drawn, as in every run: nobody comes from a file. */
  async #checkDrawn(engine: Stateful): Promise<void> {
    for (const [i, [column, hash]] of (await hashDrawn(engine)).entries())
      if (this.head.drawn[i]![1] !== hash) throw foreign(this.#source.name, `${column} is not what this seed draws`);
  }

  async #eachRecord(
    shape: RecordShape,
    apart: CheckpointSource | undefined,
    see: (record: Uint8Array, tick: number) => void,
  ): Promise<void> {
    const { tick, logName } = this.head;
    const record = new Uint8Array(recordBytes(shape));
    if (logName !== null && apart === undefined) throw noLog(this.#source.name, logName);
    for (let done = 0; done < tick; done++) {
      if (logName === null) await this.#reader.fill(record);
      else if ((await apart!.read(record, done * record.length)) < record.length) throw refused(apart!, "truncated");
      see(record, done);
    }
  }

  /** Columns of a world memory by memory, with what the file holds of each, and the place of its first cell. */
  async #eachColumn(
    engine: Stateful,
    see: (column: Column, cells: Cells, held: Cells, from: number) => void,
  ): Promise<void> {
    for (const column of columnsAt(engine.plan, this.head.tick)) {
      let from = 0;
      for (const cells of engine.cells(column.name)) {
        for (let at = 0; at < cells.length; at += mostCells) {
          const part = cells.subarray(at, at + mostCells);
          const held = part.slice();
          await this.#reader.fill(bytesIn(held));
          see(column, part, held, from + at);
        }
        from += cells.length;
      }
    }
  }

  async #eachWaiting(plan: Plan, see: (queue: string, words: Uint32Array) => void): Promise<void> {
    for (const [queue, count] of this.head.waiting) {
      const words = new Uint32Array(3 + carriedIn(plan, queue).length);
      for (let i = 0; i < count; i++) {
        await this.#reader.fill(bytesIn(words));
        see(queue, words);
      }
    }
  }
}

/** Cells that are looked at in one go. */
const mostCells = 2 ** 18;

/** Whether a record holds figures as they can be. */
function isRecord(record: Uint8Array, { figures }: RecordShape): boolean {
  const numbers = new Float64Array(record.buffer, record.byteOffset, figures * 2);
  for (let i = 0; i < numbers.length; i += 2)
    if (!Number.isSafeInteger(numbers[i]) || numbers[i]! < 0 || !Number.isFinite(numbers[i + 1])) return false;
  return true;
}

/** The rows of the last tick of a log. */
function lastRows({ measures }: Plan, log: TickLog): MeasureRow[] {
  if (log.ticks === 0) return [];
  const tick = log.ticks - 1;
  const figures = log.figuresAt(tick);
  let place = 0;
  return measures.flatMap(({ groups }, measure) =>
    Array.from({ length: 1 + (groups?.words.length ?? 0) }, (_, part): MeasureRow => {
      const [count, sum] = figures.subarray(2 * place++);
      return { tick, measure, group: part - 1, count: count!, sum: sum! };
    }),
  );
}

/** What stands at a byte of a record. */
function sayFigure({ measures }: Plan, byte: number): string {
  let place = Math.floor(byte / 16);
  for (const { name, groups } of measures) {
    const parts = 1 + (groups?.words.length ?? 0);
    if (place < parts) return place === 0 ? name : `${name} of ${groups!.words[place - 1]}`;
    place -= parts;
  }
  return "what a tick went by";
}

/** Records that wait in a queue, at most: twice those that a Poisson count is ever seen to reach. */
function mostWaiting(queue: string, plan: Plan): number {
  const { queues, script } = plan;
  const { rate, longest } = queues.find(({ name }) => name === queue)!;
  const mean = rate * entitiesOf(plan, kindOfQueue(plan, queue));
  return 2 * (longest + 1) * (mean + 12 * Math.sqrt(mean) + 64 + (script?.acts.length ?? 0));
}

function isSame(names: readonly string[], all: readonly { readonly name: string }[]): boolean {
  return names.length === all.length && all.every(({ name }, i) => names[i] === name);
}

/** Reads, and says faults of the bytes as a person meets them. */
async function guard<T>(source: CheckpointSource, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ChunkError ? refused(source, error.fault) : error;
  }
}

const remedy = "run the scenario again from its start, or resume from a copy of the checkpoint";
const remedyFalse = "run the scenario again from its start: somebody or something has changed this file";

function refused({ name }: CheckpointSource, fault: "truncated" | "damaged"): ProblemError {
  const message =
    fault === "truncated"
      ? `the checkpoint ${name} ends too early`
      : `the checkpoint ${name} is damaged, or it is no checkpoint`;
  return new ProblemError([{ code: `checkpoint-${fault}`, message, remedy }]);
}

/** A checkpoint of something else. */
export function foreign(name: string, why: string): ProblemError {
  const message = `the checkpoint ${name} is not of this run: ${why}`;
  return new ProblemError([{ code: "checkpoint-foreign", message, remedy }]);
}

/** A checkpoint that its world did not come to. */
export function untrue(name: string, tick: number, how: string): ProblemError {
  const message = `the checkpoint ${name} is not what its world came to by tick ${tick}: ${how}`;
  return new ProblemError([{ code: "checkpoint-false", message, remedy: remedyFalse }]);
}

function noLog(name: string, log: string): ProblemError {
  const message = `the figures of the checkpoint ${name} are kept apart, in ${log}, which is not there`;
  return new ProblemError([{ code: "checkpoint-without-log", message, remedy }]);
}

function unknownFormat(number: number, { name }: CheckpointSource): ProblemError {
  const message = `the checkpoint ${name} has format ${number}, which this version does not know`;
  return new ProblemError([{ code: "checkpoint-version", message, expected: `format ${format}` }]);
}
