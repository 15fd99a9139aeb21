import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

interface Parts {
  readonly street?: string;
  readonly pals?: string;
  readonly severity?: string;
  readonly dropped?: string;
  readonly rate?: string;
  readonly factor?: string;
  readonly mood?: string;
  readonly leaves?: string;
  readonly barred?: string;
  readonly coverage?: string;
  readonly relative?: boolean;
  readonly more?: string;
}

/** A world in which people have friends and families, drop friends, and meet; `shown` says what they see of each other. */
function worldOf(shown: string, parts: Parts): string {
  return `title: What people see of each other
time: { tick: 1 month, span: 2 years }
population:
  size: 200
  traits: { age: { uniform: [18, 80] }, official: { chance: 0.2 } }
  derived: { esteem: score / 2, company: friends_mean(score), owes: "debtors ? 1 : 0", poor: "band == low ? 1 : 0" }
  ties: { community: 64, friends: 3, far: 1, family: 1, cuttable: true }
state:
  mood: { from: 0, to: 1000, start: 500, update: "${parts.mood ?? "0.9 * mood"}" }
channels: { camera: { coverage: "${parts.coverage ?? "0.5"}" } }
encounters: { street: { with: strangers, per_tick: 2 }, pals: { with: friends, per_tick: 1 } }
conduct:
  greets: { at: street, chance: "${parts.street ?? "0.1"}", channel: camera, severity: "${parts.severity ?? "1"}" }
  helps: { at: pals, chance: "${parts.pals ?? "0.1"}", channel: camera }
  litters: { per_tick: "${parts.rate ?? "0.3"}", at_most: 5, channel: camera }
  fails: { per_tick: 0.1, channel: camera }
friendship: { dropped: { per_tick: "${parts.dropped ?? "0.05"}" }, mended: { per_tick: 0.1 } }
lists:
  debtors: { grounds: fails, term: 4 months, notice: 1 month }
  litterers: { grounds: litters, term: 2 months }
scheme:
  score: { start: "official ? 700 : 300 + 5 * age", from: 200, to: 1000 }
  covers: "!official"
  points: { litters: -20, helps: 10, greets: "severity * 3" }
  decay: { towards: 600, half_life: 1 year }
  relative: ${parts.relative === true}
  ${shown}
  bands: { high: 600, low: 200 }
consequences: { barred: { when: "${parts.barred ?? "band == low"}" } }
response: { care: { of: litters, factor: "${parts.factor ?? "barred ? 0.9 : 1"}" } }
institutions: { enrolment: { take_up: 0.9, opt_out: { per_year: "${parts.leaves ?? "0.1"}" } } }
measures:
  mean_score: { mean: score, where: "!official" }
  owing: { mean: "friends_mean(debtors) + neighbours_mean(debtors)" }
  ${parts.relative ? 'mean_standing: { mean: standing, where: "!official" }' : ""}
${parts.more ?? ""}`;
}

const hashes = new Map<string, string>();

/** The state after some ticks. */
function stateOf(text: string, seed = 1): string {
  const known = hashes.get(text + seed);
  if (known) return known;
  const world = new World(readScenario(text).plan(), seed);
  for (let tick = 0; tick < 10; tick++) world.step();
  const hash = world.hash();
  hashes.set(text + seed, hash);
  return hash;
}

const levels = ["nobody", "friends", "dealing", "everyone"] as const;
const everything = "shown: { score: everyone, band: everyone, list: everyone }";
/** The usual, written out. */
const usual = "(tick < 1 ? score : clamp(mean_score, 200, 1000))";

