import { beforeAll, describe, expect, test } from "vitest";
import { type Entry, explain, type Life, readScenario, readShipped, run, shippedNames } from "../../src/index.ts";
import type { LifeLived, LivedAct } from "../../studio/messages.ts";
import { befalling } from "../../studio/page/life/befalls.ts";
import { costsOf, faredIn, inBoth, pointsByRecord, pointsOf, toYou } from "../../studio/page/life/costs.ts";
import { around } from "../../studio/page/life/living.ts";
import { encodeRoute, plainRoute } from "../../studio/page/route.ts";
import { lifeLived } from "../../studio/world/oneLife.ts";
import { writtenOf } from "../../studio/world/written.ts";
import { hasChromium } from "../browser/chromium.ts";
import { useStudio } from "./site.ts";

const opening = { name: "suining", changes: {} };
const misses = (count: number, on: string): LivedAct[] =>
  Array.from({ length: count }, () => ({ on, does: "misses_repayment" }));
const acts: readonly LivedAct[] = [
  { on: "2010-01-04", does: "donates" },
  ...misses(14, "2010-01-12"),
  { on: "2010-02-16", does: "finds_work" },
  { on: "2010-02-16", does: "takes_loan" },
];
const asked = { opening, people: 2000, seed: 3, acts };

describe("what a life cost", () => {
  let lived: LifeLived;
  beforeAll(async () => {
    lived = await lifeLived({ ...asked, tick: 208 });
  }, 60_000);

  test("has each deed that was refused, why, and what became of it in the other world", () => {
    const { tried, refused } = costsOf(lived);
    expect(tried).toEqual([
      { date: "2010-02-16", deed: "finds_work", here: "vain", there: "done", why: ["no_job_applications"] },
    ]);
    expect(refused).toBe(1);
  });

  test("counts what held, tick by tick, as entries say when it began and ended", () => {
    const { entries } = lived.file.lives[0]!;
    const span = (begins: string, ends: string): number => {
      const [from, to] = [begins, ends].map((told) => entries.find(({ text }) => text.startsWith(told))!.tick);
      return to! - from!;
    };
    const { against, held } = costsOf(lived);
    const ticksOf = (name: string, among: typeof held): number | undefined =>
      among.find((one) => one.name === name)?.ticks;
    const refusal = span("no_job_applications begins", "no_job_applications ends");
    expect(refusal).toBeGreaterThan(5);
    expect(ticksOf("no job applications", against)).toBe(refusal);
    expect(ticksOf("D", against)).toBe(refusal);
    expect(against.find(({ is }) => is === "below")!.ticks).toBe(
      208 - 1 - entries.find(({ text }) => text.startsWith("no_job_applications begins"))!.tick,
    );
    const priority = span("priority_in_promotion begins", "priority_in_promotion ends");
    expect(held.find(({ name }) => name === "priority in promotion")).toMatchObject({ counts: "for", ticks: priority });
  });

  test("is nothing where nothing was refused and nothing held against it", async () => {
    const quiet = await lifeLived({ ...asked, acts: [], tick: 4 });
    const { refused, against, held } = costsOf(quiet);
    expect([refused, against]).toEqual([0, []]);
    expect(held.map(({ name }) => name)).toContain("priority in promotion");
  });

  test("adds its points up to what the score moved, those that had no effect apart", () => {
    const { start, end, moved } = pointsOf(lived.file.lives[0]!)!;
    expect([start, end]).toEqual([1000, 580]);
    expect(moved).toEqual([
      { by: "points", points: -400 },
      { by: "mostReached", points: -20 },
    ]);
  });

  test("says of points at the end of the scale that they have no effect", async () => {
    const first = await lifeLived({ ...asked, acts: [], tick: 1 });
    expect(first.choices.find(({ name }) => name === "donates")).toMatchObject({ points: 20, stuckAt: 1000 });
    expect(first.choices.find(({ name }) => name === "misses_repayment")).not.toHaveProperty("stuckAt");
    expect(lived.choices.find(({ name }) => name === "donates")).not.toHaveProperty("stuckAt");
  });

  test("has the scale of what it came to", () => {
    const fact = (says: string) => lived.now.find((one) => one.says === says);
    expect(fact("hardship")).toMatchObject({ group: "state", of: { from: 0, to: 1 } });
    expect(fact("sick")).not.toHaveProperty("of");
  });

  test("is held against the other world where that has something to say", () => {
    const { differing, same, onlyHere } = inBoth(lived.now, lived.there)!;
    const names = (facts: typeof same): string[] => facts.map(({ says }) => says);
    expect(names(onlyHere)).toEqual(["belief", "grievance", "protested", "shut out"]);
    expect(names(same)).toEqual(expect.arrayContaining(["debt", "sick"]));
    const colder = lived.there!.map((fact) => (fact.says === "hardship" ? { ...fact, value: "0.01" } : fact));
    const hardship = lived.now.find(({ says }) => says === "hardship");
    expect(inBoth(lived.now, colder)!.differing).toContainEqual({
      here: hardship,
      other: { ...hardship, value: "0.01" },
    });
    expect(names(inBoth(lived.now, colder)!.same)).not.toContain("hardship");
    expect(differing.length + same.length + onlyHere.length).toBe(
      lived.now.filter((one) => one.group === "state").length,
    );
    expect(inBoth(lived.now, undefined)).toBeUndefined();
  });

  test("is headed by the day on which its entries stand", async () => {
    const { began, file } = await lifeLived({ ...asked, acts: acts.slice(1), tick: 3 });
    const fell = file.lives[0]!.entries.filter(({ kind, tick }) => kind === "band" && tick === 2);
    const then = await lifeLived({ ...asked, acts: [], tick: 3 });
    expect([began, then.began]).toEqual(["2010-01-15", "2010-01-15"]);
    for (const { date } of fell) expect(date).toBe(began);
  });

  test("knows what figure ends the grades", () => {
    expect(lived.phases).toEqual([{ name: "scoring_only", figure: "outcry", meanOf: "protested", over: 0.002 }]);
  });
});

