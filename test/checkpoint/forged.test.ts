import { beforeAll, describe, expect, test } from "vitest";
import { readScenario, readShipped, run } from "../../src/index.ts";
import { everything } from "../experiment/worlds.ts";
import { textOf } from "../language/folder.ts";
import { forge, open } from "./forge.ts";
import { forgeStates, refusalOf, tryForgeries } from "./forged.ts";
import { checkpointAt, MemoryStore, resume } from "./store.ts";

const tick = 6;
const near = everything.with({ "population.ties.far": 0 });
const ranking = readScenario(textOf("test/good/relative.yaml"));

/** A number of forgeries, each of one column, in from one community to all of them. */
const some = (column: string, count: number, least: number) =>
  Array.from({ length: count }, (_, forgery) => ({
    column,
    share: least + (1 - least) * (forgery / count) ** 2,
    forgery,
  }));

describe("a world that is lived again as a whole", () => {
  test("refuses whatever somebody put into its states, were it one community", async () => {
    const people = 2000;
    const good = await checkpointAt(tick, everything, { people });
    expect(await refusalOf(good, {})).toBe("");
    const codes = await tryForgeries(good, everything, some("worry", 12, 0), { people });
    expect([...codes]).toEqual([["checkpoint-false", 12]]);
    expect([...(await tryForgeries(good, everything, some("score", 12, 0), { people }))]).toEqual([
      ["checkpoint-false", 12],
    ]);
  });

  test("refuses other figures, globals, phases, warnings and records than it came to", async () => {
    const people = 300;
    const good = await checkpointAt(tick, everything, { people });
    const { head, body } = await open(good);
    const said = JSON.stringify(head);
    const changed = (at: number, to: Uint8Array): Promise<Uint8Array> => {
      const forged = body.slice();
      forged.set(to, at);
      return forge(said, forged);
    };
    const plan = everything.plan({ people });
    const bytes = (of: ArrayBufferView): Uint8Array => new Uint8Array(of.buffer);
    const globals = plan.globals.length * 4;
    const codeOf = async (going: Promise<Uint8Array>): Promise<string> => refusalOf(await going, {});
    expect(await codeOf(forge(said, body))).toBe("");
    expect(await codeOf(changed(0, bytes(Float32Array.of(7.5))))).toBe("checkpoint-false");
    expect(await codeOf(changed(globals, bytes(Float64Array.of(123))))).toBe("checkpoint-false");
    expect(await codeOf(changed(body.length - 32, bytes(Float32Array.of(9))))).toMatch(/^checkpoint-false$/);
    const other = (changes: object): Promise<Uint8Array> => forge(JSON.stringify({ ...head, ...changes }), body);
    expect(await codeOf(other({ phases: [["graded", 0]] }))).toBe("checkpoint-false");
    expect(await codeOf(other({ warnings: [["conduct.litters", 3]] }))).toBe("checkpoint-false");
    expect(await codeOf(other({ logDigest: "0".repeat(32) }))).toBe("checkpoint-damaged");
    expect(await codeOf(other({ besides: head.besides + 1 }))).toBe("checkpoint-damaged");
  });
});

describe("a larger world without far ties", () => {
  // More communities than are lived again.
  const people = 25_000;
  let good: Uint8Array;

  beforeAll(async () => {
    good = await checkpointAt(tick, near, { people });
  });

  test("refuses states that somebody put into a twentieth of its communities", async () => {
    expect(await refusalOf(good, { provenUpTo: 0 })).toBe("");
    const codes = await tryForgeries(good, near, some("worry", 6, 0.05), { people, provenUpTo: 0 });
    expect([...codes]).toEqual([["checkpoint-false", 6]]);
  });

  test("picks communities that nobody can know before", async () => {
    const plan = near.plan({ people });
    const one = await forgeStates(good, plan, { column: "worry", share: 0, forgery: 1 });
    const found = new Set<string>();
    // 200 of 391: that twelve tries in a row all find it, or all miss it, comes about once in 1,500 times.
    for (let i = 0; i < 12 && found.size < 2; i++) found.add(await refusalOf(one, { provenUpTo: 0 }));
    expect([...found].sort()).toEqual(["", "checkpoint-false"]);
  });

  test("refuses figures that are fewer than those of the communities it lives again", async () => {
    const { head, body } = await open(good);
    const plan = near.plan({ people });
    const forged = body.slice();
    forged.set(new Uint8Array(Float64Array.of(3).buffer), plan.globals.length * 4);
    expect(await refusalOf(await forge(JSON.stringify(head), forged), { provenUpTo: 0 })).toBe("checkpoint-damaged");
  });

  test("lives communities again by ranks, too", async () => {
    const ranked = ranking.with({ "population.size": 20_000 });
    const bytes = await checkpointAt(tick, ranked, {});
    expect(await refusalOf(bytes, { provenUpTo: 0 })).toBe("");
  });
});

describe("a run whose states are not proven", () => {
  const suining = readShipped("suining");
  let good: Uint8Array;

  beforeAll(async () => {
    good = await checkpointAt(tick, suining, { people: 3000 });
  });

  test("says so, keeps no checkpoint, and tells nothing of few", async () => {
    const store = new MemoryStore();
    const done = await resume(good, { provenUpTo: 0, ticks: 12, checkpoint: { every: 1, store } });
    expect([done.states, done.resumed, store.kept]).toEqual(["not proven", tick, 0]);
    expect(done.toJSON().states).toBe("not proven");
    for (const { count } of done.results.rows()) if (!Number.isNaN(count)) expect(count).toBeGreaterThanOrEqual(100);
    const { counts } = done.distribution("score", 1000);
    expect(counts.some(Number.isNaN)).toBe(true);
    expect(counts.filter((count) => count < 100)).toEqual([]);
    const proven = await resume(good, { ticks: 12, checkpoint: { every: 1, store } });
    expect([proven.states, proven.stateHash, store.kept]).toEqual(["proven", done.stateHash, 5]);
    expect(done.results.withholding(0).csv()).toBe(proven.results.csv());
  });

  test("is stopped while it is lived again without a word of what it would have come to", async () => {
    const store = new MemoryStore();
    const signal = { aborted: true };
    const done = await resume(good, { ticks: 12, signal, checkpoint: { every: 1, store } });
    expect([done.ticks, done.resumed, done.stopped, store.kept]).toEqual([0, tick, true, 0]);
  });

  test("of a run from its start nothing is withheld", async () => {
    const done = await run(suining, { people: 300, ticks: 3 });
    expect([done.states, done.resumed]).toEqual(["proven", undefined]);
    expect([...done.results.rows()].some(({ count }) => Number.isNaN(count))).toBe(false);
  });
});
