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

  test("uses every source that it lists itself, for a figure or in a note", () => {
    const cited = scenario.parameters.flatMap(({ tag, source }) => (tag === "assumed" ? [] : (source ?? [])));
    // What is assumed may say what it goes by, and notes, of what it extends too, what a count is held against.
    const notes = scenario.sources.flatMap(({ text }) => (parse(text) as { notes?: readonly string[] }).notes ?? []);
    const prose = [...notes, ...scenario.parameters.map(({ source = "" }) => source)].join("\n");
    const listed = Object.keys(parse(shippedLibrary.shipped(name)!).sources ?? {});
    expect(listed.filter((source) => !cited.includes(source) && !prose.includes(source))).toEqual([]);
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
