import { describe, expect, test } from "vitest";
import {
  binaryOperations,
  boundedOperations,
  differencesOf,
  edges,
  knownOperations,
  reckonOperation,
  sweep,
  unaryOperations,
} from "./functions.ts";

const swept = 200_000;

/** Every edge with every edge. */
const pairs = edges().flatMap((left) => edges().map((right) => [left, right] as const));
const lefts = Float32Array.from(pairs, ([left]) => left);
const rights = Float32Array.from(pairs, ([, right]) => right);
const someLefts = lefts.filter((_, i) => i % 5 === 0);
const someRights = rights.filter((_, i) => i % 5 === 0);
const zeros = pairs.filter((pair) => pair.includes(0));
const all = [...unaryOperations, ...binaryOperations, ...knownOperations, ...boundedOperations];

describe("an emitted operation has the bits of the interpreter", () => {
  test.each(unaryOperations)("$name, at edges and over all binary32", async (operation) => {
    const values = Float32Array.from([...edges(), ...sweep(swept)]);
    expect(await differencesOf(operation, values, values)).toEqual([]);
  });

  test.each(binaryOperations)("$name, at pairs of edges and over all binary32", async (operation) => {
    expect(await differencesOf(operation, lefts, rights)).toEqual([]);
    const values = sweep(swept);
    expect(await differencesOf(operation, values, sweep(swept, 12_345).slice(0, values.length).reverse())).toEqual([]);
  });

  test("with operands and ranges that are known, at pairs of edges", async () => {
    const found = [];
    for (const operation of [...knownOperations, ...boundedOperations])
      found.push(...(await differencesOf(operation, lefts, rights)));
    expect(found).toEqual([]);
  });
});

describe("an operation", () => {
  test("is finite for every finite number", () => {
    const wild = all.filter((operation) =>
      reckonOperation(operation, someLefts, someRights).some((value) => !Number.isFinite(value)),
    );
    expect(wild.map(({ name }) => name)).toEqual([]);
  });

  // What makes the sign of zero free to differ: nothing can be told from it.
  test("does not know the sign of zero", () => {
    const found = all.flatMap((operation) => {
      const of = (zero: number): Float32Array => {
        const side = (i: 0 | 1): Float32Array => Float32Array.from(zeros, (pair) => (pair[i] === 0 ? zero : pair[i]));
        return reckonOperation(operation, side(0), side(1)).map((value) => value + 0);
      };
      const [positive, negative] = [of(0), of(-0)];
      return positive.every((value, i) => value === negative[i]) ? [] : [operation.name];
    });
    expect(found).toEqual([]);
  });
});
