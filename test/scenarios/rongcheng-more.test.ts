import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readShipped } from "../../src/scenario/scenario.ts";
import { unsettled } from "./unsettled.ts";

const rongcheng = readShipped("rongcheng");

type Rules = "first" | "current" | "kept";

/** A world where everyone begins at a score, under the first rules, the current ones, or the current ones with the penalties of the first. */
function worldAt(score: number, rules: Rules, ticks = 4): World {
  const set = [`scheme.score.start: ${score}`, "conduct.gives_consent.chance: 1"];
  if (rules !== "first") set.push("institutions.phases.current_rules.from: 2020-01-09");
  if (rules !== "first") set.push(`institutions.rollouts.score_alone: ${rules === "kept" ? 1 : 0}`);
  const reform = `reform: { name: alike, because: for a test, set: { ${set.join(", ")} } }\n`;
  const world = new World(unsettled("rongcheng", reform).plan({ people: 256 }), 1);
  for (let tick = 0; tick < ticks; tick++) world.step();
  return world;
}

/** How many of 256 are under a consequence after some weeks. */
const underAt = (score: number, rules: Rules, consequence: string): number =>
  worldAt(score, rules, 8).figures.get(`under.${consequence}`)!;

describe("the grades of Rongcheng", () => {
  test("begin at 1050, 1030, 960, 850 and 600, as is widely repeated", () => {
    const bands = Object.fromEntries((rongcheng.data.scheme?.bands ?? []).map(({ name, is }) => [name, is.amount]));
    expect(bands).toEqual({ AAA: 1050, AA: 1030, A: 960, B: 850, C: 600, D: 0 });
    const tags = rongcheng.parameters.filter(({ path }) => path.startsWith("scheme.bands."));
    expect(tags.map(({ tag }) => tag)).toEqual(["assumed", "assumed", "assumed", "assumed", "assumed", "assumed"]);
  });

  test.each([
    ["heating_discount", 1070, 990],
    ["deposit_free_bicycle", 1070, 990],
    ["cheaper_loan", 1070, 990],
    ["no_honours", 800, 900],
    ["no_subsidy", 400, 700],
  ])("decided over %s under the first rules: at %i, and not at %i", (consequence, at, elsewhere) => {
    expect(underAt(at, "first", consequence)).toBeGreaterThan(200);
    expect(underAt(elsewhere, "first", consequence)).toBe(0);
  });

  test("deny nothing under the current rules, and still bring rewards", () => {
    for (const penalty of ["no_honours", "no_subsidy", "court_sanctions"])
      expect(underAt(400, "current", penalty)).toBe(0);
    expect(underAt(1070, "current", "heating_discount")).toBeGreaterThan(200);
    // The change of rules is what ends it: with the penalties kept they go on.
    for (const penalty of ["no_honours", "no_subsidy"]) expect(underAt(400, "kept", penalty)).toBeGreaterThan(200);
    // Honours are refused in C as in D, and to nobody above.
    expect(underAt(800, "current", "no_honours")).toBe(0);
    expect(underAt(800, "kept", "no_honours")).toBeGreaterThan(200);
    expect(underAt(900, "kept", "no_honours")).toBe(0);
  });

  test("are worth a heating discount of about 50 dollars in AAA", () => {
    const world = worldAt(1070, "first");
    const inAaa = world.figures.get("under.heating_discount")!;
    expect(Math.abs(world.figures.get("yuan.heating_discount")! / inAaa - 330 / 52)).toBeLessThan(1 / 128);
  });

  test("refuse promotion in C and D, as an attempt in vain", () => {
    const tried = (rules: Rules): [number, number] => {
      const world = worldAt(800, rules, 8);
      let [all, blocked] = [0, 0];
      for (let tick = 0; tick < 26; tick++) {
        world.step();
        all += world.figures.get("acts.seeks_promotion")! + world.figures.get("blocked.seeks_promotion")!;
        blocked += world.figures.get("blocked.seeks_promotion")!;
      }
      return [all, blocked];
    };
    const [all, refused] = tried("kept");
    expect(refused).toBe(all);
    // Else one in four of those who ask has a place.
    const [asked, without] = tried("current");
    expect(without).toBeLessThan(asked);
  });
});

test("under the current rules a low score alone never leads to a penalty", { timeout: 60_000 }, async () => {
  const { results } = await run(rongcheng, { people: 40_000, ticks: 120, seed: 3 });
  const penalised = results.series("penalised_for_score");
  expect(Math.min(...penalised.slice(52, 104))).toBeGreaterThan(0);
  expect(Math.max(...penalised.slice(105))).toBe(0);
  // There are low scores still, and the court's own list still has its sanctions.
  expect(results.series("below_850").at(-1)).toBeGreaterThan(0);
  expect(results.of("under.court_sanctions").series().at(-1)).toBeGreaterThan(0);
});
