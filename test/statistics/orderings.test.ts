import { describe, expect, test } from "vitest";
import type { Answer } from "../../src/experiment/answers.ts";
import { answerQuestions } from "../../src/experiment/questions.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/**
 * Orderings that any model of such a scheme should have, each over 20 seeds with its 95 % interval. None is put in by a
 * factor: what is held against each other differs in one thing, which does nothing by itself to what is measured.
 */
const twins = 20;

async function answersOf(text: string, people = 4096): Promise<ReadonlyMap<string, Answer>> {
  const { answers } = await answerQuestions(readScenario(text), { twins, people });
  return new Map(answers.map((one) => [one.question, one]));
}

/** A town where litter is put down to somebody, a hundredth of it to the wrong one, and where nothing is ever forgotten. */
const town = `
title: A town
time: { start: 2010-01-01, tick: 1 week, span: 4 years }
population: { size: 4096, traits: { urban: { chance: 0.5 } }, ties: { community: 256, friends: 5 } }
state:
  weeks_low: { from: 0, to: 250, resolution: 1, start: 0, update: "weeks_low + (band == poor ? 1 : 0)" }
channels: { camera: { coverage: "urban ? 0.8 : 0.2", misattribution: 0.01 } }
conduct: { litters: { per_year: 6, channel: camera, severity: { 1: 0.6, 2: 0.3, 3: 0.1 } } }
scheme:
  score: { start: 1000, from: 0, to: 1200 }
  covers: enrolled
  points: { litters: -20 }
  files: { clean: { since: litters, up_to: 2 years } }
  bands: { good: 900, poor: 0 }
consequences: { no_loans: { when: band == poor, costs: 500 yuan per year } }
institutions: { enrolment: { take_up: 1 } }
measures:
  low: { share: band == poor }
  stay: { mean: weeks_low }
`;

describe("less time is spent in the lowest band", () => {
  const asked = (name: string, world: string): string => `${town}${world}
questions:
  stay: { asks: Is less time spent there because of ${name}?, of: { measure: stay, at: end }, without: { set: { ${without[name]!} } }, yes: difference < 0 }
  low: { asks: Are fewer there because of ${name}?, of: { measure: low, over: last year }, without: { set: { ${without[name]!} } }, yes: difference < 0 }
`;
  const redress = (of: string): string => `redress: { ${of} }`;
  /** What each is when it is taken away. */
  const without: Readonly<Record<string, string>> = {
    expiry: "redress.expiry.notice: 0",
    repair: "redress.repair.notice: 0",
    "opting out": "institutions.enrolment.opt_out.per_year: 0",
  };

  test.each([
    [
      "expiry",
      redress("expiry: { of: litters, after: { 1: 6 months, 2: 1 year, 3: 3 years }, takes_back: points, notice: 1 }"),
    ],
    ["repair", redress("repair: { of: litters, after: 3 months, takes_back: points, when: clean >= 0.2, notice: 1 }")],
  ])("by %s", async (name, more) => {
    const answers = await answersOf(asked(name, more));
    for (const question of ["stay", "low"])
      expect(answers.get(question)!.answer, answers.get(question)!.says).toBe("yes");
  });

  test("by opting out", async () => {
    const leave = town.replace("take_up: 1", "take_up: 1, opt_out: { per_year: 0.3 }");
    const world = asked("opting out", "").replace(town, leave);
    const answers = await answersOf(world);
    expect(answers.get("stay")!.answer, answers.get("stay")!.says).toBe("yes");
    expect(answers.get("low")!.answer, answers.get("low")!.says).toBe("yes");
  });
});

test("a camera that takes one in a hundred for somebody else puts people in the lowest band who would not be, more of them where few are there by their own deeds", async () => {
  const answers = await answersOf(
    `${town}groups: { place: { when: urban, yes: town, no: country } }
measures: { low: { share: band == poor }, wrongly: { share: "band < if_true(band)", by: place } }
questions:
  country: { asks: Are any in the country?, of: { measure: wrongly, group: country, by: place, over: last year }, yes: value > 0 }
  never: { asks: Are there fewer without its mistakes?, of: { measure: wrongly, over: last year }, without: { set: { channels.camera.misattribution: 0 } }, yes: "difference > 0 && control <= 0" }
  more: { asks: Are they more in the country?, of: { measure: wrongly, group: country, minus: town, by: place, over: last year }, yes: value > 0 }
`.replace(/\nmeasures:\n {2}low.*\n {2}stay.*\n/, "\n"),
  );
  for (const [question, { answer, says }] of answers) expect(answer, `${question}: ${says}`).toBe("yes");
});

