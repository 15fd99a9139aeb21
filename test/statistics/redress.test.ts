import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore, mean, meanScore } from "./check.ts";
import { runOf, valuesOf } from "./worlds.ts";

interface Parts {
  readonly redress: string;
  readonly misattribution?: number;
  readonly tick?: string;
  /** Acts a tick while they are done, and in how many ticks. */
  readonly rate?: number;
  readonly ticks?: number;
  readonly scheme?: string;
  readonly more?: string;
  readonly people?: number;
}

/** People whose acts are all recorded, for some ticks; communities are full, so that all records can go astray. */
function textOf(of: Parts): string {
  const { redress, misattribution = 0, tick = "1 week", rate = 0.2, ticks = 20, people = 4096 } = of;
  const { scheme = "{ score: { start: 1000, from: 0, to: 2000 }, points: { litters: -30 } }", more = "" } = of;
  return `
title: redress
time: { start: 2010-01-01, tick: ${tick}, span: 20 years }
population: { size: ${people}, traits: { urban: { chance: 0.5 } } }
groups: { residence: { when: urban, yes: town, no: country } }
channels: { camera: { coverage: 1, misattribution: ${misattribution} } }
conduct:
  litters: { per_tick: "tick < ${ticks} ? ${rate} : 0", channel: camera, severity: { 1: 0.6, 2: 0.3, 3: 0.1 } }
scheme: ${scheme}
${redress === "" ? "" : `redress: ${redress}`}
${more}
`;
}

/** Runs it until all is decided. */
function ran(of: Parts, measures: readonly string[], ticks = 40): ReturnType<typeof runOf> {
  return runOf(readScenario(textOf(of)).plan(), 3, ticks, measures);
}

const counts = ["records.litters", "disputes.dispute", "freed.dispute", "upheld.dispute"];

describe("a review of accuracy a and deference d", () => {
  // Told .8, disputed .5: .4 of all records; a = .7, d = .4.
  const review = "notice: 0.8, disputes: 0.5, accuracy: 0.7, deference: 0.4";
  const dispute = `{ dispute: { of: litters, after: 30 days, takes_back: points, ${review} } }`;

  test.each([
    ["true", 0, 0.3 * 0.6],
    ["false", 1, 0.7 + 0.3 * 0.6],
  ])("frees of %s records the declared share, within 4 standard errors", (_, misattribution, share) => {
    const { sums } = ran({ redress: dispute, misattribution }, counts);
    const [records, disputes, freed, upheld] = counts.map((name) => sums[name]!);
    expect(records).toBeGreaterThan(15_000);
    expect(Math.abs(countScore(disputes!, records!, 0.4))).toBeLessThan(4);
    expect(Math.abs(countScore(freed!, disputes!, share))).toBeLessThan(4);
    expect(Math.abs(countScore(freed!, records!, 0.4 * share))).toBeLessThan(4);
    expect(freed! + upheld!).toBe(disputes);
  });

  test.each([
    ["finds out everything", "accuracy: 1", 0, 0],
    ["finds out everything, of false records", "accuracy: 1", 1, 1],
    ["finds out nothing, and lets stand", "accuracy: 0, deference: 1", 1, 0],
    ["finds out nothing, and lets nothing stand", "accuracy: 0, deference: 0", 0, 1],
    ["lets stand what it does not find out, where nothing is said", "accuracy: 0", 1, 0],
  ])("that %s frees all or none", (_, how, misattribution, share) => {
    const redress = `{ dispute: { of: litters, after: 30 days, takes_back: points, disputes: 0.5, ${how} } }`;
    const { sums } = ran({ redress, misattribution }, counts);
    expect(sums["disputes.dispute"]).toBeGreaterThan(5000);
    expect(sums["freed.dispute"]).toBe(share * sums["disputes.dispute"]!);
    expect(sums["upheld.dispute"]).toBe((1 - share) * sums["disputes.dispute"]!);
  });

  test("is asked by those who have reason to, where the chance says so", () => {
    const redress = `{ dispute: { of: litters, after: 30 days, takes_back: points, disputes: "is_true ? 0.1 : 0.9", accuracy: 1 } }`;
    for (const [misattribution, share] of [
      [0, 0.1],
      [1, 0.9],
    ] as const) {
      const { sums } = ran({ redress, misattribution }, counts);
      expect(Math.abs(countScore(sums["disputes.dispute"]!, sums["records.litters"]!, share))).toBeLessThan(4);
    }
  });

  test("gives back the points of whoever is freed, and costs each who disputes", () => {
    const redress = `{ dispute: { of: litters, after: 30 days, takes_back: points, disputes: 0.5, accuracy: 1, costs: 200 yuan } }`;
    const { sums } = ran({ redress, misattribution: 1 }, [
      ...counts,
      "points.litters",
      "taken_back.dispute",
      "yuan.dispute",
    ]);
    expect(sums["yuan.dispute"]).toBe(-200 * sums["disputes.dispute"]!);
    // Severities have a mean of 1.5; half of all is given back.
    expect(sums["taken_back.dispute"]! / -sums["points.litters"]!).toBeCloseTo(0.5, 1);
  });
});

