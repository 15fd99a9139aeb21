import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { draw, first, purposeKey } from "../../src/core/chance.ts";
import type { Engine } from "../../src/engine/backend.ts";
import type { Moment } from "../../src/engine/relive/moment.ts";
import { type Recorded, RecordingDraft, Replay } from "../../src/engine/relive/recording.ts";
import { Relived } from "../../src/engine/relive/relived.ts";
import { readScenario, readShipped } from "../../src/index.ts";
import { slotsOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { networkOf } from "../../src/plan/ties.ts";
import { meaning, type Row } from "../conformance/rows.ts";
import { everything } from "../experiment/worlds.ts";
import { root } from "../tidy/tree.ts";
import { liveBeside, runners } from "./worlds.ts";

/** Whether there are loans depends on how worried all are, as soon as there are grades. */
const mixed = readScenario(
  JSON.stringify({ ...JSON.parse(everything.text), measures: { mean_worry: { mean: "worry" } } }),
)
  .with({ "institutions.phases.graded.from": "2010-01-15", "institutions.phases.over.when": "mean_worry > 0.2" })
  .plan({ people: 700 });
const ranked = readScenario(readFileSync(join(root, "test", "good", "relative.yaml"), "utf8")).plan({ people: 1100 });
const kinds = readShipped("national-repair").plan({ people: 2500 });

/** Writes anything at all into what everyone else has: whatever a column can hold, by address. */
function scribble(engine: Engine, sparing: number): void {
  const key = purposeKey(engine.tick, "scribbles");
  for (const [place, { name, role, of, lowest, highest }] of engine.plan.columns.entries()) {
    if (role === "scratch") continue;
    const slots = slotsOf(engine.plan, of);
    let from = 0;
    for (const cells of engine.cells(name)) {
      for (let i = 0; i < cells.length; i++) {
        if (Math.floor((from + i) / slots) === sparing) continue;
        draw(key, from + i, place);
        cells[i] = Math.floor((first() * (highest - lowest + 1)) / 2 ** 32);
      }
      from += cells.length;
    }
  }
}

/** Lets all others but a community be scribbled over after every tick. */
function scribbled(engine: Engine, sparing: number): Engine {
  const step = engine.step.bind(engine);
  engine.step = async () => {
    await step();
    scribble(engine, sparing);
  };
  return engine;
}

/** All that the entities of a community have. */
function allOf(relived: Relived, community: number): number[] {
  const { plan } = relived;
  return plan.columns.flatMap(({ name, of }) => {
    const slots = slotsOf(plan, of);
    return Array.from({ length: slots }, (_, slot) => relived.unitOf(name, community * slots + slot));
  });
}

describe("a community depends on itself and on what is taken down, and on nothing else", () => {
  // Nothing outside matters to a community of the last.
  const worlds: [string, Plan, boolean][] = [
    ["figures and friends", mixed, true],
    ["ranks", ranked, true],
    ["enterprises", kinds, false],
  ];
  const cases = worlds.flatMap(([name, plan, matters]) =>
    runners.map((row) => [name, row.name, plan, row, matters] as const),
  );
  test.each(cases)("%s, on %s: whatever befalls all others", async (_, __, plan, row, matters) => {
    // It lives again as it did, though nobody else is as they would be: else this throws.
    const torn = await liveBeside(scribbled(await row.open(plan, 2), 1), [1], 9);
    const calm = await liveBeside(await row.open(plan, 2), [1], 9);
    const [now, before] = [allOf(torn, 1), allOf(calm, 1)];
    expect(now.some((unit, place) => unit !== before[place])).toBe(matters);
  });
});

async function recorded(
  plan: Plan,
  communities: readonly number[],
  ticks: number,
  row: Row = meaning,
): Promise<Recorded> {
  const engine = await row.open(plan, 2);
  const draft = new RecordingDraft(engine, communities);
  for (let tick = 0; tick < ticks; tick++) await draft.step();
  engine.close?.();
  return draft.end();
}

async function replay(plan: Plan, recording: Recorded): Promise<Relived> {
  const relived = new Relived(new Replay(plan, recording));
  for (const _ of recording.moments) await relived.step();
  return relived;
}

test("a scripted life is lived in its community, and in no other", async () => {
  const text = `
title: A scripted life among others
time: { start: 2010-01-01, tick: 1 week, span: 20 weeks }
population: { size: 1001, ties: { community: 64, friends: 2 } }
channels: { office: { coverage: 1, delay: { from: 5 weeks, to: 6 weeks } } }
conduct: { litters: { per_year: 20, channel: office } }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { litters: -3 } }
life: { acts: [{ on: 2010-01-09, does: litters }] }
`;
  const plan = readScenario(text).plan();
  for (const row of runners) {
    const engine = await row.open(plan, 1);
    const relived = await liveBeside(engine, [0, 1, 4], 3);
    expect(relived.valueOf("score", 0)).toBe(100);
    expect([...engine.waiting()].filter(({ onto }) => onto === 0)).toHaveLength(1);
  }
});

describe("what is lived again", () => {
  /** A recording with one of its moments altered. */
  const altered = (of: Recorded, tick: number, parts: (moment: Moment) => Partial<Moment>): Recorded => ({
    ...of,
    moments: of.moments.map((moment, place) => (place === tick ? { ...moment, ...parts(moment) } : moment)),
  });
  const change = <T extends { fill(value: number): T; slice(): T }>(all: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...all].map(([name, values]) => [name, values.slice().fill(1)]));
  const inAll = <T, U>(all: ReadonlyMap<number, T> | undefined, to: (one: T) => U): Map<number, U> =>
    new Map([...all!].map(([community, one]) => [community, to(one)]));

  test.each<[string, Plan, (moment: Moment) => Partial<Moment>, number?]>([
    ["globals", mixed, ({ globals }) => ({ globals: globals.map((value) => value + 1) })],
    ["ranks", ranked, ({ ranks }) => ({ ranks: change(ranks) })],
    ["what far friends show", ranked, ({ shown }) => ({ shown: inAll(shown, change) }), 18],
    [
      "a column that the engine left",
      mixed,
      ({ left }) => ({ left: inAll(left, (one) => ({ ...one, cells: change(one.cells) })) }),
    ],
    [
      "records that wait",
      mixed,
      ({ left }) => ({ left: inAll(left, (one) => ({ ...one, waiting: one.waiting.slice(1) })) }),
    ],
    [
      "a record that waits",
      mixed,
      ({ left }) => ({
        left: inAll(left, (one) => ({
          ...one,
          waiting: one.waiting.map((record, place) => (place === 1 ? { ...record, due: record.due + 1 } : record)),
        })),
      }),
    ],
  ])("is held to what was: other %s in a recording are a bug", async (_, plan, parts, tick = 15) => {
    const recording = await recorded(plan, [0, 2], 20);
    expect(recording.moments.at(-1)!.left!.get(2)!.waiting.length > 2).toBe(plan === mixed);
    await replay(plan, recording);
    await expect(replay(plan, altered(recording, tick, parts))).rejects.toThrow(
      /^bug: community 0, lived again for (16|20) ticks/,
    );
  });

  test("says who is not as they were", async () => {
    const recording = await recorded(mixed, [2], 3);
    const parts = ({ left }: Moment): Partial<Moment> => {
      const { cells, waiting } = left!.get(2)!;
      const worry = cells.get("worry")!.slice();
      worry[5]! += 1;
      return { left: new Map([[2, { cells: new Map([...cells, ["worry", worry]]), waiting }]]) };
    };
    const unit = (await replay(mixed, recording)).unitOf("worry", 2 * 64 + 5);
    await expect(replay(mixed, altered(recording, 2, parts))).rejects.toThrow(
      `bug: community 2, lived again for 3 ticks, is not as it was: worry of person 133 is ${unit}, and ${unit + 1} in the world that ran`,
    );
  });

  test("tells of its own, of their far friends what these show, and of nobody else", async () => {
    const engine = await meaning.open(mixed, 2);
    const relived = await liveBeside(engine, [3], 9);
    const { ties, communitySize, size } = mixed;
    const network = networkOf(ties!, communitySize, size, 2);
    let friends = 0;
    for (let person = 3 * 64; person < 4 * 64; person++) {
      for (const { name, role } of mixed.columns)
        if (role === "stored") expect(relived.unitOf(name, person)).toBe(engine.unitOf(name, person));
      const friend = network.friend(person, ties!.near);
      if (friend < 0) continue;
      friends += 1;
      expect(relived.unitOf("score", friend)).toBe(engine.unitOf("score", friend));
      expect(() => relived.unitOf("worry", friend)).toThrow(/^bug: no gathered column is named worry/);
    }
    expect(friends).toBeGreaterThan(30);
    const strange = Array.from({ length: size }, (_, person) => person).find(
      (person) => Math.floor(person / 64) !== 3 && Math.floor(network.friend(person, ties!.near) / 64) !== 3,
    )!;
    expect(() => relived.unitOf("score", strange)).toThrow(`bug: ${strange} lives in no community that is lived again`);
  });
});
