import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();

/** Half of all are scored, until nobody is: from the eleventh tick on there is nobody to take a mean of. */
const text = `
title: Covered
time: { tick: 1 week, span: 20 weeks }
population: { size: 200, traits: { urban: { chance: 0.5 } } }
channels: { office: { coverage: 1 } }
conduct: { litters: { per_year: 5, channel: office } }
scheme:
  score: { start: 100, from: 0, to: 200 }
  covers: "urban && tick < 10"
  points: { litters: -3 }
  bands: { good: 95, poor: 0 }
measures:
  score_of_the_scored: { mean: score, where: "band != ungraded" }
`;

test("a report tells who is ungraded, and where a mean is of nobody", () => {
  writeFileSync(join(folder.path, "covered.yaml"), text);
  const { out } = glasshouse(folder.path, "run", "covered.yaml");
  expect(out).toMatch(/^ {2}ungraded +[▁-█ ]+ +(4|5)\d\.\d % +(4|5)\d\.\d % +\d+$/m);
  expect(out).toMatch(/^ {2}score of the scored +[▁-█ ]+ +\d+(\.\d+)? +\d+(\.\d+)? \*$/m);
  expect(out).toMatch(/^ {2}\* when grades ended \(\d{4}-\d\d-\d\d\)$/m);
  writeFileSync(join(folder.path, "for-good.yaml"), text.replace("urban && tick < 10", "urban"));
  const { out: compared } = glasshouse(folder.path, "compare", "covered.yaml", "for-good.yaml", "--seeds", "2");
  expect(compared).not.toMatch(/score of the scored +\d/);
  expect(compared).toContain("One mean or share is left out: at the end there is nobody in one of the worlds");
});
