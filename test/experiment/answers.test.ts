import { describe, expect, test } from "vitest";
import type { Answer, AnswerOptions } from "../../src/index.ts";
import { answerQuestions, compare, readScenario, run, type Scenario } from "../../src/index.ts";
import type { Library } from "../../src/scenario/extends.ts";
import { shippedLibrary } from "../../src/scenario/scenario.ts";

/** People litter at a rate that a response multiplies; a camera sees some of it. */
function town(questions: string, response = "{ caution: { of: litters, factor: 0.9 } }", library?: Library): Scenario {
  const text = `
title: A town
time: { start: 2020-01-01, tick: 1 week, span: 130 weeks }
population: { size: 3_000, traits: { careful: { beta: [5, 2] }, urban: { chance: 0.5 } } }
conduct:
  litters: { per_year: 6 * (1 - careful), channel: camera }
  sings: { per_year: 2 }
  helps: { per_year: "recorded_ones > 0 ? 2 : 1" }
channels: { camera: { coverage: "urban ? 0.8 : 0.2" } }
state: { recorded_ones: { start: 0, from: 0, to: 50, update: "min(50, recorded_ones + recorded(litters))" } }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { litters: -1 }, bands: { good: 98, poor: 0 } }
consequences: { fine: { when: band == poor, costs: 100 yuan per year } }
response: ${response}
groups: { residence: { when: urban, yes: town, no: country } }
measures: { mean_score: { mean: score, by: residence }, poor_share: { share: band == poor, where: tick >= 60 } }
surveys: { fair: { asks: Is it fair?, sample: 500, every: 20 weeks, says: careful > 0.7 } }
${questions === "" ? "" : `questions:\n${questions}`}`;
  return readScenario(text, library ? { library, name: "town.yaml" } : {});
}

async function answersOf(scenario: Scenario, options: AnswerOptions = {}): Promise<Record<string, Answer>> {
  const { answers } = await answerQuestions(scenario, { twins: 4, threads: 1, ...options });
  return Object.fromEntries(answers.map((one) => [one.question, one]));
}

const less = (yes: string): string =>
  `  less: { asks: Is there less litter?, of: { acts: litters, over: last year }, without: { remove: [response] }, yes: "${yes}" }`;

describe("what is so by construction", () => {
  test("a factor of .9 is 10 % less: yes, no and not clear, by what would matter", async () => {
    const { less: yes } = await answersOf(town(less("difference < -0.05 * control")));
    expect(yes!.answer).toBe("yes");
    // The luck is the same in twins: what is left out of 6.3 thousand acts a year is a tenth, give or take 1.5 hundredths.
    expect(Math.abs(yes!.relative!.mean + 0.1)).toBeLessThan(0.015);
    expect(yes!.relative!.from).toBeLessThan(-0.1 + 0.015);
    expect(yes!.says).toMatch(
      /^Yes\. Acts of litters fall by 1?\d\.\d\d? % \(.* to .*\), from .* a person and year over the last year/,
    );
    expect((await answersOf(town(less("difference < -0.2 * control")))).less!.answer).toBe("no");
    expect((await answersOf(town(less("difference < -0.1 * control")))).less!.answer).toBe("not clear");
  });

  test("a sensitivity of 0 does nothing: exactly the same, and no", async () => {
    const toStakes = (sensitivity: number): string =>
      `{ caution: { of: litters, sensitivity: ${sensitivity}, stake: 20000 } }`;
    const question = less("difference < -0.05 * control");
    expect((await answersOf(town(question, toStakes(2)))).less!.answer).toBe("yes");
    const { less: off } = await answersOf(town(question, toStakes(0)));
    expect(off).toMatchObject({ answer: "no", same: true, difference: { mean: 0, from: 0, to: 0, n: 4 } });
    expect(off!.says).toMatch(/^No\. Acts of litters are exactly the same in all 4: 1\.\d/);
  });

  test("an empty reform changes nothing, and says so", async () => {
    const { none } = await answersOf(
      town(
        "  none: { asks: Does nothing do anything?, of: { measure: score }, without: {}, yes: difference != 0 }".replace(
          "!=",
          "<",
        ),
      ),
    );
    expect(none).toMatchObject({ answer: "no", same: true, against: "the same world with nothing changed" });
    expect(none!.controls).toEqual(none!.values);
  });
});

