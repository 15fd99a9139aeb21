import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { refresh } from "./build.js";

// What each mechanism of a shipped scenario does: the world as it is against the same people with the same luck in a world
// without it. Writes the tables of docs/MODEL.md between its two marks, of these scenarios alone; without --write they are
// printed.
//
//     node scripts/mechanisms.js --scenario suining --twins 20 --people 100000 --write

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({
  options: {
    scenario: { type: "string", multiple: true, default: ["suining", "sesame", "national", "rongcheng"] },
    twins: { type: "string", default: "20" },
    people: { type: "string", default: "100000" },
    threads: { type: "string", default: "2" },
    write: { type: "boolean", default: false },
  },
});
const [twins, people] = [Number(values.twins), Number(values.people)];
const outcome = refresh(root);
if (!outcome.ok) throw new Error(outcome.message);
/** @param {string} path of a module of the library */
const load = (path) => import(pathToFileURL(join(/** @type {{ folder: string }} */ (outcome).folder, path)).href);
const { readScenario, readShipped, run, shippedLibrary } = await load("index.js");
const { calendarOf } = await load("model/time/time.js");
const { interval } = await load("results/intervals.js");

for (const name of values.scenario) {
  const table = await tableOf(name);
  if (values.write) put(name, table);
  else console.log(`${table}\n`);
}

/**
 * Every mechanism that a scenario has, and what leaves it out.
 * @param {import("../src/index.ts").Scenario} scenario
 * @returns {[name: string, reform: { remove?: string[], set?: Record<string, unknown> }][]}
 */
function mechanismsOf({ data, text }) {
  /** @type {[string, { remove?: string[], set?: Record<string, unknown> }][]} */
  const found = [];
  /** @param {readonly { readonly name: string }[] | undefined} list */
  const names = (list) => (list ?? []).map(({ name }) => name);
  const responses = names(data.response);
  if (responses.length > 0) found.push(["nobody responds", { remove: ["response"] }]);
  if (responses.length > 1)
    for (const name of responses) found.push([`response.${name}`, { remove: [`response.${name}`] }]);
  for (const { name, is } of data.consequences ?? [])
    if (is.blocks) found.push([`consequences.${name}.blocks`, { remove: [`consequences.${name}.blocks`] }]);
  for (const { name, is } of data.places ?? [])
    if (is.first) found.push([`places.${name}.first`, { remove: [`places.${name}.first`] }]);
  for (const name of names(data.redress)) found.push([`redress.${name}`, { remove: [`redress.${name}`] }]);
  for (const { name, is } of data.channels ?? [])
    if (is.misattribution)
      found.push([`channels.${name}.misattribution`, { remove: [`channels.${name}.misattribution`] }]);
  for (const key of ["decay", "friends", "shown"])
    if (Object.hasOwn(data.scheme ?? {}, key)) found.push([`scheme.${key}`, { remove: [`scheme.${key}`] }]);
  if (data.friendship) {
    // Whoever responds by dropping friends has none to drop then.
    const written = Object.entries(JSON.parse(text).response ?? {});
    const ofFriends = written.filter(([, { of }]) => [of].flat().some((one) => /^(dropped|mended)/.test(one)));
    found.push(["friendship", { remove: ["friendship", ...ofFriends.map(([name]) => `response.${name}`)] }]);
  }
  for (const { name, is } of data.state ?? []) {
    const rule = is.update?.text ?? "";
    if (rule.includes("friends_mean"))
      found.push([`friends in state.${name}`, { set: { [`state.${name}.update`]: alone(rule) } }]);
  }
  return found;
}

/**
 * A rule in which nothing is felt of friends, and whoever asks for their mean of what is their own has that.
 * @param {string} rule
 */
function alone(rule) {
  return rule.replace(/friends_mean\((\w+)\) - \1/g, "0").replace(/friends_mean\(\w+\)/g, "0");
}

/**
 * Means over a run of each of a scenario's own measures, of everyone, and acts of what the scheme counts, a year.
 * @param {import("../src/index.ts").Scenario} scenario
 * @param {number} seed
 */