test("points, and all else that moved a score, add up in every shipped world with a score", async () => {
  for (const name of shippedNames()) {
    // Having settled but a little: that moves no score that a life tells of.
    const { time, questions, ...said } = JSON.parse(readShipped(name).text);
    const scenario = readScenario(
      JSON.stringify({ ...said, time: { ...time, ...(time.settle && { settle: "4 weeks" }) } }),
    );
    if (!scenario.lower({ people: 1001 }).legend.kinds[0].score) continue;
    const lives = await explain(scenario, { persons: [0, 1, 2, 3], people: 1001, ticks: 20, threads: 1 });
    for (const life of lives) {
      const { start, end, moved } = pointsOf(life)!;
      const sum = moved.reduce((all, { points }) => all + points, 0);
      // What is too little to be told, kind by kind, is left out.
      expect([name, Math.abs(start + sum - end) < 0.05]).toEqual([name, true]);
    }
  }
}, 120_000);

test("whatever befalls people is a conduct of a shipped world", () => {
  const names = shippedNames().flatMap((name) => readShipped(name).lower({ people: 1001 }).legend.kinds[0].conducts);
  const known = new Set(names.map(({ name }) => name));
  expect([...befalling].filter((name) => !known.has(name))).toEqual([]);
});

test("speaks to the one who lives it", () => {
  expect(toYou("a record of takes_bribe was wrongly put down to this person (it was person 3)")).toBe(
    "a record of takes bribe was wrongly put down to you (it was person 3)",
  );
});

test("is lived among as many as a large world needs: the outcry of suining does not come within two years", async () => {
  const text = writtenOf({ name: "suining", changes: {} }, []);
  const done = await run(readScenario(text), { people: around, seed: 1, ticks: 104, threads: 1 });
  expect(done.phases.map(({ name }) => name)).toEqual(["graded"]);
}, 60_000);

const short = `extends: littering
time: { span: 2 weeks }
remove: [questions.town, questions.learns, questions.rises]
`;
const phone = { viewport: { width: 360, height: 740 } };

