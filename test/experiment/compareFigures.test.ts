import { expect, test } from "vitest";
import { compare, readScenario, run } from "../../src/index.ts";

const listed = readScenario(
  `
title: Listed
time: { tick: 1 week, span: 30 weeks }
population: { size: 400, traits: { urban: { chance: 0.5 } } }
channels: { court: { coverage: 1 } }
conduct: { defaults: { per_year: 2, channel: court } }
scheme:
  score: { start: 100, from: 0, to: 200 }
  covers: "tick < 20"
  points: { defaults: -3 }
  bands: { fine: 90, low: 0 }
lists: { blacklist: { grounds: [defaults], term: 5 weeks } }
consequences: { no_loans: { when: blacklist, costs: 520 yuan per year } }
groups: { where: { when: urban, yes: town, no: country } }
measures:
  covered_score: { mean: score, where: "band != ungraded", by: where }
  town_score: { mean: score, where: urban }
`,
  { name: "listed.yaml" },
);

test("a comparison adds up what happens on lists and what it costs, and takes the rest as it is at the end", async () => {
  const longer = listed.with({ "lists.blacklist.term": "10 weeks" });
  const found = await compare(listed, longer, { seeds: 2 });
  for (const [scenario, side] of [
    [listed, "a"],
    [longer, "b"],
  ] as const) {
    const runs = await Promise.all([1, 2].map((seed) => run(scenario, { seed })));
    for (const name of ["entries.blacklist", "exits.blacklist", "days.blacklist", "yuan.no_loans"]) {
      const totals = runs.map((one) => one.results.total(name));
      expect(found.difference(name)[side], name).toBeCloseTo((totals[0]! + totals[1]!) / 2, 6);
    }
    const last = runs.map((one) => one.last("on.blacklist"));
    expect(found.difference("on.blacklist")[side]).toBe((last[0]! + last[1]!) / 2);
  }
  // 10 yuan a week for whoever is on it when the week ends.
  expect(found.difference("yuan.no_loans").mean).toBeLessThan(0);
});

test("a comparison leaves out means and shares of nobody", async () => {
  const everyone = listed.with({ "scheme.covers": "tick >= 0" });
  const { ofNobody, differences, difference } = await compare(listed, everyone, { seeds: 2 });
  expect([...ofNobody].sort()).toEqual([
    "covered_score",
    "covered_score by where",
    "covered_score by where[country]",
    "covered_score by where[town]",
  ]);
  expect(differences().some(({ measure }) => measure.startsWith("covered_score"))).toBe(false);
  expect(difference("town_score").a).toBeGreaterThan(80);
  expect((await compare(everyone, everyone, { seeds: 2 })).ofNobody).toEqual([]);
});