describe("every dispute has one outcome", () => {
  test.each([
    ["alone", ""],
    ["beside an expiry that comes first", ", expiry: { of: litters, after: 2 weeks, takes_back: points }"],
    ["beside an expiry that comes later", ", expiry: { of: litters, after: 8 weeks, takes_back: points }"],
    ["beside one in the same tick", ", expiry: { of: litters, after: 30 days, takes_back: [points, entries] }"],
    [
      "beside two more",
      ", again: { of: litters, after: 6 weeks, takes_back: points, disputes: 0.3, accuracy: 0.5 }, expiry: { of: litters, after: { 1: 2 weeks, 2: 6 weeks, 3: 9 weeks }, takes_back: entries }",
    ],
  ])("%s, and nothing is taken back twice", (_, others) => {
    const redress = `{ dispute: { of: litters, after: 30 days, takes_back: points, disputes: 0.5, accuracy: 0.7, deference: 0.4 }${others} }`;
    const of = { redress, misattribution: 0.3, more: "lists: { list: { grounds: litters, term: 1 year } }" };
    const { cases, points } = taking(others);
    const asked = cases.flatMap((name) => [`freed.${name}`, `upheld.${name}`]);
    const backs = points.map((name) => `taken_back.${name}`);
    const measures = [...new Set([...counts, ...asked, ...backs, "points.litters"])];
    const { sums, world } = ran(of, measures, 60);
    expect(sums["disputes.dispute"]).toBeGreaterThan(5000);
    expect(sums["freed.dispute"]! + sums["upheld.dispute"]!).toBe(sums["disputes.dispute"]);
    if (cases.includes("expiry")) expect(sums["freed.expiry"]! + sums["upheld.expiry"]!).toBe(sums["records.litters"]);
    // With an expiry of points everything has come back, once.
    const back = backs.reduce((sum, name) => sum + sums[name]!, 0);
    if (points.includes("expiry")) expect(back).toBe(-sums["points.litters"]!);
    else expect(back).toBeLessThan(-sums["points.litters"]!);
    expect(mean(valuesOf(world, "score")) === 1000).toBe(points.includes("expiry"));
    expect([...world.waiting()]).toEqual([]);
  });
});

/** Which cases there are beside a dispute, and which of all take back points. */
function taking(others: string): { readonly cases: string[]; readonly points: string[] } {
  const cases = ["dispute", ...["again", "expiry"].filter((name) => others.includes(`${name}:`))];
  const points = cases.filter((name) => name !== "expiry" || !/expiry: .*takes_back: entries/.test(others));
  return { cases, points };
}

