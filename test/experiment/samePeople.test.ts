import { describe, expect, test } from "vitest";
import { differencesOfPeople } from "../../src/experiment/samePeople.ts";
import { compare, readScenario, readShipped, type Scenario } from "../../src/index.ts";
import { layComparison } from "../../src/report/comparison.ts";
import { noPaint } from "../../src/report/paint.ts";

const text = `
title: A world
time: { tick: 1 week, span: 5 weeks }
population:
  size: 400
  traits:
    careful: { beta: [2, 2] }
    income: { lognormal: { median: 100, sigma: 0.5 }, from: 0, to: 1_000 }
    place: { categorical: { town: 0.5, land: 0.5 } }
  correlations: [{ between: [careful, income], is: 0.3 }]
  ties: { community: 64, friends: 4, far: 1 }
state:
  mood: { start: "careful", from: 0, to: 1, update: "mood * 0.9" }
channels: { office: { coverage: 0.5 } }
conduct:
  litters: { per_year: "20 * (1 - careful)", channel: office }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { litters: -3 }
`;
const world = readScenario(text);
const differ = (a: Scenario, b: Scenario): readonly string[] =>
  differencesOfPeople(a.lower({ people: 2000 }), b.lower({ people: 2000 }));
const changed = (from: string, to: string): Scenario => {
  expect(text).toContain(from);
  return readScenario(text.replace(from, to));
};

describe("the people of two worlds", () => {
  test.each([
    ["beta: [2, 2]", "beta: [5, 2]", ["careful"]],
    ["town: 0.5, land: 0.5", "town: 0.6, land: 0.4", ["place"]],
    ["town: 0.5, land: 0.5", "city: 0.5, land: 0.5", ["place"]],
    ["is: 0.3", "is: 0.5", ["income"]],
    ["friends: 4", "friends: 6", ["ties"]],
    ["community: 64", "community: 128", ["ties"]],
    ['start: "careful"', 'start: "careful * 0.5"', ["the start of mood"]],
    ["median: 100", "median: 110", ["income"]],
  ])("differ with %s as %s", (from, to, names) => {
    expect(differ(world, changed(from, to))).toEqual(names);
    expect(differ(changed(from, to), world)).toEqual(names);
  });

  test.each([
    ["litters: -3", "litters: -30"],
    ["start: 100", "start: 120"],
    ["mood * 0.9", "mood * 0.8"],
    ["coverage: 0.5", "coverage: 0.9"],
    ["    careful: {", "    another: { chance: 0.5 }\n    careful: {"],
  ])("are the same with %s as %s", (from, to) => {
    expect(differ(world, changed(from, to))).toEqual([]);
  });

  test("are the same in worlds that are shipped as twins", () => {
    const twins = [
      ["none", "suining"],
      ["nation", "national"],
      ["national-as-found", "national-repair"],
    ];
    for (const [a, b] of twins) expect(differ(readShipped(a), readShipped(b)), `${a} ${b}`).toEqual([]);
    // The city has its own ages, incomes and homes.
    const city = ["birth_year", "income", "urban", "the start of debt", "the start of hardship"];
    expect(differ(readShipped("none"), readShipped("rongcheng"))).toEqual(city);
  });

  test("are told of: never as the same where they are not", async () => {
    const other = changed("beta: [2, 2]", "beta: [5, 2]");
    const told = async (b: Scenario): Promise<string> => {
      const done = await compare(world, b, { seeds: 2 });
      expect(done.toJSON().peopleDiffer).toEqual(done.peopleDiffer);
      return layComparison(done, ["a", "b"], 80, noPaint).join(" ").replace(/\s+/g, " ");
    };
    expect(await told(changed("litters: -3", "litters: -5"))).toContain("400, the same in both, with the same luck.");
    const said = await told(other);
    expect(said).not.toContain("the same in both, with");
    expect(said).toContain("400, as many in both, and not the same: careful is made in another way");
  });
});
