import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/** Lines of a world, with those that are given in the place of the ones that begin alike. */
function world(...lines: readonly string[]): string {
  const usual = [
    "title: A limit",
    "time: { tick: 1 week, span: 1 year }",
    "population: { size: 1000, ties: { friends: 2 } }",
    "channels: { camera: { coverage: 1 } }",
    "conduct: { litter: { per_year: 4, channel: camera } }",
    "scheme: { score: { start: 100, from: 0, to: 200 }, points: { litter: -1 } }",
  ];
  const wordOf = (line: string): string => line.slice(0, line.indexOf(":"));
  const others = usual.filter((line) => !lines.some((own) => wordOf(own) === wordOf(line)));
  return `${[...others, ...lines].join("\n")}\n`;
}

/** Codes of what is wrong with a scenario. */
function codesOf(text: string): string[] {
  try {
    readScenario(text).plan();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
    throw error;
  }
}

const score = (more: string): string =>
  `scheme: { score: { start: 0, from: -100, to: 50 }, points: { litter: -1 }, ${more} }`;
const dimensions = (towards: number): string =>
  `scheme: { score: { from: 300, to: 850 }, points: { litter: -1 }, dimensions: { all: { weight: 1, value: 1 } }, decay: { towards: ${towards}, half_life: 1 year } }`;
const file = (more: string): string =>
  `scheme: { score: { start: 0, from: 0, to: 9 }, files: { seen: { ${more} } }, points: { litter: -1 } }`;
const delay = (is: string): string => `channels: { camera: { coverage: 1, delay: ${is} } }`;
const list = (more: string): string => `lists: { bad: { grounds: [litter], ${more} } }`;
const onset = (more: string): string => `consequences: { barred: { on: "score < 50", ${more} } }`;