test("how a life fared in both worlds is told of the whole of it, as means and as time", async () => {
  const ticks = 208;
  const { file, now } = await lifeLived({ ...asked, tick: ticks });
  const fared = faredIn(file.lives, now, ticks);
  // Work was refused here, and was had there; the mean follows from the entries.
  const working = fared.find(({ fact }) => fact.says === "working");
  const weeksWithout = (life: (typeof file.lives)[number]): number => {
    const moves = life.entries.flatMap(({ tick, moved }) =>
      moved?.name === "working" ? [{ tick, to: Number(moved.to) }] : [],
    );
    let [is, count] = [Number(life.traits.find(({ name }) => name === "working")!.value), 0];
    for (let tick = 0; tick < ticks; tick++) {
      if (is === 0) count++;
      is = moves.findLast((move) => move.tick === tick)?.to ?? is;
    }
    return count;
  };
  const [here, there] = file.lives.map(weeksWithout);
  if (here === there) expect(working).toBeUndefined();
  else expect(Math.abs((1 - working!.here) * ticks - here!)).toBeLessThanOrEqual(1);
  expect(faredIn([file.lives[0]!, file.lives[0]!], now, ticks)).toEqual([]);
  for (const one of fared) expect(Number.isFinite(one.here) && Number.isFinite(one.there), one.fact.says).toBe(true);
}, 60_000);

test("what each record gave or took stands with it, and comes to all points of a life", async () => {
  const { file } = await lifeLived({ ...asked, tick: 30 });
  const { entries } = file.lives[0]!;
  const sums = pointsByRecord(entries);
  const sum = (all: Iterable<number>): number => [...all].reduce((a, b) => a + b, 0);
  const points = entries.flatMap((entry) => (entry.kind === "points" && entry.points ? [entry.points] : []));
  expect(points.length).toBeGreaterThan(10);
  expect(sum(sums.values())).toBe(sum(points));
  const [donated] = [...sums].find(([{ text }]) => text.endsWith("donates"))!;
  expect(sums.get(donated)).toBe(20);
});

const told = (tick: number, kind: Entry["kind"], more: Partial<Entry>): Entry => ({
  tick,
  date: "2010-01-01",
  kind,
  text: kind,
  ...more,
});

test("points are those of the record before them in their tick, and of none where there is none", () => {
  const [first, second] = [told(3, "record", {}), told(3, "record", { about: "mistake" })];
  const entries = [
    told(2, "points", { points: 7 }),
    first,
    told(3, "points", { points: -30 }),
    told(3, "points", { points: -5 }),
    second,
    told(3, "points", { points: 20 }),
    told(3, "held", { points: -4 }),
    told(4, "points", { points: 9 }),
  ];
  const found = [...pointsByRecord(entries)];
  expect(found).toEqual([
    [first, -35],
    [second, 20],
  ]);
});

test("how a life fared is the mean of a state over all ticks, from the first to the last", () => {
  const move = (tick: number, name: string, from: string, to: string): Entry =>
    told(tick, "state", { moved: { name, verb: Number(to) > Number(from) ? "rises" : "falls", from, to } });
  const life = (entries: readonly Entry[]): Life => ({
    person: 0,
    traits: [
      { name: "has_work", value: "1" },
      { name: "hardship", value: "0.2" },
    ],
    entries,
    start: undefined,
    score: undefined,
    scripted: true,
  });
  const here = life([
    move(10, "has_work", "1", "0"),
    move(20, "hardship", "0.2", "0.6"),
    move(30, "has_work", "0", "1"),
  ]);
  const facts = [
    { says: "has work", value: "yes", group: "state" },
    { says: "hardship", value: "0.6", group: "state", of: { from: 0, to: 1 } },
    { says: "home", value: "town", group: "state" },
  ] as const;
  const fared = faredIn([here, life([])], facts, 100);
  expect(fared.map(({ fact, here, there }) => [fact.says, here, there])).toEqual([
    ["has work", expect.closeTo(0.8, 12), 1],
    ["hardship", expect.closeTo(0.2 * 0.2 + 0.8 * 0.6, 12), expect.closeTo(0.2, 12)],
  ]);
});