describe("expiry", () => {
  const bySeverity = "{ 1: 3 months, 2: 1 year, 3: 3 years }";

  test("by severity: without decay every score is where it began after the longest term, exactly, and not before", () => {
    const redress = `{ expiry: { of: litters, after: ${bySeverity}, takes_back: points } }`;
    const plan = readScenario(textOf({ redress, people: 1000 })).plan();
    const world = new World(plan, 3);
    // The last record is of tick 19, and three years are 156 ticks.
    while (world.tick < 20 + 155) world.step();
    expect(valuesOf(world, "score").some((score) => score < 1000)).toBe(true);
    world.step();
    expect(valuesOf(world, "score").every((score) => score === 1000)).toBe(true);
  });

  test("takes each record back in the tick of its term", () => {
    const redress = `{ expiry: { of: litters, after: ${bySeverity}, takes_back: points } }`;
    const { series, sums } = ran({ redress, ticks: 1 }, ["records.litters", "freed.expiry"], 160);
    const freed = series["freed.expiry"]!;
    expect(freed.flatMap((count, tick) => (count > 0 ? [tick] : []))).toEqual([13, 52, 156]);
    expect(sums["freed.expiry"]).toBe(sums["records.litters"]);
    const shares = [13, 52, 156].map((tick) => freed[tick]! / sums["records.litters"]!);
    for (const [place, share] of [0.6, 0.3, 0.1].entries())
      expect(
        Math.abs(countScore(shares[place]! * sums["records.litters"]!, sums["records.litters"]!, share)),
      ).toBeLessThan(4);
  });

  test("with decay gives back what is left: then the score is that of whoever had no record", () => {
    const scheme = `
  score: { start: 1400, from: 0, to: 2000, resolution: 0.01 }
  points: { litters: -30 }
  decay: { towards: 1000, half_life: 26 weeks }`;
    const redress = "{ expiry: { of: litters, after: 13 weeks, takes_back: points } }";
    const of = { scheme, rate: 1, ticks: 1, people: 2048 };
    const [bare, expired] = ["", redress].map((one) => {
      const world = new World(readScenario(textOf({ ...of, redress: one })).plan(), 3);
      return Array.from({ length: 16 }, () => {
        world.step();
        return valuesOf(world, "score");
      });
    });
    // Until the record is 13 weeks old they are the same; the mean of all points is −45.
    for (let tick = 0; tick < 13; tick++) expect(expired![tick]).toEqual(bare![tick]);
    const drift = (tick: number): number => 1000 + 400 * 2 ** (-(tick + 1) / 26);
    const before = mean(bare![12]!) - drift(12);
    // A record of mean severity 1.5, one a person: 45 points, of which 2^(−12/26) are left.
    expect(Math.abs(before + 45 * 2 ** (-12 / 26))).toBeLessThan(4 * (45 / Math.sqrt(2048)));
    for (const tick of [13, 14, 15]) expect(Math.abs(meanScore(expired![tick]!, drift(tick)))).toBeLessThan(4);
    // Kept in steps of a hundredth, by chance: nobody is further off than some of these.
    for (const score of expired![13]!) expect(Math.abs(score - drift(13))).toBeLessThan(0.2);
  });
});

describe("repair", () => {
  test("takes back where its rule holds by then, and lets stand otherwise", () => {
    const redress = `{ repair: { of: litters, after: 5 weeks, takes_back: points, when: urban } }`;
    const { world, sums } = ran({ redress }, [
      "records.litters",
      "freed.repair",
      "upheld.repair",
      "freed.repair by residence",
    ]);
    expect(sums["freed.repair"]! + sums["upheld.repair"]!).toBe(sums["records.litters"]);
    const urban = valuesOf(world, "urban");
    const scores = valuesOf(world, "score");
    for (const [person, score] of scores.entries()) if (urban[person] === 1) expect(score).toBe(1000);
    expect(scores.filter((score) => score < 1000).length).toBeGreaterThan(1500);
  });
});

describe("a review before a record counts", () => {
  test("keeps a false record from counting, and is told as it arrives", () => {
    const redress = `{ check: { of: litters, after: 0 days, takes_back: [points, entries], accuracy: 1, notice: 0.25 } }`;
    const more = "lists: { list: { grounds: litters, term: 1 year } }";
    const measures = [
      "records.litters",
      "disputes.check",
      "freed.check",
      "upheld.check",
      "points.litters",
      "entries.list",
    ];
    const { sums, series } = ran({ redress, more, misattribution: 1, ticks: 1, people: 8192 }, measures, 3);
    expect(Math.abs(countScore(sums["freed.check"]!, sums["records.litters"]!, 0.25))).toBeLessThan(4);
    expect(sums["freed.check"]).toBe(sums["disputes.check"]);
    expect(sums["upheld.check"]).toBe(0);
    expect(series["freed.check"]![0]).toBe(sums["freed.check"]);
    const all = ran(
      { redress: "", more, misattribution: 1, ticks: 1, people: 8192 },
      measures.slice(0, 1).concat("points.litters", "entries.list"),
      3,
    );
    expect(sums["points.litters"]! / all.sums["points.litters"]!).toBeCloseTo(0.75, 1);
    expect(sums["entries.list"]! / all.sums["entries.list"]!).toBeCloseTo(0.76, 1);
  });
});