describe("a limit is kept, and is as far as one can go", () => {
  test.each<[what: string, most: readonly string[], beyond: readonly string[], code: string]>([
    ["ticks of a delay", [delay("1000 ticks")], [delay("1001 ticks")], "delay-too-long"],
    [
      "a delay from to to, in different units",
      [delay("{ from: 14 days, to: 2 weeks }")],
      [delay("{ from: 15 days, to: 2 weeks }")],
      "empty-range",
    ],
    [
      "a delay in ticks",
      [delay("{ from: 2 ticks, to: 2 ticks }")],
      [delay("{ from: 3 ticks, to: 2 ticks }")],
      "empty-range",
    ],
    [
      "where a score decays to, at the least",
      [score("decay: { towards: -100, half_life: 1 year }")],
      [score("decay: { towards: -100.5, half_life: 1 year }")],
      "out-of-range",
    ],
    [
      "where a score decays to, at the most",
      [score("decay: { towards: 50, half_life: 1 year }")],
      [score("decay: { towards: 50.5, half_life: 1 year }")],
      "out-of-range",
    ],
    ["where points decay to beside dimensions, at the least", [dimensions(-550)], [dimensions(-551)], "out-of-range"],
    ["where points decay to beside dimensions, at the most", [dimensions(550)], [dimensions(551)], "out-of-range"],
    [
      "how far a file looks back",
      [file("since: [litter], up_to: 60000 ticks")],
      [file("since: [litter], up_to: 60001 ticks")],
      "term-too-long",
    ],
    [
      "steps of a file",
      [file("of: { litter: 1 }, to: 16_777_216, resolution: 1")],
      [file("of: { litter: 1 }, to: 16_777_217, resolution: 1")],
      "too-fine",
    ],
    [
      "steps of a state",
      ["state: { debt: { start: 0, from: 0, to: 16_777_216, resolution: 1, update: debt + 1 } }"],
      ["state: { debt: { start: 0, from: 0, to: 16_777_217, resolution: 1, update: debt + 1 } }"],
      "too-fine",
    ],
    [
      "the range of a trait",
      ["population: { size: 1000, ties: { friends: 2 }, traits: { age: { uniform: [3, 3.1] } } }"],
      ["population: { size: 1000, ties: { friends: 2 }, traits: { age: { uniform: [3, 3] } } }"],
      "empty-range",
    ],
    [
      "the step of a state",
      ["state: { debt: { start: 0, from: 0, to: 3, resolution: 3, update: debt + 1 } }"],
      ["state: { debt: { start: 0, from: 0, to: 3, resolution: 3.01, update: debt + 1 } }"],
      "out-of-range",
    ],
    ["the term of a list", [list("term: 60000 days")], [list("term: 60001 days")], "term-too-long"],
    [
      "the term of a list and its notice",
      [list("notice: 10 days, term: 59990 days")],
      [list("notice: 11 days, term: 59990 days")],
      "term-too-long",
    ],
    ["how long a consequence lasts", [onset("lasts: 60000 ticks")], [onset("lasts: 60001 ticks")], "term-too-long"],
    [
      "acts a tick",
      ["conduct: { litter: { per_tick: 200, channel: camera } }"],
      ["conduct: { litter: { per_tick: 200.01, channel: camera } }"],
      "rate-too-high",
    ],
    [
      "encounters a tick",
      [
        "encounters: { chats: { with: friends, per_tick: 64 } }",
        "conduct: { litter: { at: chats, chance: 0.1, channel: camera } }",
      ],
      [
        "encounters: { chats: { with: friends, per_tick: 64.01 } }",
        "conduct: { litter: { at: chats, chance: 0.1, channel: camera } }",
      ],
      "rate-too-high",
    ],
    [
      "friendships that can be cut",
      ["population: { size: 1000, ties: { friends: 16, cuttable: true } }"],
      ["population: { size: 1000, ties: { friends: 17, cuttable: true } }"],
      "not-cuttable",
    ],
    [
      "ticks of a run",
      ["time: { tick: 1 week, span: 1_000_000 ticks }"],
      ["time: { tick: 1 week, span: 1_000_001 ticks }"],
      "span-too-long",
    ],
    [
      "ticks of a run in days",
      ["time: { tick: 1 day, span: 1_000_000 days }"],
      ["time: { tick: 1 day, span: 1_000_001 days }"],
      "span-too-long",
    ],
    [
      "the shortest tick",
      ["time: { tick: 1 day, span: 1 year }"],
      ["time: { tick: 0.99 days, span: 1 year }"],
      "bad-tick",
    ],
    [
      "the longest tick",
      ["time: { tick: 1 year, span: 2 years }"],
      ["time: { tick: 366 days, span: 2 years }"],
      "bad-tick",
    ],
    [
      "the range of a state",
      ["state: { debt: { start: 0, from: 0, to: 1, update: debt + 1 } }"],
      ["state: { debt: { start: 0, from: 0, to: 0, update: debt + 1 } }"],
      "empty-range",
    ],
    [
      "the range of a file",
      [file("of: { litter: 1 }, from: 0, to: 1")],
      [file("of: { litter: 1 }, from: 0, to: 0")],
      "empty-range",
    ],
  ])("%s", (_, most, beyond, code) => {
    expect(codesOf(world(...most))).toEqual([]);
    expect(codesOf(world(...beyond))).toContain(code);
  });
});

test.each([
  ["1 day", 1],
  ["4 days", 1],
  ["10 days", 1],
  ["11 days", 2],
  ["3 weeks", 3],
])("a run of %s in ticks of a week has %d: whole ones, and at least one", (span, ticks) => {
  expect(readScenario(world(`time: { tick: 1 week, span: ${span} }`)).plan().ticks).toBe(ticks);
});

// A rule keeps 0.1 as the nearest number of 32 bits, and a bound is meant alike.
test.each([-0.1, 0.1, 49.9, -100.1])("a bound of %d can be reached by a rule that says as much", (end) => {
  const ends = end < 0 ? `from: ${end}, to: 100` : `from: -200, to: ${end}`;
  const scheme = `scheme: { score: { start: 0, ${ends}, resolution: 0.1 }, points: { litter: -1 }, decay: { towards: ${end}, half_life: 1 year } }`;
  expect(codesOf(world(scheme))).toEqual([]);
});
