import { beforeAll, describe, expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { type Losses, type Run, readScenario, run } from "../../src/index.ts";
import { coarsen } from "../../src/report/chart.ts";
import { layCourses } from "../../src/report/figures.ts";
import { causesOf } from "../../src/report/lowest.ts";
import { noPaint } from "../../src/report/paint.ts";
import { layResponses } from "../../src/report/responses.ts";
import { spreadOf } from "../../src/report/score.ts";
import { laySummary } from "../../src/report/summary.ts";
import { sayFigure } from "../../src/report/wording.ts";

/** Grades end by an outcry; a group is made by the score itself; a band and a wealth have one word. */
const text = `
title: Told
sources: { paper: { title: "A paper", publisher: Somebody } }
time: { start: 2010-01-01, tick: 1 week, span: 60 weeks }
population: { size: 1500, traits: { careful: { chance: 0.5 }, wealth: { categorical: { poor: 0.4, rich: 0.6 } } } }
state:
  anger: { from: 0, to: 1, resolution: 0.01, start: 0, update: "min(1, anger + (score < 60 ? 0.05 : 0))" }
  still: { from: 0, to: 1, start: 0.25, update: "still * 0 + 0.25" }
channels: { office: { coverage: 1 } }
conduct:
  litters_badly: { per_year: "careful ? 2 : 12", channel: office }
  pays_late: { per_year: "wealth == poor ? 6 : 1", channel: office }
scheme:
  score: { start: 100, from: 15, to: 100 }
  points: { litters_badly: -3, pays_late: -10 }
  bands: { good_ones: 79, poor: 15 }
  bands_in_force: "phase == graded"
redress: { look: { of: pays_late, after: 1 week, takes_back: points } }
institutions:
  phases:
    graded: { from: start }
    scoring_only: { after: graded, when: { is: "outcry > 0.05", assumed: "so that it ends" } }
  running_cost: { is: 30_000 yuan per year, assumed: "for the test" }
response:
  silence: { of: litters_badly, factor: { is: "band == poor ? 0.9 : 1", documented: paper } }
  care: { of: pays_late, factor: { is: "band == poor ? 0.9 : 1", assumed: "nobody knows" } }
groups: { bins: { of: score, from: { from_0: 0, from_50: 50 } } }
measures:
  outcry: { mean: anger }
  careful_among_poor: { share: careful, where: "band == poor" }
  in_poor: { share: "band == poor", by: bins }
  stillness: { mean: still }
`;

const without = text.replace(/^redress.*\n/m, "");
let done: Run;
let report: string;
let page: string;

beforeAll(async () => {
  done = await run(readScenario(without), { losses: true, people: 500 });
  report = laySummary(done, "told.yaml", 80, noPaint).join("\n");
  page = layPage(done, "told.yaml");
});

describe("what took the points", () => {
  const losses: Losses = {
    band: "poor",
    tick: 9,
    people: 2,
    of: 2,
    lost: 100,
    records: Array.from({ length: 12 }, (_, i) => ({ conduct: `does_${i}`, points: i < 11 ? i - 11 : 9 })),
    rest: -43,
  };

  test("has shares that add up, and names the rest", () => {
    const causes = causesOf(losses, 4);
    expect(causes.map(({ name }) => name)).toEqual([
      "does 0",
      "does 1",
      "does 2",
      "does 3",
      "everything else",
      "good records gave",
    ]);
    expect(causes.reduce((sum, { share = 0 }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(causes.reduce((sum, { points }) => sum + points, 0)).toBe(-losses.lost);
    const [pulled] = causesOf({ ...losses, rest: 20 }, 4).slice(-1);
    expect(pulled).toEqual({ name: "everything else gave", points: 20, share: undefined });
  });

  test("is told in the report and on the page", () => {
    const { people, lost } = done.losses!;
    expect(report.replace(/\s+/g, " ")).toContain(
      `The ${people} people in it had lost ${lost.toLocaleString("en-US")} points since the start`,
    );
    expect(page).toContain("What took the points of those in the lowest band when grades ended");
  });
});

describe("grades that have ended", () => {
  test("colour no score and cut no scale: it is said that they had ended", () => {
    const scores = report.slice(report.indexOf("Scores at the end"), report.indexOf("Bands over time"));
    expect(scores).toContain("Grades had ended (the last on 20");
    expect(scores).not.toMatch(/good ones|poor/);
    const chart = page.slice(page.indexOf("<h3>Scores at the end"), page.indexOf("<h3>Bands over time"));
    expect(chart).toContain("Grades had ended");
    expect(chart).not.toMatch(/band-\d/);
  });

  test("end a measure that speaks of them: its last meaning is told, with the day", () => {
    const graded = done.phases[1]!.tick - 1;
    const inPoor = done.series("in_poor")[graded]!;
    expect(inPoor).toBeGreaterThan(0);
    expect(done.last("in_poor")).toBe(0);
    const share = `${(100 * inPoor).toFixed(1)} %`;
    expect(report).toMatch(new RegExp(`^ {2}in poor .*${share.replace(".", "\\.")} \\*$`, "m"));
    expect(report).toMatch(/^ {2}careful among poor .* [\d.]+ % \*$/m);
    expect(report).toMatch(/^ {2}\* when grades ended \(20\d\d-\d\d-\d\d\)$/m);
    expect(page).toContain(`“in poor” was <strong>${share}</strong> when grades ended (`);
  });

  test("are told as ended because of what ended them", () => {
    expect(report.replace(/\s+/g, " ")).toMatch(
      /scoring only tick \d+ because outcry passed 0.05 \(the threshold is assumed\)/,
    );
    expect(page).toMatch(/began on 20\d\d-\d\d-\d\d, because outcry passed 0.05 \(the threshold is assumed\)/);
  });
});

describe("histograms", () => {
  test("have whole bins from the end of the scale, and at the edges of bands", () => {
    const counts = Array.from({ length: 600 }, () => 1);
    const { edges } = coarsen({ from: 350, to: 950, counts }, 20, [550, 600, 650, 700]);
    expect(edges).toEqual(Array.from({ length: 13 }, (_, i) => 350 + 50 * i));
    // No round width has an edge at each: the stretches are cut there.
    const cut = coarsen({ from: 300, to: 850, counts: counts.slice(50) }, 12, [580, 670]);
    expect(cut.edges).toEqual([300, 350, 400, 450, 500, 550, 580, 600, 650, 670, 700, 750, 800, 850]);
    expect(cut.counts).toEqual([50, 50, 50, 50, 50, 30, 20, 50, 20, 30, 50, 50, 50]);
  });

  test("of a run begin where its scale does", async () => {
    const early = await run(readScenario(without), { people: 500, ticks: 20 });
    const { score, bands } = early.legend.kinds[0];
    const { edges, counts } = spreadOf(early, score!, bands!.of, 22);
    expect(edges).toContain(79);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
    const below = counts.reduce((sum, count, i) => sum + (edges[i]! < 79 ? count : 0), 0);
    expect(below).toBe(early.last("people", "poor"));
  });
});

test("a group that the score itself makes is not told as hit", () => {
  expect(done.legend.kinds[0].bands!.lowestBy.map(({ group }) => group)).toEqual(["wealth"]);
  expect(report.slice(report.indexOf("by group:"), report.indexOf("Acts per"))).not.toContain("from 50");
  expect(page).not.toContain("By bins");
});

describe("pictures", () => {
  test("have a text that tells the highest figure, and axes with units", () => {
    const outcry = done.series("outcry");
    const most = Math.max(...outcry);
    expect(page).toContain(`everyone: first 0, ${sayFigure(most)} at most (`);
    // The highest is not the last.
    const [first, last] = [sayFigure(done.series("score")[0]!), sayFigure(done.last("score"))];
    expect(page).toContain(`everyone: first ${first}, ${first} at most (2010-01-01), last ${last}`);
    expect(page).not.toMatch(/<desc[^>]*>[^<]*\b0 to 0\b/);
    expect(page).toContain("stillness</h3>");
    expect(page).toContain("everyone: constant at 0.25");
    const charts = page.match(/<svg [^>]*role="img".*?<\/svg>/gs)!.filter((one) => one.includes('class="base"'));
    expect(charts.length).toBeGreaterThan(3);
    for (const chart of charts) expect(chart.match(/class="unit/g)).toHaveLength(2);
  });

  test("say of a line that never moves what it is, and of one that ended when", () => {
    const lines = layCourses(
      [
        { name: "flat", series: [3, 3, 3], say: sayFigure },
        { name: "gone", series: [1, 2, Number.NaN], say: sayFigure, ended: "on 2010-01-08, and of nobody after it" },
      ],
      80,
      noPaint,
    ).join("\n");
    expect(lines).toMatch(/flat +constant at 3 +3 +3/);
    expect(lines).toMatch(/gone .* 1 +2 \*/);
    expect(lines).toContain("* on 2010-01-08, and of nobody after it");
  });
});

test("redress says none where there can be nothing", async () => {
  const other = await run(readScenario(text), { people: 300, ticks: 30 });
  const [title, heads, row] = laySummary(other, "told.yaml", 80, noPaint)
    .join("\n")
    .split("What records led to later")[1]!
    .split("\n");
  expect([title, heads]).toEqual([expect.stringContaining("in the year"), expect.stringContaining("disputed")]);
  expect(row).toMatch(/^ {2}look +none +\d+/);
});

test("names read as words wherever a person reads", () => {
  for (const name of ["litters_badly", "pays_late", "good_ones", "scoring_only", "careful_among_poor"]) {
    expect(report).not.toContain(name);
    expect(report).toContain(name.replaceAll("_", " "));
  }
  expect(Object.keys(done.toJSON().measures)).toContain("acts.litters_badly");
});

test("a run with a scheme tells its acts, and how many of them are recorded", () => {
  const perYear = done.results.total("acts.pays_late") / ((500 * 60) / 52);
  const [, told, recorded] = /pays late +([\d.]+) +([\d.]+) %/.exec(report.slice(report.indexOf("Acts per person")))!;
  expect(Number(told) / perYear).toBeCloseTo(1, 3);
  expect(recorded).toBe("100.0");
});

test("a factor with a source is an effect that is put in; one without is assumed", () => {
  const said = layResponses(done.scenario, 200).join("\n");
  expect(said).toContain(
    "an effect that is put in, on litters badly: factor band == poor ? 0.9 : 1 (its figure is documented: paper)",
  );
  expect(said).toContain("assumed effect on pays late: factor band == poor ? 0.9 : 1 (assumed: nobody knows)");
});

test("running costs are told for those who run", () => {
  const flat = report.replace(/\s+/g, " ");
  expect(flat).toContain("running the system, for the 500 people of −10,000 this run: 30,000 is declared for 1,500");
});

test("a world that does not settle says that its coming to rest is no effect; what the scheme cannot reach is apart", () => {
  const flat = report.replace(/\s+/g, " ");
  expect(flat).toContain("This world does not settle before its start");
  const apart = report.slice(report.indexOf("Measures that the scheme does not touch"));
  expect(apart).toMatch(/^ {2}stillness +constant at 0\.25/m);
  expect(report.slice(0, report.indexOf("Measures that the scheme"))).not.toContain("stillness");
  expect(page).toContain("Nothing of the scheme can reach these figures");
});
