import { describe, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { MemoryStore, sourceOf } from "../checkpoint/store.ts";
import { exportedValues } from "./exports.ts";

const world = library.readScenario(
  "title: W\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 40, traits: { rich: { chance: 0.5 } } }\nmeasures: { riches: { share: rich } }\n",
);
const plan = world.plan();
const done = await library.run(world);
const compared = await library.compare(world, world, { seeds: 2 });
const recording = await library.record(world, { persons: [1] });
const store = new MemoryStore();
await library.run(world, { checkpoint: { every: 1, store } });
const graded = library.readScenario(
  'title: G\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 40, traits: { rich: { chance: 0.5 } } }\nscheme: { score: { start: "rich ? 90 : 10", from: 0, to: 100 }, bands: { high: 50, low: 0 } }\n',
);
const opened = await library.openWorld(graded, { threads: 1 });
const [{ column }] = opened.legend.columns as [library.Legend["columns"][number]];
const tree = opened.legend.kinds[0].bands!.index;
const source = { name: "a", text: "b" };
const problem = {
  code: "a",
  message: "b",
  place: { source, start: 0, end: 1 },
  expected: "c",
  nearest: "d",
  remedy: "e",
};
let ticks = 0;
const wishes = { people: 40, ticks: 2, backend: "wasm", threads: 1, memoryBytes: 2 ** 30 };
const watched = { seed: 1, onProgress: () => {}, signal: { aborted: false } };

const answering = {
  ...wishes,
  firstSeed: 1,
  questions: ["one"],
  onProgress: () => {},
  onTwin: () => {},
  signal: { aborted: false },
};

/** What is called, and arguments that are right, with all that can be told it. */
type Call = readonly [act: (...given: never[]) => unknown, ...args: unknown[]];

/** A call of every function that is exported: a new one needs a line here. */
const calls: Readonly<Record<string, Call>> = {
  ProblemError: [(problems) => new library.ProblemError(problems), [problem]],
  renderProblem: [library.renderProblem, problem],
  renderProblems: [library.renderProblems, [problem]],
  nearest: [library.nearest, "word", ["words"]],
  positionOf: [library.positionOf, source, 0],
  wasmTextOf: [library.wasmTextOf, plan],
  reckon: [library.reckon, plan, { backend: "wasm", threads: 1, relived: 0 }],
  footprintsOf: [library.footprintsOf, plan],
  bytesOf: [library.bytesOf, { lowest: 0, highest: 5 }],
  sharedIn: [library.sharedIn, plan],
  interval: [library.interval, [1, 2]],
  sayTally: [library.sayTally, { parameters: 1, documented: 1, reported: 0, assumed: 0 }],
  sayValue: [library.sayValue, { is: 5 }],
  portray: [library.portray, world],
  changesFrom: [library.changesFrom, world, 3, {}],
  runningCostOf: [library.runningCostOf, world, 100],
  calendarOf: [library.calendarOf, world.data.time],
  scenarioJsonSchema: [library.scenarioJsonSchema],
  shippedNames: [library.shippedNames],
  readScenario: [library.readScenario, world.text, { name: "w", library: { ...library.shippedLibrary } }],
  readShipped: [library.readShipped, "none"],
  openWorld: [
    async (...given) => (await library.openWorld(...(given as [never]))).close(),
    world,
    { ...wishes, ...watched, unsettled: false },
  ],
  run: [
    library.run,
    world,
    {
      ...wishes,
      ...watched,
      checkpoint: { every: 1, store: { begin: () => store.begin() } },
      log: { name: "ticks-0123456789abcdef.bin", append: () => {}, read: () => {} },
      provenUpTo: 1,
    },
  ],
  openCheckpoint: [library.openCheckpoint, sourceOf(store.bytes), () => sourceOf(store.bytes)],
  Results: [(measures, options) => new library.Results(measures, options), plan.measures, { atLeast: 1 }],
  compare: [library.compare, world, world, { ...wishes, ...watched, seeds: 2, firstSeed: 1 }],
  answerQuestions: [library.answerQuestions, world, { ...answering, twins: 1 }],
  openAnswers: [library.openAnswers, world, { ...answering, twins: 1 }],
  explain: [library.explain, world, { ...wishes, ...watched, persons: [1], rest: async () => {} }],
  explainEnterprises: [
    library.explainEnterprises,
    world,
    { ...wishes, ...watched, enterprises: [], rest: async () => {} },
  ],
  record: [library.record, world, { ...wishes, ...watched, persons: [1], enterprises: [] }],
  bench: [
    library.bench,
    world,
    {
      sizes: [40],
      threads: 1,
      seconds: 0,
      copies: [{ threads: 1, bytesPerSecond: 1 }],
      memoryBytes: 2 ** 30,
      readSeconds: 1,
      signal: { aborted: true },
      onSize: () => {},
    },
  ],
  benchSteps: [
    library.benchSteps,
    world,
    { people: 40, seconds: 0, memoryBytes: 2 ** 30, signal: { aborted: true }, clock: () => ticks++ },
  ],
  measureCopies: [library.measureCopies, 65_536, 1],
};

/** The methods of what they give. */
const methods: Readonly<Record<string, Call>> = {
  "scenario.plan": [world.plan, { people: 40, ticks: 2 }],
  "scenario.lower": [world.lower, { people: 40, ticks: 2 }],
  "scenario.with": [world.with, { "population.size": 41 }],
  "run.last": [done.last, "riches", ""],
  "run.series": [done.series, "riches", ""],
  "run.distribution": [done.distribution, "rich", 5],
  "run.spread": [done.spread, done.legend.columns[0]!.column, 5],
  "world.cells": [opened.cells, column],
  "world.valueOf": [opened.valueOf, column, 3],
  "world.spread": [opened.spread, column, 5],
  "world.reckoner": [opened.reckoner, tree],
  "world.reckonAll": [opened.reckonAll, tree, new Float32Array(40)],
  "world.goOnAs": [opened.goOnAs, graded],
  "results.of": [(measure) => done.results.of(measure), plan.measures[0]!.name],
  "results.gapped": [(...of) => done.results.gapped(...(of as [never])), "riches", ""],
  "results.total": [(...of) => done.results.total(...(of as [never])), "riches", ""],
  "results.record": [(rows) => new library.Results(plan.measures).record(rows), []],
  "comparison.difference": [compared.difference, "riches", ""],
  "comparison.stemOf": [compared.stemOf, "riches"],
  "comparison.topicOf": [compared.topicOf, "riches"],
  ...Object.fromEntries(
    Object.entries(library.shippedLibrary).map(([name, act]) => [`shippedLibrary.${name}`, [act, "none"] as Call]),
  ),
};

const odd: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["true", true],
  ["0", 0],
  ["-1", -1],
  ["1.5", 1.5],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["2^60", 2 ** 60],
  ["10n", 10n],
  ["a symbol", Symbol("odd")],
  ["an empty text", ""],
  ["a text", "odd"],
  ["__proto__", "__proto__"],
  ["a list", []],
  ["a list of null", [null]],
  ["a list of a text", ["odd"]],
  ["{}", {}],
  ["an object of nothing", Object.create(null)],
  ["an object with a key of its own called __proto__", JSON.parse('{"__proto__": 1, "constructor": null}')],
  ["a function", () => "odd"],
  ["a map", new Map([["a", 1]])],
  ["a date that is none", new Date(Number.NaN)],
  ["a run", done],
];

