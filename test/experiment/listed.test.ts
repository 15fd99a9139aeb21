import { describe, expect, test } from "vitest";
import { explain, readScenario } from "../../src/index.ts";

/** The list and act entries of a life. */
async function tell(list: string, acts: string, tick = "1 week"): Promise<string[]> {
  const text = `
title: a listed life
time: { start: 2010-01-01, tick: ${tick}, span: 4 years }
population: { size: 1001 }
channels: { court: { coverage: 1 } }
conduct:
  defaults: { per_year: 0, channel: court }
  pays: { per_year: 0, channel: court }
  flies: { per_year: 0 }
lists: { defaulters: ${list} }
consequences: { no_flights: { when: defaulters, domain: travel, blocks: [flies] } }
life: { acts: [${acts}] }
`;
  const [life] = await explain(readScenario(text), { persons: [0] });
  return life!.entries
    .filter(({ kind }) => kind === "list" || kind === "act")
    .map(({ date, text: said }) => `${date} ${said}`);
}

const stay = "grounds: [defaults], term: 1 year, notice: 10 days";

describe.each(["1 day", "1 week"])("a life in ticks of %s tells", (tick) => {
  test("of notice, entry, what was tried in vain, and exit, each with its day", async () => {
    const acts = "{ on: 2010-03-05, does: defaults }, { on: 2010-06-01, does: flies }, { on: 2011-06-01, does: flies }";
    expect(await tell(`{ ${stay} }`, acts, tick)).toEqual([
      "2010-03-05 defaults",
      "2010-03-05 is told that it will be put on the blacklist defaulters on 2010-03-15, until 2011-03-15",
      "2010-03-15 is put on the blacklist defaulters, until 2011-03-15",
      "2010-06-01 flies: tried in vain (no_flights)",
      "2011-03-15 leaves the blacklist defaulters",
      "2011-06-01 flies: nobody records it",
    ]);
  });

  test("of what performing does to a stay, and to a notice", async () => {
    const exits = "exits: { pays: { within: 30 days } }";
    const late = await tell(
      `{ ${stay}, ${exits} }`,
      "{ on: 2010-03-05, does: defaults }, { on: 2010-06-01, does: pays }",
      tick,
    );
    expect(late.slice(-2)).toEqual([
      expect.stringMatching(/ performs, and may leave the blacklist defaulters on 2010-07-01$/),
      "2010-07-01 leaves the blacklist defaulters",
    ]);
    const soon = await tell(
      `{ ${stay}, exits: { pays: {} } }`,
      "{ on: 2010-03-05, does: defaults }, { on: 2010-03-13, does: pays }",
      tick,
    );
    expect(soon.at(-1)).toMatch(/ performs in time, and is not put on the blacklist defaulters$/);
  });

  test("of a stay that a further ground makes longer", async () => {
    const acts = "{ on: 2010-03-05, does: defaults }, { on: 2010-09-01, does: defaults }";
    const lines = await tell("{ grounds: [defaults], color: red, term: 1 year, extension: 100 days }", acts, tick);
    expect(lines).toContainEqual(
      expect.stringMatching(/ must stay on the redlist defaulters longer, until 2011-06-13$/),
    );
    expect(lines.at(-1)).toBe("2011-06-13 leaves the redlist defaulters");
  });
});
