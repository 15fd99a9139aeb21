import type { CheckpointSource, CheckpointStore, Run, RunOptions, Scenario } from "../../src/index.ts";
import { openCheckpoint, run } from "../../src/index.ts";

/** A checkpoint in memory. Like a file, it holds the last one that was kept. */
export class MemoryStore implements CheckpointStore {
  bytes = new Uint8Array(0);
  kept = 0;
  dropped = 0;

  begin() {
    const pieces: Uint8Array[] = [];
    return {
      write: (piece: Uint8Array) => void pieces.push(piece.slice()),
      keep: () => {
        this.bytes = joined(pieces);
        this.kept += 1;
      },
      drop: () => {
        this.dropped += 1;
      },
    };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export function sourceOf(bytes: Uint8Array): CheckpointSource {
  return {
    name: '"memory"',
    size: bytes.length,
    read: (into, at) => {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      return part.length;
    },
  };
}

/** The checkpoint of a run after so many ticks. It says that the run was to be one tick longer. */
export async function checkpointAt(tick: number, scenario: Scenario, options: RunOptions): Promise<Uint8Array> {
  const store = new MemoryStore();
  await run(scenario, { ...options, ticks: tick + 1, checkpoint: { every: Math.max(1, tick), store } });
  return store.bytes;
}

export async function resume(bytes: Uint8Array, options: RunOptions = {}): Promise<Run> {
  const point = await openCheckpoint(sourceOf(bytes));
  return run(point.scenario, { ...options, resume: point });
}
