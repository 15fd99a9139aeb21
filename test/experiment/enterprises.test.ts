import { describe, expect, test } from "vitest";
import { explain, explainEnterprises, type Ledger, readScenario, run } from "../../src/index.ts";
import { textOf } from "../language/folder.ts";

const inspections = readScenario(textOf("test/good/inspections.yaml"));
const scale = { people: 4000, ticks: 104 };
const enterprises = Array.from({ length: 94 }, (_, ordinal) => ordinal);

/** All that can move the score of an enterprise, and be felt by its owner. */
const everything = readScenario(`
title: Shops and who has them
time: { tick: 1 week, span: 1 year }
population:
  size: 900
  traits: { bold: { chance: 0.5 }, income: { uniform: [10, 90] } }
  ties: { community: 64, friends: 2 }
channels: { office: { coverage: 0.9 }, inspection: { coverage: 0.8, misattribution: 0.3, delay: { from: 0 weeks, to: 2 weeks } } }
conduct: { owes: { per_year: "bold ? 2 : 0.2", channel: office } }
lists: { debtors: { grounds: [owes], term: 8 weeks } }
consequences:
  barred: { domain: business, on: "owned(shut) || debtors", lasts: 5 weeks }
  poor_name: { when: "owns && owned(score) < 480" }
enterprises:
  one_for_every: 4 people
  traits: { trade: { categorical: { food: 0.5, works: 0.5 } }, sound: { chance: 0.6 } }
  state: { stock: { from: 0, to: 99, resolution: 1, start: 50, update: "stock + (owner(bold) ? 1 : -1)" } }
  conduct:
    cheats: { per_year: "sound ? 5 : 20", severity: { 1: 0.7, 2: 0.3 }, channel: inspection, area: trade_law }
    pays: { per_year: 30, channel: office }
  scheme:
    score: { start: 500, from: 0, to: 1000, resolution: 0.1 }
    points:
      cheats: { is: -9, warnings: 2, repetition: { factor: 1.5 }, grade: low }
      pays: { is: 3, cap: { gain: 20, period: 8 weeks } }
    areas: { trade_law: { weight: 1.2, cap: { loss: 200 } } }
    decay: { towards: "500 + owner(income) / 10", half_life: 26 weeks }
    bands: { high: 520, middle: 400, low: 0 }
  consequences: { shut: { domain: trade, when: "band == low || owner(debtors)" } }
  measures: { stocked: { mean: stock } }
`);

function total({ entries }: Ledger): number {
  return entries.reduce((sum, { points = 0 }) => sum + points, 0);
}

/** Whether what begins and ends under a name holds at the end. */
function holdsAtEnd({ entries }: Ledger, begins: RegExp, ends: RegExp): boolean {
  const last = entries.findLast(({ text }) => begins.test(text) || ends.test(text));
  return last !== undefined && begins.test(last.text);
}

describe("the lives of all enterprises of a world", async () => {
  const lives = await explainEnterprises(inspections, { ...scale, enterprises });
  const done = await run(inspections, scale);

  test("end as the run counts them", () => {
    for (const band of ["excellent", "good", "fair", "poor"])
      expect(lives.filter((life) => life.band === band)).toHaveLength(done.last("enterprises.count", band));
    const listed = lives.filter((life) => holdsAtEnd(life, /is put on the blacklist/, /leaves the blacklist/));
    expect(listed.length).toBe(done.last("enterprises.on.blacklist"));
    const mean = lives.reduce((sum, { score }) => sum + score!, 0) / lives.length;
    expect(mean).toBeCloseTo(done.last("enterprises.score"), 6);
    expect(lives.map(({ enterprise }) => enterprise)).toEqual(enterprises);
  });

  test("begin with traits in words, and do as many acts as are counted", () => {
    for (const { traits } of lives) expect(traits.map(({ name }) => name)).toEqual(["sector", "size_class", "sound"]);
    expect(lives.every(({ traits }) => ["trade", "food", "works"].includes(traits[0].value))).toBe(true);
    const acts = lives.flatMap(({ entries }) => entries.filter(({ kind }) => kind === "act"));
    const of = (name: string): number => acts.filter(({ text }) => text.startsWith(name)).length;
    expect(of("violates")).toBe(done.results.total("enterprises.acts.violates"));
    expect(of("pays_taxes")).toBe(done.results.total("enterprises.acts.pays_taxes"));
  });

  test("tell of the owner what rules ask for, and nothing else", async () => {
    const owned = lives.filter(({ owner }) => owner !== undefined);
    expect(owned.length).toBeGreaterThan(80);
    for (const { owner } of owned) expect(owner!.seen).toMatchObject([{ name: "defaulters", start: "no" }]);
    const persons = owned.map(({ owner }) => owner!.person);
    const owners = await explain(inspections, { ...scale, persons });
    for (const [place, life] of owners.entries()) {
      expect(life.owns!.enterprise).toBe(owned[place].enterprise);
      expect(life.owns!.seen).toMatchObject([{ name: "blacklist" }]);
      const listed = holdsAtEnd(life, /is put on the blacklist/, /leaves the blacklist/);
      expect(owned[place].owner!.seen[0].end).toBe(listed ? "yes" : "no");
      const shunned = holdsAtEnd(owned[place], /is put on the blacklist/, /leaves the blacklist/);
      expect(life.owns!.seen[0].end).toBe(shunned ? "yes" : "no");
    }
    const texts = new Set(owned.flatMap(({ entries }) => entries.map(({ text }) => text)));
    expect(texts).toContain("its owner is now on the blacklist defaulters");
    // Who is on the list of defaulters as well has it without the enterprise.
    const told = owners.flatMap(({ entries }) => entries.filter(({ kind }) => kind === "consequence"));
    expect(told.map(({ text }) => text)).toContain("loses_credit begins (credit), because of the enterprise they own");
    expect(told.map(({ text }) => text)).toContain("loses_credit begins (credit)");
  });

  test("are the same whoever else is watched", async () => {
    const [, again] = await explainEnterprises(inspections, { ...scale, enterprises: [3, 17] });
    expect(again).toEqual(lives[17]);
  });
});