describe("a figure", () => {
  const read: Record<string, string> = {
    year: "of: { acts: litters, over: last year }",
    first: "of: { records: litters, over: first year, per: person }",
    whole: "of: { acts: sings, per: year }",
    end: "of: { measure: score }",
    day: "of: { measure: score, at: 2021-01-01 }",
    mean: "of: { measure: mean_score, group: town, minus: country, over: whole run }",
    fine: "of: { measure: yuan.fine, per: person_year, over: last year }",
    under: "of: { measure: under.fine, per: person, over: last year }",
    gaps: "of: { measure: poor_share, over: whole run }",
    survey: "of: { measure: surveys.fair }",
  };
  const world = town(
    Object.entries(read)
      .map(([name, of]) => `  ${name}: { asks: How much?, ${of}, yes: value > 0 }`)
      .join("\n"),
  );

  test("is that of a run of the same people with the same luck", async () => {
    const people = 2000;
    const answers = await answersOf(world, { twins: 2, firstSeed: 5, people });
    for (const i of [0, 1]) {
      const { results } = await run(world, { seed: 5 + i, people, threads: 1 });
      const sum = (name: string, from: number, to: number): number =>
        results
          .series(name)
          .slice(from, to)
          .reduce((all, one) => all + one, 0);
      const pooled = (group: string): number => {
        const counts = results.of("mean_score by residence").counts(group);
        const total = results
          .series("mean_score by residence", group)
          .reduce((all, one, tick) => all + one * counts[tick]!, 0);
        return total / counts.reduce((all, one) => all + one, 0);
      };
      const expected: Record<string, number> = {
        year: sum("acts.litters", 78, 130) / people,
        first: sum("records.litters", 0, 52) / people,
        whole: sum("acts.sings", 0, 130) / 2.5,
        end: results.last("score"),
        // The first of January of the second year begins the 53rd week.
        day: results.series("score")[52]!,
        mean: pooled("town") - pooled("country"),
        fine: sum("yuan.fine", 78, 130) / people,
        under: sum("under.fine", 78, 130) / 52 / people,
        gaps: sum("poor_share", 60, 130) / 70,
        survey: results.last("surveys.fair"),
      };
      for (const [name, figure] of Object.entries(expected))
        expect(answers[name]!.values[i], name).toBeCloseTo(figure, 9);
    }
  });

  test("of a run that is too short, or of nobody, is not answered", async () => {
    const { year, day, gaps, end } = await answersOf(world, { twins: 2, ticks: 40 });
    expect([year, day].map((one) => one!.why)).toEqual(Array(2).fill("this run is too short for it"));
    expect(gaps!.why).toBe("there is nobody to take it of");
    expect(end!.answer).toBe("yes");
  });
});

describe("twins", () => {
  const question = less("difference < -0.05 * control");

  test("are the same on any engine, and are those that compare runs", async () => {
    const [world, people] = [town(question), 1000];
    const { less: wasm } = await answersOf(world, { twins: 3, people, backend: "wasm" });
    expect((await answersOf(world, { twins: 3, people, backend: "interpret" })).less).toEqual(wasm);
    const [{ control }] = world.questions;
    const compared = await compare(control!.scenario, world, { seeds: 3, people, threads: 1 });
    expect(compared.answers).toEqual([{ world: "b", ...wasm }]);
    // In the other direction the control is the one that comes second; a third world answers nothing.
    expect((await compare(world, control!.scenario, { seeds: 3, people })).answers).toEqual([{ world: "a", ...wasm }]);
    const third = town("", "{ caution: { of: litters, factor: 0.7 } }");
    expect((await compare(third, world, { seeds: 2, people })).answers).toEqual([]);
  });

  test("change nothing in the run, whatever is asked", async () => {
    const [asked, silent] = [town(question), town("", undefined)];
    const [a, b] = [await run(asked, { people: 1500 }), await run(silent, { people: 1500 })];
    expect(a.stateHash).toBe(b.stateHash);
    expect(a.results.csv()).toBe(b.results.csv());
    expect(asked.hash).not.toBe(silent.hash);
  });

  test("that are stopped tell of those that were whole, and none tells nothing", async () => {
    let worlds = 0;
    const signal = { aborted: false };
    const stopped = await answerQuestions(town(question), {
      twins: 6,
      people: 1000,
      threads: 1,
      signal,
      onProgress: ({ worlds: { done } }) => {
        worlds = done;
        if (done >= 5) signal.aborted = true;
      },
    });
    expect(worlds).toBe(5);
    expect(stopped).toMatchObject({ twins: 2, stopped: true, answers: [{ twins: 2 }] });
    const none = await answerQuestions(town(question), { twins: 0 });
    expect(none).toMatchObject({
      twins: 0,
      answers: [{ answer: "not answered", says: "Not answered: no twins were run." }],
    });
  });
});

