import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plugin } from "vite";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
import { root } from "../tidy/tree.ts";
import type { Mutant } from "./mutants.ts";
import { noted } from "./noted.ts";

/** What is asked of a session. */
export type Ask =
  | {
      readonly kind: "open";
      readonly tests: readonly string[];
      readonly mutants: readonly Mutant[];
      readonly record: boolean;
    }
  | { readonly kind: "try"; readonly mutant: Mutant; readonly tests: readonly string[] };

/** What it answers: which tests reach which mutants (by place) and how long they take, or whether a mutant was seen. */
export type Answer =
  | { readonly kind: "ready"; readonly failed: readonly string[]; readonly reached: readonly Reached[] }
  | { readonly kind: "tried"; readonly seenBy: string | undefined };

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
  const folder = mkdtempSync(join(tmpdir(), "mutants-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const desk = new Desk(folder);
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
  readonly #folder: string;
  #vitest: Vitest | undefined;
  #specifications = new Map<string, TestSpecification>();
  /** Texts that stand in the place of files, by path. */
  #texts = new Map<string, string>();
  #order: readonly string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  async answer(ask: Ask): Promise<Answer> {
    if (ask.kind === "try") return { kind: "tried", seenBy: await this.#try(ask.mutant, ask.tests) };
    return this.#open(ask.tests, ask.mutants, ask.record);
  }

  async #open(tests: readonly string[], mutants: readonly Mutant[], record: boolean): Promise<Answer> {
    if (!record) {
      await this.#start(tests, false);
      return { kind: "ready", failed: [], reached: [] };
    }
    for (const path of new Set(mutants.map((one) => one.path))) {
      const places = mutants.flatMap((one, i): [number, number][] => (one.path === path ? [[i, one.start]] : []));
      this.#texts.set(path, noted(path, readFileSync(join(root, path), "utf8"), new Map(places)));
    }
    await this.#start(tests, true);
    const { testModules } = await this.#run(tests);
    const failed = testModules.filter((one) => !one.ok()).map(({ moduleId }) => pathOf(moduleId));
    const reached = testModules.map((one): Reached => {
      const milliseconds = one.diagnostic().duration + one.diagnostic().collectDuration;
      return { test: pathOf(one.moduleId), milliseconds, mutants: this.#notesOf(pathOf(one.moduleId)) };
    });
    await this.#vitest!.close();
    return { kind: "ready", failed, reached };
  }

  #notesOf(test: string): number[] {
    const name = `${encodeURIComponent(test)}.json`;
    return readdirSync(this.#folder).includes(name) ? JSON.parse(readFileSync(join(this.#folder, name), "utf8")) : [];
  }

  async #start(tests: readonly string[], isolate: boolean): Promise<void> {
    const desk = this;
    const plugin: Plugin = {
      name: "mutants",
      enforce: "pre",
      load: (id) => desk.#texts.get(pathOf(id.split("?")[0]!)),
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
        reporters: [{}],
        isolate,
        maxWorkers: 1,
        fileParallelism: false,
        bail: isolate ? 0 : 1,
        // A fault that only a minute shows is not one that a test sees.
        testTimeout: 30_000,
        setupFiles: isolate ? [join(root, "test/mutation/notes.ts")] : [],
        env: { MUTANT_NOTES: this.#folder },
        sequence: { sequencer: Given },
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

  /** The first test that fails with a mutant in the sources; undefined where all pass. */
  async #try(mutant: Mutant, tests: readonly string[]): Promise<string | undefined> {
    const text = readFileSync(join(root, mutant.path), "utf8");
    this.#texts = new Map([[mutant.path, text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end)]]);
    this.#vitest!.invalidateFile(join(root, mutant.path));
    const { testModules, unhandledErrors } = await this.#run(tests);
    this.#texts = new Map();
    this.#vitest!.invalidateFile(join(root, mutant.path));
    const failed = testModules.find((one) => one.state() === "failed");
    if (failed) return pathOf(failed.moduleId);
    return unhandledErrors.length > 0 ? "(outside of any test)" : undefined;
  }
}

function pathOf(id: string): string {
  return id.startsWith(`${root}/`) ? id.slice(root.length + 1) : id;
}
