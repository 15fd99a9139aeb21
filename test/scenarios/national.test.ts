import { beforeAll, describe, expect, test } from "vitest";
import { reckon } from "../../src/engine/memory.ts";
import { type Run, run } from "../../src/index.ts";
import { entitiesOf } from "../../src/plan/kinds.ts";
import { bytesOf } from "../../src/plan/memory.ts";
import { readShipped } from "../../src/scenario/scenario.ts";

const national = readShipped("national");
/** One thousandth of the country. */
const people = 1_400_000;
const scale = 1000;

// One world, and long on one thread of a machine that does other things too.
let year: Run;
beforeAll(async () => {
  year = await run(national, { people, threads: 1 });
}, 300_000);

function sumOf(measure: string): number {
  return year.series(measure).reduce((sum, one) => sum + one, 0);
}

describe("a year of the joint register", () => {
  // Published for the whole country; in what is allowed stand 5 % and three standard deviations of one thousandth of it.
  // Firms and payments are nearly Poisson: 1 / sqrt(n). A listed person buys several tickets, and the rich more: with m
  // tickets a year, and m² as large again by the spread of incomes, a number n deviates by sqrt((1 + 1.5 m) / n).
  test.each([
    ["enterprises blacklisted", 3_590_000, 1, () => year.last("enterprises.on.blacklist")],
    ["refused plane tickets", 17_460_000, 1 + 1.5 * 2.9, () => sumOf("blocked.plane_ticket")],
    ["refused high-speed train tickets", 5_470_000, 1 + 1.5 * 0.9, () => sumOf("blocked.train_ticket")],
    [
      "paid under pressure",
      3_510_000,
      1,
      () => sumOf("performed.defaulters") + sumOf("enterprises.performed.blacklist"),
    ],
  ] as const)("gives the published number of %s, to which it is calibrated", (_, published, spread, count) => {
    const deviation = Math.sqrt((spread * scale) / published);
    expect(deviation).toBeLessThan(0.021);
    expect(Math.abs((count() * scale) / published - 1)).toBeLessThan(0.05 + 3 * deviation);
  });

  test("finds 80 % of adults in favour, as it is set to", () => {
    const mean = sumOf("approval") / year.ticks;
    // A share of 1.15 million.
    expect(Math.abs(mean - 0.8)).toBeLessThan(0.01);
  });

  test("scores the places whose databases are joined: from four sixths on, evenly, to five sixths", () => {
    const scored = year.series("scored");
    // `locality` has steps of 0.005, and a share of 1.4 million a standard deviation of 0.0004.
    expect(Math.abs(scored[0]! - 4 / 6)).toBeLessThan(0.006);
    expect(Math.abs(scored.at(-1)! - 5 / 6)).toBeLessThan(0.009);
    expect(scored.every((share, tick) => tick === 0 || share >= scored[tick - 1]!)).toBe(true);
  });

  test("scores officials like everyone", () => {
    const [official, citizen] = ["official", "citizen"].map((role) => year.last("mean_score by role", role));
    expect(sumOf("points.takes_bribe")).toBeLessThan(0);
    expect(official).toBeLessThan(citizen!);
  });

  test("inspects firms by their rating", () => {
    const rates = { excellent: 0.1, good: 0.2, fair: 0.6, poor: 2 };
    let expected = 0;
    for (const [band, rate] of Object.entries(rates))
      expected += (year.series("enterprises.count", band).reduce((sum, one) => sum + one, 0) * rate) / 52;
    // Ratings at the end of each week, for the week itself: they move by less than half a percent.
    const deviation = Math.sqrt(expected);
    expect(Math.abs(sumOf("enterprises.acts.is_inspected") - expected)).toBeLessThan(0.01 * expected + 4 * deviation);
  });
});

describe("the joint register", () => {
  test("is of 1.4 billion people and 33 million enterprises", () => {
    const plan = national.plan();
    expect(plan.size).toBe(1_400_000_000);
    expect(Math.abs(entitiesOf(plan, "enterprise") / 33_000_000 - 1)).toBeLessThan(0.001);
    expect(plan.ticks).toBe(52);
  });

  test("fits into 1 GiB and 14 bytes an entity at full size", () => {
    const plan = national.plan();
    const stored = plan.columns.filter(({ role, of }) => role === "stored" && of === undefined);
    expect(stored.reduce((sum, column) => sum + bytesOf(column), 0)).toBeLessThanOrEqual(14);
    // What the program itself takes is no part of what is reckoned: a quarter of a gibibyte is left for it.
    const entities = plan.size + entitiesOf(plan, "enterprise");
    expect(reckon(plan, { threads: 2 }).totalBytes).toBeLessThan(0.75 * 2 ** 30 + 14 * entities);
  });

  test("has four areas, and an area for all that gains or loses points", () => {
    const { scheme, conduct } = national.data;
    const areas = scheme?.areas?.map(({ name }) => name).sort();
    expect(areas).toEqual(["administrative_affairs", "commercial_activities", "judicial_system", "social_behaviour"]);
    const used = scheme?.points?.map(({ name }) => conduct?.find((one) => one.name === name)?.is.area?.value);
    expect([...new Set(used)].sort()).toEqual(areas);
  });

  test("lets everyone see everyone's score", () => {
    expect(national.data.scheme?.visible).toBe(true);
  });

  test("denies the discredited things in unrelated domains of life", () => {
    const denied = national.data.consequences?.filter(({ is }) => is.when?.text.includes("discredited"));
    const domains = new Set(denied?.map(({ is }) => is.domain?.value));
    expect([...domains].sort()).toEqual(["business", "credit", "housing", "school", "travel", "welfare", "work"]);
  });

  test("is mandatory from 2020 on, even where no database was joined", async () => {
    const late = national.with({
      "time.start": "2019-12-22",
      "institutions.rollouts.databases": { dated: { "2014-01-01": 0.5 } },
    });
    const done = await run(late, { people: 20_000, ticks: 3, threads: 1 });
    expect(Math.abs(done.series("scored")[0]! - 0.5)).toBeLessThan(0.02);
    expect(done.series("scored")[2]).toBe(1);
  });

  test("sees twice as much with twice as many cameras", async () => {
    const more = national.with({ "institutions.rollouts.cameras": { dated: { "2014-01-01": 400 } } });
    const [few, many] = [
      await run(national, { people: 300_000, ticks: 8, threads: 1 }),
      await run(more, { people: 300_000, ticks: 8, threads: 1 }),
    ].map((done) => done.series("records.littering").reduce((sum, one) => sum + one, 0));
    // Some 6,000 records: four standard deviations of a quotient of such numbers.
    expect(Math.abs(many! / few! - 2)).toBeLessThan(0.16);
  });
});
