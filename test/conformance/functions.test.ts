import { describe, expect, test } from "vitest";
import {
  binaryOperations,
  differencesOf,
  edges,
  type Operation,
  runOperation,
  sweep,
  unaryOperations,
} from "./functions.ts";

const swept = 200_000;

/** Every edge with every edge. */
const pairs = edges().flatMap((left) => edges().map((right) => [left, right] as const));

describe("an emitted operation has the bits of the interpreter", () => {
  test.each(unaryOperations)("$name: at edges and over all binary32", async (operation) => {
    const values = Float32Array.from([...edges(), ...sweep(swept)]);
    expect(await differencesOf(operation, values, values)).toEqual([]);
  });

  test.each(binaryOperations)("$name: at pairs of edges and over all binary32", async (operation) => {
    const left = Float32Array.from(pairs, ([one]) => one);
    const right = Float32Array.from(pairs, ([, other]) => other);
    expect(await differencesOf(operation, left, right)).toEqual([]);
    const values = sweep(swept);
    expect(await differencesOf(operation, values, sweep(swept, 12_345).slice(0, values.length).reverse())).toEqual([]);
  });

  test("and it is finite for every finite number", async () => {
    const left = Float32Array.from(pairs, ([one]) => one);
    const right = Float32Array.from(pairs, ([, other]) => other);
    const wild = async (operation: Operation): Promise<boolean> =>
      (await runOperation(operation, left, right)).some((value) => !Number.isFinite(value));
    const all = [...unaryOperations, ...binaryOperations];
    const found = await Promise.all(all.map(async (operation) => ((await wild(operation)) ? [operation.name] : [])));
    expect(found.flat()).toEqual([]);
  });
});
