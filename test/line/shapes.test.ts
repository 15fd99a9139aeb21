import { describe, expect, test } from "vitest";
import { ProblemError, Problems } from "../../src/core/problem.ts";
import { findPersonal } from "../../src/language/personal/personal.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { readYaml } from "../../src/scenario/yaml.ts";
import { textOf } from "../language/folder.ts";
import { listFiles } from "../tidy/tree.ts";
import { passed, refused } from "./shapes.ts";

const cases = Object.entries(refused).flatMap(([says, texts]) => texts.map((text) => [text, says] as const));
const prose = Object.entries(passed).flatMap(([of, texts]) => (of === "rules and names" ? [] : texts));

describe("what has the shape of what says who or where somebody is", () => {
  test("is tried in so many ways, and what has not in more", () => {
    expect(cases.length).toBeGreaterThan(150);
    expect(Object.values(passed).flat().length).toBeGreaterThan(190);
  });

  test.each(cases)("is found in a text: %s", (text, says) => {
    expect(findPersonal(text, { prose: true })[0]?.says).toBe(says);
    expect(findPersonal(`before, ${text}; after`, { prose: true })[0]?.says).toBe(says);
  });

  test.each(cases.filter(([, says]) => !says.startsWith("a web address")))("is found in a title: %s", (text, says) => {
    expect(findPersonal(text, { prose: true, cites: false })[0]?.says).toBe(says);
  });
});

describe("what is long and has no such shape", () => {
  test.each(Object.values(passed).flat())("passes: %s", (text) => {
    expect(findPersonal(text)).toEqual([]);
  });

  test.each(prose.filter((text) => !/\d\.\d{9}/.test(text)))("passes in prose: %s", (text) => {
    expect(findPersonal(text, { prose: true })).toEqual([]);
  });
});

describe("no false alarm", () => {
  test.each(listFiles("scenarios", /\.yaml$/).concat(listFiles("test/good", /\.yaml$/)))("in %s", (path) => {
    const problems = new Problems();
    expect(readYaml({ name: path, text: textOf(path) }, problems)).toBeDefined();
    expect(problems.found).toEqual([]);
  });

  const pages = [...listFiles("docs", /\.(md|yaml)$/), "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
  test.each(pages)("in %s, whose paragraphs could be notes", (path) => {
    // Tables of what was measured are no prose: their figures stand as programs print them.
    const lines = textOf(path)
      .split("\n")
      .filter((line) => path !== "docs/PERFORMANCE.md" || !line.startsWith("|"));
    const paragraphs = path.endsWith(".yaml") ? lines : lines.join("\n").split(/\n\s*\n/);
    expect(paragraphs.length).toBeGreaterThan(1);
    for (const paragraph of paragraphs) expect(findPersonal(paragraph, { prose: true })).toEqual([]);
  });

  test("in a note that cites a source", () => {
    const address = "https://example.org/2014-06/14/content_13800138123.htm";
    const scenario = readScenario(
      worldWith({
        notes: [`see ${address}, ISBN 978-3-16-148410-0`],
        sources: { a: { title: "A page", url: address } },
      }),
    );
    expect(scenario.data.notes).toHaveLength(1);
  });
});

/** A world with more keys, as JSON. */
function worldWith(more: object): string {
  return JSON.stringify({
    title: "A county",
    time: { tick: "1 week", span: "2 years" },
    population: { size: 2000, traits: { urban: { chance: 0.6 } } },
    ...more,
  });
}

/** Codes and characters at fault. */
function faultsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, place }) => {
      expect(code).toBe("personal-shape");
      return place!.source.text.slice(place!.start, place!.end);
    });
  }
  return [];
}

describe("whatever a file says", () => {
  const number = "138-0013-8123";

  test.each<[where: string, more: object]>([
    ["the title", { title: number }],
    ["the title of a reform", { extends: "none", reform: { name: number, set: {} } }],
    ["what it is about", { about: `Call ${number}.` }],
    ["a note", { notes: ["fine", `Call ${number}.`] }],
    ["a reason", { population: { size: { is: 2000, assumed: number } } }],
    ["the id of a source", { sources: { [number]: { title: "a" } } }],
    ["a note on a source", { sources: { a: { title: "a", note: number } } }],
    ["a key that nothing is called", { [number]: 1 }],
    ["a key far in", { population: { size: 2000, traits: { a: { categorical: { [number]: 1 } } } } }],
    ["a rule", { population: { size: 2000, derived: { a: `2 * ${number}` } } }],
    ["what is removed", { extends: "none", remove: [number] }],
    ["what is set", { extends: "none", reform: { name: "a", set: { title: number } } }],
    ["what it extends", { extends: `./${number}.yaml` }],
    ["what it uses", { uses: [number] }],
    ["a list of nothing", { life: [[[number]]] }],
  ])("%s is looked through", (_, more) => {
    expect(faultsOf(() => readScenario(worldWith(more)))).toEqual([number]);
  });

  test("a number that is a title keeps no more digits than a reader needs", () => {
    const text = worldWith({}).replace('"A county"', "0.13800138123");
    expect(faultsOf(() => readScenario(text))).toEqual(["0.13800138123"]);
  });

  test("an address in a title is no citation", () => {
    expect(faultsOf(() => readScenario(worldWith({ title: "https://example.org/13800138123" })))).toEqual([
      "13800138123",
    ]);
  });

  test("what is given to with is looked through, and long figures are told as such", () => {
    const scenario = readScenario(worldWith({}));
    expect(faultsOf(() => scenario.with({ title: `Call ${number}` }))).toEqual([number]);
    expect(faultsOf(() => scenario.with({ "population.traits": { [number]: { chance: 1 } } }))).toEqual([number]);
    const larger = scenario.with({ "population.size": 1_234_567 });
    expect(larger.plan().size).toBe(1_234_567);
    expect(readScenario(larger.text).hash).toBe(larger.hash);
    expect(scenario.with({ "population.traits.urban.chance": 1 / 3 }).text).toContain("0.3333333333333333");
  });

  test.each(["1_400_000", "1.4e6", "1400000"])("a long figure can be told as %s", (figure) => {
    const rule = figure.replaceAll("_", "");
    const scenario = readScenario(
      worldWith({
        population: { size: figure, traits: { urban: { chance: 0.6 } }, derived: { a: `${rule} * urban` } },
      }),
    );
    expect(scenario.plan().size).toBe(1_400_000);
  });

  test("is looked through in time that grows with its length", () => {
    const began = performance.now();
    for (const part of [
      "1",
      "1 ",
      "a",
      "a1",
      "A1b",
      "1.",
      "1,",
      "@",
      "a@",
      "a.",
      "-",
      "(1",
      "1°",
      "Aa ",
      "路",
      "一",
      "+1",
      "::1",
      "http://a",
    ])
      findPersonal(part.repeat(20_000 / part.length));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
