import { describe, expect, test } from "vitest";
import { readShipped } from "../../src/scenario/scenario.ts";
import { runOf, worldOf, worldOfLife } from "./sesame.ts";

const sesame = readShipped("sesame");

/** Friends pull by one's own score, which is another as soon as a file is no longer thin: here they do not. */
const unpulled = "scheme: { friends: { pull_per_tick: { is: 0, assumed: for a test } } }";

/** Where person 0 stands, who is enrolled from the first day and does only what is written; others live as ever. */
function standingOf(acts: readonly { readonly on: string; readonly does: string }[], has: object = {}): number {
  return worldOfLife([unpulled], { long_resident: false, ...has }, acts).valueOf("standing", 0);
}

const idle = standingOf([]);
const five = (does: string): { on: string; does: string }[] =>
  Array.from({ length: 5 }, (_, i) => ({ on: `2015-01-0${i + 2}`, does }));

describe("what the articles say raises the score", () => {
  test.each(["buys_diapers", "pays_bill", "moves_money", "buys_household_goods", "shows_loyalty"])(
    "does: %s",
    (does) => {
      expect(standingOf(five(does))).toBeGreaterThan(idle);
    },
  );

  test("does: having studied at a high-ranking university, as the published person has", () => {
    expect(standingOf([], { top_university: true })).toBeGreaterThan(idle);
  });

  test("does: years lived in one city, as the published person has", () => {
    expect(standingOf([], { long_resident: true })).toBeGreaterThan(idle);
  });

  test("does: a real name", () => {
    expect(idle).toBeGreaterThan(standingOf([], { real_name: false }));
  });
});

describe("what the articles say lowers the score", () => {
  test.each([
    "late_payment",
    "misses_repayment",
    "buys_video_games",
    "shops_at_night",
    "dodges_taxi_fare",
    "parks_bike_wrongly",
    "political_opinion",
    "unofficial_news",
    "unofficial_history",
    "defames_politician",
  ])("does: %s", (does) => {
    expect(standingOf(five(does))).toBeLessThan(idle);
  });
});

test("of none of these deeds is the size reported: every amount on file is tagged as assumed", () => {
  const amounts = sesame.parameters.filter(({ path }) => /^scheme\.files\.\w+\.of\./.test(path));
  expect(amounts.length).toBeGreaterThan(20);
  expect(amounts.filter(({ tag }) => tag !== "assumed")).toEqual([]);
  expect(sesame.tally.documented).toBe(0);
});

test("the one published person, with 653, is called excellent", () => {
  const reached = (sesame.data.scheme?.bands ?? []).filter(({ is }) => is.amount <= 653);
  const best = reached.reduce((a, b) => (b.is.amount > a.is.amount ? b : a));
  expect(best.name).toBe("excellent");
});

test("who one is counts by a name, a university, years in a city, an income and a formal file, and by no more than is assumed", () => {
  const known = (has: object): number =>
    standingOf([], { income: 6000, formal_file: "nothing", real_name: false, ...has });
  const nobody = known({});
  // Parts of a weight of 15 in 100, on a scale of 600 points, in steps of a sixteenth.
  for (const [has, part] of [
    [{ real_name: true }, 0.3],
    [{ top_university: true }, 0.2],
    [{ long_resident: true }, 0.1],
    [{ income: 60_000 }, 0.18],
    [{ formal_file: "history" }, 0.2],
    [{ formal_file: "data_only" }, 0.1],
  ] as const)
    expect(Math.abs(known(has) - nobody - part * 90), JSON.stringify(has)).toBeLessThanOrEqual(0.125);
});

test("as many are foreign, have lived long in a city, or studied at a high-ranking university as is assumed", () => {
  const names = ["foreign", "long_resident", "top_university"];
  const measures = names.map((name) => `of_${name}: { share: ${name} }`).join(", ");
  const { figures } = worldOf([`measures: { ${measures} }`], 8192, 1);
  for (const [i, share] of [0.005, 0.7, 0.03].entries())
    expect(Math.abs(figures.get(`of_${names[i]}`)! - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 8192));
});

