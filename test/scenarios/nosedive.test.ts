import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TracedRecord } from "../../src/engine/common/trace.ts";
import { World } from "../../src/engine/meaning/interpret.ts";
import { explain } from "../../src/experiment/explain.ts";
import type { Life } from "../../src/experiment/life.ts";
import { run } from "../../src/experiment/run.ts";
import { layLife } from "../../src/report/life.ts";
import { noPaint } from "../../src/report/paint.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { root } from "../tidy/tree.ts";

const nosedive = readShipped("nosedive");
const text = readFileSync(join(root, "scenarios", "nosedive.yaml"), "utf8");

/** How much of the way to its stars a rating moves a score. */
const weight = 0.01;
/** Points are summed in 256ths of a thousandth, and reckoned in binary32. */
const fine = 0.001 / 256;

/** The world with other words in its file. */
function changed(from: string, to: string): string {
  expect(text.split(from).length, from).toBeGreaterThan(1);
  return text.replaceAll(from, to);
}

/** What every rating of a town of 256 did, and how its receiver stood when the day began. */
function rate(days: number): {
  ratings: { stars: number; points: number; score: number; penalty: boolean }[];
  world: World;
} {
  const ratings: ReturnType<typeof rate>["ratings"] = [];
  const plan = nosedive.plan({ people: 256 });
  const today: TracedRecord[] = [];
  const world = new World(plan, 2, {
    entities: new Set(Array.from({ length: 256 }, (_, i) => i)),
    see: (event) => {
      if (event.kind === "record" && event.label === "rates") today.push(event);
    },
  });
  const everyone = Array.from({ length: 256 }, (_, i) => i);
  for (let day = 0; day < days; day++) {
    const scores = everyone.map((person) => world.valueOf("score", person));
    // Under a penalty are those whose last scene was the day before.
    const penalties = everyone.map((person) => world.valueOf("since_scene.ticks", person) < 1);
    today.length = 0;
    world.step();
    for (const { entity, carried, adds } of today) {
      const points = adds.find(({ label }) => label === "rates")!.value;
      ratings.push({ stars: carried.severity!, points, score: scores[entity]!, penalty: penalties[entity]! });
    }
    for (const person of everyone) {
      expect(world.valueOf("score", person)).toBeGreaterThanOrEqual(0);
      expect(world.valueOf("score", person)).toBeLessThanOrEqual(5);
    }
  }
  return { ratings, world };
}

