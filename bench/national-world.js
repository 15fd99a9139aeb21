import { totalmem } from "node:os";
import { argv } from "node:process";
import { library } from "./engine.js";

// One run of the shipped scenario `national`, as `glasshouse run national --people N` does it; prints what it took and
// the published figures that it is calibrated to, as JSON.

// usage: national-world.js PEOPLE [TICKS]: with a number of ticks, as many from the start on, nothing settled, and with the
// account of what would be with true records alone.
const people = Number(argv[2]);
const ticks = argv[3] === undefined ? undefined : Number(argv[3]);
const national = library.readShipped("national");
const accounted = "extends: national\nremove: [time.settle]\nscheme: { truth: true }\n";
const scenario = ticks === undefined ? national : library.readScenario(accounted);
const begin = performance.now();
const done = await library.run(scenario, { people, ticks, memoryBytes: totalmem() * 0.9 });

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
