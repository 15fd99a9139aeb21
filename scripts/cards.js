import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { refresh } from "./build.js";

/** @typedef {typeof import("../src/index.ts")} Library */

const root = fileURLToPath(new URL("../", import.meta.url));
const answersFile = join(root, "studio", "answers.json");
/** The first card is large, and has a picture with more people in it. */
const first = "suining";
const people = 4000;
const seed = 1;
const frames = 48;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** @returns {Promise<Library>} */
async function library() {
  const outcome = refresh(root);
  if (!outcome.ok) throw new Error(outcome.message);
  return await import(pathToFileURL(join(outcome.folder, "index.js")).href);
}

/**
 * Writes what the gallery shows of each shipped scenario: `index.json`, and a living picture each.
 * @param {string} folder
 */
export async function writeCards(folder) {
  const outcome = refresh(root);
  if (!outcome.ok) throw new Error(outcome.message);
  const text = [
    outcome.folder,
    readFileSync(answersFile, "utf8"),
    readFileSync(fileURLToPath(import.meta.url), "utf8"),
  ];
  const digest = createHash("sha256").update(text.join("\n")).digest("hex");
  const kept = join(folder, "made-of.txt");
  // Recorded once of a library and its answers.
  if (existsSync(kept) && readFileSync(kept, "utf8") === digest) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { readShipped, shippedNames } = await library();
  const answers = JSON.parse(readFileSync(answersFile, "utf8"));
  const cards = [];
  for (const name of [first, ...shippedNames().filter((one) => one !== first)]) {
    const scenario = readShipped(name);
    const [across, down] = name === first ? [64, 36] : [32, 18];
    const picture = await recorded(scenario, across, down);
    if (picture) writeFileSync(join(folder, `${name}.json`), JSON.stringify(picture));
    // What a scenario answered before it was changed is no answer of it.
    const isStale = answers[name] !== undefined && answers[name].scenarioHash !== scenario.hash;
    if (isStale) console.error(`the answer of ${name} is that of another: node scripts/cards.js --answers ${name}`);
    const answer = isStale ? null : (answers[name] ?? null);
    cards.push({
      name,
      title: scenario.title,
      about: (scenario.data.about ?? "").split(/(?<=\.)\s/)[0],
      people: scenario.data.population.size.amount,
      asks: answer?.asks ?? "",
      answer,
      picture: picture ? { is: picture.is, says: picture.says.replaceAll("_", " ") } : null,
    });
  }
  writeFileSync(join(folder, "index.json"), JSON.stringify(cards));
  writeFileSync(kept, digest);
}

/**
 * A small run as a picture: of each person sampled one of 64 levels of what the system keeps of them, frame by frame.
 * @param {import("../src/index.ts").Scenario} scenario
 * @param {number} across
 * @param {number} down
 */
async function recorded(scenario, across, down) {
  const { openWorld } = await library();
  const world = await openWorld(scenario, { people, seed, threads: 1, backend: "auto" });
  try {
    const seen = seenIn(world);
    if (!seen) return undefined;
    const every = world.ticks / frames;
    const shown = across * down;
    const taken = [];
    for (let frame = 0; frame <= frames; frame++) {
      while (world.tick < Math.round(frame * every)) await world.step();
      const { pieces, lowest } = world.cells(seen.column);
      const all = pieces.flatMap((piece) => Array.from(piece, (cell) => lowest + cell));
      taken.push(Array.from({ length: shown }, (_, i) => seen.of(all[Math.floor((i * world.people) / shown)] ?? 0)));
    }
    const share = seen.is === "list" ? (/** @type {number} */ value) => value : placesOf(taken.flat());
    const letter = (/** @type {number} */ value) => letters[Math.round(63 * share(value))];
    return {
      across,
      down,
      says: seen.says,
      is: seen.is,
      people,
      seed,
      ticks: world.ticks,
      frames: taken.map((frame) => frame.map(letter).join("")),
    };
  } finally {
    world.close();
  }
}

/**
 * Where a value stands among all that occur in a run, from 0 to 1: on a scale of its own most would look alike.
 * @param {number[]} values
 */
function placesOf(values) {
  const sorted = values.sort((a, b) => a - b);
  /** @type {Map<number, number>} */
  const last = new Map(sorted.map((value, i) => [value, i / Math.max(1, sorted.length - 1)]));
  const [least = 0] = last.values();
  return (/** @type {number} */ value) => ((last.get(value) ?? 0) - least) / Math.max(1e-9, 1 - least);
}

/**
 * What is looked at: the score, or who is on a list, or what people own of a number.
 * @param {import("../src/index.ts").WorldUnderWay} world
 */
function seenIn({ legend, plan }) {
  const [{ score, lists, states, traits }] = legend.kinds;
  const [list] = lists;
  if (score) return { is: "scale", says: "score", ...scaled(plan, score.column) };
  if (list)
    return { is: "list", says: list.name, column: list.left, of: (/** @type {number} */ left) => (left > 0 ? 1 : 0) };
  // The number that can be told apart most finely says most of a life.
  const fine = (/** @type {{ column: import("../src/index.ts").ColumnRef }} */ { column }) => {
    const found = plan.columns.find(({ name }) => name === column);
    return found ? found.highest - found.lowest : 0;
  };
  const [one] = (states.length > 0 ? [...states] : traits.filter(({ words }) => !words)).sort(
    (a, b) => fine(b) - fine(a),
  );
  return one && { is: "scale", says: one.name, ...scaled(plan, one.column) };
}

/**
 * @param {import("../src/index.ts").Plan} plan
 * @param {import("../src/index.ts").ColumnRef} column
 */
function scaled({ columns }, column) {
  const found = columns.find(({ name }) => name === column);
  if (!found) throw new Error(`there is no column ${column}`);
  return { column, of: (/** @type {number} */ units) => found.offset + units * found.resolution };
}

/** Which question stands on a card, where it is not the first. @type {Readonly<Record<string, string>>} */
const asked = { suining: "pays" };

/** What a card keeps of an answer. */
const onCard = /** @type {const} */ ([
  "asks",
  "answer",
  "says",
  "against",
  "value",
  "difference",
  "relative",
  "twins",
  "firstSeed",
  "people",
  "ticks",
]);

/**
 * Answers a question of each shipped scenario anew, from twins: `studio/answers.json`. It takes minutes.
 * @param {readonly string[]} names of scenarios; all where there are none
 */
async function writeAnswers(names) {
  const { answerQuestions, readShipped, shippedNames } = await library();
  /** @type {Record<string, unknown>} */
  const answers = names.length > 0 ? JSON.parse(readFileSync(answersFile, "utf8")) : {};
  for (const name of names.length > 0 ? names : shippedNames()) {
    const scenario = readShipped(name);
    const question = scenario.questions.find((one) => one.name === asked[name]) ?? scenario.questions[0];
    if (!question) continue;
    const { answers: given } = await answerQuestions(scenario, { questions: [question.name], twins: 8, threads: 1 });
    const [answer] = given;
    if (!answer) continue;
    const told = Object.fromEntries(onCard.map((key) => [key, answer[key]]));
    answers[name] = { scenarioHash: scenario.hash, ...told };
    console.error(`${name}: ${answer.asks} ${answer.says}`);
  }
  writeFileSync(answersFile, `${JSON.stringify(answers, undefined, 2)}\n`);
}

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  if (argv.includes("--answers")) await writeAnswers(argv.slice(2).filter((one) => !one.startsWith("--")));
  else await writeCards(join(root, "studio", "public", "cards"));
}
