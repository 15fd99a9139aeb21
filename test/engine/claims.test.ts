import { afterEach, expect, test } from "vitest";
import { holdClaims } from "../../src/engine/meaning/claims.ts";
import { compileNumber } from "../../src/engine/meaning/evaluate.ts";
import { openNamed, type Scene } from "../../src/engine/meaning/scene.ts";
import * as build from "../../src/rules/build.ts";

const locals = openNamed(["x"]);
const share = build.known(build.local("x", { from: 0, to: 9 }), { from: 0, to: 1 }, "it is a share");

function valueAt(x: number): number {
  locals.values[0] = x;
  return compileNumber(build.multiply(share, build.constant(2)), {} as Scene, locals)(0);
}

afterEach(() => holdClaims(true));

test("under test, the interpreter throws for a number beyond what is known of it", () => {
  expect([valueAt(0), valueAt(0.5), valueAt(1)]).toEqual([0, 1, 2]);
  expect(() => valueAt(1.5)).toThrow("bug: x is 1.5, which is not from 0 to 1, though it is a share");
  expect(() => valueAt(-0.1)).toThrow("it is a share");
  expect(() => valueAt(Number.NaN)).toThrow("it is a share");
});

test("the last bits may lie beyond it", () => {
  expect(valueAt(Math.fround(1 + 2 ** -23))).toBeGreaterThan(2);
});

test("elsewhere it does not look", () => {
  holdClaims(false);
  expect(valueAt(1.5)).toBe(3);
});

test("a known range stands on the same operation, and is passed on", () => {
  expect(share).toEqual({ op: "local", name: "x", range: { from: 0, to: 1 }, known: "it is a share" });
  expect(build.add(share, build.constant(1)).range).toEqual({ from: 1, to: 2 });
});
