import { afterEach, describe, expect, test, vi } from "vitest";
import { communitiesOf, layOut } from "../../../src/engine/emit/layout.ts";
import { Pieces } from "../../../src/engine/emit/pieces.ts";
import { type Emitted, emitText } from "../../../src/engine/emit/text.ts";
import { assemble } from "../../../src/engine/wasm/assemble.ts";
import { WasmWorld } from "../../../src/engine/wasm/world.ts";
import { ProblemError, readScenario, readShipped, type Scenario } from "../../../src/index.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { shippedNames } from "../../../src/scenario/published.ts";
import { makeScenario, textOf } from "../../conformance/generate.ts";
import { differenceOf, onThreads } from "../../conformance/rows.ts";
import { everything } from "../../experiment/worlds.ts";

const variant = { shared: false };

function layoutOf(plan: Plan) {
  return layOut(plan, { first: 0, end: communitiesOf(plan) }, 1);
}

/** As it is emitted in a process that has emitted nothing before. */
function emittedAfresh(plan: Plan): Emitted {
  const layout = layoutOf(plan);
  return emitText(plan, layout, variant, new Pieces(layout, new Map()));
}

/** The bytes of the module, in which numbers and names are not. */
function bytesOf({ text }: Emitted): string {
  return Buffer.from(assemble(text())).toString("base64");
}

const numberOf = (text: string): number => Number(text.replaceAll("_", ""));

/** The scenario with one of its numbers changed a little, for a few of them, as far as these can stand there. */
function changed(scenario: Scenario): Scenario[] {
  const numbers = scenario.parameters.filter(({ text }) => Number.isFinite(numberOf(text)));
  const every = Math.max(1, Math.floor(numbers.length / 5));
  return numbers
    .filter((_, i) => i % every === 0)
    .flatMap(({ path, text }) => {
      const is = numberOf(text);
      try {
        return [scenario.with({ [path]: Number.isInteger(is) && Math.abs(is) > 1 ? is - 1 : is * 0.99 })];
      } catch (error) {
        if (error instanceof ProblemError) return [];
        throw error;
      }
    });
}

const worlds: [string, () => Scenario][] = [
  ...shippedNames().map((name): [string, () => Scenario] => [name, () => readShipped(name)]),
  ["everything at once", () => everything],
  ...Array.from({ length: 6 }, (_, i): [string, () => Scenario] => [
    `generated world ${i}`,
    () => readScenario(textOf(makeScenario(5000 + i))),
  ]),
];

/** Whatever is not text, a number or a truth, and not made of them by mappings and lists alone. */
function oddIn(of: unknown, path: string): string[] {
  if (of === undefined || of === null || ["string", "number", "boolean"].includes(typeof of)) return [];
  if (typeof of !== "object") return [path];
  const plain = Array.isArray(of) || Object.getPrototypeOf(of) === Object.prototype;
  if (!plain) return [path];
  return Object.entries(of).flatMap(([key, value]) => oddIn(value, `${path}.${key}`));
}

describe("functions that were emitted before", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(worlds)("are those that %s would have without them, whatever figure is changed", (name, read) => {
    const scenario = read();
    const all = [scenario, ...changed(scenario)].map((one) => one.plan({ people: 1100, ticks: 20 }));
    expect(all.length).toBeGreaterThan(4);
    const bytes = new Map<string, string>();
    let reused = 0;
    for (const plan of all) {
      const emitted = emitText(plan, layoutOf(plan), variant);
      const afresh = emittedAfresh(plan);
      expect(emitted.text() === afresh.text()).toBe(true);
      expect(emitted.numbers).toEqual(afresh.numbers);
      // What has the same shape is the same module: but for its numbers, byte for byte.
      const before = bytes.get(emitted.shape);
      if (before === undefined) bytes.set(emitted.shape, bytesOf(emitted));
      else {
        reused++;
        expect(bytesOf(emitted) === before).toBe(true);
      }
    }
    // A generated world may have no figure that is a number and nothing else.
    if (shippedNames().includes(name)) expect(reused).toBeGreaterThan(0);
  });

  test("are the same for either zero: JSON knows but one", () => {
    const rates = ["0*1", "0*-1"].map((zero) => `7.5 * max(conscientious, ${zero})`);
    const [one, other] = rates.map((rate) => {
      const plan = readShipped("littering")
        .with({ "conduct.littering.per_year": rate })
        .plan({ people: 1100, ticks: 20 });
      return [emitText(plan, layoutOf(plan), variant), emittedAfresh(plan)];
    });
    for (const emitted of [...one!, ...other!]) {
      expect(emitted.text() === one![0]!.text()).toBe(true);
      expect(emitted.numbers).toEqual(one![0]!.numbers);
    }
  });

  // They are told apart by what JSON says of a part of a plan: it has to say all.
  test.each(worlds)("follow from plain data alone: %s", (_, read) => {
    const { tables, ...plan } = read().plan({ people: 1100, ticks: 20 });
    expect(oddIn(plan, "plan")).toEqual([]);
  });

  test("let a world with another figure be opened without compiling, to the states that are meant", async () => {
    const compile = vi.spyOn(WebAssembly, "compile");
    const littering = readShipped("littering");
    const figures = {
      "conduct.littering.per_year": "7.5 * (1 - conscientious)",
      "scheme.points.littering": -3,
      "scheme.score.start": 90,
    };
    const scenarios = [littering, ...Object.entries(figures).map(([path, is]) => littering.with({ [path]: is }))];
    for (const scenario of scenarios) {
      const plan = scenario.plan({ people: 4321, ticks: 7 });
      expect(await differenceOf(plan, 1, 7, [onThreads(1)])).toBeUndefined();
    }
    expect(compile).toHaveBeenCalledTimes(1);
    const one = await WasmWorld.open(scenarios[0]!.plan({ people: 999, ticks: 7 }), 1, 1);
    one.close();
    // Another memory, another module.
    expect(compile).toHaveBeenCalledTimes(2);
  });
});
