import { readClock } from "../platform/clock.ts";
import { faultOfThreads } from "../platform/threads.ts";
import { compiled } from "./assemble.ts";
import { openSolo, openThreads, type Task } from "./crew.ts";

const pageBytes = 65_536;

/**
 * Bytes that this machine copies in a second, each read once and written once, on so many threads: the best of seven
 * copies of `bytes` from one half of a memory into the other. What cannot be faster than this is bound by memory.
 */
export async function measureCopy(bytes: number, threads: number): Promise<number> {
  const shared = faultOfThreads() === undefined && threads > 1;
  const pages = Math.max(threads, Math.ceil(bytes / pageBytes));
  const memory = new WebAssembly.Memory({ initial: 2 * pages, maximum: 2 * pages, shared });
  const module = await compiled(textOf(pages, shared));
  const parts = shared ? threads : 1;
  const cut = (i: number): number => Math.floor((pages * i) / parts);
  const tasks = Array.from(
    { length: parts },
    (_, i): Task => ({ module, memory, own: 0, first: cut(i), end: cut(i + 1) }),
  );
  const crew = shared ? await openThreads(tasks.map((task) => [task])) : await openSolo(tasks);
  try {
    // The first copy makes the pages.
    await crew.run(["copy"]);
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 7; i++) {
      const begin = readClock();
      await crew.run(["copy"]);
      best = Math.min(best, readClock() - begin);
    }
    return (pages * pageBytes) / best;
  } finally {
    crew.close();
  }
}

function textOf(pages: number, shared: boolean): string {
  const limits = `${2 * pages} ${2 * pages}${shared ? " shared" : ""}`;
  return `(module
  (import "world" "memory" (memory ${limits}))
  (func (export "copy") (param $first i32) (param $end i32)
    (memory.copy
      (i32.mul (i32.add (local.get $first) (i32.const ${pages})) (i32.const ${pageBytes}))
      (i32.mul (local.get $first) (i32.const ${pageBytes}))
      (i32.mul (i32.sub (local.get $end) (local.get $first)) (i32.const ${pageBytes})))))`;
}