/** Where a rule stands, what it asks, what that is where it is not shown, and who is the least to whom it is shown. */
const asked: [where: keyof Parts, asks: string, instead: string, seenBy: (typeof levels)[number]][] = [
  ["street", "other(score) < 590 ? 0.9 : 0.1", `${usual} < 590 ? 0.9 : 0.1`, "dealing"],
  ["pals", "other(score) < 590 ? 0.9 : 0.1", `${usual} < 590 ? 0.9 : 0.1`, "friends"],
  ["street", "other(esteem) / 600", `${usual} / 2 / 600`, "dealing"],
  ["severity", "1 + other(score) / 200", `1 + ${usual} / 200`, "dealing"],
  ["dropped", "friend(score) < 590 ? 0.5 : 0.1", `${usual} < 590 ? 0.5 : 0.1`, "friends"],
  [
    "dropped",
    "gain_of_dropping > 0 ? 0.5 : 0.1",
    `(friends_count > 1 ? 0 : score - ${usual}) > 0 ? 0.5 : 0.1`,
    "friends",
  ],
  ["factor", "friends_mean(score) / 600", `(friends_count > 0 ? ${usual} : score) / 600`, "friends"],
  ["factor", "company / 600", `(friends_count > 0 ? ${usual} : score) / 600`, "friends"],
  ["factor", "friends_sum(score) / 2000", `friends_count * ${usual} / 2000`, "friends"],
  ["rate", "family_mean(score) / 600", `(family_count > 0 ? ${usual} : score) / 600`, "friends"],
  [
    "mood",
    "0.5 * mood + 0.4 * friends_mean(score)",
    `0.5 * mood + 0.4 * (friends_count > 0 ? ${usual} : score)`,
    "friends",
  ],
  ["leaves", "friends_mean(score) < 590 ? 3 : 0", `(friends_count > 0 ? ${usual} : score) < 590 ? 3 : 0`, "friends"],
  ["rate", "neighbours_mean(score) / 600", `${usual} / 600`, "everyone"],
];

describe.each(levels)("a score that is shown to %s", (to) => {
  test.each(asked)("%s: %s", (where, asks, instead, seenBy) => {
    const is = stateOf(worldOf(`shown: { score: ${to} }`, { [where]: asks }));
    const open = stateOf(worldOf(everything, { [where]: asks }));
    const blind = stateOf(worldOf(everything, { [where]: instead }));
    expect(open).not.toBe(blind);
    expect(is).toBe(levels.indexOf(to) >= levels.indexOf(seenBy) ? open : blind);
  });
});

/** What stands beside the score: what the rule asks, and what that is where it is not shown. */
const more: [shown: string, where: keyof Parts, asks: string, instead: string][] = [
  // A band is as its score, unless told.
  [
    "shown: { score: nobody }",
    "street",
    "other(band) == low ? 0.9 : 0.1",
    `!other(official) && ${usual} < 600 ? 0.9 : 0.1`,
  ],
  ["visible: false", "street", "other(band) == low ? 0.9 : 0.1", `!other(official) && ${usual} < 600 ? 0.9 : 0.1`],
  ["visible: false", "dropped", "friend(score) < 590 ? 0.5 : 0.1", `${usual} < 590 ? 0.5 : 0.1`],
  [
    "shown: { band: friends }",
    "street",
    "other(band) == low ? 0.9 : 0.1",
    `!other(official) && ${usual} < 600 ? 0.9 : 0.1`,
  ],
  ["shown: { band: nobody }", "pals", "other(poor)", `!other(official) && ${usual} < 600 ? 1 : 0`],
  ["shown: { list: nobody }", "street", "other(debtors) ? 0.9 : 0.1", "0.1"],
  ["shown: { list: friends }", "street", "other(debtors_notified) ? 0.9 : 0.1", "0.1"],
  ["shown: { list: friends }", "street", "0.1 + other(debtors_days) / 200", "0.1"],
  ["shown: { list: { debtors: friends } }", "street", "0.1 + 0.8 * other(owes)", "0.1"],
  ["shown: { list: { debtors: nobody } }", "dropped", "friend(debtors) ? 0.9 : 0.1", "0.1"],
  ["shown: { list: nobody }", "factor", "1 - friends_mean(debtors)", "friends_count > 0 || !debtors ? 1 : 0"],
  ["shown: { list: nobody }", "factor", "1 / (1 + friends_sum(debtors))", "1"],
  ["shown: { list: dealing }", "factor", "1 - neighbours_mean(debtors)", "1"],
];