test("what others report is evaded least", async () => {
  const answers = await answersOf(
    `
title: Two taxes
time: { start: 2010-01-01, tick: 1 week, span: 5 years }
population: { size: 4096, traits: { income: { lognormal: { median: 30_000, sigma: 0.6 }, from: 0, to: 500_000, resolution: 100 } } }
state:
  believed_told: { from: 0, to: 1, resolution: 0.01, start: 0.5, update: "believed_told + 0.2 * (min(1, recorded(hides_wages)) - min(1, did(hides_wages)) * believed_told)" }
  believed_own: { from: 0, to: 1, resolution: 0.01, start: 0.5, update: "believed_own + 0.2 * (min(1, recorded(hides_sales)) - min(1, did(hides_sales)) * believed_own)" }
channels: { employer: { coverage: 0.95 }, oneself: { coverage: 0.05 } }
conduct:
  hides_wages: { per_year: 4, channel: employer }
  hides_sales: { per_year: 4, channel: oneself }
scheme:
  score: { start: 1000, from: 0, to: 1200 }
  points: { hides_wages: -20, hides_sales: -20 }
  decay: { towards: 1000, half_life: 1 year }
  bands: { good: 900, poor: 0 }
consequences: { no_loans: { when: band == poor, costs: 3000 yuan per year } }
response:
  wages: { of: hides_wages, belief: believed_told, per: 0.02 * income, sensitivity: 2 }
  sales: { of: hides_sales, belief: believed_own, per: 0.02 * income, sensitivity: 2 }
measures: { gap: { mean: "did(hides_wages) - did(hides_sales)" } }
questions:
  least: { asks: Is less hidden of what others report?, of: { measure: gap, over: last year }, yes: value < 0 }
  unasked: { asks: And where nobody responds?, of: { measure: gap, over: last year }, without: { remove: [response] }, yes: "value < -0.01 && control > -0.005 && control < 0.005" }
`,
  );
  for (const [question, { answer, says }] of answers) expect(answer, `${question}: ${says}`).toBe("yes");
});

test("without friends' pull nobody is left alone by it", async () => {
  const answers = await answersOf(`
title: Friends
time: { start: 2010-01-01, tick: 1 week, span: 4 years }
population:
  size: 4096
  traits: { careless: { beta: [2, 4] }, income: { lognormal: { median: 30_000, sigma: 0.6 }, from: 0, to: 500_000, resolution: 100 } }
  ties: { community: 256, friends: 8, cuttable: true }
channels: { bank: { coverage: 0.9 } }
conduct: { pays_late: { per_year: 8 * careless, channel: bank } }
scheme:
  score: { start: 1000, from: 0, to: 1200 }
  points: { pays_late: -20 }
  friends: { pull_per_tick: 0.01 }
  decay: { towards: 1000, half_life: 1 year }
  bands: { good: 950, poor: 0 }
consequences: { no_loans: { when: band == poor, costs: 3000 yuan per year } }
friendship: { dropped: { per_year: 0.1 }, mended: { per_year: 0.5 } }
response: { company: { of: dropped, per: 0.02 * income, sensitivity: 2, at_most: 20 } }
measures: { alone: { share: friends_count <= 4 } }
questions:
  alone: { asks: Are more left alone because friends pull?, of: { measure: alone, over: last year }, without: { set: { scheme.friends.pull_per_tick: 0 } }, yes: difference > 0.002 }
  blind: { asks: And where nobody responds to what a friend costs?, of: { measure: alone, over: last year }, without: { set: { response.company.sensitivity: 0 } }, yes: difference > 0.002 }
`);
  for (const [question, { answer, says }] of answers) expect(answer, `${question}: ${says}`).toBe("yes");
});
