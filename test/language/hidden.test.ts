import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

/** A world in which a score is ranked from a standing, and people meet, have friends and can drop them. */
function worldOf({ visible = false, dropped = "0.1", chance = "0.5", factor = "1", rate = "0.1" }): string {
  return `title: A score that nobody sees
time: { tick: 1 week, span: 2 years }
population:
  size: 100
  traits: { age: { uniform: [18, 80] } }
  derived: { esteem: standing / 2, shown: 2 * score, older: age + 1 }
  ties: { community: 32, friends: 2, family: 1, cuttable: true }
channels: { camera: { coverage: 0.5 } }
encounters: { street: { with: strangers, per_tick: 1 } }
conduct:
  greets: { at: street, chance: "${chance}", channel: camera }
  litters: { per_tick: "${rate}", at_most: 5, channel: camera }
friendship: { dropped: { per_year: "${dropped}" } }
scheme:
  score: { start: 50, from: 0, to: 100 }
  relative: true
  points: { litters: -1 }
  visible: ${visible}
  bands: { good: 50, poor: 0 }
consequences: { barred: { when: band == poor } }
response: { care: { of: litters, factor: "${factor}" } }
`;
}

function codesOf(text: string): string[] {
  try {
    readScenario(text);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

const hidden = ["score", "standing", "esteem", "shown"];

describe("where nobody sees a score", () => {
  test.each(hidden)("nobody sees the %s of a friend or of whom they meet", (name) => {
    expect(codesOf(worldOf({ dropped: `friend(${name}) < 10 ? 1 : 0` }))).toEqual(["score-hidden"]);
    expect(codesOf(worldOf({ chance: `other(${name}) < 10 ? 1 : 0` }))).toEqual(["score-hidden"]);
  });

  test("nobody sees the band of a friend or of whom they meet", () => {
    expect(codesOf(worldOf({ dropped: "friend(band) == poor ? 1 : 0" }))).toEqual(["score-hidden"]);
    expect(codesOf(worldOf({ chance: "other(band) == poor ? 1 : 0" }))).toEqual(["score-hidden"]);
  });

  test.each(["score", "standing"])("nobody acts upon what their friends' or family's %s are", (name) => {
    for (const asked of [`friends_mean(${name})`, `friends_sum(${name})`, `family_mean(${name})`]) {
      expect(codesOf(worldOf({ factor: `${asked} > 20 ? 1 : 0` })), asked).toEqual(["score-hidden"]);
      expect(codesOf(worldOf({ dropped: `${asked} > 20 ? 1 : 0` })), asked).toEqual(["score-hidden"]);
      expect(codesOf(worldOf({ chance: `${asked} > 20 ? 1 : 0` })), asked).toEqual(["score-hidden"]);
      expect(codesOf(worldOf({ rate: `${asked} > 20 ? 1 : 0` })), asked).toEqual(["score-hidden"]);
      expect(codesOf(worldOf({ visible: true, chance: `${asked} > 20 ? 1 : 0` })), asked).toEqual([]);
    }
  });

  test.each(["friend(barred) ? 1 : 0", "friend(age) > 40 ? 1 : 0", "friend(older) > 40 ? 1 : 0"])(
    "what follows for a person, and who they are, is seen: %s",
    (asked) => {
      expect(codesOf(worldOf({ dropped: asked }))).toEqual([]);
      expect(codesOf(worldOf({ chance: asked.replace("friend", "other") }))).toEqual([]);
    },
  );

  test.each(["score", "standing"])("an enterprise does not see the %s of its owner", (name) => {
    const rule = `enterprises: { one_for_every: 10 people, derived: { luck: owner(${name}) } }\n`;
    expect(codesOf(worldOf({}) + rule)).toEqual(["rule-unknown-name"]);
    expect(codesOf(worldOf({ visible: true }) + rule)).toEqual([]);
    expect(codesOf(worldOf({}) + rule.replace(`owner(${name})`, "owner(age) + owner(barred)"))).toEqual([]);
  });

  test("one's own is known", () => {
    expect(codesOf(worldOf({ factor: "score > 20 ? 1 : 0", rate: "standing > 20 ? 1 : 0" }))).toEqual([]);
  });
});

test.each(hidden)("where scores are seen, so is the %s of others", (name) => {
  expect(codesOf(worldOf({ visible: true, dropped: `friend(${name}) < 10 ? 1 : 0` }))).toEqual([]);
  expect(codesOf(worldOf({ visible: true, chance: `other(${name}) < 10 ? 1 : 0` }))).toEqual([]);
});