test("a foreigner with the app and a bank card is scored as anybody: the same records give the same standing", () => {
  const bills = five("pays_bill");
  expect(standingOf(bills, { foreign: true })).toBe(standingOf(bills, { foreign: false }));
  expect(worldOfLife([], { foreign: true }, bills).valueOf("score", 0)).not.toBe(575);
  // One in two hundred, and told apart from citizens: within five standard deviations.
  const told = world.results.of("mean_score by origin").counts("foreigner").at(-1)!;
  expect(Math.abs(told - 0.005 * world.people)).toBeLessThan(5 * Math.sqrt(0.005 * world.people));
});

test("the weights of the dimensions are 35, 25, 20, 15 and 5", () => {
  const weights = Object.fromEntries(
    (sesame.data.scheme?.dimensions ?? []).map(({ name, is }) => [
      name,
      is.weight.kind === "rule" ? Number(is.weight.rule.text) : Number.NaN,
    ]),
  );
  expect(weights).toEqual({ history: 35, fulfilment: 25, behaviour: 20, identity: 15, relationships: 5 });
});

const world = await runOf([], 8192, 312, 5);

describe("the score as a place among all", () => {
  test("is spread evenly over those with a file of their own, from end to end", () => {
    const { counts } = world.distribution("score", 12);
    // Everyone is enrolled by then; a tie is made of those whose file is too thin, who all stand at 575.
    const typical = [...counts].sort((a, b) => a - b)[6]!;
    expect(counts.filter((count) => Math.abs(count - typical) < 0.12 * typical).length).toBeGreaterThanOrEqual(10);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  test("favours the seen and the rich, also of equally careful and quiet people with nothing held against them", () => {
    const { where } = JSON.parse(readShipped("sesame").text).measures.score_of_equals;
    expect(where).toContain("conscientious > 0.65 && conscientious < 0.8 && outspoken < 0.2");
    for (const measure of ["mean_score", "score_of_equals"]) {
      // 20 points are above three standard errors of either difference at 8,192 people; found are 30 to 110.
      const of = (by: string, group: string): number => world.last(`${measure} by ${by}`, group);
      expect(of("wealth", "rich") - of("wealth", "poor")).toBeGreaterThan(20);
      expect(of("seen", "much") - of("seen", "hardly")).toBeGreaterThan(10);
    }
  });
});

test("nobody is judged before anything is on file: all begin with 575", () => {
  const first = worldOf([], 512, 0);
  const scores = Array.from({ length: 512 }, (_, person) => first.valueOf("score", person));
  expect(new Set(scores)).toEqual(new Set([575]));
});

test("the taxi service reports some of those who do not pay the fare, and not all", () => {
  const sumOf = (measure: string): number => world.series(measure).reduce((sum, one) => sum + one, 0);
  const [dodged, reported] = [sumOf("acts.dodges_taxi_fare"), sumOf("records.dodges_taxi_fare")];
  // Coverage is 0.7 of a footprint that lies between 0 and 1.
  expect(reported).toBeGreaterThan(0.1 * dodged);
  expect(reported).toBeLessThan(0.7 * dodged);
  expect(dodged).toBeGreaterThan(1000);
});

test("it is voluntary until 2020 and mandatory from then on", () => {
  const joined = world.series("enrolled");
  // 2020-01-01 lies 1826 days after the start: in week 260.
  // As many have joined by the first day, and after one, three and five years, as is assumed, but for those who have left;
  // within five standard deviations of such a share.
  for (const [week, share, left] of [
    [0, 0.02, 0],
    [52, 0.2, 0.005],
    [156, 0.45, 0.018],
    [259, 0.6, 0.037],
  ] as const) {
    const deviation = Math.sqrt((share * (1 - share)) / world.people);
    expect(Math.abs(joined[week]! / world.people - share + left)).toBeLessThan(5 * deviation);
  }
  expect(joined[261]).toBe(world.people);
});

test("a quarter of the people have a formal credit history: 320 of 1,300 million", () => {
  // Five standard deviations of a share among 8,192.
  expect(Math.abs(world.last("with_formal_history") - 320 / 1300)).toBeLessThan(0.024);
});
