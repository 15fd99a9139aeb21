import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { breakClaims } from "./breakClaims.js";
import { listOf, readCoverage } from "./scenarios.js";
import { writeShipped } from "./shipped.js";

// What the scenarios claim of their sources: every citation, and every row of docs/coverage.yaml. A sample of both is drawn
// with a seed, for somebody to hold against the sources. With --break each key of the rows drawn is broken in a copy, in turn,
// and the tests that the row cites are run: one that passes all the same cannot fail. Each key is told as it comes.
//
//     node scripts/claims.js --citations 60 --rows 40 --seed 1 [--break] [--only national:scheme] [--from 20]
//
// --only takes rows of which a key has these words; --from goes on with a row of the draw, where a run was ended. Breaking
// needs a minute to begin, and then from seconds for a key whose test is of the file or of a small world to minutes for one
// whose world is lived for years.

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({
  options: {
    citations: { type: "string", default: "60" },
    rows: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    from: { type: "string", default: "1" },
    break: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
writeShipped(root);

const rows = drawn(readRows(), Number(values.rows), `rows ${values.seed}`).slice(Number(values.from) - 1);
const citations = values.break
  ? []
  : drawn(await readCitations(), Number(values.citations), `citations ${values.seed}`);
if (values.break) await breakAll();
else if (values.json) console.log(JSON.stringify({ citations, rows }, null, 2));
else tell();

function tell() {
  for (const { path, text, tag, source, where, title } of citations)
    console.log(`${path} = ${text}\n    ${tag} in ${source}${where ? `, ${where}` : ""}: ${title}`);
  for (const { system, says, source, key, test, left_out } of rows)
    console.log(
      `${system}: ${says} (${source})\n    ${left_out ? `left out: ${left_out}` : `${listOf(key).join(", ")}\n    ${listOf(test).join("\n    ")}`}`,
    );
}

async function breakAll() {
  const count = { fails: 0, PASSES: 0, refused: 0 };
  const start = Date.now();
  /** @type {unknown} */
  let last;
  await breakClaims(root, rows, chance(`breaks ${values.seed}`), (row, { key, came, how, by }) => {
    count[came]++;
    if (row !== last) console.log(`${row.says}`);
    last = row;
    console.log(`    ${came} ${key} (${how})${by && `\n        ${by}`}`);
  });
  const seconds = Math.round((Date.now() - start) / 1000);
  const all = count.fails + count.PASSES + count.refused;
  console.log(
    `${all} keys broken, of ${rows.length} rows, in ${seconds} s: a cited test fails for ${count.fails}, none for ${count.PASSES}; ${count.refused} cannot be broken in a file that is not refused`,
  );
  if (count.PASSES > 0) process.exitCode = 1;
}

/** Rows that a test holds, of all systems. */
function readRows() {
  const coverage = readCoverage(readFileSync(join(root, "docs", "coverage.yaml"), "utf8"));
  const all = Object.entries(coverage).flatMap(([system, list]) => list.map((one) => ({ system, ...one })));
  const some = all.filter(({ key }) => values.only === "" || listOf(key).some((one) => one.includes(values.only)));
  return values.break ? some.filter(({ key, test }) => key && test) : some;
}

/** Documented and reported figures of all shipped scenarios, each once, under the file in which it stands. */
async function readCitations() {
  const { refresh } = await import("./build.js");
  const outcome = refresh(root);
  if (!outcome.ok) throw new Error(outcome.message);
  const { readShipped, shippedNames } = await import(join(outcome.folder, "index.js"));
  const found = new Map();
  for (const name of shippedNames()) {
    const scenario = readShipped(name);
    for (const { path, text, tag, source, where, place } of scenario.parameters) {
      if (tag === "assumed") continue;
      // What another extends is read as shipped, and is the same.
      const at = `${place.source.name.replace(/ \(shipped\)$/, "")}: ${path}`;
      const said = scenario.data.sources?.find((/** @type {{ name: string }} */ one) => one.name === source)?.is;
      const title = [said?.author, said?.title, said?.publisher].filter(Boolean).join(", ");
      found.set(at, { path: at, text, tag, source, where, title });
    }
  }
  return [...found.values()];
}

/**
 * Places below a count, the same for the same seed.
 * @param {string} seed
 * @returns {(count: number) => number}
 */
function chance(seed) {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619) >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
}

/**
 * A sample without repetition, the same for the same seed.
 * @template T
 * @param {readonly T[]} list
 * @param {number} count
 * @param {string} seed
 * @returns {T[]}
 */
function drawn(list, count, seed) {
  const draw = chance(seed);
  const left = [...list];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(draw(left.length), 1)[0]);
}
