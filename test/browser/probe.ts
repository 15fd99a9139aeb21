/** What the harness is tried on: runs in the page, and in Node for comparison. */

export function isIsolated(): boolean {
  return crossOriginIsolated && new SharedArrayBuffer(8).byteLength === 8;
}

export function roundAll(values: readonly number[]): number[] {
  return values.map(Math.fround);
}

export function giveBack(value: unknown): unknown {
  return value;
}

export function fail(): never {
  console.log("about to fail");
  throw new RangeError("as asked");
}

/** Doubles a number in a worker that shares memory with the page. */
export async function doubleInWorker(value: number): Promise<number> {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  shared[0] = value;
  const worker = new Worker(new URL("./probe-worker.ts", import.meta.url), { type: "module" });
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = reject;
    worker.postMessage(shared);
  });
  worker.terminate();
  return shared[0];
}
