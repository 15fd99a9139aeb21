import { expect, test } from "vitest";
import { explain } from "../../src/experiment/explain.ts";
import { run } from "../../src/experiment/run.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

const people = 192;
const world = (dropped: string): string => `
title: friends lost
time: { start: 2016-01-01, tick: 1 month, span: 2 years }
population:
  size: ${people}
  traits: { vain: { chance: 0.5 } }
  ties: { community: 64, friends: 3, cuttable: true, measured: true }
friendship: { dropped: ${dropped}, mended: { per_year: 1 } }
`;
const everyone = Array.from({ length: people }, (_, person) => person);
const reasons = '{ vanity: { per_year: "vain && !friend(vain) ? 4 : 0" }, bored: { per_year: 0.8 } }';

test("each friend lost is told to both sides, with who dropped whom and why, as often as it is counted", async () => {
  const scenario = readScenario(world(reasons));
  const lives = await explain(scenario, { persons: everyone });
  const told = lives.flatMap(({ entries }) => entries.filter(({ kind }) => kind === "tie").map(({ text }) => text));
  const { results } = await run(scenario);
  const sumOf = (name: string): number => results.series(name).reduce((sum, one) => sum + one, 0);
  for (const reason of ["vanity", "bored"]) {
    const drops = told.filter((text) => new RegExp(`^drops friend \\d \\(${reason}\\)`).test(text)).length;
    const dropped = told.filter((text) => new RegExp(`drops this person (too )?\\(${reason}\\)`).test(text)).length;
    expect(drops).toBe(sumOf(`dropped.${reason}`));
    expect(drops).toBeGreaterThan(100);
    // Whoever is dropped hears of it.
    expect(dropped).toBe(drops);
  }
  // Ties that are there again: each is told to both.
  const back = told.filter((text) => /^friend \d is a friend from now on$/.test(text)).length;
  expect(back).toBeGreaterThan(100);
  expect(back % 2).toBe(0);
  expect(told.filter((text) => !/^drops friend|drops this person|from now on$/.test(text))).toEqual([]);
});

test("whoever is not vain drops nobody out of vanity", async () => {
  const lives = await explain(readScenario(world(reasons)), { persons: everyone });
  for (const { traits, entries } of lives) {
    const isVain = traits.find(({ name }) => name === "vain")!.value === "yes";
    const text = entries.map((one) => one.text).join("; ");
    if (!isVain) expect(text).not.toMatch(/drops friend \d \(vanity\)/);
    else expect(text).not.toMatch(/drops this person (too )?\(vanity\)/);
  }
});

test("of one rate for all nothing is told, and nothing is counted by reason", async () => {
  const scenario = readScenario(world("{ per_year: 2 }"));
  const lives = await explain(scenario, { persons: [1, 2, 3] });
  expect(lives.flatMap(({ entries }) => entries)).toEqual([]);
  expect(scenario.lower().legend.friendship).toBeUndefined();
  expect(scenario.plan().measures.map(({ name }) => name)).not.toContain("dropped.vanity");
});