/** What the library makes is handed back whole; everything else is taken apart. */
const whole = new Set<unknown>([world, world.data.time, plan, plan.measures, recording, tree]);

/** Measures of a machine take long where nothing is said of how much: what means that is left out. */
const dear = new Set(["bench", "benchSteps", "measureCopies"]);

function isNothingSaid(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
}

/** The arguments with an odd value in each of their places, whatever is inside them included. */
function* spoilt(name: string, args: readonly unknown[]): Iterable<readonly [string, readonly unknown[]]> {
  for (const [i, arg] of args.entries()) {
    for (const [path, odds] of spoiltIn(arg)) {
      for (const value of odds)
        if (!(path === "" && i > 0 && dear.has(name) && isNothingSaid(value)))
          yield [`${i}${path}`, args.with(i, value)];
    }
  }
}

function* spoiltIn(value: unknown): Iterable<readonly [string, Iterable<unknown>]> {
  yield ["", odd.map(([, one]) => one)];
  if (typeof value !== "object" || value === null || whole.has(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const [path, odds] of spoiltIn(inner)) {
      const put = (one: unknown): unknown =>
        Array.isArray(value) ? value.with(Number(key), one) : { ...value, [key]: one };
      yield [`.${key}${path}`, [...odds].map(put)];
    }
  }
}