describe.runIf(hasChromium)("a life on a phone", () => {
  const studio = useStudio();
  const settled = '.one-life[aria-busy="false"] .life-result';

  test("goes to its end at one press, and says what it cost before how one stood, and what the other world is", async () => {
    await studio.visit(phone, async ({ page, go, wrong }) => {
      await go("#life/littering?seed=3&language=en");
      await page.locator(settled).waitFor({ timeout: 60_000 });
      await page.getByRole("button", { name: "littering" }).click();
      await page.getByText("Week 2 of 104").waitFor({ timeout: 60_000 });
      await page.getByRole("button", { name: "Let all the rest of it pass" }).click();
      await page.getByText("Week 104 of 104").waitFor({ timeout: 60_000 });
      const text = await page.locator(".life-now").innerText();
      expect(text).toMatch(/The other world, here and below, is .+: the same people, the same luck/);
      const order = ["The other world", "What it cost you", "What the score saw"].map((one) => text.indexOf(one));
      expect(order.every((at, i) => at >= 0 && at > (order[i - 1] ?? -1))).toBe(true);
      expect(text).toMatch(/recorded by the system: littering, severity 1 -1/);
      expect(wrong).toEqual([]);
    });
  }, 200_000);

  test("shows what came of a choice, with its day, without scrolling", async () => {
    await studio.visit(phone, async ({ page, go, wrong }) => {
      await go("#life/suining?seed=3&language=en");
      await page.locator(settled).waitFor({ timeout: 60_000 });
      expect(await page.locator(".life-result h2").textContent()).toBe("Week 1 of 208: 1 January 2010");
      expect(await page.locator(".life-result").textContent()).toContain("People are graded.");
      expect(await page.locator(".life-summed").textContent()).toContain("Nothing yet: you have done nothing so far.");
      expect(await page.locator(".life-choices > p button").allTextContents()).toEqual([
        "Let 1 week pass",
        "Let 8 weeks pass, or until something happens",
        "Let all the rest of it pass",
      ]);
      expect(await page.locator(".life-fates").textContent()).toContain("falls ill");
      expect(await page.locator(".life-choices > .life-buttons").textContent()).not.toContain("honour");
      expect(await page.locator(".life-command").getAttribute("open")).toBeNull();
      const donates = page.getByRole("button", { name: "donates" });
      expect(await donates.textContent()).toContain("+20, but the score is already at its most");
      await donates.click();
      await page.getByText("Week 2 of 208").waitFor({ timeout: 60_000 });
      const seen = await page.locator(".life-result").boundingBox();
      expect(seen!.y).toBeGreaterThanOrEqual(0);
      expect(seen!.y + seen!.height).toBeLessThanOrEqual(740);
      expect(await page.locator(".life-result h2").textContent()).toBe("Week 2 of 208: 9 January 2010");
      const told = await page.locator(".life-told li").allTextContents();
      expect(told[0]).toMatch(/^donates(What changed of you: |Nothing else about you changed)/);
      expect(told).toContain("the score cannot rise above 1000: 20 points not given");
      await page.locator(".life-choices > details > summary").first().click();
      await page.getByRole("button", { name: "takes loan" }).click();
      await page.getByText("Week 3 of 208").waitFor({ timeout: 60_000 });
      expect(await page.locator(".life-told").textContent()).toMatch(
        /takes loan: nobody records itWhat changed of you: .*debt \d+ → \d+/,
      );
      expect(wrong).toEqual([]);
    });
  }, 180_000);

  test("says all of its first day in Chinese, in words of people", async () => {
    await studio.visit(phone, async ({ page, go }) => {
      await go("#life/suining?seed=3&language=zh");
      await page.locator(settled).waitFor({ timeout: 60_000 });
      await page.getByText("人们被评定等级。").waitFor();
      expect(await page.locator(".life-now [lang=en]").count()).toBe(0);
      expect(await page.locator(".life-now").textContent()).not.toMatch(/graded/);
    });
  }, 180_000);

  test("ends with what it cost in one sentence, also in Chinese", async () => {
    await studio.visit(phone, async ({ page, go }) => {
      for (const [language, says] of [
        ["en", "As far as this world tells, the scheme cost you nothing."],
        ["zh", "就这个世界所能说的，这套制度没有让你付出什么。"],
      ] as const) {
        // A page that is left forgets the life in it.
        await page.goto("about:blank");
        await go(await encodeRoute({ ...plainRoute, view: "life", scenario: "short", text: short, language }));
        await page.locator(settled).waitFor({ timeout: 60_000 });
        await page.locator(".life-choices > p button").first().click();
        await page.locator(".life-summed[open] .life-cost").waitFor({ timeout: 60_000 });
        expect(await page.locator(".life-cost").textContent()).toBe(says);
        expect(await page.locator(".life-now [lang=en]").count()).toBe(0);
      }
    });
  }, 180_000);
});
