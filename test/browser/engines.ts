import { openEngine } from "../../src/engine/backend.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/** What an engine came to: which one it was, why not the one that was hoped for, and its hashes. */
export interface Ran {
  readonly backend: string;
  readonly threads: number;
  readonly fallback: string | undefined;
  readonly hashes: readonly string[];
}

/** Runs a scenario for some ticks on an engine; in Node and in the page alike. */
export async function runOn(
  text: string,
  options: { readonly backend: string; readonly threads?: number; readonly people: number; readonly ticks: number },
): Promise<Ran> {
  const { backend, threads, people, ticks } = options;
  const { engine, fallback } = await openEngine(readScenario(text).plan({ people }), 1, { backend, threads });
  try {
    const hashes = [await engine.hash()];
    for (let tick = 0; tick < ticks; tick++) {
      await engine.step();
      hashes.push(await engine.hash());
    }
    return { backend: engine.backend, threads: engine.threads, fallback, hashes };
  } finally {
    engine.close?.();
  }
}

/** Person-ticks a second of a scenario on one thread, by the median tick; and the hash at the end. */
export async function rateOn(text: string, people: number, ticks: number): Promise<{ rate: number; hash: string }> {
  const { engine } = await openEngine(readScenario(text).plan({ people }), 1, { backend: "wasm", threads: 1 });
  const seconds: number[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    const begin = performance.now();
    await engine.step();
    seconds.push((performance.now() - begin) / 1000);
  }
  const hash = await engine.hash();
  engine.close?.();
  return { rate: people / seconds.sort((a, b) => a - b)[ticks >> 1]!, hash };
}
