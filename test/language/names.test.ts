import { describe, expect, test } from "vitest";
import { cutPoints, normalCuts } from "../../src/core/cuts.ts";
import { ProblemError } from "../../src/core/problem.ts";
import { cutPointsOf, normalCutsOf } from "../../src/model/draft/cuts.ts";
import { ownNames } from "../../src/model/draft/names.ts";
import { numberFunctions } from "../../src/rules/functions.ts";
import { languageManual } from "../../src/scenario/manual.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

const world = `title: A county
time: { tick: 1 week, span: 2 years }
population: { size: 100, traits: { urban: { chance: 0.6 } }, ties: { friends: 2, family: 1, cuttable: true } }
channels: { camera: { coverage: 0.5 } }
conduct: { littering: { per_year: 6, channel: camera } }
institutions: { phases: { trial: { from: start } }, enrolment: { take_up: 0.5 } }
`;
const scheme = (points: string): string =>
  `scheme: { score: { start: 100, from: 0, to: 200 }, points: { littering: "${points}" }, bands: { A: 50, D: 0 } }\n`;

/** Where a name is not there in every world with a scheme, what has to be said for it. */
const elsewhere: Readonly<Record<string, string>> = {
  gain_of_dropping: `friendship: { dropped: { per_year: gain_of_dropping } }\n${scheme("-1")}`,
  gain_of_mending: `friendship: { dropped: { per_year: 0.1 }, mended: { per_year: gain_of_mending } }\n${scheme("-1")}`,
  owns: `enterprises: { one_for_every: 10 people }\n${scheme("-1 * owns")}`,
  standing: scheme("-1 * standing").replace("points:", "relative: true, points:"),
  stake: `${scheme("-1")}consequences: { barred: { when: band == D, costs: 9 yuan per year } }
response: { caution: { of: littering, stake: 2 * stake, sensitivity: 1 } }\n`,
  is_true: `${scheme("-1")}redress: { appeal: { of: littering, after: 4 weeks, takes_back: points, disputes: "is_true ? 0.1 : 0.9" } }\n`,
  has_owner: `enterprises: { one_for_every: 10 people, derived: { a: 1 - has_owner } }\n`,
};

function codesOf(text: string): string[] {
  try {
    readScenario(text);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe("a name of the language", () => {
  test.each(ownNames.map(({ name }) => name))("%s can be used where the manual says so", (name) => {
    const asked =
      {
        band: "band == D ? 1 : 2",
        phase: "phase == trial ? 1 : 2",
        enrolled: "enrolled ? 1 : 2",
        settling: "settling ? 1 : 2",
      }[name] ?? `-1 * ${name}`;
    const settles = name === "settling" ? world.replace("span:", "settle: 1 year, span:") : world;
    expect(codesOf(settles + (elsewhere[name] ?? scheme(asked)))).toEqual([]);
  });

  test.each([...ownNames.map(({ name }) => name), "people", "points"])("%s can be nobody's own", (name) => {
    const own = [
      `state: { ${name}: { from: 0, to: 1, start: 0, update: 1 } }\n`,
      `measures: { ${name}: { share: urban } }\n`,
      `consequences: { ${name}: { when: urban } }\n`,
      `state: { luck: { from: 0, to: 1, start: 0, draws: { ${name}: { chance: 0.5 } }, update: 1 } }\n`,
    ];
    for (const part of own) expect(codesOf(world + part)).toEqual(["name-taken"]);
  });

  test("is in the manual, and so is every function", () => {
    const manual = languageManual();
    for (const { name } of ownNames) expect(manual).toContain(`| \`${name}\` |`);
    for (const [name, { parameters }] of numberFunctions) expect(manual).toContain(`| \`${name}(${parameters})\` |`);
  });
});

describe("figures that follow from others", () => {
  const derived = (rules: string): string => world.replace("size: 100,", `size: 100, derived: { ${rules} },`);

  test("may be in any order", () => {
    const text = derived("a: b + 1, b: c + 1, c: urban");
    expect(codesOf(text)).toEqual([]);
    expect(codesOf(`${text}measures: { m: { mean: a } }\n`)).toEqual([]);
  });

  test("may not be in a circle, and name no one's fault but their own", () => {
    expect(codesOf(`${derived("a: b, b: a")}measures: { m: { mean: a } }\n`)).toEqual(["derived-cycle"]);
    expect(codesOf(derived("a: a + 1"))).toEqual(["derived-cycle"]);
    expect(codesOf(`${derived("a: rural")}measures: { m: { mean: a } }\n`)).toEqual(["rule-unknown-name"]);
  });
});

describe("cut points that are remembered", () => {
  const grid = { from: 0, resolution: 0.001, units: 1001 };
  const row = { kind: "beta", alpha: 5, beta: 2, from: 0, to: 1 } as const;

  test("are those that are reckoned", () => {
    expect(cutPointsOf(row, grid)).toEqual(cutPoints(row, grid));
    expect(cutPointsOf(row, grid)).toBe(cutPointsOf({ ...row }, { ...grid }));
    expect(normalCutsOf(row, grid)).toEqual(normalCuts(row, grid));
  });

  test("are told apart by row and by grid", () => {
    const other = cutPointsOf({ ...row, alpha: 4 }, grid);
    expect(other).not.toEqual(cutPointsOf(row, grid));
    expect(cutPointsOf(row, { ...grid, units: 900 }).hi).toHaveLength(899);
  });
});
