import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { readScenario, readShipped, type Scenario, shippedNames } from "../../src/index.ts";
import { libraryOf, textOf } from "../language/folder.ts";

const good = readdirSync("test/good").filter((file) => file.endsWith(".yaml"));
const worlds: [string, () => Scenario][] = [
  ...shippedNames().map((name): [string, () => Scenario] => [name, () => readShipped(name)]),
  ...good.map((file): [string, () => Scenario] => [
    file,
    () => readScenario(textOf(`test/good/${file}`), { name: file, library: libraryOf("test/good") }),
  ]),
];

// Most plans are the same for any number of people, and are not made anew for another: this holds each to one that was.
test.each(worlds)(
  "%s is for another number of people, and another length, what it is when that is its own",
  (_, read) => {
    const scenario = read();
    for (const size of [3000, 2_000_000]) {
      const changes: Record<string, unknown> = { "population.size": size };
      const [made, own] = [scenario.lower({ people: size, ticks: 7 }), scenario.with(changes).lower()];
      expect({ ...made.plan, ticks: own.plan.ticks }).toEqual(own.plan);
      expect(made.plan.ticks).toBe(7);
      expect(made.legend).toEqual(own.legend);
    }
    // Nothing is left behind by that.
    expect(scenario.lower()).toEqual(read().lower());
  },
);

test("what counts people knows how many there are, also in a run of another size", () => {
  const text = `title: T
time: { tick: 1 week, span: 9 weeks }
population: { size: 20000, traits: { conscientious: { uniform: [0, 1] } } }
measures: { careful: { count: "conscientious > 0.5" } }
`;
  const rangeAt = (people?: number) =>
    readScenario(text)
      .plan({ people })
      .globals.find(({ name }) => name === "last.careful")!.range;
  expect(rangeAt()).toEqual({ from: 0, to: 20_000 });
  expect(rangeAt(500)).toEqual({ from: 0, to: 500 });
});

test("sums that would not be exact for so many people are measured in coarser steps", () => {
  const text = `title: T
time: { tick: 1 week, span: 9 weeks }
population: { size: 1000, traits: { wealth: { uniform: [0, 1_000_000_000], resolution: 100_000 } } }
measures: { means: { mean: 2 * wealth } }
`;
  const stepAt = (people: number): number =>
    readScenario(text)
      .plan({ people })
      .measures.find(({ name }) => name === "means")!.resolution;
  // Two billion in steps of 1/1,024 are 2^41: of 4,000 people their sum is below 2^53, of 5,000 it may not be.
  expect([stepAt(4000), stepAt(5000), stepAt(9000)]).toEqual([1 / 1024, 1 / 512, 1 / 256]);
});
