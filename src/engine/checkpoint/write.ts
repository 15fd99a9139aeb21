import type { Words } from "../../core/chance.ts";
import { version } from "../../core/version.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Stateful, sortColumns } from "../common/snapshot.ts";
import { recordBytes, type TickLog } from "../common/tickLog.ts";
import { encodeText } from "../platform/text.ts";
import { ChunkWriter, type Sink } from "./chunks.ts";
import { type CheckpointHead, writeHead } from "./head.ts";
import { wordsOf } from "./records.ts";

/**
 * A world on its way, as a file. In order: a preamble, a head (JSON), the globals, the log of all ticks so far where no
 * other file keeps it, the cells of the columns that steps write, the records that wait. All of it is in chunks that are
 * checked one by one.
 *
 * It holds what cannot be reckoned anew, and nothing else. In particular no traits: a resumed run draws its people from
 * their addresses as every run does, and the checkpoint is refused where they are not the people it was made with. What a
 * file can bring is the state of those people, within the range of each column: checksums are no signature. So whoever
 * goes on from one holds it to what the world comes to when it is lived again (`hold`), or tells nothing of few
 * (docs/decisions/0022).
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
  /** What was measured in all ticks that are done. */
  readonly log: TickLog;
  /** What the file is called that keeps the log by itself; nothing where the checkpoint has to hold it. */
  readonly logName: string | undefined;
}

export const magic = "Glasshouse state";
export const format = 2;
export const preambleBytes = 32;

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
  if (story.logName === undefined) await putLog(writer, story.log);
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

async function putLog(writer: ChunkWriter, log: TickLog): Promise<void> {
  const record = new Uint8Array(recordBytes(log.shape));
  for (let tick = 0; tick < log.ticks; tick++) {
    log.readRecord(tick, record);
    await writer.put(record);
  }
}

async function headOf(
  engine: Stateful,
  { scenario, ticks, every, phases, log, logName }: Story,
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
    logName: logName ?? null,
    logDigest: log.digest(),
    besides: log.shape.besides,
    warnings: [...warnings],
    drawn: await hashDrawn(engine),
    written: columnsAt(plan, tick).map(({ name }) => name),
    waiting: [...counts],
  };
}

/** Columns that are in the file: before the first tick all of them follow from the seed. */
export function columnsAt(plan: Plan, tick: number): ReturnType<typeof sortColumns>["written"] {
  return tick === 0 ? [] : sortColumns(plan).written;
}

export async function hashDrawn(engine: Stateful): Promise<CheckpointHead["drawn"]> {
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

export function bytesIn({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
