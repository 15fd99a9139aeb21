import { totalmem } from "node:os";
import { argv } from "node:process";
import { library } from "./engine.js";

// One run of the shipped scenario `national`, as `glasshouse run national --people N` does it; prints what it took and
// the published figures that it is calibrated to, as JSON.

const people = Number(argv[2]);
const begin = performance.now();
const done = await library.run(library.readShipped("national"), { people, memoryBytes: totalmem() * 0.8 });

/** @param {string} measure */
const sumOf = (measure) => done.series(measure).reduce((sum, one) => sum + one, 0);

console.log(
  JSON.stringify({
    people,
    enterprises: done.last("enterprises.count"),
    ticks: done.ticks,
    backend: done.backend,
    threads: done.threads,
    startSeconds: (performance.now() - begin) / 1000 - done.wallSeconds,
    seconds: done.wallSeconds,
    // Kibibytes, as Linux counts.
    peakBytes: process.resourceUsage().maxRSS * 1024,
    stateHash: done.stateHash,
    figures: {
      blacklisted: sumOf("enterprises.entries.blacklist"),
      planes: sumOf("blocked.plane_ticket"),
      trains: sumOf("blocked.train_ticket"),
      performed: sumOf("performed.defaulters") + sumOf("enterprises.performed.blacklist"),
    },
  }),
);
