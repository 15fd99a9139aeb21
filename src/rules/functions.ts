import { add, binary, constant, divideBy, greater, lesser, unary } from "./build.ts";
import type { NumberTree } from "./tree.ts";

/** A function of numbers that every rule may call. */
export interface NumberFunction {
  readonly parameters: string;
  readonly least: number;
  readonly most: number;
  readonly doc: string;
  readonly build: (of: readonly NumberTree[]) => NumberTree;
}

const one = (op: Parameters<typeof unary>[0], doc: string): NumberFunction => ({
  parameters: "x",
  least: 1,
  most: 1,
  doc,
  build: ([x]) => unary(op, x!),
});

/** Every function of the rule language. All are total: they give a finite number for every finite number. */
export const numberFunctions: ReadonlyMap<string, NumberFunction> = new Map([
  ["abs", one("abs", "the size of x without its sign")],
  ["floor", one("floor", "the whole number at or below x")],
  ["ceil", one("ceil", "the whole number at or above x")],
  ["round", one("round", "the nearest whole number, halves to even")],
  ["sqrt", one("sqrt", "the square root; 0 for a negative x")],
  ["exp", one("exp", "e to the power x, at most the largest binary32")],
  ["log", one("log", "the natural logarithm; of 0 or less, that of the smallest normal binary32")],
  [
    "logistic",
    {
      parameters: "x",
      least: 1,
      most: 1,
      doc: "1 / (1 + exp(-x)): from 0 to 1",
      build: ([x]) => divideBy(constant(1), add(constant(1), unary("exp", unary("negate", x!)))),
    },
  ],
  [
    "pow",
    {
      parameters: "x, y",
      least: 2,
      most: 2,
      doc: "x to the power y; 0 for a negative x, 1 for y = 0",
      build: ([x, y]) => binary("pow", x!, y!),
    },
  ],
  [
    "min",
    {
      parameters: "x, y, ...",
      least: 2,
      most: 16,
      doc: "the smallest",
      build: (of) => of.reduce(lesser),
    },
  ],
  [
    "max",
    {
      parameters: "x, y, ...",
      least: 2,
      most: 16,
      doc: "the largest",
      build: (of) => of.reduce(greater),
    },
  ],
  [
    "clamp",
    {
      parameters: "x, from, to",
      least: 3,
      most: 3,
      doc: "x, but at least from and at most to",
      build: ([x, from, to]) => greater(lesser(x!, to!), from!),
    },
  ],
]);
