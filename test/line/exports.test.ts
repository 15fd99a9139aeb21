import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { exportedValues, manyValued } from "./exports.ts";

/** Everything many-valued that a public function takes, and why it is no door for records of persons. */
const allowed: Readonly<Record<string, string>> = {
  "ProblemError.constructor(problems)": "faults to be shown",
  "renderProblems(problems)": "faults to be shown",
  "nearest(candidates)": "words to compare a misspelt one with",
  "readScenario(options).library.catalogueNames": "names of catalogues that scenarios may use",
  "readScenario(options).library.shippedNames": "names of scenarios that others may extend",
  "Results.constructor(measures)": "what the library measures",
  "Results.record(rows)": "figures of the whole country and of groups, by tick",
  "explain(options).persons": "which synthetic persons of a run are to be explained",
  "explainEnterprises(options).enterprises": "which synthetic enterprises of a run are to be explained",
  "answerQuestions(options).questions": "names of the questions of a scenario that are to be answered",
  "openAnswers(options).questions": "names of the questions of a scenario that are to be answered",
  "record(options).persons": "of which synthetic persons of a run the communities are to be taken down",
  "record(options).enterprises": "of which synthetic enterprises of a run the communities are to be taken down",
  "interval(values)": "one figure of each run of a comparison",
  "bench(options).sizes": "how many people the runs of a benchmark have",
  "bench(options).copies": "measured speeds of the machine",
  "reckon(options)": "what a run has measured of itself: memory, rows, warnings",
};

describe("the public functions", () => {
  test("are found, and read from the sources", () => {
    expect(exportedValues().map(({ name }) => name)).toEqual(
      expect.arrayContaining(["readScenario", "run", "compare"]),
    );
    expect(manyValued()).toContain("explain(options).persons: number[]");
  });

  test("take no values by person, no names, no texts, no images and no places", () => {
    const doors = manyValued().filter((one) => !Object.keys(allowed).some((known) => one.startsWith(known)));
    expect(doors, "a new one needs a reason in this test, or another shape").toEqual([]);
  });
});

describe("changing a scenario", () => {
  const scenario = readScenario(
    "title: A county\ntime: { tick: 1 week, span: 2 years }\npopulation: { size: 4, traits: { rich: { chance: 0.5 } } }\n",
  );

  test.each([
    ["population.traits.rich", [true, false, true, true]],
    ["population.traits.rich", new Uint8Array([1, 0, 1, 1])],
    ["population.traits.rich", new Map([["a person", true]])],
    ["population.traits", [{ rich: true }, { rich: false }]],
    ["population.size", [1, 2, 3, 4]],
    ["population", "people.csv"],
    ["people", [{ rich: true }]],
  ])("takes no values by person at %s", (path, value) => {
    expect(() => scenario.with({ [path]: value })).toThrow(ProblemError);
  });
});