describe("a control", () => {
  const library: Library = {
    ...shippedLibrary,
    sibling: (_, path) =>
      path === "other.yaml" ? "extends: ./base.yaml\nremove: [response]\n" : path === "base.yaml" ? base : undefined,
  };
  const base = town("").text;
  const against = "  file: { asks: Less?, of: { acts: litters }, against: ./other.yaml, yes: difference < 0 }";

  test("in a file stands whole in the scenario that was read, which can be read again without it", async () => {
    const world = town(against, undefined, library);
    const again = readScenario(world.text);
    expect(again.hash).toBe(world.hash);
    expect(again.text).toBe(world.text);
    const options = { twins: 2, people: 1000 };
    expect(await answersOf(again, options)).toEqual(await answersOf(world, options));
    expect((await answersOf(world, options)).file).toMatchObject({ answer: "yes", against: "“A town”" });
  });

  test("has its own questions left alone, and what extends a world does not ask what it was asked", () => {
    const asking = town(less("difference < 0"), undefined, library);
    expect(asking.questions[0]!.control!.scenario.questions).toEqual([]);
    const child = readScenario("extends: ./base.yaml\ntitle: A child\n", {
      library: { ...library, sibling: () => asking.text },
      name: "child.yaml",
    });
    expect(child.questions).toEqual([]);
    expect(asking.with({ "population.size": 2000 }).questions).toHaveLength(1);
  });

  test("that a change makes impossible is refused when it is asked; a question that is changed, at once", () => {
    const world = town(against, undefined, library);
    const longer = world.with({ "time.span": "140 weeks" });
    expect(longer.plan({ people: 100 }).ticks).toBe(140);
    const refusal = /question-control[\s\S]*the control lives for 130 ticks, and this world for 140/;
    expect(() => longer.questions).toThrow(refusal);
    // As often as it is asked.
    expect(() => longer.questions).toThrow(refusal);
    expect(() => world.with({ "questions.file.yes": "differ < 0" })).toThrow(/questions\.file|differ/);
    const changed = world.with({ "questions.file.yes": "difference < -1" });
    expect(changed.questions[0]!.yes).toBe("difference < -1");
    expect(Object.isFrozen(changed.questions)).toBe(true);
    const smaller = town(less("difference < 0")).with({ "population.size": 2000 });
    expect(Object.isFrozen(smaller.questions[0])).toBe(true);
  });

  test("with other people is told", async () => {
    const other = less("difference < 0").replace("remove: [response]", "set: { population.traits.urban.chance: 0.4 }");
    const { less: answer } = await answersOf(town(other), { twins: 2, people: 1000 });
    expect(answer!.peopleDiffer).toEqual(["urban"]);
    expect(answer!.says).toContain("The people are not the same in both: urban");
  });
});

describe("what was put in", () => {
  const asks = (of: string): string => `  one: { asks: Is it?, of: { ${of} }, yes: value > 0 }`;

  test.each([
    ["acts: litters", true, /Assumed, and acting on this: the effect itself \(response\.caution\.factor\)/],
    ["measure: score", false, /By way of other things 1 figure of how people respond, assumed, acts on it\.$/],
    ["acts: helps", false, /By way of other things 1 figure of how people respond, assumed, acts on it\.$/],
  ])("acts on %s", async (of, direct, says) => {
    const { one } = await answersOf(town(asks(of)), { twins: 2, people: 1000 });
    expect(one!.putIn).toEqual([{ path: "response.caution.factor", text: "0.9", is: "effect", direct }]);
    expect(one!.says).toMatch(says);
  });

  test("does not act on what nothing leads to, and is not what is documented", async () => {
    const { one } = await answersOf(town(asks("acts: sings")), { twins: 2, people: 1000 });
    expect(one!.putIn).toEqual([]);
    const known =
      "{ caution: { of: litters, factor: { is: 0.9, reported: paper } } }\nsources: { paper: { title: A paper } }";
    expect((await answersOf(town(asks("acts: litters"), known), { twins: 2, people: 1000 })).one!.putIn).toEqual([]);
  });
});
