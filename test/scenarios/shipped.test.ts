import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { World } from "../../src/engine/meaning/interpret.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";

const seed = 1;

describe.each(shippedLibrary.shippedNames())("the shipped scenario %s", (name) => {
  const scenario = readShipped(name);

  test("says what it is about, for a reader who knows nothing of it", () => {
    expect(scenario.data.about?.length).toBeGreaterThan(200);
  });

  test("gives every figure a tag and a source or a reason of its own", () => {
    const untagged = scenario.parameters.filter(({ source }) => source === undefined || source.trim() === "");
    expect(untagged.map(({ path }) => path)).toEqual([]);
  });

  test("counts every figure once", () => {
    const paths = scenario.parameters.map(({ path }) => path.replace(/\.is$/, ""));
    expect(paths.filter((path, place) => paths.indexOf(path) !== place)).toEqual([]);
  });

  test("uses every source that it lists", () => {
    const named = new Set(scenario.parameters.filter(({ tag }) => tag !== "assumed").map(({ source }) => source));
    // What is assumed may say what it goes by, and notes, of what it extends too, what a count is held against.
    const reasons = scenario.parameters.filter(({ tag }) => tag === "assumed").map(({ source }) => source ?? "");
    const notes = scenario.sources.flatMap(({ text }) => (parse(text) as { notes?: readonly string[] }).notes ?? []);
    const words = new Set([...reasons, ...notes].flatMap((text) => text.split(/[^\w-]+/)));
    const idle = (scenario.data.sources ?? []).filter(({ name }) => !named.has(name) && !words.has(name));
    // The five articles come as a whole, for all to cite.
    const articles = scenario.sources.find(({ name }) => name.startsWith("articles "));
    const ofAll = articles === undefined ? [] : Object.keys((parse(articles.text) as { sources: object }).sources);
    expect(idle.map((source) => source.name).filter((name) => !ofAll.includes(name))).toEqual([]);
  });

  test("plans, and runs eight ticks with 2,000 people within its bounds", () => {
    const plan = scenario.plan({ people: 2000, ticks: 8 });
    checkPlan(plan);
    const world = new World(plan, seed);
    for (let tick = 0; tick < 8; tick++) world.step();
    expect([...world.warnings]).toEqual([]);
    expect([...world.figures.values()].every(Number.isFinite)).toBe(true);
  });
});
