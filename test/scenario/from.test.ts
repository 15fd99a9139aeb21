import { describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/backend.ts";
import { changesFrom, ProblemError, readScenario, readShipped, run, type Scenario } from "../../src/index.ts";

const text = `title: A county
time: { start: 2010-03-01, tick: 1 week, span: 1 year }
population:
  size: 2000
  traits: { urban: { chance: 0.4 } }
state:
  anger: { from: 0, to: 1, start: 0, update: "0.9 * anger + 0.1 * recorded(litters)" }
conduct:
  litters: { per_week: "0.3 + 0.2 * urban", channel: camera }
  helps: { per_year: 12, channel: camera }
channels: { camera: { coverage: { dated: { 2010-01-01: 0.2, 2010-04-01: 0.5 } } } }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { litters: -3, helps: 2 }
  decay: { towards: 100, half_life: 1 year }
consequences: { refused: { when: "score < 90", blocks: [helps] } }
`;
const county = readScenario(text);

/** State hashes after each tick, from the first on. */
async function hashesOf(scenario: Scenario, backend: string, ticks = 8): Promise<string[]> {
  const { engine } = await openEngine(scenario.plan(), 1, { backend, threads: 1 });
  const hashes: string[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    await engine.step();
    hashes.push(await engine.hash());
  }
  return hashes;
}

const changes: readonly (readonly [string, unknown, unknown])[] = [
  ["scheme.points.litters", -9, { dated: { "2010-03-01": -3, "2010-04-06": -9 } }],
  [
    "conduct.helps.per_year",
    { is: "30 %", assumed: "tried" },
    { is: { dated: { "2010-03-01": 12, "2010-04-06": 0.3 } }, assumed: "tried" },
  ],
  ["channels.camera.coverage", 0.9, { dated: { "2010-01-01": 0.2, "2010-04-01": 0.5, "2010-04-06": 0.9 } }],
  ["conduct.litters.per_week", "0.1 * urban", "tick >= 5 ? (0.1 * urban) : (0.3 + 0.2 * urban)"],
  ["state.anger.update", 0.5, "tick >= 5 ? (0.5) : (0.9 * anger + 0.1 * recorded(litters))"],
  ["consequences.refused.when", "score < 150", "tick >= 5 ? (score < 150) : (score < 90)"],
];

describe("changes while a world goes on", () => {
  test.each(changes)(
    "of %s hold from their tick on, and before it the world is what it was",
    async (path, to, written) => {
      const from = changesFrom(county, 5, { [path]: to });
      expect(from).toEqual({ [path]: written });
      for (const backend of ["wasm", "interpret"]) {
        const [before, after] = [await hashesOf(county, backend), await hashesOf(county.with(from), backend)];
        expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
        expect(after.at(-1)).not.toBe(before.at(-1));
      }
    },
  );

  test("come again, and what was to come later comes no more", () => {
    const once = county.with(changesFrom(county, 5, { "scheme.points.litters": -9 }));
    const twice = changesFrom(once, 7, { "scheme.points.litters": -1 });
    expect(twice).toEqual({
      "scheme.points.litters": { dated: { "2010-03-01": -3, "2010-04-06": -9, "2010-04-20": -1 } },
    });
    const sooner = changesFrom(once, 3, { "scheme.points.litters": -1 });
    expect(sooner).toEqual({ "scheme.points.litters": { dated: { "2010-03-01": -3, "2010-03-23": -1 } } });
  });

  test("that are taken back at their own tick leave nothing behind", () => {
    const rule = county.with(changesFrom(county, 5, { "consequences.refused.when": "score < (150)" }));
    expect(changesFrom(rule, 5, { "consequences.refused.when": "score < 90" })).toEqual({
      "consequences.refused.when": "score < 90",
    });
    expect(changesFrom(rule, 5, { "consequences.refused.when": "score < 80" })).toEqual({
      "consequences.refused.when": "tick >= 5 ? (score < 80) : (score < 90)",
    });
    const dated = county.with(changesFrom(county, 5, { "scheme.points.litters": -9 }));
    expect(changesFrom(dated, 5, { "scheme.points.litters": -3 })).toEqual({
      "scheme.points.litters": { dated: { "2010-03-01": -3 } },
    });
  });

  test("to what a figure is already change nothing", async () => {
    const same = county.with(
      changesFrom(county, 5, { "scheme.points.litters": -3, "consequences.refused.when": "score < 90" }),
    );
    expect((await hashesOf(same, "wasm")).at(-1)).toBe((await hashesOf(county, "wasm")).at(-1));
  });

  test.each([
    ["scheme.score.start", 50],
    ["scheme.score.to", 300],
    ["population.size", 3000],
    ["population.traits.urban", { chance: 0.5 }],
    ["time.span", "2 years"],
    ["state.anger.start", 0.5],
  ])("of %s need a restart, and that is said with its path", (path, to) => {
    const tried = (): unknown => changesFrom(county, 5, { [path]: to });
    expect(tried).toThrow(ProblemError);
    expect(tried).toThrow(`${path} cannot change while the world goes on`);
  });

  test("of a rule that grow too long for one are told as that", () => {
    let grown = county;
    const path = "state.anger.update";
    const rule = (tick: number): string => `0.${tick} * anger + 0.1 * recorded(litters) + 0.00001 * (score - score)`;
    const change = (tick: number): void => {
      grown = grown.with(changesFrom(grown, tick, { [path]: rule(tick) }));
    };
    expect(() => {
      for (let tick = 1; tick < 50; tick++) change(tick);
    }).toThrow(`error[rule-too-long]: what ${path} was up to now and what it is to be are too long for one rule`);
    expect(JSON.parse(grown.text).state.anger.update.length).toBeGreaterThan(1500);
  });

  test("of a figure by date into a rule, of what is asked at the start and later", async () => {
    const dated = county.with(changesFrom(county, 2, { "conduct.helps.per_year": 40 }));
    const ruled = changesFrom(dated, 5, { "conduct.helps.per_year": "20 + 30 * urban" });
    expect(ruled).toEqual({
      "conduct.helps.per_year": "tick >= 5 ? (20 + 30 * urban) : (tick >= 2 ? (40) : (12))",
    });
    const hashes = [await hashesOf(dated, "wasm"), await hashesOf(dated.with(ruled), "wasm")] as const;
    expect(hashes[1].slice(0, 5)).toEqual(hashes[0].slice(0, 5));
    expect(hashes[1].at(-1)).not.toBe(hashes[0].at(-1));
    const sesame = readShipped("sesame");
    const scored = sesame.with(changesFrom(sesame, 3, { "scheme.dimensions.history.weight": 5 }));
    const few = { people: 300, ticks: 5 };
    const [one, other] = [await run(sesame, { ...few, ticks: 3 }), await run(scored, { ...few, ticks: 3 })];
    expect(other.stateHash).toBe(one.stateHash);
    expect((await run(scored, few)).stateHash).not.toBe((await run(sesame, few)).stateHash);
  });

  test("that are wrong are told as with says it", () => {
    expect(() => changesFrom(county, 5, { "scheme.points.litters": "worry +" })).toThrow(/rule|expression/);
    expect(() => changesFrom(county, 5, { "scheme.points.nobody": 1 })).toThrow("there is nothing at");
  });
});
