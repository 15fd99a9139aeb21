import { loadavg } from "node:os";
import { argv } from "node:process";
import { runScript } from "./child.js";
import { contestants, inside, openWorld } from "./engine.js";
import { layMarkdown, medianOf, writeSection } from "./page.js";

// usage: bound.js [--quick] [--write]
// What chance alone costs with lanes of 128 bits: the blocks that are drawn for a person and tick, times what a block takes
// where nothing else is done; beside a whole tick on one thread. About what no engine that draws them so is quicker than.

const quick = argv.includes("--quick");
const most = quick ? 2_000 : 100_000;
const [rounds, ticks] = quick ? [1, 1] : [9, 5];
const { Code, emitBlock, printedModule } = await inside();

/** Chains of rounds side by side: one alone would wait for itself. */
const chains = 4;
const loops = quick ? 1_000 : 1_000_000;

/** A function that draws so many times four chains of four blocks, whose words are all in use. */
async function openDrawing() {
  const code = new Code();
  const i = code.local("i32", "$i");
  const sum = code.local("v128", "$sum");
  const words = Array.from({ length: 8 }, (_, k) =>
    code.value("v128", `(i32x4.splat (i32.load offset=${4 * k} (local.get $n)))`),
  );
  code.loop(i, "(i32.const 0)", `(i32.const ${loops})`, 1, () => {
    const counter = code.value("v128", `(i32x4.splat (local.get ${i}))`);
    for (let chain = 0; chain < chains; chain++) {
      const { first, second } = emitBlock(code, (k) => words[k], code.iconst(chain), counter);
      for (const word of [first, second])
        code.line(`(local.set ${sum} (v128.xor (local.get ${sum}) (local.get ${word})))`);
    }
  });
  code.line(`(i32x4.extract_lane 0 (local.get ${sum}))`);
  const draw = await printedModule(code.print("$run", '(export "run") (param $n i32) (result i32)'));
  return () => {
    const begin = performance.now();
    draw(0);
    return ((performance.now() - begin) * 1e6) / (loops * chains * 4);
  };
}

/** @param {import("../src/engine/backend.ts").Engine} world @param {number} people */
async function timeTicks(world, people) {
  const begin = performance.now();
  for (let tick = 0; tick < ticks; tick++) await world.step();
  return ((performance.now() - begin) * 1e6) / people / ticks;
}

/** @type {Record<string, number>} */
const blocks = await runScript("bound-count.js", most, quick ? 1 : 20);
const draw = await openDrawing();
const all = [];
for (const { name, scenario, size } of contestants()) {
  const people = Math.min(most, size);
  const world = await openWorld(scenario, { people, threads: 1, ticks: (rounds + 1) * ticks });
  await timeTicks(world, people);
  all.push({ name, people, world, whole: /** @type {number[]} */ ([]), block: /** @type {number[]} */ ([]) });
}
for (let round = 0; round < rounds; round++) {
  for (const one of all) {
    one.block.push(draw());
    one.whole.push(await timeTicks(one.world, one.people));
  }
}
for (const { world } of all) world.close?.();

const head = ["scenario", "blocks of chance", "they alone, ns", "a tick, ns", "chance alone is of it"];
const rows = all.map(({ name, whole, block }) => {
  const [tick, alone] = [medianOf(whole), medianOf(block) * blocks[name]];
  return [name, blocks[name].toFixed(2), alone.toFixed(2), tick.toFixed(2), (alone / tick).toFixed(2)];
});
const each = medianOf(all.flatMap(({ block }) => block));
const lines = [
  ...layMarkdown(head, rows),
  "",
  `A block takes ${each.toFixed(2)} ns where four chains of four are drawn and nothing else is done; medians of ${rounds} rounds in turn, ` +
    `${most} people at most, one thread; load of the machine at the end ${loadavg()[0].toFixed(1)} (1 is this run alone).`,
];
console.log(lines.join("\n"));
if (argv.includes("--write")) writeSection("bound", lines);
