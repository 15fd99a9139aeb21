import { expect, test } from "vitest";
import { explain, readScenario } from "../../src/index.ts";

const world = (life = ""): string => `
title: What is due
time: { start: 2010-01-01, tick: 1 month, span: 1 year }
population: { size: 1001 }
channels: { bank: { coverage: 1 } }
conduct:
  rent: { every: 3 months, one_of: { owed: { chance: 1, channel: bank }, settled: { chance: rest } } }
  walks: { every: 6 months, blocked: "true" }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { owed: -2 } }
${life}`;

test("a life tells what it did as it was due, and a script what it does by itself", async () => {
  const tell = async (text: string, person: number): Promise<string[]> => {
    const [told] = await explain(readScenario(text), { persons: [person] });
    return told!.entries.map(({ date, text: said }) => `${date} ${said}`);
  };
  const owed = ["2010-01-01", "2010-04-02", "2010-07-02", "2010-10-01"].flatMap((date) => [
    `${date} owed, as it was due`,
    `${date} recorded by the system: owed`,
    `${date} −2 points for owed`,
  ]);
  const lines = await tell(world(), 7);
  expect(lines.filter((line) => !line.includes("walks"))).toEqual(owed);
  expect(lines.filter((line) => line.includes("walks"))).toEqual([
    "2010-01-01 walks, as it was due: tried in vain",
    "2010-07-02 walks, as it was due: tried in vain",
  ]);
  const scripted = await tell(world("life: { acts: [{ on: 2010-02-10, does: owed }] }"), 0);
  expect(scripted.map((line) => line.slice(11))).toEqual([
    "owed",
    "recorded by the system: owed",
    "−2 points for owed",
  ]);
});
