import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";

/** A distribution as a parent has it, with more about it, and as its child has it, with nothing but the kind. */
const distributions: readonly [kind: string, parent: string, child: string][] = [
  ["chance", "{ chance: 0.5, assumed: half }", "{ chance: 0.25 }"],
  ["uniform", "{ uniform: [0, 10], from: 2, to: 8, resolution: 2 }", "{ uniform: [0, 20] }"],
  ["normal", "{ normal: { mean: 5, sd: 1 }, from: 2, to: 8 }", "{ normal: { mean: 4, sd: 2 } }"],
  [
    "lognormal",
    "{ lognormal: { median: 5, sigma: 1 }, to: 80, resolution: 1 }",
    "{ lognormal: { median: 4, sigma: 2 } }",
  ],
  ["weibull", "{ weibull: { median: 5, shape: 1 }, to: 80, resolution: 1 }", "{ weibull: { median: 4, shape: 2 } }"],
  ["beta", "{ beta: [5, 2], from: 0, to: 10, resolution: 0.5 }", "{ beta: [2, 5] }"],
  ["categorical", "{ categorical: { low: 0.5, mid: 0.25, high: 0.25 } }", "{ categorical: { low: 0.5, high: 0.5 } }"],
  [
    "given",
    "{ given: { urban: { true: { uniform: [0, 1] }, false: { uniform: [1, 2] } } }, from: 0, to: 8 }",
    "{ given: { rich: { true: { uniform: [0, 1] }, false: { uniform: [1, 2] } } } }",
  ],
];

const worldOf = (trait: string): string => `title: A parent
time: { tick: 1 week, span: 2 years, start: 2010-01-01 }
population: { size: 100, traits: { urban: { chance: 0.5 }, rich: { chance: 0.5 }, luck: ${trait} } }
conduct:
  litters: { per_tick: { dated: { 2010-01-01: 0.1, 2011-01-01: 0.2 }, between: lines } }
`;

interface Merged {
  readonly population: { readonly traits: unknown };
  readonly conduct: { readonly litters: { readonly per_tick: unknown } };
}

/** What a child makes of a parent, as data. */
function mergedOf(parent: string, child: string): Merged {
  const library = {
    shipped: (name: string) => (name === "parent" ? parent : undefined),
    shippedNames: () => ["parent"],
  };
  return JSON.parse(readScenario(`extends: parent\n${child}`, { library }).text);
}

describe("in a child", () => {
  test.each(distributions)("%s takes the place of all that the parent says of it", (_, parent, child) => {
    const merged = mergedOf(worldOf(parent), `population: { traits: { luck: ${child} } }\n`);
    const alone = JSON.parse(readScenario(worldOf(child)).text);
    expect(merged.population).toEqual(alone.population);
  });

  test("values by date take the place of all dates, and of how it goes between them", () => {
    const child = "conduct: { litters: { per_tick: { dated: { 2010-01-01: 0.3 } } } }\n";
    const { conduct } = mergedOf(worldOf("{ chance: 0.5 }"), child);
    expect(conduct.litters.per_tick).toEqual({ dated: { "2010-01-01": 0.3 } });
  });

  test("a mapping of keys is laid over the parent's, key by key", () => {
    const { population } = mergedOf(worldOf("{ chance: 0.5 }"), "population: { traits: { rich: { chance: 0.1 } } }\n");
    expect(population.traits).toEqual({ urban: { chance: 0.5 }, rich: { chance: 0.1 }, luck: { chance: 0.5 } });
  });

  test("what is due is laid over key by key too, although it has a chance as a distribution has", () => {
    const due = `  borrows: { every: 4 weeks, chance: 0.25 }
  bill: { every: 4 weeks, one_of: { missed: { chance: { is: 0.5, assumed: half } }, paid: { chance: rest } } }
`;
    const child = `channels: { bank: { coverage: 1 } }
conduct:
  borrows: { channel: bank }
  bill: { one_of: { missed: { channel: bank, chance: 0.75 }, paid: { channel: bank } } }
`;
    const { conduct } = mergedOf(worldOf("{ chance: 0.5 }") + due, child);
    expect(conduct).toMatchObject({
      borrows: { every: "4 weeks", chance: 0.25, channel: "bank" },
      bill: { one_of: { missed: { channel: "bank", chance: 0.75 }, paid: { channel: "bank", chance: "rest" } } },
    });
  });
});
