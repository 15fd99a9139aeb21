import { expect, test } from "vitest";
import { digestOf, openGoldens, worlds } from "./goldens.ts";

const { held, keep } = openGoldens("plans.yaml");

test.each(worlds)("%s becomes the plan and the legend that it became before", (name, read) => {
  const { plan, legend } = read().lower({ people: 5000 });
  const digests = { plan: digestOf(plan), legend: digestOf(legend) };
  keep(name, digests);
  expect(digests).toEqual(held[name]);
});

test("a digest tells all numbers apart", () => {
  const numbers = [0, -0, 1, 1 + 2 ** -52, Infinity, -Infinity, Number.NaN, Number.MIN_VALUE];
  const plain = [...numbers, null, "0", [0], Float32Array.of(0), Float32Array.of(-0), Uint32Array.of(1)];
  expect(new Set(plain.map((one) => digestOf({ one }))).size).toBe(plain.length);
});

test("no world is held that is gone", () => {
  expect(Object.keys(held)).toEqual(worlds.map(([name]) => name));
});
