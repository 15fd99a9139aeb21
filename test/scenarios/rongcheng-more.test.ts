import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";

const rongcheng = readShipped("rongcheng");

/** How many of 256 are under a consequence, where everyone begins at a score, under the first rules or the current ones. */
function underAt(score: number, rules: "first" | "current", consequence: string): number {
  const phases = rules === "current" ? "institutions: { phases: { current_rules: { from: 2020-01-15 } } }" : "";
  const all = "population: { traits: { consents: { chance: 1, assumed: for a test } } }";
  const text = ["extends: rongcheng", "title: all alike", `scheme: { score: { start: ${score} } }`, all, phases];
  const world = new World(readScenario(text.join("\n")).plan({ people: 256 }), 1);
  for (let tick = 0; tick < 4; tick++) world.step();
  return world.figures.get(`under.${consequence}`)!;
}

describe("the grades of Rongcheng", () => {
  test("begin at 1050, 1030, 960, 850 and 600, as is widely repeated", () => {
    const bands = Object.fromEntries((rongcheng.data.scheme?.bands ?? []).map(({ name, is }) => [name, is.amount]));
    expect(bands).toEqual({ AAA: 1050, AA: 1030, A: 960, B: 850, C: 600, D: 0 });
    const tags = rongcheng.parameters.filter(({ path }) => path.startsWith("scheme.bands."));
    expect(tags.map(({ tag }) => tag)).toEqual(["assumed", "assumed", "assumed", "assumed", "assumed", "assumed"]);
  });

  test.each([
    ["cheaper_loan", 1040, 1000],
    ["no_honours", 800, 900],
    ["no_subsidy", 400, 700],
  ])("decided over %s under the first rules: at %i, and not at %i", (consequence, at, elsewhere) => {
    expect(underAt(at, "first", consequence)).toBeGreaterThan(200);
    expect(underAt(elsewhere, "first", consequence)).toBe(0);
  });

  test("deny nothing under the current rules, and still bring rewards", () => {
    for (const penalty of ["no_honours", "no_subsidy", "court_sanctions"])
      expect(underAt(400, "current", penalty)).toBe(0);
    expect(underAt(1040, "current", "cheaper_loan")).toBeGreaterThan(200);
  });
});
