import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { textOf } from "../language/folder.ts";
import { mean, moment } from "./check.ts";
import { runOf, valuesOf } from "./worlds.ts";

/** A world in which everyone has another score and nothing happens, but that a response has something at stake. */
const still = (
  parts: Readonly<Record<"scheme" | "rest", string>> & Partial<Record<"conduct" | "per", string>>,
): string => `
title: stakes
time: { tick: ${parts.per ?? "1 month"}, span: 2 years }
population:
  size: 4000
  traits:
    at: { uniform: [0, 1000], resolution: 1 }
    adult: { chance: 0.7 }
    good: { chance: 0.5 }
channels: { camera: { coverage: 1 } }
conduct:
  x: { per_year: 0, channel: camera, ${parts.conduct ?? ""} }
scheme:
  score: { start: at, from: 0, to: 1000, resolution: 0.5 }
  ${parts.scheme}
response: { deterrence: { of: x, sensitivity: 1 } }
${parts.rest}
`;

interface Person {
  readonly score: number;
  readonly adult: boolean;
  readonly good: boolean;
}

/** Holds the stake of everyone to a closed form; gives all stakes. */
function expectStakes(text: string, of: (person: Person) => number, ticks = 0, tolerance = 0.02): number[] {
  const { plan, legend } = readScenario(text).lower();
  const world = new World(plan, 7);
  for (let tick = 0; tick < ticks; tick++) world.step();
  const { stake } = legend.kinds[0].responses![0]!.stakes[0]!;
  const reckon = world.reckoner(stake);
  const [scores, adults, goods] = ["score", "adult", "good"].map((name) => valuesOf(world, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return [...scores].map((score, person) => {
    const found = reckon(person);
    const expected = of({ score, adult: adults[person] === 1, good: goods[person] === 1 });
    // Binary32 with a few roundings: a part in 10⁵ of the largest stake.
    expect(Math.abs(found - expected), `score ${score}: ${found} for ${expected}`).toBeLessThan(
      tolerance + 1e-5 * Math.abs(expected),
    );
    return found;
  });
}

/** The part of the way to an edge that a loss of points is. */
const down = (score: number, edge: number, loss: number): number =>
  score < edge ? 0 : Math.min(1, score === edge ? 1 : loss / (score - edge));
const up = (score: number, edge: number, gain: number): number =>
  score >= edge ? 0 : Math.min(1, gain / (edge - score));

describe("what is at stake", () => {
  test("of a relative score is that of the points by the slope of ranks, were standings spread evenly", () => {
    const text = still({
      scheme: `relative: true\n  points: { x: -40 }\n  ${"bands: { A: 800, B: 500, C: 0 }"}`,
      rest: "consequences: { no_loans: { when: band == C, costs: 1000 yuan per year } }",
    }).replace("start: at,", 'start: "200 + at / 2",');
    // Even over half of the scale: a point of standing is worth two of rank. Standings of 4,000 have that spread to 1 %.
    const world = new World(readScenario(text).plan(), 7);
    world.step();
    const spread = Math.sqrt(moment(valuesOf(world, "standing"), 2));
    const slope = 1000 / (Math.sqrt(12) * spread);
    expect(Math.abs(slope - 2)).toBeLessThan(0.05);
    // Nothing is known of the spread in the first tick; in the third it is that of the second.
    for (const [ticks, by] of [
      [0, 1],
      [2, slope],
    ] as const)
      expectStakes(text, ({ score }) => 1000 * down(score, 500, 40 * by), ticks, 0.1);
  });

  const bands = "bands: { A: 800, B: 500, C: 0 }";

  test("is the cost beyond each edge, by the part of the way to it that a record is", () => {
    const text = still({
      scheme: `points: { x: -40 }\n  ${bands}`,
      rest: `consequences:
  no_loans: { when: band == C, costs: 12000 yuan per year }
  fast_lane: { when: band == A, benefits: 100 yuan per month }
  watched: { when: score <= 300, costs: 10 yuan per day }
  free: { when: band == B }`,
    });
    const stakes = expectStakes(
      text,
      ({ score }) => 12000 * down(score, 500, 40) + 1200 * down(score, 800, 40) + 3650 * down(score, 300.5, 40),
    );
    expect(new Set(stakes.map(Math.round)).size).toBeGreaterThan(300);
  });

  test("is below 0 where a record brings points", () => {
    const text = still({
      scheme: `points: { x: 25 }\n  ${bands}`,
      rest: `consequences:
  no_loans: { when: "band < B", costs: 12000 yuan per year }
  fast_lane: { when: band == A, benefits: 100 yuan per month }`,
    });
    expectStakes(text, ({ score }) => -12000 * up(score, 500, 25) - 1200 * up(score, 800, 25));
  });

  test("is nothing for whom a consequence cannot come to hold, and nothing where points do not count", () => {
    const text = still({
      scheme: `points: { x: -40 }\n  covers: good\n  ${bands}`,
      rest: `consequences:
  fined: { when: "adult && score < 500", costs: 1000 yuan per year }
  no_loans: { when: band == C, costs: 12000 yuan per year }`,
    });
    expectStakes(text, ({ score, adult, good }) => (good ? (adult ? 13000 : 12000) * down(score, 500, 40) : 0));
  });

  test("of what lasts is what it costs until it ends, a year at most, and only where it begins", () => {
    const rest = (lasts: string, what: string): string => `consequences:
  barred: { on: "score < 500", lasts: ${lasts}, ${what}: 1200 yuan per year }`;
    const scheme = (points: number): string => `points: { x: ${points} }`;
    for (const [lasts, years] of [
      ["3 months", 0.25],
      ["5 years", 1],
    ] as const)
      expectStakes(
        still({ scheme: scheme(-40), rest: rest(lasts, "costs") }),
        ({ score }) => 1200 * years * down(score, 500, 40),
      );
    // Who is below has been barred already: a better score does not undo it.
    expectStakes(still({ scheme: scheme(40), rest: rest("3 months", "costs") }), () => 0);
  });

  test("of acts that differ in how grave they are is that of their mean points", () => {
    const text = still({
      conduct: "severity: { 1: 0.75, 4: 0.25 }",
      scheme: `points: { x: -10 }\n  severity: { 1: 1, 4: 9 }\n  ${bands}`,
      rest: "consequences: { no_loans: { when: band == C, costs: 1000 yuan per year } }",
    });
    expectStakes(text, ({ score }) => 1000 * down(score, 500, 30));
  });

  test("of a band given at once is all between, whatever the points", () => {
    const text = still({
      scheme: `points: { x: { is: -40, grade: B } }\n  ${bands}`,
      rest: `consequences:
  no_loans: { when: band == C, costs: 12000 yuan per year }
  fast_lane: { when: band == A, benefits: 100 yuan per month }
  praised: { when: "score >= 900", benefits: 7 yuan per year }`,
    });
    expectStakes(
      text,
      ({ score }) => 12000 * down(score, 500, 40) + (score >= 800 ? 1200 : 0) + (score >= 900 ? 7 : 0),
    );
  });

  test("of a ground of a list is the price of a stay, a year at most; nothing for the exempt", () => {
    for (const [term, years] of [
      ["73 days", 0.2],
      ["3 years", 1],
      ["{ 1: 73 days, 3: 3 years }", 0.4],
    ] as const) {
      const text = still({
        conduct: "severity: { 1: 0.75, 3: 0.25 }",
        scheme: "points: {}",
        rest: `lists: { owers: { grounds: x, term: ${term}, exempt: good, notice: 3 days } }
consequences:
  no_trains: { when: "owers && adult", costs: 1000 yuan per year }
  named: { on: owers, lasts: 6 months, costs: 800 yuan per year }`,
      });
      expectStakes(text, ({ adult, good }) => (good ? 0 : 400 + (adult ? 1000 * years : 0)));
    }
  });

  test("of a ground is nothing for who is on the list, and of performing what is left of the stay", () => {
    const text = (of: string): string =>
      still({
        scheme: "points: {}",
        rest: `lists: { owers: { grounds: x, when: "adult && tick == 0", term: 300 days, exits: { pays: { within: 10 days } } } }
consequences: { no_trains: { when: owers, costs: 3650 yuan per year } }`,
      })
        .replace("conduct:\n", "conduct:\n  pays: { per_year: 0, channel: camera }\n")
        .replace("of: x", `of: ${of}`);
    // Listed at the end of the first month, of 31 days: the second, of 30, takes so many off 300, and it takes 10 to pay.
    expectStakes(text("x"), ({ adult }) => (adult ? 0 : 3000), 2);
    expectStakes(text("pays"), ({ adult }) => (adult ? -10 * (300 - 30 - 10) : 0), 2);
  });
});

/** A world in which everyone stands at an edge, and nothing that is done is ever recorded. */
const answering = (response: string, more = ""): string => `
title: answers
time: { tick: 1 month, span: 2 years }
population: { size: 4000, traits: { shy: { chance: 0.5 } } }
channels: { camera: { coverage: 0 } }
conduct:
  x: { per_year: 6, channel: camera }
  y: { per_year: 6, channel: camera }
  z: { per_year: 6, channel: camera }
scheme:
  score: { start: 500, from: 0, to: 1000 }
  points: { x: -40, y: -20, z: 40 }
consequences:
  poor: { when: "score < 500", costs: 10_000 yuan per year }
  rich: { when: "score >= 540", benefits: 5_000 yuan per year }
response: { ${response} }
${more}
`;

describe("a response to what is at stake", () => {
  const [people, ticks] = [4000, 24];
  /** How far acts of two years are from their mean, in standard errors of a Poisson number. */
  const distance = (text: string, conduct: string, factor: number): number => {
    const { sums } = runOf(readScenario(text).plan(), 3, ticks, [`acts.${conduct}`]);
    const expected = people * 12 * factor;
    return Math.abs(sums[`acts.${conduct}`]! - expected) / Math.sqrt(expected);
  };
  const u = (v: number, k: number): number => (k === 0 ? v : (1 - Math.exp(-k * v)) / k);

  test.each([0, 0.001, 0.05, 1, 4])("of curvature %d is exp(−s b u(v)), within 4 standard errors", (k) => {
    const text = answering(`deterrence: { of: [x, y], belief: 0.4, sensitivity: 1.5, curvature: ${k} }`);
    for (const conduct of ["x", "y"])
      expect(distance(text, conduct, Math.exp(-1.5 * 0.4 * u(1, k))), conduct).toBeLessThan(4);
    expect(distance(text, "z", 1)).toBeLessThan(4);
  });

  test("is more of what brings something, up to a bound", () => {
    for (const [sensitivity, most, factor] of [
      [1, 2, Math.exp(0.25)],
      [9, 2, 2],
      [9, 1.25, 1.25],
    ] as const) {
      const text = answering(`farming: { of: z, belief: 0.5, sensitivity: ${sensitivity}, at_most: ${most} }`);
      expect(distance(text, "z", factor)).toBeLessThan(4);
    }
  });

  test("can have a stake and a measure of its own, by person", () => {
    const text = answering('silence: { of: x, stake: "shy ? stake + 2000 : 0", per: 4000, sensitivity: 0.5 }');
    expect(distance(text, "x", (Math.exp(-1.5) + 1) / 2)).toBeLessThan(4);
  });

  test("shares one budget of effort: of two alike each gives half, and losses are none of it", () => {
    const two = "effort: spare, sensitivity: 2";
    const shared = answering(`a: { of: [z], ${two} }, b: { of: [x, z], ${two} }`);
    // 5,000 yuan are 0.5: both urge by 1, and each is felt by half.
    expect(distance(shared, "z", Math.exp(0.5 + 0.5))).toBeLessThan(4);
    expect(distance(shared, "x", Math.exp(-2))).toBeLessThan(4);
    const alone = answering(
      "a: { of: z, sensitivity: 2, effort: spare, at_most: 9 }, b: { of: z, sensitivity: 2, effort: other, at_most: 9 }",
    );
    expect(distance(alone, "z", Math.exp(2))).toBeLessThan(4);
  });

  const busy = (response: string): string => `
title: busy
time: { tick: 1 month, span: 3 years }
population:
  size: 1500
  traits: { careless: { beta: [2, 3] } }
  ties: { community: 256, friends: 4, cuttable: true }
channels: { camera: { coverage: 0.5, misattribution: 0.05, delay: { from: 0 months, to: 2 months } } }
conduct:
  x: { per_year: "12 * careless", channel: camera, severity: { 1: 0.5, 2: 0.5 } }
  z: { per_year: 4, channel: camera }
friendship: { dropped: { per_year: "friend(score) < 450 ? 2 : 0.1" }, mended: { per_year: 1 } }
scheme:
  score: { start: 500, from: 0, to: 1000 }
  points: { x: { is: -30, repetition: { factor: 1.5 } }, z: 20 }
  friends: { pull_per_tick: 0.01 }
  decay: { towards: 500, half_life: 1 year }
  bands: { good: 450, bad: 0 }
institutions: { enrolment: { take_up: 0.5, opt_out: { per_year: 0.1 } } }
consequences:
  barred: { when: band == bad, costs: 9_000 yuan per year }
  honoured: { when: "score > 510 && enrolled", benefits: 4_000 yuan per year }
response: { caution: { of: z, factor: 0.9 }${response} }
`;

  test("of sensitivity 0 leaves the world as it is without it, whatever the rest is; of another it does not", () => {
    const hashOf = (response: string): string => {
      const world = new World(readScenario(busy(response)).plan(), 11);
      for (let tick = 0; tick < 36; tick++) world.step();
      return world.hash();
    };
    const plain = hashOf("");
    const all = (sensitivity: string): string =>
      `, r: { of: [x, z, dropped, leaving], belief: "0.2 + 0.5 * careless", sensitivity: ${sensitivity}, curvature: 1, effort: one, at_most: 3 }`;
    expect(hashOf(all("0"))).toBe(plain);
    // One that is 0 at every date is lowered as any other is: the bound of rates rises, and no luck moves.
    expect(hashOf(all("{ dated: { 2000-01-01: 0, 2001-01-01: 0 } }"))).toBe(plain);
    expect(hashOf(all("1"))).not.toBe(plain);
  });

  test("of leaving the scheme is to what would change: who gains by it leaves more often", () => {
    const text = busy(", r: { of: leaving, sensitivity: 5 }");
    const { legend, plan } = readScenario(text).lower();
    const world = new World(plan, 5);
    for (let tick = 0; tick < 24; tick++) world.step();
    const { stake } = legend.kinds[0].responses![0]!.stakes[0]!;
    const reckon = world.reckoner(stake);
    const [scores, states] = [valuesOf(world, "score"), valuesOf(world, "enrolment.state")];
    const rich = [...scores.keys()].filter((person) => scores[person]! > 510 && states[person] === 2);
    expect(rich.length).toBeGreaterThan(20);
    expect(rich.every((person) => reckon(person) === 4000)).toBe(true);
    expect([...scores.keys()].filter((person) => !rich.includes(person)).every((person) => reckon(person) === 0)).toBe(
      true,
    );
    const left = (response: string): number =>
      runOf(readScenario(busy(response)).plan(), 5, 36, ["opted_out"]).series.opted_out.at(-1)!;
    expect(left(", r: { of: leaving, sensitivity: 5 }")).toBeLessThan(left(""));
  });

  test("of friends drops those who pull one below an edge", () => {
    const cuts = (response: string): number =>
      runOf(readScenario(busy(response)).plan(), 5, 36, ["ties cut"]).sums["ties cut"]!;
    const more = cuts(", r: { of: dropped, sensitivity: 9, at_most: 20 }");
    expect(more).toBeGreaterThan(1.02 * cuts(""));
    expect(
      cuts(', r: { of: dropped, stake: "friend(score) < 450 ? -50000 : 0", sensitivity: 1, at_most: 20 }'),
    ).toBeGreaterThan(more);
  });
});

describe("certainty and severity", () => {
  /** A penalty of a month, of the same expected loss whether it is likely and light or rare and heavy. */
  const world = (coverage: number, yearly: number, curvature: number): string => `
title: certainty
time: { tick: 1 month, span: 2 years }
population: { size: 1000 }
channels: { camera: { coverage: ${coverage} } }
conduct: { x: { per_year: 1, channel: camera } }
scheme:
  score: { start: 520, from: 0, to: 1000 }
  points: { x: -40 }
  decay: { towards: 520, half_life: 1 day }
consequences: { fined: { on: "score < 500", lasts: 1 year, costs: ${yearly} yuan per year } }
response: { deterrence: { of: x, belief: ${coverage}, sensitivity: 6, curvature: ${curvature} } }
`;
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  /** The mean over seeds of acts where it is likely less those where it is heavy, in standard errors. */
  const gap = (curvature: number): number => {
    const [likely, heavy] = [world(0.2, 5000, curvature), world(0.05, 20000, curvature)].map((text) => {
      const plan = readScenario(text).plan();
      return seeds.map((seed) => runOf(plan, seed, 24, ["acts.x"]).sums["acts.x"]!);
    }) as [number[], number[]];
    const gaps = likely.map((acts, i) => acts - heavy[i]!);
    return mean(gaps) / Math.sqrt(mean([...likely, ...heavy].map((acts) => 2 * acts)) / 2 / seeds.length);
  };

  test("deter alike at curvature 0, within 4 standard errors over 20 seeds", () => {
    expect(Math.abs(gap(0))).toBeLessThan(4);
  });

  test("differ above it: certainty deters more, by more than 4 standard errors", () => {
    expect(gap(1.5)).toBeLessThan(-4);
  });
});

describe("income reported by oneself and by third parties", () => {
  const text = textOf("test/good/income-tax.yaml");
  const people = 3000;
  /** The share of declarations of four years that hide something, of each kind of income. */
  const hidden = (scenario: string): readonly [own: number, reported: number] => {
    const years = 4;
    const { sums } = runOf(readScenario(scenario).plan({ people }), 1, 12 * years, [
      "acts.hides_own_income",
      "acts.hides_reported_income",
    ]);
    return [sums["acts.hides_own_income"]! / people / years, sums["acts.hides_reported_income"]! / people / years];
  };
  /** Of a Poisson number of acts, as a share of the declarations. */
  const error = (share: number): number => Math.sqrt(share / people / 4);

  test("is hidden as far as it is not seen: 37 % and 0.3 %, by one sensitivity and one inclination set to them", () => {
    const [own, reported] = hidden(text);
    expect(Math.abs(own - 0.37)).toBeLessThan(4 * error(0.37));
    expect(Math.abs(reported - 0.003)).toBeLessThan(4 * error(0.003));
  });

  test("is hidden alike where both are believed to be seen alike: the difference is detection alone", () => {
    const [own, reported] = hidden(text.replace("belief: { is: 0.98", "belief: { is: 0.01"));
    expect(Math.abs(own - reported)).toBeLessThan(4 * error(0.74));
  });

  test("shows no sensitivity that fits both, were everyone inclined to hide all of it", () => {
    // e^(−s b) at b = 0.01 is 0.37 for an s of 99.4; at b = 0.98 nothing is left of it then, but for what is done in the
    // month after a fine, by whom it cannot cost any more: 0.37 × 0.01 of people in a year, a twelfth of one each.
    const all = text.replaceAll("per_year: { is: 0.3888", "per_year: { is: 1").replaceAll("is: 4.964", "is: 99.4");
    const [own, reported] = hidden(all);
    expect(Math.abs(own - 0.37)).toBeLessThan(4 * error(0.37));
    const stray = (0.37 * 0.01) / 12;
    expect(Math.abs(reported - stray)).toBeLessThan(4 * error(stray));
  });
});
