import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { createVitest, type Reporter, type TestModule, type TestSpecification, type Vitest } from "vitest/node";
import config from "../../vitest.config.ts";
import { root } from "../tidy/tree.ts";
import type { Mutant } from "./mutants.ts";
import { noted } from "./noted.ts";

/** What is set up before every file of tests. */
const usual = [config.test?.setupFiles ?? []].flat();

/** What is asked of a session. */
export type Ask =
  /** Tests to choose from. */
  | { readonly kind: "open"; readonly tests: readonly string[] }
  /** All tests once; `folder` is for notes. */
  | {
      readonly kind: "record";
      readonly tests: readonly string[];
      readonly mutants: readonly Mutant[];
      readonly folder: string;
    }
  | { readonly kind: "try"; readonly mutant: Mutant; readonly tests: readonly string[] };

/** What it answers: that it is ready, which tests come by which mutants and how long they take, or who saw a mutant. */
export type Answer =
  | { readonly kind: "open" }
  | { readonly kind: "record"; readonly failed: readonly string[]; readonly reached: readonly Reached[] }
  | { readonly kind: "try"; readonly seenBy: string | undefined };

/** The mutants, by place, that a test file comes by. */
export interface Reached {
  readonly test: string;
  readonly milliseconds: number;
  readonly mutants: readonly number[];
}

/**
 * A test runner that stays open, in a process of its own: an endless loop ends with the process. Sources are handed to it
 * with one mutant in them, or with a note taken wherever a mutant would be.
 */
export async function openSession(): Promise<void> {
  const desk = new Desk();
  process.on("message", (ask: Ask) => {
    desk.answer(ask).then(
      (answer) => process.send!(answer),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  // Whoever asked is gone.
  process.on("disconnect", () => process.exit(0));
}

class Desk {
  #vitest: Vitest | undefined;
  #specifications = new Map<string, TestSpecification>();
  /** Texts that stand in the place of files, by path. */
  #texts = new Map<string, string>();
  #order: readonly string[] = [];
  #isTrying = false;
  #seenBy: string | undefined;

  async answer(ask: Ask): Promise<Answer> {
    if (ask.kind === "try") return { kind: "try", seenBy: await this.#try(ask.mutant, ask.tests) };
    if (ask.kind === "record") return this.#record(ask);
    await this.#start(ask.tests);
    return { kind: "open" };
  }

  async #record({ tests, mutants, folder }: Extract<Ask, { kind: "record" }>): Promise<Answer> {
    for (const path of new Set(mutants.map((one) => one.path))) {
      const places = mutants.flatMap((one, i): [number, number][] => (one.path === path ? [[i, one.start]] : []));
      this.#texts.set(path, noted(path, readFileSync(join(root, path), "utf8"), new Map(places)));
    }
    await this.#start(tests, folder);
    const { testModules } = await this.#run(tests);
    const failed = testModules.filter((one) => !one.ok()).map(({ moduleId }) => pathOf(moduleId));
    const notes = readdirSync(folder);
    const reached = testModules.map((one): Reached => {
      const test = pathOf(one.moduleId);
      const name = `${encodeURIComponent(test)}.json`;
      const { duration, collectDuration } = one.diagnostic();
      const called = notes.includes(name) ? JSON.parse(readFileSync(join(folder, name), "utf8")) : [];
      return { test, milliseconds: duration + collectDuration, mutants: called };
    });
    await this.#vitest!.close();
    return { kind: "record", failed, reached };
  }

  /** With a folder for notes each file of tests has its sources to itself; without one they share them, which is quicker. */
  async #start(tests: readonly string[], folder?: string): Promise<void> {
    const isolate = folder !== undefined;
    const desk = this;
    const plugin: Plugin = {
      name: "mutants",
      enforce: "pre",
      load: (id) => desk.#texts.get(pathOf(id.split("?")[0]!)),
    };
    // Not by `bail`, which counts what failed in runs before this one too.
    const reporter: Reporter = {
      onTestCaseResult: (test) => {
        if (test.result().state === "failed") desk.#see(test.module, test.result().errors);
      },
      onTestModuleEnd: (module) => {
        if (module.state() === "failed") desk.#see(module, module.errors());
      },
    };
    class Given {
      shard(files: TestSpecification[]): TestSpecification[] {
        return files;
      }
      sort(files: TestSpecification[]): TestSpecification[] {
        const place = (one: TestSpecification): number => desk.#order.indexOf(pathOf(one.moduleId));
        return [...files].sort((a, b) => place(a) - place(b));
      }
    }
    this.#vitest = await createVitest(
      "test",
      {
        root,
        watch: false,
        include: [...tests],
        reporters: [reporter],
        isolate,
        maxWorkers: 1,
        fileParallelism: false,
        // On a busy machine a test that takes its time must not pass for one that has seen something.
        testTimeout: 180_000,
        // One after the other: what is usual loads sources, and these may take notes as they are loaded.
        setupFiles: [...(isolate ? [join(root, "test/mutation/notes.ts")] : []), ...usual],
        env: { MUTANT_NOTES: folder ?? "" },
        sequence: { sequencer: Given, setupFiles: "list" },
      },
      { plugins: [plugin], logLevel: "error" },
    );
    await this.#vitest.standalone();
    const found = await this.#vitest.globTestSpecifications();
    this.#specifications = new Map(found.map((one) => [pathOf(one.moduleId), one]));
  }

  async #run(tests: readonly string[]): ReturnType<Vitest["runTestSpecifications"]> {
    this.#order = tests;
    return this.#vitest!.runTestSpecifications(tests.map((test) => this.#specifications.get(test)!));
  }

  /** The first file in which a test fails with a mutant in the sources, and how; undefined where all pass. */
  async #try(mutant: Mutant, tests: readonly string[]): Promise<string | undefined> {
    const text = readFileSync(join(root, mutant.path), "utf8");
    this.#texts = new Map([[mutant.path, text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end)]]);
    this.#vitest!.invalidateFile(join(root, mutant.path));
    this.#seenBy = undefined;
    this.#isTrying = true;
    const { unhandledErrors } = await this.#run(tests);
    this.#isTrying = false;
    this.#texts = new Map();
    this.#vitest!.invalidateFile(join(root, mutant.path));
    if (this.#seenBy === undefined && unhandledErrors.length > 0) return `no test: ${unhandledErrors[0]}`;
    return this.#seenBy;
  }

  /** Takes down the first that fails, and ends the run. */
  #see(module: TestModule, errors: readonly { message: string }[] | undefined): void {
    if (!this.#isTrying || this.#seenBy !== undefined) return;
    this.#seenBy = `${pathOf(module.moduleId)}: ${errors?.[0]?.message.split("\n")[0]}`;
    void this.#vitest!.cancelCurrentRun("test-failure");
  }
}

function pathOf(id: string): string {
  return id.startsWith(`${root}/`) ? id.slice(root.length + 1) : id;
}
