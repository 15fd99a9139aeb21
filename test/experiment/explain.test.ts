import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { draw, first, purposeKey } from "../../src/core/chance.ts";
import { explain, type Life, readScenario, run } from "../../src/index.ts";
import { everything, small } from "./worlds.ts";

const golden = fileURLToPath(new URL("../golden/", import.meta.url));

/** A thousand persons, some perhaps twice, by address. */
function somePersons(size: number): number[] {
  const key = purposeKey(1, "whose life");
  return Array.from({ length: 1000 }, (_, i) => {
    draw(key, i, 0);
    return first() % size;
  });
}

function total({ entries }: Life): number {
  return entries.reduce((sum, { points = 0 }) => sum + points, 0);
}

describe("the lives of a thousand people where everything moves scores", async () => {
  // And one who reaches the top of the scale, which few do.
  const persons = [...somePersons(4000), 3996];
  const lives = await explain(everything, { persons, seed: 7 });
  const kinds = new Map<string, number>();
  for (const { entries } of lives) for (const { kind } of entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);

  test("are ledgers that add up to the score", () => {
    const resolution = Math.fround(0.1);
    for (const life of lives)
      expect(Math.abs(life.start! + total(life) - life.score!) / resolution, `person ${life.person}`).toBeLessThan(
        1e-9,
      );
  });

  test("add up to each score on the way", () => {
    for (const { start, entries } of lives) {
      let score = start!;
      for (const { points = 0, score: said } of entries) {
        score += points;
        if (said !== undefined) expect(Math.abs(score - said)).toBeLessThan(1e-9);
      }
    }
  });

  test("have entries of every kind, in the order of time", () => {
    const wanted = [
      "act",
      "record",
      "points",
      "pull",
      "decay",
      "rounding",
      "held",
      "band",
      "consequence",
      "state",
      "phase",
    ];
    expect([...kinds.keys()].sort()).toEqual([...wanted].sort());
    for (const { entries } of lives)
      expect(entries.map(({ tick }) => tick)).toEqual(entries.map(({ tick }) => tick).sort((a, b) => a - b));
  });

  test("end in the band that the run counts them in", async () => {
    const scale = { people: 1000, ticks: 20 };
    const all = await explain(everything, { ...scale, persons: Array.from({ length: 1000 }, (_, i) => i) });
    const done = await run(everything, scale);
    for (const band of ["lowest", "low", "middle", "high"])
      expect(all.filter((life) => life.band === band)).toHaveLength(done.last("people", band));
    expect(lives.every(({ band }) => band === "ungraded")).toBe(true);
  });

  test("say which entries are mistakes, and which deeds nobody recorded", () => {
    const about = (kind: string, sought: RegExp): Set<unknown> =>
      new Set(
        lives.flatMap(({ entries }) =>
          entries.filter((one) => one.kind === kind && sought.test(one.text)).map((one) => one.about),
        ),
      );
    expect([...about("record", /wrongly put down/)]).toEqual(["mistake"]);
    expect([...about("record", /^recorded by the system/)]).toEqual([undefined]);
    expect([...about("act", /goes by mistake/)]).toEqual(["mistake"]);
    expect([...about("act", /nobody records it$/)]).toEqual(["unseen"]);
    expect([...about("act", /will be on record/)]).toEqual([undefined]);
  });

  test("say in words what happened", () => {
    const texts = new Set(lives.flatMap(({ entries }) => entries.map(({ text }) => text)));
    const has = (pattern: RegExp): boolean => [...texts].some((text) => pattern.test(text));
    expect(has(/^recorded by the system: litters, severity 2$/)).toBe(true);
    expect(has(/^recorded by the system: speeds$/)).toBe(true);
    expect(has(/^a record of speeds was wrongly put down to this person \(it was person \d+\)$/)).toBe(true);
    expect(has(/^a record of litters, severity 3, was wrongly put down/)).toBe(true);
    expect(has(/^litters, severity 1: the record goes by mistake to person \d+ on 2010-\d\d-\d\d$/)).toBe(true);
    expect(has(/^litters, severity 1: it will be on record on 2010-\d\d-\d\d$/)).toBe(true);
    expect(has(/^dreams: nobody records it$/)).toBe(true);
    expect(has(/^−9\.1 points for speeds$/)).toBe(true);
    expect(has(/^falls from band middle to band low$/)).toBe(true);
    expect(has(/^is graded: band high$/)).toBe(true);
    expect(has(/^is no longer graded \(was in band middle\)$/)).toBe(true);
    expect(has(/^no_loans begins \(credit\)$/)).toBe(true);
    expect(has(/^watched ends \(police\)$/)).toBe(true);
    expect(has(/^the phase "graded" begins$/)).toBe(true);
    expect(has(/^friends' scores pull the score (up|down) by [\d.]+ points?$/)).toBe(true);
    expect(has(/^the past fades: the score moves up by [\d.]+ points?$/)).toBe(true);
    expect(has(/^the cap on losses of order is reached: [\d.]+ points? not taken$/)).toBe(true);
    expect(has(/^the cap on gains of helps is reached: [\d.]+ points? not given$/)).toBe(true);
    expect(has(/^the score cannot rise above 130: [\d.]+ points? not given$/)).toBe(true);
    expect(has(/^worry rises from 0(\.\d+)? to 0\.\d+$/)).toBe(true);
  });
});

describe("a life", () => {
  test("has traits in words, and is not told for who is not there", async () => {
    const [life] = await explain(everything, { persons: [17], ticks: 1 });
    expect(life.traits.map(({ name }) => name)).toEqual(["careful", "region", "worry"]);
    expect(["north", "south"]).toContain(life.traits[1].value);
    expect(life.scripted).toBe(false);
    await expect(explain(small, { persons: [500] })).rejects.toThrow(/no-such-person[\s\S]*from 0 to 499/);
    await expect(explain(small, { persons: [0.5] })).rejects.toThrow(/no-such-person/);
  });

  test("is the same whoever else is watched, and leaves the world as it is", async () => {
    const [told] = await explain(small, { persons: [3] });
    const [, again] = await explain(small, { persons: [4, 3] });
    expect(again).toEqual(told);
    const all = await explain(small, { persons: Array.from({ length: 500 }, (_, person) => person) });
    const mean = all.reduce((sum, { score }) => sum + score!, 0) / 500;
    expect((await run(small)).last("score")).toBe(mean);
  });

  test("in a world without a score has none", async () => {
    const none = readScenario(`
title: Nothing
time: { tick: 1 week, span: 10 weeks }
population: { size: 50 }
conduct: { sings: { per_week: 1 } }
`);
    const [life] = await explain(none, { persons: [0] });
    expect([life.start, life.score, life.band]).toEqual([undefined, undefined, undefined]);
    expect(life.entries.every(({ text }) => text === "sings: nobody records it")).toBe(true);
  });
});

describe("the debtor of Suining", () => {
  const text = readFileSync(join(golden, "suining-debtor.yaml"), "utf8");

  // China Daily, 30 March 2010: 14 missed repayments in two months, 420 points lost of 1,000, grade D.
  test("loses thirty points for each of fourteen repayments, and is graded D at 580", async () => {
    const [life] = await explain(readScenario(text, { name: "suining-debtor.yaml" }), { seed: 3, persons: [0] });
    expect([life.start, life.score, life.band, life.scripted]).toEqual([1000, 580, "D", true]);
    const lost = life.entries.flatMap(({ points }) => (points === undefined ? [] : [points]));
    expect(lost).toEqual(new Array(14).fill(-30));
    expect(life.entries.filter(({ kind }) => kind === "record")).toHaveLength(14);
    const begun = life.entries.filter(({ kind, text: said }) => kind === "consequence" && said.includes("begins"));
    expect(begun.map(({ text: said }) => said)).toContain("no_government_support begins (welfare)");

    const path = join(golden, "suining-debtor.txt");
    const ledger = print(life);
    if (env.GOLDEN === "write") writeFileSync(path, ledger);
    expect(ledger).toBe(readFileSync(path, "utf8"));
  });
});

/** What the scheme does to this person: the states of everyday life are left out, so that it stands by itself. */
function print({ start, entries, score, band }: Life): string {
  const lines = entries
    .filter(({ kind }) => kind !== "state")
    .map(({ date, text, score: after }) => `${date}  ${text}${after === undefined ? "" : `  → ${after}`}`);
  return [`start ${start}`, ...lines, `end ${score}, band ${band}`, ""].join("\n");
}
