import { expect, test } from "vitest";
import { digestOf, openGoldens, worlds } from "./goldens.ts";

const { held, keep } = openGoldens("plans.yaml");

test.each(worlds)("%s becomes the plan and the legend that it became before", (name, read) => {
  const { plan, legend } = read().lower({ people: 5000 });
  const digests = { plan: digestOf(plan), legend: digestOf(legend) };
  keep(name, digests);
  expect(digests).toEqual(held[name]);
});

test("no world is held that is gone", () => {
  expect(Object.keys(held)).toEqual(worlds.map(([name]) => name));
});