describe("a hundred days of nosedive", { timeout: 60_000 }, () => {
  const { ratings, world } = rate(100);
  const low = ratings.filter(({ stars, score }) => stars <= 2 && stars < score);

  test("keep everyone between 0 and 5 points, and every rating between one and five stars", () => {
    const scale = nosedive.data.scheme!.score!;
    expect([scale.from?.amount, scale.to?.amount]).toEqual([0, 5]);
    expect([...new Set(ratings.map(({ stars }) => stars))].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test("count low ratings double in a penalty, to the last digit, and at no other time", () => {
    expect(JSON.parse(nosedive.text).consequences.penalty.when.is).toBe("since_scene < 0.5 / 365");
    expect(low.filter(({ penalty }) => penalty).length).toBeGreaterThan(5);
    expect(low.filter(({ penalty }) => !penalty).length).toBeGreaterThan(20);
    for (const { stars, points, score, penalty } of ratings) {
      const times = penalty && stars <= 2 && stars < score ? 2 : 1;
      expect(Math.abs(points - times * weight * (stars - score))).toBeLessThan(fine);
    }
  });

  test("have two ratings for each encounter: both sides rate", () => {
    const meetings = ["strangers", "friends", "service"].map((one) => world.figures.get(`meetings.${one}`)!);
    expect(world.figures.get("records.rates")).toBe(2 * meetings.reduce((sum, one) => sum + one, 0));
    expect(world.figures.get("acts.rates")).toBe(world.figures.get("records.rates"));
  });
});

/** What became of a town of a quarter of the shipped size after a year, seed 1. */
async function year(scenario: string): Promise<Record<"elite" | "underclass" | "score" | "warm" | "company", number>> {
  const done = await run(readScenario(scenario), { people: 5120 });
  const [elite, underclass] = [done.last("elite"), done.last("underclass")];
  const [score, company] = [done.last("score"), done.last("mean_company")];
  return { elite, underclass, score, company, warm: done.last("warm_underclass") };
}

test("begins with 4.2 for everyone: nobody is judged before the first day", () => {
  const world = new World(nosedive.plan({ people: 256 }), 3);
  const scores = Array.from({ length: 256 }, (_, person) => world.valueOf("score", person));
  expect(Math.max(...scores.map((score) => Math.abs(score - 4.2)))).toBeLessThan(fine);
});

test.each([
  [4.5, "good_quarter", 256],
  [4.49, "good_quarter", 0],
  [2.5, "shunned", 256],
  [2.51, "shunned", 0],
])(
  "doors open the good quarter from 4.5, and shun at 2.5 and below: at %d %s holds for %i of 256",
  (score, what, many) => {
    const still =
      "set: { encounters.strangers.per_day: 0, encounters.friends.per_day: 0, encounters.service.per_day: 0 }";
    const at = changed(
      'start: { is: 4.2, assumed: "what she of the story has; here everyone begins alike" }',
      `start: ${score}`,
    );
    const world = new World(
      readScenario(`${at}reform: { name: still, because: for a test, ${still} }\n`).plan({ people: 256 }),
      3,
    );
    for (let day = 0; day < 2; day++) world.step();
    expect(world.figures.get(`under.${what}`)).toBe(many);
  },
);

describe("a year of nosedive", { timeout: 120_000 }, async () => {
  const as = await year(text);

  test("ends with a few in a hundred at 4.5 and above, a few at 2.5 and below, and a mean of about 4", () => {
    expect(as.elite).toBeGreaterThan(0.02);
    expect(as.elite).toBeLessThan(0.08);
    expect(as.underclass).toBeGreaterThan(0.02);
    expect(as.underclass).toBeLessThan(0.06);
    expect(Math.abs(as.score - 4)).toBeLessThan(0.15);
  });

  test("puts some into the underclass who are warmer than the median, and fewer than of the town", () => {
    expect(as.warm).toBeGreaterThan(0.05);
    expect(as.warm).toBeLessThan(0.35);
  });

  // The standard deviation of a share of 0.034 among 5,120 is 0.0025, were falls independent; twins are closer still.
  test("lets fewer fall without prejudice against low scores", async () => {
    const free = await year(changed("- 0.6 * clamp(3.5 - other(score), 0, 1)", "+ 0"));
    expect(as.underclass - free.underclass).toBeGreaterThan(0.0075);
  });

  test("lets fewer fall where company is not held against people", async () => {
    const free = await year(changed("- 0.5 * max(0, 3.5 - other(company))", "+ 0"));
    expect(free.underclass).toBeLessThan(as.underclass);
    // Who is low has lost most friends, so that company is better than the town.
    expect(as.company).toBeGreaterThan(as.score - 0.1);
    expect(as.company).toBeLessThan(as.score + 0.3);
  });

  test("lets many more fall where the point for a scene is lost for good", async () => {
    const hard = await year(changed("after: { is: 1 day, reported: nosedive-episode }", "after: 400 days"));
    expect(hard.underclass - as.underclass).toBeGreaterThan(0.02);
  });

  test("lets hardly anybody fall where strain does not show", async () => {
    const calm = await year(changed("- 2.5 * other(strain)", "+ 0"));
    expect(calm.underclass).toBeLessThan(0.003);
  });
});

/** Who is told of: the command and output in the docs are of the same person. */
const told = { persons: [110], people: 256, seed: 5 };

describe("the story of the 4.2 who needs 4.5", { timeout: 60_000 }, async () => {
  const [life] = (await explain(nosedive, told)) as [Life];
  const find = (words: string, from = 0): number =>
    life.entries.findIndex((entry, place) => place >= from && entry.text.startsWith(words));

  test("begins at 4.2, is refused, makes a scene the next day, is under a penalty, and ends below 2.5", () => {
    expect(Math.abs(life.start! - 4.2)).toBeLessThanOrEqual(fine);
    expect(life.traits).toContainEqual({ name: "aspires", value: "yes" });
    const asks = find("recorded by the system: applies_for_good_quarter");
    const refused = find("refused_good_quarter begins", asks);
    const scene = find("−1 point for makes_scene", refused);
    const penalty = find("penalty begins", scene);
    const under = find("falls from band ordinary to band underclass", penalty);
    expect([asks, refused, scene, penalty, under].every((place) => place >= 0)).toBe(true);
    const scoreAt = (place: number): number => life.entries.findLast(({ score }, at) => score && at <= place)!.score!;
    expect(scoreAt(asks)).toBeGreaterThan(3.5);
    expect(scoreAt(asks)).toBeLessThan(4.5);
    expect(life.entries[scene]!.tick - life.entries[refused]!.tick).toBe(1);
    expect(scoreAt(under)).toBeLessThanOrEqual(2.5);
    expect(life.score).toBeLessThan(2.5);
    expect(life.band).toBe("underclass");
  });

  test("has low ratings that count twice as much as at other times", () => {
    let score = life.start!;
    let penalty = false;
    const counted = [0, 0];
    for (const [place, entry] of life.entries.entries()) {
      const { met, kind, points } = entry;
      if (kind === "points" && met?.conduct === "rates" && met.severity! <= 2 && met.severity! < score) {
        const times = penalty ? 2 : 1;
        expect(Math.abs(points! - times * weight * (met.severity! - score))).toBeLessThan(fine);
        counted[times - 1]! += 1;
      }
      // What a day brings holds from the next day on.
      if (life.entries[place + 1]?.tick === entry.tick) continue;
      const day = life.entries.filter(({ tick }) => tick === entry.tick);
      score = day.findLast((one) => one.score !== undefined)?.score ?? score;
      const word = day.findLast(({ text: said }) => said.startsWith("penalty"))?.text ?? "";
      penalty = word === "" ? penalty : word.startsWith("penalty begins");
    }
    expect(Math.min(...counted)).toBeGreaterThan(5);
  });

  test("takes a point for a scene, and gives it back a day later", () => {
    const taken = life.entries.filter(({ text: said }) => said.startsWith("−1 point for makes_scene"));
    const back = life.entries.filter(({ text: said }) => said.startsWith("+1 point for a record taken back"));
    expect(taken.length).toBeGreaterThan(3);
    expect(back.map(({ tick }) => tick)).toEqual(taken.map(({ tick }) => tick + 1));
  });

  test("says of those who rate that they are a stranger or a friend, and no more", () => {
    const by = life.entries.flatMap(({ text: said }) => / rates, severity \d, by (.*)$/.exec(said)?.[1] ?? []);
    expect(new Set(by)).toEqual(new Set(["a stranger", "a friend"]));
    const to = life.entries.flatMap(({ text: said }) => /^rates, severity \d, to (.*)$/.exec(said)?.[1] ?? []);
    expect(new Set(to)).toEqual(new Set(["a stranger", "a friend"]));
  });

  test("is in the docs as it is told", () => {
    const docs = readFileSync(join(root, "docs", "NOSEDIVE.md"), "utf8");
    const { persons, people, seed } = told;
    expect(docs).toContain(`glasshouse explain nosedive --person ${persons[0]} --people ${people} --seed ${seed}\n`);
    const quoted = /```text\n([\s\S]*?)```/.exec(docs)![1]!.trimEnd().split("\n");
    const laid = layLife(life, nosedive, false, 80, noPaint);
    let at = 0;
    for (const line of quoted.filter((one) => one.trim() !== "...")) {
      const place = laid.indexOf(line, at);
      expect(place, line).toBeGreaterThanOrEqual(at);
      at = place + 1;
    }
    expect(at).toBe(laid.length);
  });
});
