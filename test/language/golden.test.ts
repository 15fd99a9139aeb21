import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { root } from "../tidy/tree.ts";
import { codesInSources, codesOf } from "./codes.ts";
import { browserLibrary, libraryOf, namesIn, textOf, writesGoldens } from "./folder.ts";

/** Codes that no file of a sensible size can give, and where they are tested. */
const notFiles: Readonly<Record<string, string>> = {
  "file-too-large": "a file of a megabyte or of 100,000 lines: test/scenario/yaml.test.ts",
  "too-many-nodes": "a file of 50,000 values: test/scenario/yaml.test.ts",
  "no-such-scenario": "a name that is given to readShipped, not a file",
  "unknown-path": "a path that is given to scenario.with, not a file",
  "needs-restart": "a change that is given to changesFrom, not a file",
  "value-not-plain": "a value that is given to scenario.with, not a file",
  "scenario-unread": "a scenario that is given to run, not a file: test/experiment/unread.test.ts",
  "bad-people": "a size that is given to scenario.plan, not a file",
  "bad-argument": "a value that is given to a function, not a file: test/line/odd.test.ts",
  "bad-ticks": "a length that is given to scenario.plan, not a file",
  "unknown-kind": "of kindOf, a shape that no part of the language uses yet: test/language/shape.test.ts",
};

const names = namesIn("test/bad", ".yaml");
const inSources = codesInSources();

function problemsOf(name: string): ProblemError {
  const library = name.startsWith("extends-no-files") ? browserLibrary() : libraryOf("test/bad");
  try {
    readScenario(textOf(`test/bad/${name}.yaml`), { name: `${name}.yaml`, library });
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error(`test/bad/${name}.yaml was read without a problem`);
}

describe("a bad scenario", () => {
  test.each(names)("%s gets its message, to the letter", (name) => {
    const { message } = problemsOf(name);
    const path = join(root, "test/bad", `${name}.txt`);
    if (writesGoldens) writeFileSync(path, `${message}\n`);
    expect(`${message}\n`).toBe(textOf(`test/bad/${name}.txt`));
  });

  test.each(names)("%s gets one that keeps to the style of all", (name) => {
    for (const { code, message, expected, nearest, remedy } of problemsOf(name).problems) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(message, "begins small and ends without a full stop").toMatch(/^([^A-Z]|[A-Z]\d).*[^.]$/s);
      for (const note of [message, expected ?? "", nearest ?? "", remedy ?? ""]) {
        expect(note).not.toMatch(/undefined|NaN|\[object|Infinity|RPAREN|EOF| {2}|one of $/);
      }
    }
  });
});

describe("messages", () => {
  test("have a file each, and every file its message", () => {
    const stray = namesIn("test/bad", ".txt").filter((name) => !names.includes(name));
    if (writesGoldens) for (const name of stray) rmSync(join(root, "test/bad", `${name}.txt`));
    else expect(stray).toEqual([]);
    expect(names.filter((name) => !existsSync(join(root, "test/bad", `${name}.txt`)))).toEqual([]);
  });

  test("of every code in the sources have a file, or a reason why not", () => {
    const warned = namesIn("test/warned", ".yaml").map((name) => name.split(".")[0]!);
    const inFiles = new Set([...names.flatMap((name) => problemsOf(name).problems.map(({ code }) => code)), ...warned]);
    expect(inSources.size).toBeGreaterThan(100);
    const missing = [...inSources].filter(([code]) => !inFiles.has(code) && !Object.hasOwn(notFiles, code));
    expect(missing.map(([code, paths]) => `${code} in ${paths.join(", ")}`)).toEqual([]);
    expect([...inFiles].filter((code) => !inSources.has(code))).toEqual([]);
    expect(Object.keys(notFiles).filter((code) => inFiles.has(code) || !inSources.has(code))).toEqual([]);
  });

  test("are named after a code, where they show one alone", () => {
    const wrong = names.filter((name) => {
      const codes = new Set(problemsOf(name).problems.map(({ code }) => code));
      const [called] = name.split(".");
      return inSources.has(called!) && !codes.has(called!);
    });
    expect(wrong).toEqual([]);
  });

  test("of several faults come in the order of the text", () => {
    const { problems } = problemsOf("several-at-once");
    const starts = problems.map(({ place }) => place!.start);
    expect(problems.length).toBeGreaterThan(4);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  test("of a fault in what is extended point into that file", () => {
    const [problem] = problemsOf("parent-fault").problems;
    expect(problem!.place!.source.name).toBe("parents/faulty.yaml");
    expect(problem!.place!.source.text.slice(problem!.place!.start, problem!.place!.end)).toBe("litering");
  });

  test.each([
    ["rule-in-a-block", ["outspoken"]],
    ["rule-in-folded-lines", ["squrt"]],
    ["rule-over-two-lines", ["outspoken", "ruban"]],
  ])("of a rule over several lines point at the word: %s", (name, words) => {
    const shown = problemsOf(name).problems.map(({ place }) => place!.source.text.slice(place!.start, place!.end));
    expect(shown).toEqual(words);
  });
});

test("codes are found as properties, in calls and in choices", () => {
  const text = `
    const a = { code: "a-one", message: "" };
    refuse(reading, place, "b-two", "no-code-this", "");
    draft.problem(x ? "c-three" : "d-four", "e-five");
    class C { #wrong() { this.#wrong(node, "f-six", "g"); this.#fault("h-seven", "i"); } }`;
  expect(codesOf(text).sort()).toEqual(["a-one", "b-two", "c-three", "d-four", "f-six", "h-seven"]);
});