describe("entries on lists", () => {
  const list = (term = "1 year", more = ""): string => `lists: { list: { grounds: litters, term: ${term}${more} } }`;
  const redress = "{ expiry: { of: litters, after: 30 days, takes_back: entries } }";
  const measures = ["entries.list", "exits.list", "days.list", "struck.list", "on.list"];

  test.each([
    ["without notice", "", 30],
    ["after a notice", ", notice: 10 days", 20],
    ["with a notice that is longer, so that nobody is listed", ", notice: 40 days", 0],
  ])("end on the day (%s): the stock over time is entries × days, exactly", (_, notice, days) => {
    const of = { redress, tick: "1 day", rate: 0.03, ticks: 100, people: 1000, more: list("1 year", notice) };
    const { sums, series } = ran(of, measures, 200);
    if (days > 0) expect(sums["entries.list"]).toBeGreaterThan(1000);
    expect(sums["days.list"]).toBe(sums["entries.list"]! * days);
    expect(sums["exits.list"]).toBe(sums["entries.list"]);
    expect(sums["struck.list"]).toBeGreaterThan(1000);
    expect(series["on.list"]!.at(-1)).toBe(0);
  });

  test("in ticks of weeks, on the same day of the week: four of them are 28 days, 29 once a year", () => {
    const { sums } = ran({ redress, rate: 0.05, ticks: 20, more: list() }, measures, 60);
    const days = sums["days.list"]! / sums["entries.list"]!;
    expect(days).toBeGreaterThanOrEqual(28);
    expect(days).toBeLessThan(28.5);
  });

  test("stand where another record began the stay", () => {
    // Only grave records expire; a stay that a slight one began is not theirs to end.
    const graded = "{ expiry: { of: litters, after: { 1: 19 years, 2: 19 years, 3: 4 weeks }, takes_back: entries } }";
    const { sums } = ran({ redress: graded, rate: 0.3, ticks: 30, more: list("2 years") }, measures, 60);
    // A tenth of first records is grave; grave ones that come later end nothing.
    const share = sums["struck.list"]! / sums["entries.list"]!;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });
});

describe("redress that never comes to anything", () => {
  const more = "lists: { list: { grounds: litters, term: 1 year } }\nmeasures: { low: { mean: score, by: residence } }";
  test.each([
    ["is never asked for", "disputes: 0"],
    ["tells nobody", "notice: 0, disputes: 1"],
    ["never frees", "disputes: 0.5, accuracy: 0"],
    ["never holds", 'when: "score > 3000"'],
  ])("that %s leaves every other cell and figure as it was, bit for bit", (_, how) => {
    const dispute = `{ dispute: { of: litters, after: 30 days, takes_back: [points, entries], ${how} } }`;
    const [without, beside] = ["", dispute].map((redress) => {
      const world = new World(readScenario(textOf({ redress, misattribution: 0.2, more, people: 1500 })).plan(), 9);
      for (let tick = 0; tick < 30; tick++) world.step();
      return world;
    });
    for (const { name, role } of without!.plan.columns) {
      if (role === "stored") expect(valuesOf(beside!, name), name).toEqual(valuesOf(without!, name));
    }
    for (const [name, figure] of without!.figures) expect(beside!.figures.get(name), name).toBe(figure);
  });
});

test("a repair after a time without records, when there were none in that time, frees by the chance of none", () => {
  const plan = readScenario(`
title: clean years
time: { tick: 1 month, span: 6 years }
population: { size: 4000 }
channels: { court: { coverage: 1 } }
conduct: { defaults: { per_year: 0.7, channel: court } }
scheme:
  score: { start: 1000, from: 0, to: 2000 }
  points: { defaults: -10 }
  files: { years_clean: { since: defaults, up_to: 5 years } }
redress: { repair: { of: defaults, after: 1 year, takes_back: points, when: years_clean >= 1 } }`).plan();
  const { sums } = runOf(plan, 3, 72, ["freed.repair", "upheld.repair"]);
  const all = sums["freed.repair"]! + sums["upheld.repair"]!;
  // None in the twelve ticks behind that of the record.
  const none = Math.exp(-0.7);
  // People with many records count often, each with the same luck: half as much again as of independent ones.
  expect(Math.abs(sums["freed.repair"]! / all - none)).toBeLessThan(4 * 1.5 * Math.sqrt((none * (1 - none)) / all));
});
