import { beforeAll, describe, expect, test } from "vitest";
import { leverLines, leversExample } from "../../src/scenario/manualLevers.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { onThreads } from "../conformance/rows.ts";

const ticks = 60;
const library = {
  shipped: (name: string) => (name === "levers" ? leversExample : undefined),
  shippedNames: () => ["levers"],
};

/** All figures of the manual's world over some ticks, with a line over it or without. */
async function livedWith(line: string): Promise<Map<string, number[]>> {
  const text = line === "" ? leversExample : `extends: levers\ntitle: levers\nreform: { name: a line }\n${line}\n`;
  const world = await onThreads(1).open(readScenario(text, { name: "reform.yaml", library }).plan(), 5);
  const figures = new Map<string, number[]>();
  for (let tick = 0; tick < ticks; tick++) {
    await world.step();
    for (const [name, figure] of world.figures) figures.set(name, [...(figures.get(name) ?? []), figure]);
  }
  world.close?.();
  return figures;
}

let before: Map<string, number[]>;
beforeAll(async () => {
  before = await livedWith("");
});

/** The figures that a line moves, those of groups aside. */
async function movedBy(line: string): Promise<string[]> {
  const now = await livedWith(line);
  const names = [...new Set([...before.keys(), ...now.keys()])].filter((name) => !name.includes(" by "));
  return names.filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(now.get(name))).sort();
}

const of = (what: string, ...names: readonly string[]): string[] =>
  what.split(" ").flatMap((one) => names.map((name) => `${one}.${name}`));
const loans = of("under yuan", "no_loans");
const trains = of("under yuan", "no_trains");
const listed = of("on days entries exits struck", "unfit");
/** What a review comes to: the score and the list, what follows from them, and who answers for it. */
const review = [
  ...of("freed upheld taken_back", "dispute"),
  "score",
  ...loans,
  ...trains,
  ...listed,
  ...of("acts records", "files_wrongly"),
];
/** What is left for cases that are decided later. */
const later = of("freed upheld taken_back", "expiry", "repair");

/** What each lever moves in this world, in which nobody changes what they do because of it: that, and nothing else. */
const moves: Readonly<Record<string, readonly string[]>> = {
  "notice, on or off": [...review, ...later, ...of("disputes yuan", "dispute")],
  "notice, how long before": [...trains, ...listed, "notified.unfit"],
  "what a dispute costs": ["yuan.dispute"],
  // Of points that expire in the meantime nothing is left to give back.
  "how long a dispute takes": review,
  "burden of proof: what the office cannot show does not stand": [...review, ...later],
  "accuracy of reviewers": [...review, ...later],
  "deference of reviewers": [...review, ...later],
  "expiry by severity": ["score", ...loans, ...later],
  repair: ["score", ...loans, ...later],
  "human review of a share, before a record counts": [
    ...review,
    ...later,
    "points.litters",
    ...of("disputes freed upheld", "look"),
  ],
  "consent and opting out": [
    "score",
    ...loans,
    ...later,
    "points.litters",
    "points.defaults",
    "taken_back.dispute",
    "enrolled",
  ],
  "which area may touch which domain": loans,
  "a cap on severity": ["score", ...loans, "points.litters", ...of("taken_back", "dispute", "expiry", "repair")],
  "a cap on loss": ["score", ...loans],
  "government is scored as it scores": ["score", ...loans, "points.files_wrongly"],
};

describe("each lever of the manual is one line", () => {
  test("and each has its own", () =>
    expect(leverLines.map(([lever]) => lever).sort()).toEqual(Object.keys(moves).sort()));

  test.each(leverLines)("%s: %s", async (lever, line) => {
    expect(await movedBy(line)).toEqual([...new Set(moves[lever])].sort());
  });

  test("and an empty one moves nothing", async () => {
    expect(await movedBy("")).toEqual([]);
    expect(await movedBy("scheme: { contexts: {} }")).toEqual([]);
  });

  test("officials have as many records as reviews freed in the week before, within 4 standard errors", () => {
    const sum = (name: string, from: number, to: number): number =>
      before
        .get(name)!
        .slice(from, to)
        .reduce((a, b) => a + b);
    const freed = sum("freed.dispute", 0, ticks - 1);
    expect(freed).toBeGreaterThan(500);
    expect(Math.abs(sum("acts.files_wrongly", 1, ticks) - freed) / Math.sqrt(freed)).toBeLessThan(4);
  });
});
