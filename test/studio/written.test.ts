import { describe, expect, test } from "vitest";
import { changesFrom, readScenario, readShipped, run } from "../../src/index.ts";
import type { Opening } from "../../studio/messages.ts";
import { changedAt } from "../../studio/world/marked.ts";
import { scenarioOf, writtenOf } from "../../studio/world/written.ts";

const scale = { people: 1500, ticks: 30 } as const;
const changes = { "scheme.points.misses_repayment": { is: -90, assumed: "changed" }, "scheme.bands.C": 700 };
const shipped: Opening = { name: "suining", changes };
const own: Opening = { name: "mine", text: readShipped("suining").sources[0]!.text, changes };
const reformed: Opening = {
  name: "mine",
  text: "extends: suining\nreform: { name: Mine, set: { scheme.points.donates: 30 } }\n",
  changes,
};

async function hashOf(scenario: ReturnType<typeof readScenario>): Promise<string> {
  return (await run(scenario, scale)).stateHash;
}

describe("a scenario that the studio writes", () => {
  test.each([
    ["an heir of what is shipped", shipped, /^# .*\nextends: suining\nreform:/],
    ["a text of one's own", own, /^title: Suining County[\s\S]*\nreform:\n {2}name: Changed in the studio/],
    ["a text with a reform of its own", reformed, /^\{\n/],
  ])("%s runs to the same hash", async (_, opening, looks) => {
    const text = writtenOf(opening);
    expect(text).toMatch(looks);
    expect(await hashOf(readScenario(text))).toBe(await hashOf(scenarioOf(opening)));
    expect(await hashOf(readScenario(text))).not.toBe(await hashOf(scenarioOf({ ...opening, changes: {} })));
  });

  test("is the text itself where nothing was changed", () => {
    expect(writtenOf({ ...own, changes: {} })).toBe(own.text);
    expect(writtenOf({ name: "suining", changes: {} })).toMatch(/\nextends: suining\n$/);
  });

  test("has marks of what was changed while the world went on, as the changes have them", () => {
    const base: Opening = { name: "suining", changes: {} };
    const from = (opening: Opening, tick: number, changed: Opening["changes"]): Opening => ({
      ...opening,
      changes: { ...opening.changes, ...changesFrom(scenarioOf(opening), tick, changed) },
    });
    const tagged = { is: 0.9, assumed: "changed in the studio" };
    const once = from(base, 9, { "channels.police.coverage": tagged, "scheme.points.donates": 40 });
    const twice = from(once, 20, {
      "scheme.points.donates": -3,
      "consequences.priority_in_promotion.when": "score > 9",
    });
    const marksOf = (opening: Opening): unknown => changedAt(opening, scenarioOf(opening));
    const marks = [
      { tick: 9, path: "channels.police.coverage" },
      { tick: 9, path: "scheme.points.donates" },
      { tick: 20, path: "consequences.priority_in_promotion.when" },
      { tick: 20, path: "scheme.points.donates" },
    ];
    expect(marksOf(base)).toEqual([]);
    expect(marksOf(twice)).toEqual(marks);
    // Opened again as a file, and changed once more.
    const again: Opening = { name: "mine", text: writtenOf(twice), changes: {} };
    expect(marksOf(again)).toEqual(marks);
    const thrice = from(again, 30, { "scheme.points.donates": 1 });
    const all = [...marks, { tick: 30, path: "scheme.points.donates" }];
    expect(marksOf(thrice)).toEqual(all);
    const written = writtenOf(thrice);
    expect(written).toMatch(/^# .*\nextends: suining\nreform:\n/);
    expect(marksOf({ name: "mine", text: written, changes: {} })).toEqual(all);
    expect(scenarioOf({ name: "mine", text: written, changes: {} }).plan()).toEqual(scenarioOf(thrice).plan());
    // A text that has a reform of its own is written out whole, with the changes as the reform.
    const whole = from({ ...reformed, changes: {} }, 9, { "channels.police.coverage": 0.9 });
    expect(marksOf({ name: "mine", text: writtenOf(whole), changes: {} })).toEqual(marks.slice(0, 1));
  });

  test("has the life that was lived", () => {
    const text = writtenOf(shipped, [{ on: "2010-02-01", does: "donates" }]);
    expect(text).toMatch(/\nlife:\n {2}acts:\n {4}- \{ on: 2010-02-01, does: "donates" \}\n$/);
    expect(readScenario(text).data.life?.acts).toHaveLength(1);
    expect(writtenOf(shipped, [])).toMatch(/\nlife:\n {2}acts: \[\]\n$/);
  });
});
