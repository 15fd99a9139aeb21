import { argv } from "node:process";
import { contestants, inside, openWorld } from "./engine.js";

// How many blocks of chance lanes draw for a person and tick, of R1 and every shipped scenario, counted as they are drawn;
// printed as JSON, by scenario. Each block has one turn by 29 bits and nothing else has any: behind it a number goes up by
// four, which are the lanes.

// usage: bound-count.js PEOPLE TICKS
const [most, ticks] = argv.slice(2).map(Number);
const { Code, layOut, communitiesOf } = await inside();

/** Where the number lies: among the last bytes of a memory, which nothing uses. */
let at = 0;
const { line } = Code.prototype;
Code.prototype.line = function (/** @type {string} */ text) {
  line.call(this, text);
  if (!/^\(local\.set \S+ \(i32x4\.shl \(local\.get \S+\) \(i32\.const 29\)\)\)$/.test(text)) return;
  line.call(
    this,
    `(i64.store offset=${at} (i32.const 0) (i64.add (i64.load offset=${at} (i32.const 0)) (i64.const 4)))`,
  );
};

/** The memory that was made last. @type {WebAssembly.Memory | undefined} */
let memory;
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct: (Memory, [descriptor]) => {
    memory = new Memory(descriptor);
    return memory;
  },
});
const count = () => Number(new DataView(/** @type {WebAssembly.Memory} */ (memory).buffer).getBigInt64(at, true));

/** @type {Record<string, number>} */
const blocks = {};
for (const { name, scenario, size } of contestants()) {
  const people = Math.min(most, size);
  const plan = scenario.plan({ people, ticks: ticks + 1 });
  at = layOut(plan, { first: 0, end: communitiesOf(plan) }, 1).bytes - 8;
  const world = await openWorld(scenario, { people, threads: 1, ticks: ticks + 1 });
  await world.step();
  const before = count();
  for (let tick = 0; tick < ticks; tick++) await world.step();
  blocks[name] = (count() - before) / people / ticks;
  world.close?.();
}
console.log(JSON.stringify(blocks));
