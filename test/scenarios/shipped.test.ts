import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
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

test("the country without a register keeps no score, and all is done there that it is compared in", async () => {
  const nation = readShipped("nation");
  const { results, legend } = await run(nation, { people: 20_000, ticks: 52, seed: 1 });
  expect([nation.data.scheme, nation.data.lists, legend.kinds[0].score]).toEqual([undefined, undefined, undefined]);
  const undone = nation.data.conduct!.filter(({ name }) => results.total(`acts.${name}`) === 0);
  expect(undone.map(({ name }) => name)).toEqual([]);
  // And all that the register gives or takes points for, but for paying when one is listed.
  const counted = readShipped("national").data.scheme!.points!.map(({ name }) => name);
  const missing = counted.filter((name) => !nation.data.conduct!.some((one) => one.name === name));
  expect(missing).toEqual(["repays"]);
});