async function figuresOf(scenario, seed) {
  const { results } = await run(scenario, { seed, people, threads: Number(values.threads) });
  /** @type {Map<string, number>} */
  const figures = new Map();
  const { data } = scenario;
  const years = results.ticks / calendarOf(data.time).ticksPerYear;
  for (const { name } of data.measures ?? []) figures.set(name, results.total(name));
  for (const { name } of data.scheme?.points ?? [])
    figures.set(`${name}, a person and year`, results.total(`acts.${name}`) / people / years);
  return figures;
}

/** @param {string} name */
async function tableOf(name) {
  const base = readShipped(name);
  const controls = [];
  for (let seed = 1; seed <= twins; seed++) controls.push(await figuresOf(base, seed));
  const rows = [];
  for (const [mechanism, { remove, set }] of mechanismsOf(base)) {
    const parts = [
      `extends: ${name}`,
      "title: without",
      ...(remove ? [`remove: ${JSON.stringify(remove)}`] : []),
      ...(set ? [`reform: { name: without, because: to see what it does, set: ${JSON.stringify(set)} }`] : []),
    ];
    const other = readScenario(`${parts.join("\n")}\n`, { library: shippedLibrary });
    /** @type {Map<string, number>[]} */
    const without = [];
    for (let seed = 1; seed <= twins; seed++) without.push(await figuresOf(other, seed));
    rows.push(...rowsOf(mechanism, controls, without));
    console.error(`${name}: ${mechanism}`);
  }
  return [
    `**${base.title}** (\`${name}\`), ${twins} twins of ${people.toLocaleString("en")} people: with it, without it, and the difference that it makes (95 %), where that is more than twice its margin.`,
    "",
    "| mechanism | measure | with | without | difference |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/**
 * The four measures that a mechanism changes most surely; a row that says so where there is none.
 * @param {string} mechanism
 * @param {readonly Map<string, number>[]} controls
 * @param {readonly Map<string, number>[]} without
 */
function rowsOf(mechanism, controls, without) {
  const found = [...controls[0].keys()].flatMap((measure) => {
    const pairs = controls.map((one, i) => [one.get(measure), without[i].get(measure)]);
    if (!pairs.every((pair) => pair.every((figure) => Number.isFinite(figure)))) return [];
    const difference = interval(pairs.map(([a, b]) => /** @type {number} */ (a) - /** @type {number} */ (b)));
    const [a, b] = [0, 1].map((i) => pairs.reduce((sum, pair) => sum + /** @type {number} */ (pair[i]), 0) / twins);
    // So many measures are looked at that one in twenty would lie outside its 95 % interval: twice its margin is asked for.
    const isSure = Math.abs(difference.mean) > difference.to - difference.from;
    const surety = Math.abs(difference.mean) / Math.max(difference.to - difference.from, 1e-12);
    return isSure ? [{ measure, a, b, difference, surety }] : [];
  });
  if (found.length === 0) return [`| ${mechanism} | nothing that these twins could see | | | |`];
  return found
    .sort((x, y) => y.surety - x.surety)
    .slice(0, 4)
    .map(({ measure, a, b, difference }, i) => {
      const [mean, from, to] = [difference.mean, difference.from, difference.to].map(shown);
      return `| ${i === 0 ? mechanism : ""} | ${measure} | ${shown(a)} | ${shown(b)} | ${mean} (${from} to ${to}) |`;
    });
}

/** @param {number} figure */
function shown(figure) {
  return String(Number(figure.toPrecision(3))).replace("-", "−");
}

/**
 * @param {string} name
 * @param {string} table
 */
function put(name, table) {
  const path = join(root, "docs", "MODEL.md");
  const [from, to] = ["<!-- mechanisms: from here on by scripts/mechanisms.js -->\n", "<!-- mechanisms: to here -->\n"];
  const model = readFileSync(path, "utf8");
  const [start, end] = [model.indexOf(from) + from.length, model.indexOf(to)];
  if (start < from.length || end < start)
    throw new Error(`docs/MODEL.md has no marks: ${from.trim()} and ${to.trim()}`);
  const isOf = (/** @type {string} */ one) => one.includes(`(\`${name}\`)`);
  const before = model
    .slice(start, end)
    .trim()
    .split(/\n\n(?=\*\*)/)
    .filter((one) => one !== "");
  const tables = before.some(isOf) ? before.map((one) => (isOf(one) ? table : one)) : [...before, table];
  writeFileSync(path, `${model.slice(0, start)}\n${tables.join("\n\n")}\n\n${model.slice(end)}`);
}
