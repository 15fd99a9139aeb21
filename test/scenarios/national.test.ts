import { beforeAll, describe, expect, test } from "vitest";
import { reckon } from "../../src/engine/memory.ts";
import { type Run, run } from "../../src/index.ts";
import { entitiesOf } from "../../src/plan/kinds.ts";
import { storedBytesOf } from "../../src/plan/memory.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";

const national = readShipped("national");
/** One thousandth of the country. */
const people = 1_400_000;
const scale = 1000;

let year: Run;

function sumOf(measure: string, of: Run = year): number {
  return of.series(measure).reduce((sum, one) => sum + one, 0);
}

/** The share of yes among all who are asked in a tick. */
function saidIn(tick: number): number {
  for (const row of year.results.rows())
    if (row.measure === "surveys.approval_poll" && row.tick === tick) return (row.sum ?? 0) / row.count;
  throw new Error(`nobody is asked in tick ${tick}`);
}

describe("a year of the joint register", () => {
  // One world, and long on one thread of a machine that does other things too.
  beforeAll(async () => {
    year = await run(national.with({ "surveys.approval_poll.sample": 1_000_000_000 }), { people, threads: 1 });
  }, 600_000);

  // Published for the whole country; in what is allowed stand 5 % and three standard deviations of one thousandth of it.
  // Firms and payments are nearly Poisson: 1 / sqrt(n). A discredited person buys several tickets, and the rich more: with
  // m tickets a year, and m² as large again by the spread of incomes, a number n deviates by sqrt((1 + 1.5 m) / n).
  test.each([
    ["enterprises added to the blacklist", 3_590_000, 1, () => sumOf("enterprises.entries.blacklist")],
    ["refused plane tickets", 17_460_000, 1 + 1.5 * 1.1, () => sumOf("blocked.plane_ticket")],
    ["refused high-speed train tickets", 5_470_000, 1 + 1.5 * 0.4, () => sumOf("blocked.train_ticket")],
    [
      "paid under pressure",
      3_510_000,
      1,
      () => sumOf("performed.defaulters") + sumOf("enterprises.performed.blacklist"),
    ],
  ] as const)("gives the published number of %s, to which it is fitted", (_, published, spread, count) => {
    const deviation = Math.sqrt((spread * scale) / published);
    expect(deviation).toBeLessThan(0.021);
    expect(Math.abs((count() * scale) / published - 1)).toBeLessThan(0.05 + 3 * deviation);
  });

  test("has entities among those who pay: one in five of the listed in a year", () => {
    // Those listed at the end of each week, for the week itself.
    const expected = (year.series("enterprises.on.blacklist").reduce((sum, one) => sum + one, 0) * 0.2) / 52;
    const paid = sumOf("enterprises.performed.blacklist");
    expect(expected).toBeGreaterThan(100);
    expect(Math.abs(paid - expected)).toBeLessThan(0.03 * expected + 4 * Math.sqrt(expected));
  });

  test("hears 80 % of adults approve in April, to which it is fitted, of whom by what is assumed a quarter does not think so", () => {
    // All are asked here; as shipped as many as in the survey.
    expect(JSON.parse(national.text).surveys.approval_poll.sample.is).toBe("2_209");
    // Shares of 1.15 million: a standard deviation of 0.0004.
    expect(Math.abs(saidIn(13) - 0.8)).toBeLessThan(0.01);
    expect(Math.abs(year.series("surveys.approval_poll.thinks")[13]! - 0.615)).toBeLessThan(0.015);
  });

  test("scores the places whose databases are joined: from four sixths on, evenly, to five sixths", () => {
    const scored = year.series("scored");
    // `locality` has steps of 0.005, and a share of 1.4 million a standard deviation of 0.0004.
    expect(Math.abs(scored[0]! - 4 / 6)).toBeLessThan(0.006);
    expect(Math.abs(scored.at(-1)! - 5 / 6)).toBeLessThan(0.009);
    expect(scored.every((share, tick) => tick === 0 || share >= scored[tick - 1]!)).toBe(true);
  });

  test("scores officials like everyone, and tells their scores beside people's", () => {
    const [official, citizen] = ["official", "citizen"].map((role) => year.last("mean_score by role", role));
    expect(sumOf("points.takes_bribe")).toBeLessThan(0);
    // Some 10,000 officials with a deviation of 10 points: 0.1 each.
    expect(official).toBeLessThan(citizen! - 2);
  });

  test("starts from equal scores: a quarter of those discredited within the year are more careful than most", () => {
    // Before, when scores began by carefulness, they were one in twenty. Of 21,000: a standard deviation of 0.003.
    expect(Math.abs(year.last("careful_discredited") - 0.235)).toBeLessThan(0.015);
    expect(Math.abs(year.last("discredited_by_score") - 0.726)).toBeLessThan(0.015);
  });

  test("takes one in seven of the discredited who is ill or out of work, where one in ten of all is", () => {
    expect(Math.abs(year.last("unlucky_discredited") - 0.147)).toBeLessThan(0.012);
    expect(Math.abs(year.last("unlucky") - 0.102)).toBeLessThan(0.004);
  });

  test.each([
    ["loyalty to the party", "shows_loyalty", 1],
    ["a politician defamed", "defames_politician", -1],
    ["a criminal record", "commits_crime", -1],
    ["a record of employment", "loses_work", -1],
    ["a record of health", "falls_ill", -1],
  ])("counts %s", (_, conduct, sign) => {
    expect(sumOf(`records.${conduct}`)).toBeGreaterThan(100);
    expect(Math.sign(sumOf(`points.${conduct}`))).toBe(sign);
  });

  test.each(["plane_ticket", "train_ticket", "finds_work", "takes_loan", "gets_support", "starts_school"])(
    "refuses the discredited what they attempt: %s",
    (attempt) => {
      expect(sumOf(`blocked.${attempt}`)).toBeGreaterThan(300);
    },
  );

  test("flags nine in ten who have committed no crime in two years, where all but one in a hundred have not", () => {
    expect(year.last("flagged_people")).toBeGreaterThan(400);
    // Of some 730: a standard deviation of 0.011.
    expect(Math.abs(year.last("flagged_though_harmless") - 0.915)).toBeLessThan(0.04);
    expect(Math.abs(year.last("harmless") - 0.991)).toBeLessThan(0.001);
  });

  test("scores foreigners too", () => {
    const foreigners = 0.001 * people;
    const discredited = year.last("discredited_people by passport", "foreign");
    // Some of them, as of others: a few in a hundred, and not all who are not.
    expect(discredited).toBeGreaterThan(5);
    expect(discredited).toBeLessThan(0.1 * foreigners);
  });

  test("denies the discredited all that any article names", () => {
    const denied = national.data.consequences?.filter(({ is }) => is.when?.text === "discredited > 0") ?? [];
    expect(denied.length).toBeGreaterThan(11);
    for (const { name } of denied) expect(year.last(`under.${name}`), name).toBe(year.last("discredited_people"));
  });

  test("inspects firms by their rating", () => {
    const cuts = national.data.enterprises?.scheme?.bands?.map(({ name, is }) => [name, is.amount]) ?? [];
    expect(Object.fromEntries(cuts)).toEqual({ excellent: 775, good: 730, fair: 690, poor: 0 });
    const rates = { excellent: 0.1, good: 0.2, fair: 0.6, poor: 2 };
    let expected = 0;
    for (const [band, rate] of Object.entries(rates))
      expected += (year.series("enterprises.count", band).reduce((sum, one) => sum + one, 0) * rate) / 52;
    // Ratings at the end of each week, for the week itself: they move by less than two percent.
    const deviation = Math.sqrt(expected);
    expect(Math.abs(sumOf("enterprises.acts.is_inspected") - expected)).toBeLessThan(0.02 * expected + 4 * deviation);
  });
});

