import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { bench } from "../../src/experiment/bench.ts";
import { benchSteps } from "../../src/experiment/benchSteps.ts";
import { compare } from "../../src/experiment/compare.ts";
import { explain, explainEnterprises } from "../../src/experiment/explain.ts";
import { record } from "../../src/experiment/recording.ts";
import { run } from "../../src/experiment/run.ts";
import { readScenario, readShipped, type Scenario } from "../../src/scenario/scenario.ts";

const scenario = readShipped("littering");
const scale = { people: 64, ticks: 1, threads: 1 };

/** Every public way to run a scenario. */
const ways: Readonly<Record<string, (one: Scenario) => Promise<unknown>>> = {
  run: (one) => run(one, scale),
  "compare, as the first": (one) => compare(one, scenario, { ...scale, seeds: 2 }),
  "compare, as the second": (one) => compare(scenario, one, { ...scale, seeds: 2 }),
  explain: (one) => explain(one, { ...scale, persons: [1] }),
  explainEnterprises: (one) => explainEnterprises(one, { ...scale, enterprises: [1] }),
  record: (one) => record(one, { ...scale, persons: [1] }),
  bench: (one) => bench(one, { sizes: [64], seconds: 0, threads: 1 }),
  benchSteps: (one) => benchSteps(one, { people: 64, seconds: 0 }),
};

/** What does not even look like a scenario is no argument. */
const others = ["a plan", "its text", "nothing", "null"];

/** What looks like a scenario, and whose plan may be anything. */
const unread: Readonly<Record<string, () => unknown>> = {
  "a copy": () => ({ ...scenario }),
  "a copy with a plan of its own": () => ({
    ...scenario,
    lower: () => ({ ...scenario.lower(), plan: { ...scenario.plan(), size: 1 } }),
  }),
  "an heir": () => Object.create(scenario),
  "a proxy": () => new Proxy(scenario, {}),
  "a plan": () => scenario.plan(),
  "its text": () => scenario.text,
  nothing: () => undefined,
  null: () => null,
};

async function codeOf(done: Promise<unknown>): Promise<string | undefined> {
  try {
    await done;
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
  return undefined;
}

describe.each(Object.keys(ways))("%s", (way) => {
  test.each(Object.keys(unread))("refuses %s that was not read", async (what) => {
    expect(await codeOf(ways[way]!(unread[what]!() as Scenario))).toBe(
      others.includes(what) ? "bad-argument" : "scenario-unread",
    );
  });
});

test("what was read, shipped or changed by itself runs", async () => {
  const read = readScenario(scenario.text);
  for (const one of [read, scenario, read.with({ title: "another" })])
    expect(await codeOf(run(one, scale))).toBeUndefined();
});

test("nothing of a scenario can be replaced", () => {
  expect(() => Object.assign(scenario, { lower: () => undefined })).toThrow(TypeError);
  expect(() => Object.defineProperty(scenario, "plan", { value: () => undefined })).toThrow(TypeError);
});
