import type { Words } from "../../core/chance.ts";
import { ProblemError } from "../../core/problem.ts";
import { version } from "../../core/version.ts";
import { carriedIn } from "../../plan/effects.ts";
import { cellsOf, entitiesOf, isEntity, kindOfQueue } from "../../plan/kinds.ts";
import { bytesOf } from "../../plan/memory.ts";
import type { Plan } from "../../plan/plan.ts";
import type { MeasureRow } from "../common/measured.ts";
import { type Stateful, sortColumns, type WaitingRecord } from "../common/snapshot.ts";
import { decodeText, encodeText } from "../platform/text.ts";
import { type ByteSource, ChunkError, ChunkReader, ChunkWriter, type Sink, storedBytes } from "./chunks.ts";
import { type CheckpointHead, misfitOfHead, mostHeadBytes, readHead, writeHead } from "./head.ts";

/**
 * A world on its way, as a file. In order: a preamble, a head (JSON), the globals, the rows of all ticks so far, the
 * cells of the columns that steps write, the records that wait. All of it is in chunks that are checked one by one.
 *
 * It holds what cannot be reckoned anew, and nothing else. In particular no traits: a resumed run draws its people from
 * their addresses as every run does, and the checkpoint is refused where they are not the people it was made with. So a
 * file can bring nobody in. What it can bring is the state of those people, within the range of each column.
 *
 * Words are in the order of the machine; one of the other order has another format number.
 */

/** What a run knows besides its world. */
export interface Story {
  readonly scenario: { readonly name: string; readonly hash: string; readonly text: string };
  /** Ticks of the whole run. */
  readonly ticks: number;
  readonly every: number;
  readonly phases: readonly { readonly name: string; readonly tick: number }[];
  /** Rows of a tick that is done, measures in the plan's order, everyone before the groups. */
  rowsOf(tick: number): readonly MeasureRow[];
}

/** A source of bytes, and what a person calls it. */
export interface CheckpointSource extends ByteSource {
  readonly name: string;
}

const magic = "Glasshouse state";
const format = 1;
const preambleBytes = 32;

/** Hashes of columns that never change, by world. */
const drawnHashes = new WeakMap<Stateful, CheckpointHead["drawn"]>();

/** Writes a world as it stands after a tick. */
export async function writeCheckpoint(engine: Stateful, story: Story, sink: Sink): Promise<void> {
  const { plan } = engine;
  const { tick, globals, warnings } = engine.save();
  const head = encodeText(writeHead(await headOf(engine, story, tick, warnings)));
  const writer = new ChunkWriter(sink);
  const preamble = new Uint8Array(preambleBytes);
  preamble.set(encodeText(magic));
  new Uint32Array(preamble.buffer, 16, 2).set([format, head.length]);
  await writer.put(preamble);
  await writer.flush();
  await writer.put(head);
  await writer.flush();
  await writer.put(bytesIn(globals));
  for (let done = 0; done < tick; done++) {
    const figures = story.rowsOf(done).flatMap(({ count, sum }) => [count, sum]);
    await writer.put(bytesIn(new Float64Array(figures)));
  }
  for (const { name } of columnsAt(plan, tick))
    for (const cells of engine.cells(name)) await writer.put(bytesIn(cells));
  for (const { name } of plan.queues) {
    for (const record of engine.waiting()) {
      if (record.queue !== name) continue;
      const words = bytesIn(wordsOf(record));
      if (writer.hasRoom(words.length)) writer.set(words);
      else await writer.put(words);
    }
  }
  await writer.flush();
}

async function headOf(
  engine: Stateful,
  { scenario, ticks, every, phases }: Story,
  tick: number,
  warnings: ReadonlyMap<string, number>,
): Promise<CheckpointHead> {
  const { plan, seed } = engine;
  const counts = new Map(plan.queues.map(({ name }) => [name, 0]));
  for (const { queue } of engine.waiting()) counts.set(queue, counts.get(queue)! + 1);
  return {
    synthetic: true,
    engineVersion: version,
    scenarioName: scenario.name,
    scenarioHash: scenario.hash,
    scenario: scenario.text,
    seed,
    people: plan.size,
    ticks,
    tick,
    every,
    phases: phases.map(({ name, tick: entered }) => [name, entered] as const),
    warnings: [...warnings],
    drawn: await hashDrawn(engine),
    written: columnsAt(plan, tick).map(({ name }) => name),
    waiting: [...counts],
  };
}

/** Columns that are in the file: before the first tick all of them follow from the seed. */
function columnsAt(plan: Plan, tick: number): ReturnType<typeof sortColumns>["written"] {
  return tick === 0 ? [] : sortColumns(plan).written;
}

