import { totalmem } from "node:os";
import { argv } from "node:process";
import { library, readR1 } from "./engine.js";

// One run of R1 as `glasshouse run bench/r1.yaml --people N --ticks T` does it; prints what it took, as JSON.

const [people, ticks] = argv.slice(2).map(Number);
/** Seconds spent in ticks up to each tick that was told of. @type {Map<number, number>} */
const spent = new Map();
const begin = performance.now();
const done = await library.run(readR1(), {
  people,
  ticks,
  memoryBytes: totalmem() * 0.8,
  onProgress: ({ tick, personTicksPerSecond }) => {
    spent.set(tick, (people * tick) / personTicksPerSecond);
  },
});
const [firstTick, firstSeconds] = [...spent][0];
console.log(
  JSON.stringify({
    people,
    backend: done.backend,
    threads: done.threads,
    startSeconds: (performance.now() - begin) / 1000 - done.wallSeconds,
    firstSeconds: firstSeconds / firstTick,
    laterSeconds: done.wallSeconds - firstSeconds,
    laterTicks: ticks - firstTick,
    // Kibibytes, as Linux counts.
    peakBytes: process.resourceUsage().maxRSS * 1024,
    stateHash: done.stateHash,
  }),
);