describe("the lives of enterprises where all moves their scores", async () => {
  const lives = await explainEnterprises(everything, { enterprises: Array.from({ length: 225 }, (_, i) => i) });

  test("are ledgers that add up to every score on the way", () => {
    for (const life of lives) {
      let score = life.start!;
      for (const { points = 0, score: said } of life.entries) {
        score += points;
        if (said !== undefined) expect(Math.abs(score - said), `enterprise ${life.enterprise}`).toBeLessThan(1e-6);
      }
      expect(Math.abs(life.start! + total(life) - life.score!)).toBeLessThan(1e-6);
    }
  });

  test("have entries of every kind, and call enterprises so", () => {
    const kinds = new Set(lives.flatMap(({ entries }) => entries.map(({ kind }) => kind)));
    for (const kind of ["act", "record", "points", "decay", "rounding", "held", "grade", "warning", "band"])
      expect(kinds).toContain(kind);
    for (const kind of ["consequence", "link", "state"]) expect(kinds).toContain(kind);
    const texts = lives.flatMap(({ entries }) => entries.map(({ text }) => text));
    const has = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
    expect(
      has(/^a record of cheats, severity 2, was wrongly put down to this enterprise \(it was enterprise \d+\)$/),
    ).toBe(true);
    expect(has(/the record goes by mistake to enterprise \d+/)).toBe(true);
    expect(has(/^stock rises from 50 to 51$/)).toBe(true);
    expect(has(/^shut begins \(trade\), because of its owner$/)).toBe(true);
    expect(has(/^its owner is no longer on the blacklist debtors$/)).toBe(true);
    expect(texts.filter((text) => /\bperson\b|enterprises\./.test(text))).toEqual([]);
  });

  test("see traits, states and lists of their owners in words", () => {
    const seen = lives.flatMap(({ owner }) => owner?.seen ?? []);
    expect([...new Set(seen.map(({ name }) => name))].sort()).toEqual(["bold", "debtors", "income"]);
    expect(new Set(seen.filter(({ name }) => name !== "income").map(({ end }) => end))).toEqual(new Set(["yes", "no"]));
  });

  test("are felt by those who own them, for as long as it lasts", async () => {
    const owners = lives.flatMap(({ owner }) => (owner ? [owner.person] : []));
    const told = await explain(everything, { persons: owners });
    const texts = told.flatMap(({ entries }) => entries.map(({ text }) => text));
    expect(texts).toContain("barred begins (business), because of the enterprise they own");
    expect(texts).toContain("the enterprise they own is now under shut");
    expect(texts).toContain("poor_name begins, because of the enterprise they own");
    expect(texts.some((text) => text.startsWith("barred ends") && text.includes("because"))).toBe(false);
  });
});

test("enterprises that are not there are refused", async () => {
  const attempt = (options: { enterprises: number[]; people?: number }) => explainEnterprises(inspections, options);
  await expect(attempt({ enterprises: [94] })).rejects.toThrow(/no-such-enterprise[\s\S]*from 0 to 93/);
  await expect(attempt({ enterprises: [0], people: 20 })).rejects.toThrow(/no-such-enterprise[\s\S]*more people/);
  const none = readScenario("title: None\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 5 }\n");
  await expect(explainEnterprises(none, { enterprises: [0] })).rejects.toThrow(/no-enterprises/);
  const [life] = await explain(none, { persons: [0] });
  expect(life).not.toHaveProperty("owns");
});