describe("what is not shown is taken for the usual", () => {
  test.each(more)("%s, %s: %s", (shown, where, asks, instead) => {
    const blind = stateOf(worldOf(everything, { [where]: instead }));
    expect(stateOf(worldOf(everything, { [where]: asks }))).not.toBe(blind);
    expect(stateOf(worldOf(shown, { [where]: asks }))).toBe(blind);
  });

  test("a standing goes with the score", () => {
    const of = (shown: string, street: string): string => stateOf(worldOf(shown, { street, relative: true }));
    const blind = of(everything, "(tick < 1 ? standing : mean_standing) < 590 ? 0.9 : 0.1");
    const asks = "other(standing) < 590 ? 0.9 : 0.1";
    expect(of(everything, asks)).not.toBe(blind);
    expect(of("shown: { score: friends }", asks)).toBe(blind);
    expect(of("shown: { score: dealing }", asks)).toBe(of(everything, asks));
  });
});

/** What is seen for all that is hidden. */
const open: [shown: string, where: keyof Parts, asks: string][] = [
  ["shown: { score: nobody, band: everyone }", "street", "other(band) == low ? 0.9 : 0.1"],
  ["shown: { score: nobody, list: nobody }", "street", "other(barred) ? 0.9 : 0.1"],
  ["shown: { score: nobody, list: nobody }", "dropped", "friend(age) > 40 || friend(barred) ? 0.9 : 0.1"],
  ["shown: { list: { litterers: nobody } }", "street", "other(debtors) ? 0.9 : 0.1"],
  ["shown: { score: nobody }", "street", "score < 590 ? 0.9 : 0.1"],
  ["shown: { score: nobody, list: nobody }", "rate", "band == low || debtors ? 0.9 : 0.1"],
  // What the scheme goes by, and what follows for a person, is what is so.
  ["shown: { score: nobody }", "coverage", "friends_mean(score) < 590 ? 0.9 : 0.1"],
  ["shown: { score: nobody }", "barred", "friends_mean(score) < 590"],
];

test.each(open)("%s: all the same %s: %s", (shown, where, asks) => {
  const is = stateOf(worldOf(shown, { [where]: asks }));
  expect(is).toBe(stateOf(worldOf(everything, { [where]: asks })));
  expect(is).not.toBe(stateOf(worldOf(everything, {})));
});

test("what follows for oneself is known, even from what friends do not show", () => {
  const parts = { barred: "friends_mean(score) < 590", factor: "barred ? 0.1 : 1" };
  expect(stateOf(worldOf("shown: { score: nobody }", parts))).toBe(stateOf(worldOf(everything, parts)));
});

test("to be shown to everyone is what is so without a word of it", () => {
  for (const [where, asks] of asked)
    expect(stateOf(worldOf("", { [where]: asks }))).toBe(stateOf(worldOf(everything, { [where]: asks })));
  expect(readScenario(worldOf("", {})).plan()).toEqual(readScenario(worldOf(everything, {})).plan());
});

test.each(["score", "standing"])("an enterprise takes the hidden %s of its owner for the usual", (name) => {
  const of = (shown: string, update: string): string =>
    stateOf(
      worldOf(shown, {
        relative: true,
        more: `enterprises: { one_for_every: 4 people, state: { trust: { from: 0, to: 1000, start: 0, update: "${update}" } } }`,
      }),
    );
  const asks = `0.5 * trust + 0.5 * owner(${name})`;
  const blind = of(everything, `0.5 * trust + 0.5 * (has_owner ? (tick < 1 ? owner(${name}) : mean_${name}) : 0)`);
  expect(of(everything, asks)).not.toBe(blind);
  expect(of("shown: { score: nobody }", asks)).toBe(blind);
  expect(of("shown: { score: friends }", asks)).toBe(of(everything, asks));
});

test("an unread sight is not looked at", () => {
  const sees = (shown: string): number[] =>
    readScenario(worldOf(shown, { street: "other(score) < 590 ? 0.9 : 0.1" }))
      .plan()
      .steps.flatMap((step) => (step.kind === "meet" && step.name.startsWith("greets") ? [step.sees.length] : []));
  expect(sees(everything)).toEqual([1]);
  expect(sees("shown: { score: nobody }")).toEqual([0]);
});
