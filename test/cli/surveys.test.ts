import { expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { compare, readScenario, run } from "../../src/index.ts";
import { layComparison } from "../../src/report/comparison.ts";
import { noPaint } from "../../src/report/paint.ts";
import { layPlaces } from "../../src/report/places.ts";
import { laySummary } from "../../src/report/summary.ts";
import { answersOf, laySurveys } from "../../src/report/surveys.ts";
import { textOf } from "../language/folder.ts";

const surveys = readScenario(textOf("test/good/surveys.yaml"));
// Two ticks behind the third survey of the one, and none but the first of the other.
const done = await run(surveys, { people: 1500, ticks: 15 });

test("a tick without a survey has no figure: not 0, in results or JSON, and a count of 0 in the table", () => {
  const series = done.series("surveys.approval_poll");
  expect(series.flatMap((figure, tick) => (Number.isNaN(figure) ? [] : [tick]))).toEqual([0, 6, 12]);
  expect(done.last("surveys.approval_poll")).toBe(series[12]);
  const { measures, series: all } = JSON.parse(JSON.stringify(done));
  expect(measures["surveys.approval_poll"]).toBe(series[12]);
  expect(all["surveys.approval_poll"].slice(11, 15)).toEqual([null, series[12], null, null]);
  expect(measures["surveys.approval_poll by students[student]"]).toBeGreaterThan(0.2);
  const rows = done.results.csv().split("\n");
  expect(rows.filter((row) => row.startsWith("14,surveys.approval_poll,,"))).toEqual(["14,surveys.approval_poll,,0,0"]);
});

test("nobody who can be asked is no answer at all", async () => {
  const none = readScenario(
    "title: x\ntime: { tick: 1 month, span: 1 year }\npopulation: { size: 40 }\n" +
      "surveys: { poll: { asks: Well?, of: tick > 90, sample: 9, says: true } }\n",
  );
  const run0 = await run(none, { ticks: 2 });
  expect(run0.last("surveys.poll")).toBeNaN();
  expect(laySurveys(run0, 80, noPaint).join("\n")).toMatch(/poll: Well\? +no survey/);
  expect(layPage(run0, "none.yaml")).toContain("no survey");
});

test("a report tells the last survey with its sampling error, and beside it what people think", () => {
  const told = laySurveys(done, 100, noPaint);
  const p = done.last("surveys.approval_poll");
  const n = done.results.of("surveys.approval_poll").counts()[12]!;
  const thinks = done.series("surveys.approval_poll.thinks")[12]!;
  const [survey] = done.legend.surveys!;
  expect(answersOf(done, survey!).at(-1)!.error).toBeCloseTo(Math.sqrt((p * (1 - p)) / n), 12);
  const share = (figure: number): string => `${(100 * figure).toFixed(1)} %`;
  const cells = [share(p), share(Math.sqrt((p * (1 - p)) / n)), share(thinks)].map((cell) => cell.replace(".", "\\."));
  expect(told.join("\n")).toMatch(new RegExp(`approval poll: .* 2014-01-01 +${n} +${cells.join(" +")}\n`));
  expect(told.join("\n")).toContain("sampling error of the survey");
  expect(told.filter((line) => line.includes("approval poll, "))).toHaveLength(2);
  const text = laySummary(done, "surveys.yaml", 100, noPaint).join("\n");
  expect(text).toContain("\nSurveys\n");
  expect(text).not.toMatch(/ 0\.0 %.*approval poll|NaN/);
});

test("a page has every survey that was held, and no figure where there was none", () => {
  const page = layPage(done, "surveys.yaml");
  expect(page).toContain("± sampling error");
  const rows = /<caption>approval poll: .*?<\/table>/s.exec(page)![0];
  expect([...rows.matchAll(/<th scope="row" class="day">([^<]*)/g)].map(([, day]) => day)).toEqual([
    "2013-01-01",
    "2013-07-02",
    "2014-01-01",
  ]);
  expect(page).not.toContain("NaN");
});

test("a comparison compares the last surveys, and says so", async () => {
  const told = surveys.with({ "institutions.rollouts.harms_told": { dated: { "2013-01-01": 1 } } });
  const both = await compare(surveys, told, { seeds: 2, people: 1500, ticks: 15 });
  const { a, b } = both.difference("surveys.approval_poll");
  const held = await Promise.all([1, 2].map((seed) => run(surveys, { people: 1500, ticks: 15, seed })));
  expect(a).toBeCloseTo((held[0]!.last("surveys.approval_poll") + held[1]!.last("surveys.approval_poll")) / 2, 12);
  expect(b).toBeLessThan(a);
  const lines = layComparison(both, ["a.yaml", "b.yaml"], 80, noPaint).join(" ").replace(/\s+/g, " ");
  expect(lines).toContain("What surveys say is of the last one that asked anybody");
  expect(both.ofNobody.filter((name) => name.includes("surveys."))).toEqual([]);
});

test("a report tells who found a place, and that yuan are those of attempts", async () => {
  const short = await run(readScenario(textOf("test/good/places.yaml")), { ticks: 36 });
  const inYear = (name: string, group?: string): number =>
    short
      .series(name, group)
      .slice(24)
      .reduce((sum, one) => sum + one, 0);
  const told = layPlaces(short, 100, noPaint).join("\n");
  const [served, refused] = [inYear("served.school_places", "others"), inYear("refused.school_places", "others")];
  const share = `${((100 * served) / (served + refused)).toFixed(1)} %`;
  const tried = inYear("served.school_places") + inYear("refused.school_places");
  expect(told).toMatch(
    new RegExp(`school places \\(applies to school\\) +${tried.toLocaleString("en-US")} .*${share}$`, "m"),
  );
  const text = laySummary(short, "places.yaml", 100, noPaint).join("\n");
  expect(text).toContain("Yuan of grace, no loans, watched loans: of the attempts that were blocked");
  expect(text).toContain("\nPlaces, in the last year\n");
  expect(layPage(short, "places.yaml")).toContain("Places in the last year");
});