async function hashDrawn(engine: Stateful): Promise<CheckpointHead["drawn"]> {
  const known = drawnHashes.get(engine);
  if (known) return known;
  const hashes: (readonly [string, string])[] = [];
  for (const { name } of sortColumns(engine.plan).drawn) hashes.push([name, hexOf(await engine.columnHash(name))]);
  drawnHashes.set(engine, hashes);
  return hashes;
}

function hexOf({ hi, lo }: Words): string {
  return [hi, lo].map((word) => word.toString(16).padStart(8, "0")).join("");
}

function bytesIn({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A record as words: onto, posted, due, and what it carries in binary32. */
function wordsOf({ onto, posted, due, carried }: WaitingRecord): Uint32Array {
  const words = new Uint32Array(3 + carried.length);
  words.set([onto, posted, due]);
  new Float32Array(words.buffer, 12).set(carried);
  return words;
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
   * Checks that the file is as long as a plan has it, before a world is opened for it. Throws ProblemError
   * (checkpoint-damaged, checkpoint-truncated).
   */
  check(plan: Plan): void {
    const { tick, written, drawn, waiting, people } = this.head;
    const columns = columnsAt(plan, tick);
    const fits =
      plan.size === people &&
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
    const body = plan.globals.length * 4 + tick * placesOf(plan) * 16 + cells + records;
    const expected = this.#before + storedBytes(body);
    if (this.#source.size < expected) throw refused(this.#source, "truncated");
    if (this.#source.size > expected) throw refused(this.#source, "damaged");
    this.#reader.begin(body);
  }

  /**
   * Gives the state to a world that has started and not run; `record` gets the rows of each tick that is done. The
   * world is of no use after a fault. Throws ProblemError (checkpoint-damaged, checkpoint-truncated,
   * checkpoint-foreign).
   */
  async restore(engine: Stateful, record: (rows: readonly MeasureRow[]) => void): Promise<void> {
    const { tick, warnings, drawn } = this.head;
    for (const [i, [column, hash]] of (await hashDrawn(engine)).entries())
      if (drawn[i]![1] !== hash) throw foreign(this.#source.name, `${column} is not what this seed draws`);
    await guard(this.#source, async () => {
      const globals = new Float32Array(engine.plan.globals.length);
      await this.#reader.fill(bytesIn(globals));
      let rows: readonly MeasureRow[] = [];
      for (let done = 0; done < tick; done++) {
        rows = await this.#readRows(engine.plan, done);
        record(rows);
      }
      engine.load({ tick, globals, rows, warnings: new Map(warnings) });
      await this.#fillColumns(engine);
      await this.#admitRecords(engine);
    });
  }

  async #readRows(plan: Plan, tick: number): Promise<readonly MeasureRow[]> {
    const figures = new Float64Array(placesOf(plan) * 2);
    await this.#reader.fill(bytesIn(figures));
    let place = 0;
    return plan.measures.flatMap(({ groups }, measure) =>
      Array.from({ length: 1 + (groups?.words.length ?? 0) }, (_, group): MeasureRow => {
        const [count, sum] = figures.subarray(2 * place++);
        if (!Number.isSafeInteger(count) || count! < 0) throw new ChunkError("damaged");
        return { tick, measure, group: group - 1, count: count!, sum: sum! };
      }),
    );
  }

  async #fillColumns(engine: Stateful): Promise<void> {
    for (const { name, lowest, highest } of columnsAt(engine.plan, this.head.tick)) {
      const most = highest - lowest;
      for (const cells of engine.cells(name)) {
        await this.#reader.fill(bytesIn(cells));
        for (let i = 0; i < cells.length; i++) if (cells[i]! > most) throw new ChunkError("damaged");
      }
    }
  }

  async #admitRecords(engine: Stateful): Promise<void> {
    const { plan } = engine;
    const { tick, waiting } = this.head;
    for (const [queue, count] of waiting) {
      const { longest } = plan.queues.find(({ name }) => name === queue)!;
      const of = kindOfQueue(plan, queue);
      const words = new Uint32Array(3 + carriedIn(plan, queue).length);
      for (let i = 0; i < count; i++) {
        await this.#reader.fill(bytesIn(words));
        const [onto, posted, due] = words as unknown as [number, number, number];
        const carried = [...new Float32Array(words.buffer, 12)];
        const can = isEntity(plan, of, onto) && posted < tick && due >= tick && due <= posted + longest;
        if (!can || !carried.every(Number.isInteger) || !engine.admit({ queue, onto, posted, due, carried }))
          throw new ChunkError("damaged");
      }
    }
  }
}

/** Rows of a tick. */
function placesOf({ measures }: Plan): number {
  return measures.reduce((sum, { groups }) => sum + 1 + (groups?.words.length ?? 0), 0);
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

function unknownFormat(number: number, { name }: CheckpointSource): ProblemError {
  const message = `the checkpoint ${name} has format ${number}, which this version does not know`;
  return new ProblemError([{ code: "checkpoint-version", message, expected: `format ${format}` }]);
}
