import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { chdir } from "node:process";
import { pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import { breaksOf } from "./breaks.js";
import { build, refresh } from "./build.js";
import { listOf } from "./scenarios.js";
import { writeShipped } from "./shipped.js";

// Breaks each key of some rows of coverage, in turn, and runs the tests that the row cites: one that passes all the same
// cannot fail. All of it is done in a copy of the clone, so that nothing broken is ever left behind.

/**
 * What became of a broken key: a cited test fails, none does, or each way to break it makes a file that is refused.
 * @typedef {object} Broken
 * @property {string} key `scenario:dotted.path`
 * @property {"fails" | "PASSES" | "refused"} came
 * @property {string} how what was done to it
 * @property {string} by the test that failed first, or what was said
 *
 * @typedef {{ says: string, key?: string | string[], test?: string | string[] }} Row
 * @typedef {import("vitest/node").Vitest} Vitest
 * @typedef {Pick<typeof import("../src/index.ts"), "readScenario">} Library
 */

/**
 * @param {string} root folder of the clone
 * @param {readonly Row[]} rows
 * @param {(count: number) => number} draw a place below a count
 * @param {(row: Row, broken: Broken) => void} tell called for each key as it comes
 */
export async function breakClaims(root, rows, draw, tell) {
  const bench = await Bench.open(root);
  try {
    for (const row of rows) {
      await bench.mustPass(listOf(row.test));
      for (const key of listOf(row.key)) tell(row, await bench.breakOne(key, listOf(row.test), draw));
    }
  } finally {
    await bench.close();
  }
}

/** What a copy need not have. */
const left = new Set(["node_modules", ".git", "dist", "builds", "coverage"]);

/** A copy of the clone with one process that runs tests in it. */
class Bench {
  /**
   * @param {string} root folder of the copy
   * @param {Vitest} vitest
   * @param {Library} library of the clone, to say what a text comes to
   */
  constructor(root, vitest, library) {
    this.root = root;
    this.vitest = vitest;
    this.library = library;
    /** Tests that pass where nothing is broken. @type {Set<string>} */
    this.passed = new Set();
  }

  /** @param {string} clone */
  static async open(clone) {
    const built = refresh(clone);
    if (!built.ok) throw new Error(built.message);
    const library = await import(pathToFileURL(join(built.folder, "index.js")).href);
    const root = mkdtempSync(join(tmpdir(), "glasshouse-claims-"));
    cpSync(clone, root, { recursive: true, filter: (path) => !left.has(relative(clone, path).split(/[\\/]/)[0]) });
    symlinkSync(join(clone, "node_modules"), join(root, "node_modules"), "junction");
    // Every file is written as a broken one will be, so that what a test sees of a break is the break alone.
    for (const path of scenarioFiles(root))
      writeFileSync(path, parseDocument(readFileSync(path, "utf8")).toString(flow));
    writeFileSync(join(root, "test", "asWritten.ts"), guard);
    // Tests begin where the process stands.
    chdir(root);
    const { createVitest } = await import("vitest/node");
    const vitest = await createVitest("test", {
      ...{ root, config: false, watch: false, pool: "threads", maxWorkers: 1, reporters: [{}], passWithNoTests: true },
      ...{ include: ["test/**/*.test.ts"], setupFiles: ["test/asWritten.ts", "test/setup.ts"] },
      // A busy machine is no fault of a sentence.
      ...{ testTimeout: 1_200_000, hookTimeout: 1_200_000 },
    });
    return new Bench(root, vitest, library);
  }

  async close() {
    await this.vitest.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /**
   * A test that fails of itself, or is not there, says nothing of a break.
   * @param {readonly string[]} tests
   */
  async mustPass(tests) {
    const unseen = tests.filter((one) => !this.passed.has(one));
    if (unseen.length === 0) return;
    const failed = await this.run(unseen);
    if (failed) throw new Error(`nothing is broken yet, and this fails: ${failed}`);
    for (const one of unseen) this.passed.add(one);
  }

  /**
   * @param {string} key
   * @param {readonly string[]} tests `file > title`
   * @param {(count: number) => number} draw
   * @returns {Promise<Broken>}
   */
  async breakOne(key, tests, draw) {
    const [name, path] = key.split(":");
    const file = fileOf(this.root, name, path.split("."));
    if (!file) return { key, came: "PASSES", how: "not broken", by: "no file holds it" };
    const text = readFileSync(file.path, "utf8");
    const whole = this.planOf(name).plan;
    /** @type {Broken} */
    let last = { key, came: "refused", how: "every way that was tried", by: "" };
    try {
      for (const { how, apply } of breaksOf(parseDocument(text), file.at, draw)) {
        const document = parseDocument(text);
        apply(document);
        writeFileSync(file.path, document.toString(flow));
        const { plan, refused } = this.planOf(name);
        const failed = refused ?? (await this.runInTurn(tests));
        // A file that is refused shows nothing of a test, and what is left out may be so without being said.
        if (refused || failed?.includes(": error[")) last = { ...last, by: `${how}: ${failed}` };
        else if (failed) return { key, came: "fails", how, by: failed };
        else {
          last = { key, came: "PASSES", how, by: "" };
          if (whole === undefined || plan !== whole) return last;
        }
      }
      return last;
    } finally {
      writeFileSync(file.path, text);
    }
  }

  /**
   * Runs tests one after the other: whoever cites a quick one first need not wait for the others.
   * @param {readonly string[]} tests
   * @returns {Promise<string | undefined>} the first that failed; undefined when all pass
   */
  async runInTurn(tests) {
    for (const one of tests) {
      const failed = await this.run([one]);
      if (failed) return failed;
    }
    return undefined;
  }

  /**
   * What a scenario comes to as it stands in the copy: texts of the same world come to the same.
   * @param {string} name
   * @returns {{ plan?: string, refused?: string }} neither for a catalogue, which is no world by itself
   */
  planOf(name) {
    const textOf = (/** @type {string} */ path) => {
      const whole = join(this.root, "scenarios", `${path}.yaml`);
      return existsSync(whole) ? readFileSync(whole, "utf8") : undefined;
    };
    const namesIn = (/** @type {string} */ folder) =>
      readdirSync(join(this.root, "scenarios", folder)).flatMap((one) =>
        one.endsWith(".yaml") ? [basename(one, ".yaml")] : [],
      );
    const text = name.includes("/") ? undefined : textOf(name);
    if (text === undefined) return {};
    const library = {
      shipped: textOf,
      shippedNames: () => namesIn(""),
      catalogue: (/** @type {string} */ one) => textOf(`catalogues/${one}`),
      catalogueNames: () => namesIn("catalogues"),
    };
    try {
      return { plan: JSON.stringify(this.library.readScenario(text, { name, library }).plan()) };
    } catch (error) {
      if (error instanceof Error && error.name === "ProblemError") return { refused: error.message.split("\n")[0] };
      throw error;
    }
  }

  /**
   * Runs tests by name, all in one process, with the scenarios as they stand.
   * @param {readonly string[]} tests
   * @returns {Promise<string | undefined>} the first that failed; undefined when all pass
   */
  async run(tests) {
    writeShipped(this.root);
    // What runs the program and not the sources reads a build.
    if (tests.some((one) => one.startsWith("test/cli/"))) build(this.root);
    this.vitest.invalidateFile(join(this.root, "src", "scenario", "shipped.ts"));
    /** @type {Map<string, string[]>} */
    const titles = new Map();
    for (const one of tests) {
      const [file, ...title] = one.split(" > ");
      titles.set(file, [...(titles.get(file) ?? []), patternOf(title.join(" "))]);
    }
    const project = this.vitest.getRootProject();
    const specifications = [...titles].map(([file, some]) =>
      project.createSpecification(
        join(this.root, file),
        { testNamePattern: new RegExp(`(${some.join("|")})$`) },
        // Those of the program change the folder, which a thread cannot.
        file.startsWith("test/cli/") ? "forks" : "threads",
      ),
    );
    this.vitest.state.clearErrors();
    const run = await this.vitest.runTestSpecifications(specifications);
    // What ran before is told again: only what ran now counts.
    const testModules = run.testModules.filter(({ moduleId }) =>
      specifications.some((one) => one.moduleId === moduleId),
    );
    const said = [...run.unhandledErrors, ...testModules.flatMap((one) => one.errors())].map((one) =>
      String(/** @type {Error} */ (one).message),
    );
    if (said.some((one) => one.includes(stale))) throw new Error(stale);
    const all = testModules.flatMap((one) => [...one.children.allTests()]);
    const ran = all.filter((one) => one.result().state !== "skipped");
    const failed = ran.find((one) => one.result().state === "failed");
    if (failed) return `${failed.name}: ${failed.result().errors?.[0]?.message.split("\n")[0] ?? ""}`;
    if (said.length > 0) return `a file of tests: ${said[0].split("\n")[0]}`;
    const missing = tests.find(
      (one) =>
        !ran.some(({ fullName }) => new RegExp(`${patternOf(one.split(" > ").slice(1).join(" > "))}$`).test(fullName)),
    );
    return missing && `no test is called so: ${missing}`;
  }
}

const flow = { lineWidth: 0 };
const stale = "the scenarios under test are not those that stand on the disk";

/** Before every file of tests: what is tested is what stands there, and nothing that was kept from before. */
const guard = `import { readdirSync, readFileSync } from "node:fs";
import { catalogues, shipped } from "../src/scenario/shipped.ts";
for (const [folder, texts] of [["scenarios", shipped], ["scenarios/catalogues", catalogues]] as const)
  for (const file of readdirSync(folder).filter((one) => one.endsWith(".yaml")))
    if (texts.get(file.replace(".yaml", "")) !== readFileSync(folder + "/" + file, "utf8")) throw new Error(${JSON.stringify(stale)});
`;

/** @param {string} title with %s for what differs from case to case */
function patternOf(title) {
  return title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/%[sidjf]/g, ".+");
}

/** @param {string} root */
function scenarioFiles(root) {
  return ["scenarios", join("scenarios", "catalogues")].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => join(root, folder, name)),
  );
}

/**
 * The file in which a key of a scenario stands: its own, a catalogue that it uses, or one that it extends.
 * @param {string} root
 * @param {string} name
 * @param {readonly string[]} at
 * @returns {{ path: string, at: readonly string[] } | undefined}
 */
function fileOf(root, name, at) {
  const path = join(root, "scenarios", `${name}.yaml`);
  const there = existsSync(path) ? path : join(root, "scenarios", "catalogues", `${basename(name)}.yaml`);
  if (!existsSync(there)) return undefined;
  const document = parseDocument(readFileSync(there, "utf8"));
  if (document.hasIn(at)) return { path: there, at };
  const { uses, extends: parent } = document.toJS();
  for (const next of [...listOf(uses), ...listOf(parent)]) {
    const found = fileOf(root, next, at);
    if (found) return found;
  }
  return undefined;
}
