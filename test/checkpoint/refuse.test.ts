import { beforeAll, describe, expect, test } from "vitest";
import type { CheckpointHead } from "../../src/engine/checkpoint/head.ts";
import { openCheckpoint, ProblemError, run } from "../../src/index.ts";
import { everything, small } from "../experiment/worlds.ts";
import { forge, open } from "./forge.ts";
import { checkpointAt, MemoryStore, resume, sourceOf } from "./store.ts";

/** The code of the problem with which something is refused. */
async function codeOf(going: Promise<unknown>): Promise<string> {
  const error = await going.then(
    () => new Error("it was not refused"),
    (thrown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw error;
  expect(error.problems).toHaveLength(1);
  return error.problems[0]!.code;
}

const people = 150;
let good: Uint8Array;

beforeAll(async () => {
  good = await checkpointAt(6, everything, { people, seed: 3 });
});

describe("a checkpoint that came to harm", () => {
  const readAll = (bytes: Uint8Array): Promise<unknown> => openCheckpoint(sourceOf(bytes));

  test("is refused for any one changed byte", async () => {
    await readAll(good);
    const bytes = good.slice();
    const codes = new Map<string, number>();
    for (let at = 0; at < bytes.length; at++) {
      bytes[at]! ^= 1 << ((at * 5 + 3) % 8);
      const code = await codeOf(readAll(bytes));
      codes.set(code, (codes.get(code) ?? 0) + 1);
      bytes[at] = good[at]!;
    }
    expect([...codes]).toEqual([["checkpoint-damaged", good.length]]);
  });

  test("is refused wherever it ends too early, and where it goes on", async () => {
    for (let length = 0; length < good.length; length++)
      expect(await codeOf(readAll(good.subarray(0, length)))).toBe("checkpoint-truncated");
    for (const more of [1, 16, 1000])
      expect(await codeOf(readAll(Uint8Array.from([...good, ...new Uint8Array(more)])))).toBe("checkpoint-damaged");
  });

  test.each([
    ["nothing", ""],
    ["text", "title: A scenario\n".repeat(20)],
    ["zeros", "\0".repeat(5000)],
  ])("is refused when it is none at all: %s", async (_, text) => {
    expect(await codeOf(openCheckpoint(sourceOf(new TextEncoder().encode(text))))).toMatch(
      /^checkpoint-(damaged|truncated)$/,
    );
  });
});

describe("a checkpoint that someone made", () => {
  let head: CheckpointHead;
  const withHead = (changes: object): Promise<Uint8Array> => forge(JSON.stringify({ ...head, ...changes }));

  beforeAll(async () => {
    head = await open(good);
    expect(Buffer.compare(await withHead({}), good)).toBe(0);
  });

  test("is refused where its head is anything else", async () => {
    const text = JSON.stringify(head);
    const heads = [
      "",
      "null",
      "[]",
      "{}",
      "7",
      text.slice(0, -1),
      "[".repeat(1_000_000),
      text.replace('{"synthetic":true', '{"__proto__":{"synthetic":true}'),
      text.replace('{"synthetic":true', '{"synthetic":true,"__proto__":{}'),
      text.replace('{"synthetic":true', '{"synthetic":true,"constructor":{}'),
      text.replace('"synthetic":true', '"synthetic":false'),
      JSON.stringify({ ...head, phases: [["__proto__"]] }),
      JSON.stringify({ ...head, stateHash: ["0"] }),
      JSON.stringify({ ...head, scenarioName: "a\u001b[2J" }),
      JSON.stringify({ ...head, warnings: [["\u202e", 1]] }),
      JSON.stringify({ ...head, tick: 1e7 }),
      JSON.stringify({ ...head, tick: -1 }),
      JSON.stringify({ ...head, tick: 0.5 }),
      JSON.stringify({ ...head, seed: 2 ** 53 }),
    ];
    for (const each of heads)
      expect(await codeOf(resume(await forge(each))), each.slice(0, 80)).toBe("checkpoint-damaged");
    expect(await codeOf(resume(await forge(Uint8Array.of(0xff, 0xfe, 0x41))))).toBe("checkpoint-damaged");
  });

  test("is refused for lengths that cannot be, before anything of such a length is made", async () => {
    const begin = performance.now();
    expect(await codeOf(resume(await forge("{}", { 1: 0xffffffff })))).toBe("checkpoint-damaged");
    expect(await codeOf(resume(await forge("{}", { 1: 2 ** 24 })))).toBe("checkpoint-truncated");
    expect(
      await codeOf(
        run(everything, { resume: await openCheckpoint(sourceOf(await withHead({ people: 2_000_000_000 }))) }),
      ),
    ).toBe("too-large");
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  test("is refused where it is of another format, engine, scenario or seed", async () => {
    const text = JSON.stringify(head);
    expect(await codeOf(resume(await forge(text, { 0: 1 })))).toBe("checkpoint-version");
    // Words in the other order.
    expect(await codeOf(resume(await forge(text, { 0: 0x01000000 })))).toBe("checkpoint-version");
    expect(await codeOf(resume(await withHead({ engineVersion: "99.0.0" })))).toBe("checkpoint-foreign");
    expect(await codeOf(resume(await withHead({ scenario: small.text })))).toBe("checkpoint-foreign");
    expect(await codeOf(resume(await withHead({ scenario: "title: [" })))).toBe("checkpoint-foreign");
    const tampered = head.scenario.replace('"litters":{"area"', '"litters" :{"area"');
    expect(await codeOf(resume(await withHead({ scenarioHash: "0".repeat(32), scenario: tampered })))).toBe(
      "checkpoint-foreign",
    );
    expect(await codeOf(resume(await withHead({ seed: 4 })))).toBe("checkpoint-false");
    expect(await codeOf(resume(await withHead({ phases: [["golden age", 0]] })))).toBe("checkpoint-false");
  });
});

describe("a run that is resumed", () => {
  test("refuses another scenario, seed or number of people, and an end that is behind it", async () => {
    const point = () => openCheckpoint(sourceOf(good));
    expect(await codeOf(run(small, { resume: await point() }))).toBe("checkpoint-foreign");
    expect(await codeOf(run(everything, { seed: 4, resume: await point() }))).toBe("checkpoint-foreign");
    expect(await codeOf(run(everything, { people: 151, resume: await point() }))).toBe("checkpoint-foreign");
    expect(await codeOf(run(everything, { ticks: 5, resume: await point() }))).toBe("checkpoint-beyond");
    const same = await run(everything, { seed: 3, people, ticks: 6, resume: await point() });
    expect(same.stateHash).toBe((await run(everything, { seed: 3, people, ticks: 6 })).stateHash);
  });

  test("tells what is wrong with the file, and what to do", async () => {
    await expect(openCheckpoint(sourceOf(good.subarray(0, 100)))).rejects.toThrow(
      /error\[checkpoint-truncated\]: the checkpoint "memory" ends too early\n.*run the scenario again/,
    );
  });
});

describe("a checkpoint that cannot be written", () => {
  test("ends the run, and leaves the one before as it was", async () => {
    const store = new MemoryStore();
    const begin = store.begin.bind(store);
    let begun = 0;
    store.begin = () => {
      const draft = begin();
      begun += 1;
      const fails = begun === 3;
      return {
        ...draft,
        write: (bytes) => {
          if (fails) throw new Error("the disk is full");
          draft.write(bytes);
        },
      };
    };
    await expect(run(small, { checkpoint: { every: 4, store } })).rejects.toThrow("the disk is full");
    expect([store.kept, store.dropped]).toEqual([2, 1]);
    expect((await openCheckpoint(sourceOf(store.bytes))).tick).toBe(4);
  });

  test.each([0, -1, 1.5, Number.NaN])("every %d ticks is refused", async (every) => {
    const store = new MemoryStore();
    expect(await codeOf(run(small, { checkpoint: { every, store } }))).toBe("bad-checkpoint");
  });
});