/** What came of a call that is no sentence. */
async function faultOf(act: Call[0], args: readonly unknown[]): Promise<string | undefined> {
  try {
    await (act as (...given: readonly unknown[]) => unknown)(...args);
    return undefined;
  } catch (error) {
    if (!(error instanceof library.ProblemError)) return error instanceof Error ? (error.stack ?? "") : String(error);
    const [first] = error.problems;
    return /^[a-z]+(-[a-z]+)*$/.test(first?.code ?? "") && !error.message.includes("[object")
      ? undefined
      : error.message;
  }
}

describe("odd arguments", () => {
  const values = new Map<string, unknown>(Object.entries(library));
  const functions = exportedValues().filter(({ name }) => typeof values.get(name) === "function");

  test("are tried on every function that is exported", () => {
    expect(Object.keys(calls).sort()).toEqual(functions.map(({ name }) => name).sort());
  });

  test.each(Object.entries({ ...calls, ...methods }))(
    "of %s are told in a sentence",
    async (name, [act, ...args]) => {
      expect(await faultOf(act, args), "the arguments that are right").toBeUndefined();
      for (const [path, given] of spoilt(name, args)) {
        expect(await faultOf(act, given), `${name} at ${path}`).toBeUndefined();
      }
      const extra = odd.map(([, value]) => value);
      for (const value of extra) expect(await faultOf(act, [...args, value])).toBeUndefined();
      if (args.length > 0 && !name.startsWith("shippedLibrary")) expect(await faultOf(act, [])).toBeUndefined();
    },
    60_000,
  );

  test("say which argument it is, what it is and what it should be", async () => {
    const of = async (...given: unknown[]): Promise<unknown> =>
      library.run(...(given as [never])).catch((error: library.ProblemError) => error.problems);
    expect(await of(null)).toEqual([
      { code: "bad-argument", message: "run: scenario is null", expected: "a scenario, as readScenario makes it" },
    ]);
    expect(await of(world, { signal: { aborted: 5 }, people: "x" })).toEqual([
      { code: "bad-argument", message: 'run: options.people is "x"', expected: "a number" },
    ]);
    // An option that is spelt wrong would be left out: no option of any function is.
    expect(await of(world, { tick: 3 })).toEqual([
      {
        code: "bad-argument",
        message: 'run: options is given "tick", which it does not know',
        expected: expect.stringMatching(/^people, ticks, .*losses$/),
        nearest: "ticks",
      },
    ]);
    const asked: readonly (readonly [string, () => unknown])[] = [
      ["compare", () => library.compare(world, world, { seed: 2 } as object)],
      ["explain", () => library.explain(world, { persons: [0], peeple: 1 } as never)],
      ["record", () => library.record(world, { persons: [0], person: 1 } as object)],
      ["bench", () => library.bench(world, { size: [10] } as object)],
      ["benchSteps", () => library.benchSteps(world, { second: 1 } as object)],
      ["readScenario", () => library.readScenario("title: x", { nam: "x" } as object)],
      ["scenario.lower", () => world.lower({ tick: 1 } as object)],
    ];
    for (const [name, act] of asked) {
      const found = await Promise.resolve()
        .then(act)
        .catch((error: library.ProblemError) => error.problems);
      expect(found, name).toMatchObject([{ code: "bad-argument", nearest: expect.any(String) }]);
    }
    expect(await of({}, null)).toMatchObject([{ code: "bad-argument" }, { message: "run: options is null" }]);
  });
});
