import { ProblemError } from "../../core/problem.ts";
import { version } from "../../core/version.ts";
import type { Engine } from "../backend.ts";
import type { TickLog } from "../common/tickLog.ts";
import { decodeText, encodeText } from "../platform/text.ts";
import { type ByteSource, ChunkError, ChunkReader, ChunkWriter, type Sink, storedBytes } from "./chunks.ts";
import { type CheckpointHead, misfitOfHead, mostHeadBytes, readHead, writeHead } from "./head.ts";

/**
 * How far a run has come, as a file: a preamble and a head (JSON), in chunks that are checked.
 *
 * It holds nothing of anybody. Of the state of all people, and of all that was measured, it has a hash. A run that goes on
 * from it lives its world again from the first tick and holds the file to what that comes to, so nobody can bring in by a
 * file what the world does not come to by itself (docs/decisions/0022).
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
}

/** A source of bytes, and what a person calls it. */
export interface CheckpointSource extends ByteSource {
  readonly name: string;
}

const magic = "Glasshouse state";
const format = 2;
const preambleBytes = 32;

/** Writes how far a world has come after a tick. */
export async function writeCheckpoint(
  engine: Pick<Engine, "plan" | "seed" | "tick" | "warnings" | "hash">,
  { scenario, ticks, every, phases, log }: Story,
  sink: Sink,
): Promise<void> {
  const text = writeHead({
    synthetic: true,
    engineVersion: version,
    scenarioName: scenario.name,
    scenarioHash: scenario.hash,
    scenario: scenario.text,
    seed: engine.seed,
    people: engine.plan.size,
    ticks,
    tick: engine.tick,
    every,
    phases: phases.map(({ name, tick }) => [name, tick] as const),
    logDigest: log.digest(),
    warnings: [...engine.warnings],
    stateHash: await engine.hash(),
  });
  const head = encodeText(text);
  const preamble = new Uint8Array(preambleBytes);
  preamble.set(encodeText(magic));
  new Uint32Array(preamble.buffer, 16, 2).set([format, head.length]);
  const writer = new ChunkWriter(sink);
  for (const part of [preamble, head]) {
    await writer.put(part);
    await writer.flush();
  }
}

/**
 * Reads what a checkpoint says of its run. Throws ProblemError (checkpoint-truncated, checkpoint-damaged, checkpoint-version,
 * checkpoint-foreign).
 */
export async function readCheckpoint(source: CheckpointSource): Promise<CheckpointHead> {
  const head = await guard(source, async () => {
    const reader = new ChunkReader(source);
    const preamble = new Uint8Array(preambleBytes);
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
    const found = text === undefined ? undefined : readHead(text);
    const all = storedBytes(preambleBytes) + storedBytes(headBytes!);
    if (found === undefined || source.size !== all) throw new ChunkError("damaged");
    return found;
  });
  const misfit = misfitOfHead(head);
  if (misfit !== undefined) throw foreign(source.name, misfit);
  return head;
}

/** In what a checkpoint is not what its world came to by itself, as a clause; undefined where it is. */
export async function faultOfCheckpoint(
  { phases, warnings, logDigest, stateHash }: CheckpointHead,
  engine: Pick<Engine, "warnings" | "hash">,
  { log, phases: lived }: Pick<Story, "log" | "phases">,
): Promise<string | undefined> {
  if (
    !isSame(
      phases,
      lived.map(({ name, tick }) => [name, tick]),
    )
  )
    return "its phases are others";
  if (!isSame(warnings, [...engine.warnings])) return "its warnings are others";
  if (logDigest !== log.digest()) return "what was measured is another";
  return stateHash === (await engine.hash()) ? undefined : "the state of its people is another";
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
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

/** A checkpoint that is none. */
export function refused({ name }: CheckpointSource, fault: "truncated" | "damaged"): ProblemError {
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

function unknownFormat(number: number, { name }: CheckpointSource): ProblemError {
  const message = `the checkpoint ${name} has format ${number}, which this version does not know`;
  return new ProblemError([{ code: "checkpoint-version", message, expected: `format ${format}` }]);
}
