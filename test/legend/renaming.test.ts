import { describe, expect, test, vi } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { explain, explainEnterprises } from "../../src/experiment/explain.ts";
import { run } from "../../src/experiment/run.ts";
import { layPage } from "../../src/html/page.ts";
import { layComparison } from "../../src/report/comparison.ts";
import { layLife } from "../../src/report/life.ts";
import { noPaint } from "../../src/report/paint.ts";
import { laySummary } from "../../src/report/summary.ts";
import { shippedNames } from "../../src/scenario/published.ts";
import { readScenario, readShipped, type Scenario } from "../../src/scenario/scenario.ts";
import { textOf } from "../language/folder.ts";
import { renamed } from "./rename.ts";

/**
 * Nobody but the model spells a name of the plan: with every name replaced after lowering by one that says nothing, all
 * that a reader is told stays as it was, byte for byte.
 */
const scale = { people: 700, ticks: 20, seed: 3 };

const plans = vi.hoisted(() => ({ nameless: false }));

// Only a scenario that was read runs, so the names are taken where plans are made.
vi.mock(import("../../src/model/lower.ts"), async (original) => {
  const { lower, rescaled } = await original();
  return {
    lower: (...of) => {
      const made = lower(...of);
      return plans.nameless && made ? { ...renamed(made), hangsOnSize: made.hangsOnSize } : made;
    },
    rescaled: (own, to) => {
      const lowered = rescaled(own, to);
      // What was read with names that say nothing has them already.
      const isDone = lowered.plan.columns.every(({ name }) => /^x\d+$/.test(name));
      return plans.nameless && !isDone ? renamed(lowered) : lowered;
    },
  };
});

/** What something gives while plans have names that say nothing. */
async function nameless<T>(give: () => Promise<T>): Promise<T> {
  plans.nameless = true;
  try {
    return await give();
  } finally {
    plans.nameless = false;
  }
}

/** Makes the plan of a scenario anew, with the names of now: a scenario keeps its last plan until another is asked for. */
function planAnew(scenario: Scenario, { people, ticks }: { people: number; ticks: number }): void {
  scenario.plan({ people: people + 1 });
  const names = scenario.plan({ people, ticks }).steps.map(({ name }) => name);
  expect(names.every((name) => /^x\d+$/.test(name))).toBe(plans.nameless);
}

/** All that `run`, its page, `explain` and their JSON say, but for how long it took. */
async function told(scenario: Scenario): Promise<Record<string, string>> {
  const { people, ticks, seed } = scale;
  planAnew(scenario, scale);
  const done = await run(scenario, { ...scale, threads: 1 });
  const { wallSeconds, personTicksPerSecond, ...json } = done.toJSON();
  const timeless = { ...done, wallSeconds: 1, personTicksPerSecond: 1 };
  // On as many threads as the run: the text of it is the same.
  const world = { people, ticks, seed, threads: 1 };
  const lives = await explain(scenario, { ...world, persons: [0, 7, 300] });
  const owned =
    done.legend.kinds.length > 1 ? await explainEnterprises(scenario, { ...world, enterprises: [0, 3] }) : [];
  return {
    json: JSON.stringify(json),
    report: laySummary(timeless, scenario.name, 100, noPaint).join("\n"),
    page: layPage(done, scenario.name),
    lives: JSON.stringify([...lives, ...owned]),
    ledgers: [...lives, ...owned].flatMap((life) => layLife(life, scenario, true, 100, noPaint)).join("\n"),
    csv: done.results.csv(),
  };
}

describe.each(shippedNames().map((name) => [name]))("%s, with names that say nothing", (name) => {
  test("tells what it tells with its own", async () => {
    const scenario = unasked(name);
    const [own, without] = [await told(scenario), await nameless(() => told(scenario))];
    for (const part of Object.keys(own)) expect(without[part], part).toBe(own[part]);
  });
});

test("a world of stakes, with names that say nothing, tells what it tells with its own", async () => {
  const scenario = readScenario(textOf("test/good/stakes.yaml"), { name: "stakes.yaml" });
  const [own, without] = [await told(scenario), await nameless(() => told(scenario))];
  for (const part of Object.keys(own)) expect(without[part], part).toBe(own[part]);
  expect(own.ledgers).toContain("At stake at the end, in a year");
});

/**
 * A shipped world that settles for a tick, if at all, without its questions, which name measures and groups as their file does. It is read
 * while names are what they are.
 */
function unasked(name: string): Scenario {
  const { questions: _, ...world } = JSON.parse(readShipped(name).text);
  const { tick, settle } = world.time;
  return readScenario(JSON.stringify({ ...world, time: { ...world.time, settle: settle && tick } }), { name });
}

describe("comparisons of worlds with names that say nothing", () => {
  test.each([
    ["none", "suining"],
    ["nation", "national"],
    ["none", "rongcheng"],
    ["nosedive", "nosedive"],
  ])("%s and %s differ as with their own", async (a, b) => {
    const options = { people: 500, ticks: 12, seeds: 2, threads: 1 };
    const [first, second] = [unasked(a), unasked(b)];
    const tell = async (): Promise<string[]> => {
      for (const scenario of [first, second]) planAnew(scenario, options);
      const done = await compare(first, second, options);
      return [JSON.stringify(done), ...layComparison(done, [a, b], 100, noPaint)];
    };
    expect(await nameless(tell)).toEqual(await tell());
  });
});

describe("renaming", () => {
  test("is done to whatever runs meanwhile", async () => {
    const { plan } = await nameless(() => run(readShipped("littering"), { ...scale, threads: 1 }));
    expect(plan.steps.map(({ name }) => name).filter((name) => !/^x\d+$/.test(name))).toEqual([]);
  });

  test("leaves no name of the plan as it was, and no reference of the legend either", () => {
    const scenario = unasked("national");
    const lowered = scenario.lower({ people: scale.people, ticks: scale.ticks });
    const { plan, legend } = renamed(lowered);
    const named = (of: typeof plan) =>
      [...of.columns, ...of.globals, ...of.measures, ...of.steps, ...of.start, ...of.tables, ...of.queues].map(
        ({ name }) => name,
      );
    expect(named(plan).filter((name) => !/^x\d+$/.test(name))).toEqual([]);
    const known = new Set(named(plan));
    for (const { measure } of legend.measures) expect(known.has(measure)).toBe(true);
    for (const { column } of legend.columns) expect(known.has(column)).toBe(true);
    // What a reader is told is no reference: it has the names of the scenario.
    expect(legend.measures.map(({ id }) => id)).toEqual(lowered.legend.measures.map(({ id }) => id));
  });
});
