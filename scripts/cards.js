import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { refresh } from "./build.js";
import { openAside } from "./put.js";

/** @typedef {typeof import("../src/index.ts")} Library */

const root = fileURLToPath(new URL("../", import.meta.url));
const answersFile = join(root, "studio", "answers.json");
/** The first card is large, and has a picture with more people in it. */
const first = "suining";
const people = 4000;
const seed = 1;
const frames = 48;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** What a thread is told that records pictures. */
const records = "records pictures of the gallery";

/** @type {Promise<Library> | undefined} */
let loaded;

function library() {
  loaded ??= load();
  return loaded;
}

/** @returns {Promise<Library>} */
async function load() {
  const outcome = refresh(root);
  if (!outcome.ok) throw new Error(outcome.message);
  return await import(pathToFileURL(join(outcome.folder, "index.js")).href);
}

/**
 * Finds or makes what the gallery shows of each shipped scenario: `index.json`, and a living picture each. Recorded once of a
 * library and its answers, in a folder of `dist` of their own, which is removed like an old build.
 * @returns {Promise<string>} the folder
 */
export async function cardsFolder() {
  const outcome = refresh(root);
  if (!outcome.ok) throw new Error(outcome.message);
  const text = [
    outcome.folder,
    readFileSync(answersFile, "utf8"),
    readFileSync(fileURLToPath(import.meta.url), "utf8"),
  ];
  const digest = createHash("sha256").update(text.join("\n")).digest("hex");
  const folder = join(root, "dist", `cards-${digest.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const aside = openAside(root);
  try {
    await writeCards(join(aside, "cards"));
    // Whoever made the same meanwhile has made it as well.
    if (!existsSync(folder)) renameSync(join(aside, "cards"), folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} folder */
async function writeCards(folder) {
  mkdirSync(folder, { recursive: true });
  const { readShipped, shippedNames } = await library();
  const answers = JSON.parse(readFileSync(answersFile, "utf8"));
  const names = [first, ...shippedNames().filter((one) => one !== first)];
  const pictures = await recordedAside(names);
  const cards = [];
  for (const name of names) {
    const scenario = readShipped(name);
    const picture = pictures.get(name);
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
}

/** @typedef {Awaited<ReturnType<typeof recorded>>} Recorded */

/**
 * Records the pictures of scenarios, as many at once as there are processors.
 * @param {readonly string[]} names
 * @returns {Promise<ReadonlyMap<string, Recorded>>}
 */
async function recordedAside(names) {
  /** @type {Map<string, Recorded>} */
  const pictures = new Map();
  const left = [...names];
  const work = () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        const worker = new Worker(fileURLToPath(import.meta.url), { workerData: records });
        const next = () => {
          const name = left.shift();
          if (name === undefined) void worker.terminate().then(() => resolve());
          else worker.postMessage(name);
        };
        worker.on("message", ([name, picture]) => {
          pictures.set(name, picture);
          next();
        });
        worker.on("error", reject);
        next();
      })
    );
  await Promise.all(Array.from({ length: Math.min(names.length, availableParallelism()) }, work));
  return pictures;
}

/** In a thread of its own: records what it is told to, until it is ended. */
function recordWhatIsAsked() {
  parentPort?.on("message", async (name) => {
    const [across, down] = name === first ? /** @type {const} */ ([64, 36]) : /** @type {const} */ ([32, 18]);
    const { readShipped } = await library();
    parentPort?.postMessage([name, await recorded(readShipped(name), across, down)]);
  });
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

if (workerData === records) recordWhatIsAsked();
else if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  if (argv.includes("--answers")) await writeAnswers(argv.slice(2).filter((one) => !one.startsWith("--")));
  else console.log(await cardsFolder());
}