/** The register with another piece of text over it, in a few weeks of few people. */
async function other(text: string, many = 100_000, ticks = 30): Promise<Run> {
  return run(readScenario(`extends: national\ntitle: another\n${text}`), { people: many, ticks, threads: 1 });
}

describe("the joint register", () => {
  test("is of 1.4 billion people and 33 million enterprises", () => {
    const plan = national.plan();
    expect(plan.size).toBe(1_400_000_000);
    expect(Math.abs(entitiesOf(plan, "enterprise") / 33_000_000 - 1)).toBeLessThan(0.001);
    expect(plan.ticks).toBe(52);
  });

  test("fits into 1 GiB and 14.5 bytes an entity at full size", () => {
    // As it is, and with the score and the list kept a second time, with true records alone.
    const accounted = readScenario("extends: national\ntitle: accounted\nscheme: { truth: true }\n");
    expect(accounted.plan().columns.length).toBeGreaterThan(national.plan().columns.length);
    for (const plan of [national.plan(), accounted.plan()]) {
      // What the program itself takes is no part of what is reckoned: a quarter of a gibibyte is left for it.
      const entities = plan.size + entitiesOf(plan, "enterprise");
      expect(reckon(plan, { threads: 2 }).totalBytes).toBeLessThan(0.75 * 2 ** 30 + 14.5 * entities);
    }
    expect(storedBytesOf(national.plan(), undefined)).toBe(12);
  });

  test("has four areas, and an area for all that gains or loses points", () => {
    const { scheme, conduct } = JSON.parse(national.text) as {
      scheme: { areas: object; points: object };
      conduct: Record<string, { area?: string; one_of?: Record<string, { area?: string }> }>;
    };
    const areas = Object.keys(scheme.areas).sort();
    expect(areas).toEqual(["administrative_affairs", "commercial_activities", "judicial_system", "social_behaviour"]);
    const all: Record<string, { area?: string }> = { ...conduct };
    for (const { one_of: outcomes } of Object.values(conduct)) Object.assign(all, outcomes);
    const used = Object.keys(scheme.points).map((name) => all[name]?.area);
    expect([...new Set(used)].sort()).toEqual(areas);
  });

  test("denies the discredited things in unrelated domains of life", () => {
    const denied = national.data.consequences?.filter(({ is }) => is.when?.text.includes("discredited"));
    const domains = new Set(denied?.map(({ is }) => is.domain?.value));
    expect([...domains].sort()).toEqual(["credit", "school", "travel", "welfare", "work"]);
  });

  test("discredits no child, though records of others fall on children", async () => {
    const done = await other(`measures:
  low_children: { count: "adult == 0 && score < 1000" }
  discredited_children: { count: "adult == 0 && discredited == 1" }
scheme: { points: { traffic_offence: -30 } }
channels: { camera: { misattribution: 0.2 } }
`);
    expect(done.last("low_children")).toBeGreaterThan(20);
    expect(done.last("discredited_children")).toBe(0);
  });

  test("begins with the same score for everyone", () => {
    expect(national.data.scheme?.score.start).toMatchObject({ text: "1000" });
  });

  test("lends nothing to the discredited, and to others whatever they owe less than a loan", async () => {
    const refused = (measure: string, where: string): string =>
      `  ${measure}: { mean: blocked(takes_loan), where: "adult == 1 && ${where}" }\n`;
    const measures = `measures:\n${refused("of_discredited", "discredited == 1")}${refused("of_others", "discredited == 0")}`;
    const done = await other(`remove: [consequences.no_more_debt]\n${measures}`);
    expect(sumOf("of_discredited", done)).toBeGreaterThan(0);
    // Who is discredited at the end of a week may have borrowed within it, and the other way round: in the last week hardly anybody.
    expect(sumOf("of_others", done)).toBeLessThan(sumOf("of_discredited", done) / 50);
  });

  test("lets the heavily indebted take no more debt, discredited or not", async () => {
    expect(JSON.parse(national.text).population.derived.heavily_indebted).toBe("debt >= 10");
    const done = await other("remove: [consequences.no_loans]\n", 40_000, 12);
    expect(sumOf("blocked.takes_loan", done)).toBeGreaterThan(50);
  });

  test("is mandatory from 2020 on, even where no database was joined", async () => {
    const late = national.with({
      "time.start": "2019-12-22",
      "institutions.rollouts.databases": { dated: { "2014-01-01": 0.5 } },
    });
    const done = await run(late, { people: 20_000, ticks: 3, threads: 1 });
    expect(Math.abs(done.series("scored")[0]! - 0.5)).toBeLessThan(0.02);
    expect(done.series("scored")[2]).toBe(1);
    // Who is not scored has no band.
    const banded = (tick: number): number =>
      ["model", "ordinary", "distrusted"].reduce((sum, band) => sum + done.series("people", band)[tick]!, 0) /
      done.people;
    expect(Math.abs(banded(0) - 0.5)).toBeLessThan(0.02);
    expect(banded(2)).toBe(1);
  });

  test("sees twice as much with twice as many cameras", async () => {
    const [few, many] = [
      await other("response: { caution: { sensitivity: 0 } }\n", 300_000, 8),
      await other(
        "response: { caution: { sensitivity: 0 } }\ninstitutions: { rollouts: { cameras: { dated: { 2014-01-01: 400 } } } }\n",
        300_000,
        8,
      ),
    ].map((done) => sumOf("records.littering", done));
    // In millions: what is 200 there is told by the source.
    const { cameras } = JSON.parse(readShipped("national").text).institutions.rollouts;
    expect(cameras.is.dated).toEqual({ "2014-01-01": 200 });
    // Some 6,000 records: four standard deviations of a quotient of such numbers.
    expect(Math.abs(many! / few! - 2)).toBeLessThan(0.16);
  });

  test("silences by what is at stake alone: who does not respond says as much as without it", async () => {
    const [silent, free, nation] = [
      await other(""),
      await other("response: { silence: { sensitivity: 0 } }\n"),
      await run(readShipped("nation"), { people: 100_000, ticks: 30, threads: 1 }),
    ].map((done) => sumOf("acts.opinion", done));
    expect(free).toBe(nation);
    expect(silent! / free!).toBeLessThan(0.8);
  });

  test("loses approval when its effects are told", async () => {
    const told = await other("institutions: { rollouts: { effects_told: { dated: { 2014-01-01: 1 } } } }\n");
    const untold = await other("");
    const thinks = (of: Run): number => of.last("surveys.approval_poll.thinks");
    expect(thinks(untold) - thinks(told)).toBeGreaterThan(0.1);
  });

  test("trusts nobody's luck: moving the edge from 985 to 980 points halves those below it", async () => {
    const [here, lower] = [
      await other("", 200_000, 52),
      await other("scheme: { bands: { ordinary: 980 } }\n", 200_000, 52),
    ].map((done) => done.last("people", "distrusted"));
    expect(lower! / here!).toBeGreaterThan(0.4);
    expect(lower! / here!).toBeLessThan(0.65);
  });
});
