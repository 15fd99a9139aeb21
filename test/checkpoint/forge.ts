import { Checkpoint } from "../../src/engine/checkpoint/checkpoint.ts";
import { ChunkWriter } from "../../src/engine/checkpoint/chunks.ts";
import type { CheckpointHead } from "../../src/engine/checkpoint/head.ts";
import { figuresOf, recordBytes } from "../../src/engine/common/tickLog.ts";
import { besidesOf } from "../../src/engine/relive/sample.ts";
import { cellsOf } from "../../src/plan/kinds.ts";
import { bytesOf } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { MemoryStore, sourceOf } from "./store.ts";

/** A checkpoint with right sums and anything in it. */
export async function forge(
  head: Uint8Array | string,
  body: Uint8Array,
  words: Partial<Record<0 | 1, number>> = {},
): Promise<Uint8Array> {
  const store = new MemoryStore();
  const draft = store.begin();
  const writer = new ChunkWriter(draft);
  const bytes = typeof head === "string" ? new TextEncoder().encode(head) : head;
  const preamble = new Uint8Array(32);
  preamble.set(new TextEncoder().encode("Glasshouse state"));
  new Uint32Array(preamble.buffer, 16, 2).set([words[0] ?? 2, words[1] ?? bytes.length]);
  for (const part of [preamble, bytes, body]) {
    await writer.put(part);
    await writer.flush();
  }
  draft.keep();
  return store.bytes;
}

/** Head and body of a checkpoint of few bytes. */
export async function open(bytes: Uint8Array): Promise<{ head: CheckpointHead; body: Uint8Array }> {
  const { head } = await Checkpoint.open(sourceOf(bytes));
  const length = new TextEncoder().encode(JSON.stringify(head)).length;
  return { head, body: bytes.slice(48 + Math.ceil(length / 16) * 16 + 16, -16) };
}

/** Where the cells of a column of people begin in a body. */
export function placeOf(column: string, plan: Plan, { tick, written, logName }: CheckpointHead): number {
  const record = recordBytes({ figures: figuresOf(plan), besides: besidesOf(plan) });
  let at = plan.globals.length * 4 + (logName === null ? tick * record : 0);
  for (const name of written) {
    const found = plan.columns.find((each) => each.name === name)!;
    if (name === column) return at;
    at += bytesOf(found) * cellsOf(plan, found.of);
  }
  throw new Error(`${column} is not in the file`);
}
