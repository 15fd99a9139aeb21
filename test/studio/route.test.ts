import { describe, expect, test } from "vitest";
import { decodeRoute, encodeRoute, pack, plainRoute, type Route, unpack } from "../../studio/page/route.ts";

const full: Route = {
  view: "twins",
  scenario: "my-town",
  text: 'title: "<script>alert(1)</script> 城"\n',
  changes: { "scheme.points.littering": -2, "conduct.littering.per_year": "8 * (1 - conscientious)" },
  people: 20_000,
  seed: 7,
  tick: 30,
  colouring: "trait.urban",
  charts: ["mean_score[town]", "a,b"],
  person: 42,
  twin: true,
  language: "zh",
  tour: 2,
  version: "9.9.9",
};

describe("an address", () => {
  test("has all that is shown in it", async () => {
    expect(await decodeRoute(await encodeRoute(full))).toEqual({ route: full, faults: [] });
  });

  test("of the front is short", async () => {
    expect(await encodeRoute(plainRoute)).toBe("#");
    expect(await encodeRoute({ ...plainRoute, view: "world", scenario: "suining" })).toBe("#world/suining");
  });

  test("can be anything at all: what cannot be meant is left out and named", async () => {
    const hostile = [
      "#world/../../etc/passwd?seed=-1&people=1e99&tick=NaN&person=0x10",
      "#world/<script>alert(1)</script>?with.__proto__.polluted=1&with.a=%7Bbad&language=xx",
      "#%E0%A4%A?text=!!!!&seed=99999999999999999999",
      `#world/a?${"x".repeat(300_000)}`,
      "#nowhere/suining?tour=9999999",
      "#world?seed=3",
    ];
    for (const hash of hostile) {
      const { route, faults } = await decodeRoute(hash);
      expect([hash.slice(0, 40), faults.length > 0]).toEqual([hash.slice(0, 40), true]);
      expect(Number.isSafeInteger(route.seed) && route.seed >= 0).toBe(true);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("a text in an address", () => {
  test("comes out as it went in, and is shorter", async () => {
    const text = "title: 城\n".repeat(500);
    const packed = await pack(text);
    expect(packed).toMatch(/^[\w-]+$/);
    expect(packed.length).toBeLessThan(text.length / 10);
    expect(await unpack(packed)).toBe(text);
  });

  test("that would be larger than any scenario when it is unpacked is none", async () => {
    expect(await unpack(await pack("a".repeat(50_000_000)))).toBeUndefined();
  });

  test.each(["", "####", "AAAA", "_____w"])("%j is none or empty, and nothing is thrown", async (packed) => {
    expect((await unpack(packed)) ?? "").toBe("");
  });
});
