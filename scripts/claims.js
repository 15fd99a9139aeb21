import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMap, isScalar, parseDocument } from "yaml";
import { listOf, readCoverage } from "./scenarios.js";
import { writeShipped } from "./shipped.js";

// What the scenarios claim of their sources: every citation, and every row of docs/coverage.yaml. A sample of both is drawn
// with a seed, for somebody to hold against the sources. With --break each key of the rows drawn is broken in the file, in
// turn, and the tests that the row cites are run: one that passes all the same cannot fail.
//
//     node scripts/claims.js --citations 60 --rows 40 --seed 1 [--break]

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({
  options: {
    citations: { type: "string", default: "60" },
    rows: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    break: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
writeShipped(root);

const rows = drawn(readRows(), Number(values.rows), `rows ${values.seed}`);
const citations = values.break
  ? []
  : drawn(await readCitations(), Number(values.citations), `citations ${values.seed}`);
const broken = values.break ? breakAll(rows) : [];
if (values.json) console.log(JSON.stringify({ citations, rows, broken }, null, 2));
else tell();

function tell() {
  for (const { path, text, tag, source, where, title } of citations)
    console.log(`${path} = ${text}\n    ${tag} in ${source}${where ? `, ${where}` : ""}: ${title}`);
  if (!values.break)
    for (const { system, says, source, key, test, left_out } of rows)
      console.log(
        `${system}: ${says} (${source})\n    ${left_out ? `left out: ${left_out}` : `${listOf(key).join(", ")}\n    ${listOf(test).join("\n    ")}`}`,
      );
  for (const { key, fails, how } of broken) console.log(`${fails ? "fails " : "PASSES"} ${key}: ${how}`);
  if (values.break)
    console.log(`${broken.filter(({ fails }) => fails).length} of ${broken.length} broken keys make a cited test fail`);
}

/** Rows that a test holds, of all systems. */
function readRows() {
  const coverage = readCoverage(readFileSync(join(root, "docs", "coverage.yaml"), "utf8"));
  const all = Object.entries(coverage).flatMap(([system, list]) => list.map((one) => ({ system, ...one })));
  return values.break ? all.filter(({ key, test }) => key && test) : all;
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
      const at = `${place.source.name}: ${path}`;
      const said = scenario.data.sources?.find((/** @type {{ name: string }} */ one) => one.name === source)?.is;
      const title = [said?.author, said?.title, said?.publisher].filter(Boolean).join(", ");
      found.set(at, { path: at, text, tag, source, where, title });
    }
  }
  return [...found.values()];
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
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const left = [...list];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(next() * left.length), 1)[0],
  );
}

/**
 * Breaks each key of each row, runs what the row cites, and puts the file back.
 * @param {ReturnType<typeof readRows>} some
 */
function breakAll(some) {
  return some.flatMap(({ key, test }) => listOf(key).map((one) => breakOne(one, listOf(test))));
}

/**
 * @param {string} key `scenario:dotted.path`
 * @param {readonly string[]} tests `file > title`
 */
function breakOne(key, tests) {
  const [name, path] = key.split(":");
  const file = fileOf(name, path.split("."));
  if (!file) return { key, fails: false, how: "no file holds it" };
  const text = readFileSync(file.path, "utf8");
  const how = breakIn(file.document, file.at);
  try {
    writeFileSync(file.path, file.document.toString({ lineWidth: 0 }));
    writeShipped(root);
    return { key, fails: tests.some((one) => !passes(one)), how };
  } finally {
    writeFileSync(file.path, text);
    writeShipped(root);
  }
}

/**
 * The file in which a key of a scenario stands: its own, a catalogue that it uses, or one that it extends.
 * @param {string} name
 * @param {readonly string[]} at
 * @returns {{ path: string, document: import("yaml").Document, at: readonly string[] } | undefined}
 */
function fileOf(name, at) {
  const path = join(root, "scenarios", `${name}.yaml`);
  const catalogue = join(root, "scenarios", "catalogues", `${name}.yaml`);
  const there = existsSync(path) ? path : catalogue;
  if (!existsSync(there)) return undefined;
  const document = parseDocument(readFileSync(there, "utf8"));
  if (document.hasIn(at)) return { path: there, document, at };
  const { uses, extends: parent } = document.toJS();
  for (const next of [...listOf(uses), ...listOf(parent)]) {
    const found = fileOf(next, at);
    if (found) return found;
  }
  return undefined;
}

/**
 * Changes what stands at a key by as little as can be seen: a number by one or a hundredth, and what is no number is left out.
 * @param {import("yaml").Document} document
 * @param {readonly string[]} at
 * @returns {string} what was done
 */
function breakIn(document, at) {
  const node = document.getIn(at, true);
  const inner = isMap(node) && node.has("is") ? [...at, "is"] : at;
  const value = document.getIn(inner, true);
  const written = isScalar(value) ? String(value.value) : undefined;
  const figure = written?.match(/\d[\d_]*(\.\d+)?/);
  if (written !== undefined && figure && typeof (/** @type {import("yaml").Scalar} */ (value).value) !== "boolean") {
    const moved = moveFigure(figure[0]);
    const changed = written.replace(figure[0], moved);
    document.setIn(inner, Number.isNaN(Number(changed)) ? changed : Number(changed));
    return `${written} to ${changed}`;
  }
  document.deleteIn(at);
  return "left out";
}

/** @param {string} written such as 800_000 or 4.5 */
function moveFigure(written) {
  const value = Number(written.replaceAll("_", ""));
  const decimals = written.split(".")[1]?.length ?? 0;
  const step = Math.max(10 ** -decimals, Math.abs(value) / 50);
  return (value + step).toFixed(decimals);
}

/** @param {string} named `file > title` */
function passes(named) {
  const [file, ...title] = named.split(" > ");
  const pattern = title
    .join(" > ")
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/%[sidj]/g, ".+");
  const { status } = spawnSync("npx", ["vitest", "run", file, "-t", pattern], { cwd: root, stdio: "ignore" });
  return status === 0;
}
