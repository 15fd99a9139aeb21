import { describe, expect, test } from "vitest";
import { readScenario, readShipped, run } from "../../src/index.ts";
import type { Opening } from "../../studio/messages.ts";
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

  test("has the life that was lived", () => {
    const text = writtenOf(shipped, [{ on: "2010-02-01", does: "donates" }]);
    expect(text).toMatch(/\nlife:\n {2}acts:\n {4}- \{ on: 2010-02-01, does: "donates" \}\n$/);
    expect(readScenario(text).data.life?.acts).toHaveLength(1);
    expect(writtenOf(shipped, [])).toMatch(/\nlife:\n {2}acts: \[\]\n$/);
  });
});
