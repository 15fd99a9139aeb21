import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { opinionExample } from "../../src/scenario/manual.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { countScore, mean, meanScore, moment } from "./check.ts";
import { runOf, valuesOf } from "./worlds.ts";

const people = 5000;
const ticks = 200;

function textOf(surveys: string): string {
  return `
title: surveys
time: { tick: 1 month, span: 20 years }
population: { size: ${people}, traits: { town: { chance: 0.3 }, mild: { uniform: [0, 1], resolution: 0.001 } } }
state:
  mood: { from: 0, to: 1, start: mild, draws: { luck: { uniform: [0, 1] } }, update: mood + 0.1 * (luck - mood) }
channels: { eye: { coverage: 0.5 } }
conduct: { litters: { per_year: 3 * mild, channel: eye } }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { litters: -1 }, decay: { towards: 100, half_life: 1 year } }
${surveys}
`;
}

interface Answer {
  readonly asked: number;
  readonly yes: number;
}

/** What a survey came to in each tick, and the world after the last one. */
function answersOf(survey: string, seed: number, many = ticks): { answers: Answer[]; world: World } {
  const world = new World(readScenario(textOf(`surveys: { poll: ${survey} }`)).plan(), seed);
  const at = world.plan.measures.findIndex(({ name }) => name === "surveys.poll");
  const answers = Array.from({ length: many }, (): Answer => {
    world.step();
    const row = world.rows.find(({ measure, group }) => measure === at && group < 0)!;
    return { asked: row.count, yes: row.sum };
  });
  return { answers, world };
}

