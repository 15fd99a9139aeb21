import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readShipped, shippedNames } from "../../src/index.ts";

const answers = JSON.parse(readFileSync(new URL("../../studio/answers.json", import.meta.url), "utf8"));

test.each(shippedNames())(
  "the answer on the card of %s is of the scenario as it is: else node scripts/cards.js --answers",
  (name) => {
    const { questions, hash } = readShipped(name);
    if (questions.length === 0) return expect(answers).not.toHaveProperty(name);
    expect(answers[name]).toMatchObject({ scenarioHash: hash, twins: 8, firstSeed: 1 });
    expect(questions.map(({ asks }) => asks)).toContain(answers[name].asks);
  },
);
