import { readCheckpoint } from "../../src/engine/checkpoint/checkpoint.ts";
import { ChunkWriter } from "../../src/engine/checkpoint/chunks.ts";
import type { CheckpointHead } from "../../src/engine/checkpoint/head.ts";
import { ProblemError, type RunOptions } from "../../src/index.ts";
import { MemoryStore, resume, sourceOf } from "./store.ts";

/** A checkpoint with right sums that says anything, with anything behind it. */
export async function forge(
  head: Uint8Array | string,
  words: Partial<Record<0 | 1, number>> = {},
  behind: Uint8Array = new Uint8Array(0),
): Promise<Uint8Array> {
  const store = new MemoryStore();
  const draft = store.begin();
  const writer = new ChunkWriter(draft);
  const bytes = typeof head === "string" ? new TextEncoder().encode(head) : head;
  const preamble = new Uint8Array(32);
  preamble.set(new TextEncoder().encode("Glasshouse state"));
  new Uint32Array(preamble.buffer, 16, 2).set([words[0] ?? 2, words[1] ?? bytes.length]);
  for (const part of [preamble, bytes, behind]) {
    await writer.put(part);
    await writer.flush();
  }
  draft.keep();
  return store.bytes;
}

/** What a checkpoint says. */
export function open(bytes: Uint8Array): Promise<CheckpointHead> {
  return readCheckpoint(sourceOf(bytes));
}

/** The code with which a checkpoint is refused; "" where a run goes on from it. */
export async function refusalOf(bytes: Uint8Array, options: RunOptions = {}): Promise<string> {
  try {
    await resume(bytes, options);
    return "";
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}
