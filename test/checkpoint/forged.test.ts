import { beforeAll, describe, expect, test } from "vitest";
import type { CheckpointHead } from "../../src/engine/checkpoint/head.ts";
import { openCheckpoint, ProblemError, type ResumePoint, readShipped, run } from "../../src/index.ts";
import { everything } from "../experiment/worlds.ts";
import { forge, open, refusalOf } from "./forge.ts";
import { checkpointAt, MemoryStore, resume, sourceOf } from "./store.ts";

const tick = 6;
const people = 300;
let good: Uint8Array;
let head: CheckpointHead;
const other = (changes: object): Promise<Uint8Array> => forge(JSON.stringify({ ...head, ...changes }));

beforeAll(async () => {
  good = await checkpointAt(tick, everything, { people });
  head = await open(good);
});

describe("a checkpoint that somebody made", () => {
  test("has no place for anything of anybody: it is as long for few as for many, and has no key but these", async () => {
    const many = await checkpointAt(tick, everything, { people: 30_000 });
    expect(Math.abs(many.length - good.length)).toBeLessThan(64);
    expect(Object.keys(await open(many)).sort()).toEqual([
      "engineVersion",
      "every",
      "logDigest",
      "people",
      "phases",
      "scenario",
      "scenarioHash",
      "scenarioName",
      "seed",
      "stateHash",
      "synthetic",
      "tick",
      "ticks",
      "warnings",
    ]);
    expect(await refusalOf(await other({ debts: [110_000, 220_000] }))).toBe("checkpoint-damaged");
    expect(await refusalOf(await forge(JSON.stringify(head), {}, new Uint8Array(people)))).toBe("checkpoint-damaged");
  });

  test("is refused where its world does not come to what it says", async () => {
    const codeOf = async (changes: object): Promise<string> => refusalOf(await other(changes));
    expect(await codeOf({})).toBe("");
    expect(await codeOf({ stateHash: "0".repeat(16) })).toBe("checkpoint-false");
    expect(await codeOf({ logDigest: "0".repeat(32) })).toBe("checkpoint-false");
    expect(await codeOf({ phases: [["graded", 0]] })).toBe("checkpoint-false");
    expect(await codeOf({ phases: [...head.phases, ["over", 110_101]] })).toBe("checkpoint-false");
    expect(await codeOf({ warnings: [["conduct.litters", 3]] })).toBe("checkpoint-false");
    expect(await codeOf({ tick: tick - 1 })).toBe("checkpoint-false");
    expect(await codeOf({ seed: 4 })).toBe("checkpoint-false");
    expect(await codeOf({ people: people + 1 })).toBe("checkpoint-false");
    const fewer = await checkpointAt(0, everything, { people });
    expect(await refusalOf(await forge(JSON.stringify({ ...(await open(fewer)), stateHash: "0".repeat(16) })))).toBe(
      "checkpoint-false",
    );
  });

  test("does not say what its scenario is called: it is not told, and goes into no other", async () => {
    const name = "Zhang San owes 12220";
    const store = new MemoryStore();
    const bytes = await other({ scenarioName: name, every: 1 });
    const done = await resume(bytes, { ticks: 9, checkpoint: { every: 1, store } });
    expect(JSON.stringify(done.toJSON())).not.toContain(name);
    expect(new TextDecoder().decode(store.bytes)).not.toContain(name);
  });
});

describe("what goes on from a checkpoint", () => {
  test("is lived again from the first tick, and keeps checkpoints from where it was", async () => {
    const store = new MemoryStore();
    const ticks: number[] = [];
    const onProgress = ({ tick: done }: { tick: number }): void => void ticks.push(done);
    const done = await resume(good, { ticks: 12, checkpoint: { every: 2, store }, onProgress });
    expect([done.resumed, done.ticks, done.results.ticks, store.kept]).toEqual([tick, 12, 12, 2]);
    expect((await open(store.bytes)).tick).toBe(10);
    expect(done.toJSON().resumed).toBe(tick);
    expect(done.stateHash).toBe((await run(everything, { people, ticks: 12 })).stateHash);
  });

  test("is stopped before it is where it was without a new checkpoint", async () => {
    const store = new MemoryStore();
    const done = await resume(good, { ticks: 12, signal: { aborted: true }, checkpoint: { every: 1, store } });
    expect([done.ticks, done.resumed, done.stopped, store.kept]).toEqual([0, tick, true, 0]);
  });

  test("is what openCheckpoint gave, and no copy of it: nothing can be put into one", async () => {
    const point = await openCheckpoint(sourceOf(good));
    const codeOf = (resumed: ResumePoint): Promise<string> =>
      run(everything, { resume: resumed }).then(
        () => "",
        (error: unknown) => (error instanceof ProblemError ? error.problems[0]!.code : String(error)),
      );
    for (const copy of [{ ...point }, structuredClone({ ...point, scenario: null }), Object.create(point)])
      expect(await codeOf(copy as ResumePoint)).toBe("checkpoint-unread");
    expect(await codeOf(new Proxy(point, {}))).toBe("checkpoint-unread");
    expect(Object.isFrozen(point)).toBe(true);
    expect(Object.values(point).some((value) => typeof value === "function")).toBe(false);
    expect(await codeOf(point)).toBe("");
  });

  test("is the same of a shipped scenario that is run with far ties, phases and lists", async () => {
    for (const name of ["suining", "national-repair"]) {
      const bytes = await checkpointAt(9, readShipped(name), { people: 1500 });
      expect(await refusalOf(bytes, { ticks: 12 }), name).toBe("");
    }
  });
});