describe("a survey in each of 200 ticks", () => {
  const survey = (says: string, more = ""): string =>
    `{ asks: Well, sample: 500, every: 1 month, says: ${says}${more} }`;

  test("asks the sample in the mean, and as many more or fewer as chance will: within 4 standard errors", () => {
    const { answers } = answersOf(survey("0.35"), 1);
    const asked = answers.map((one) => one.asked);
    expect(Math.abs(meanScore(asked, 500))).toBeLessThan(4);
    // The variance of a binomial, 500 × 0.9; that of a variance of 200 is 2 / 200 of its square.
    expect(Math.abs(moment(asked, 2) / (500 * 0.9) - 1)).toBeLessThan(4 * Math.sqrt(2 / ticks));
  });

  test("has an answer that is a chance as the binomial says, with its variance within 4 standard errors", () => {
    const { answers } = answersOf(survey("0.35"), 2);
    for (const { asked, yes } of answers) expect(Math.abs(countScore(yes, asked, 0.35))).toBeLessThan(4.5);
    expect(
      Math.abs(
        countScore(
          answers.reduce((sum, { yes }) => sum + yes, 0),
          answers.reduce((sum, { asked }) => sum + asked, 0),
          0.35,
        ),
      ),
    ).toBeLessThan(4);
    // The share less its mean, over the sampling error that a reader is told.
    const scores = answers.map(({ asked, yes }) => (yes / asked - 0.35) / Math.sqrt((0.35 * 0.65) / asked));
    expect(Math.abs(moment(scores, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / ticks));
  });

  test("has an answer that is a truth as those who are asked are: a part of all, so that the error is less by √(1 − n / N)", () => {
    const { answers, world } = answersOf(survey("town"), 3);
    const towns = mean(valuesOf(world, "town"));
    const scores = answers.map(({ asked, yes }) => {
      const error = Math.sqrt(((towns * (1 - towns)) / asked) * (1 - asked / people));
      return (yes / asked - towns) / error;
    });
    expect(Math.abs(mean(scores)) * Math.sqrt(ticks)).toBeLessThan(4);
    expect(Math.abs(moment(scores, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / ticks));
  });

  test("asks nobody but those it is of, the sample of them once they are counted", () => {
    const { answers, world } = answersOf(survey("mild", ", of: town"), 4);
    const [said, towns] = [valuesOf(world, "surveys.poll"), valuesOf(world, "town")];
    expect(said.some((one) => one > 0)).toBe(true);
    expect(said.some((one, e) => one > 0 && towns[e] === 0)).toBe(false);
    const all = towns.reduce((a, b) => a + b);
    // Nobody has counted them before the first tick: it asks of them what their share of all gives.
    expect(Math.abs(countScore(answers[0].asked, all, 500 / people))).toBeLessThan(4);
    expect(
      Math.abs(
        meanScore(
          answers.slice(1).map((one) => one.asked),
          500,
        ),
      ),
    ).toBeLessThan(4);
  });

  test("asks everyone where the sample is as large as the world", () => {
    const { answers } = answersOf("{ asks: Well, sample: 5000, every: 1 month, says: town }", 5, 3);
    expect(answers.map((one) => one.asked)).toEqual([people, people, people]);
  });
});

test("what people think is that of all of them, by truth or chance, whoever is asked", () => {
  const poll = "{ asks: Well, of: town, sample: 9, says: true, thinks: mild > 0.25 }";
  const hope = "{ asks: Well, sample: 9, says: false, thinks: mild }";
  const world = new World(readScenario(textOf(`surveys: { poll: ${poll}, hope: ${hope} }`)).plan(), 6);
  world.step();
  world.step();
  const [towns, mild] = [valuesOf(world, "town"), valuesOf(world, "mild")];
  const think = [...mild].filter((one, e) => towns[e] === 1 && one > 0.25).length;
  expect(world.figures.get("surveys.poll.thinks")).toBeCloseTo(think / towns.reduce((a, b) => a + b), 12);
  expect(world.figures.get("surveys.hope.thinks")).toBeCloseTo(mean(mild), 3);
});

test("nobody is asked but in ticks in which a period begins", () => {
  const { answers } = answersOf("{ asks: Well, sample: 500, every: 6 months, says: town }", 7, 14);
  expect(answers.flatMap(({ asked }, tick) => (asked > 0 ? [tick] : []))).toEqual([0, 6, 12]);
  const { answers: yearly } = answersOf("{ asks: Well, sample: 500, says: town }", 7, 14);
  expect(yearly.flatMap(({ asked }, tick) => (asked > 0 ? [tick] : []))).toEqual([0, 12]);
});

test("a survey changes nothing: the same cells and the same figures, tick by tick", () => {
  const poll = "{ asks: Well, of: score < 100, sample: 500, every: 1 month, says: mood, thinks: mood > 0.5 }";
  const [plain, asked] = ["", `surveys: { poll: ${poll} }`].map(
    (part) => new World(readScenario(textOf(part)).plan(), 8),
  );
  for (let tick = 0; tick < 20; tick++) {
    for (const world of [plain, asked]) world.step();
    expect(asked.hash()).toBe(plain.hash());
    for (const [name, figure] of plain.figures) expect(asked.figures.get(name), name).toBe(figure);
  }
  expect(asked.figures.size).toBeGreaterThan(plain.figures.size);
});

test("in the manual's example approval falls once harms are told, and what people say is above what they think", () => {
  const told = readScenario(opinionExample);
  const untold = told.with({ "institutions.rollouts.harms_told": { dated: { "2013-01-01": 0 } } });
  const names = ["surveys.approval_poll", "surveys.approval_poll.thinks"];
  const [after, never] = [told, untold].map((one) => runOf(one.plan({ people: 4000, ticks: 37 }), 1, 37, names).series);
  const at = (series: typeof after, name: string, tick: number): number => series![name]![tick]!;
  for (const name of names) {
    // The same people with the same luck, until the day.
    expect(at(after, name, 18)).toBe(at(never, name, 18));
    expect(at(after, name, 36)).toBeLessThan(at(never, name, 36) - 0.05);
  }
  for (const tick of [12, 24, 36])
    expect(at(after, names[0]!, tick)).toBeGreaterThan(at(after, names[1]!, tick) + 0.01);
});
