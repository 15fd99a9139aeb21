import { describe } from "vitest";
import type { Column, GatherStep, MeetStep, Plan } from "../../src/plan/plan.ts";
import { truth } from "../../src/rules/build.ts";
import { eventOf, loc, map, number, scratch, setTo, stored } from "../engine/plans.ts";
import { refused, taken } from "./edges.ts";

describe("steps over ties", () => {
  const columns = [stored("x"), stored("y"), scratch("sum"), scratch("count")];
  const gather: GatherStep = { kind: "gather", name: "g", column: "x", sum: "sum", count: "count" };
  const over = (from: number, to: number, far = false): Partial<Plan> => ({
    columns,
    ties: { near: 3, far: 1, purpose: "t" },
    steps: [gatherOver(from, to, far)],
  });
  const gatherOver = (from: number, to: number, far: boolean): GatherStep => ({ ...gather, lanes: { from, to, far } });
  const write = (name: string, column = "x") => map(name, { writes: [setTo(column, number(1))] });
  const ties = { near: 3, far: 1, purpose: "t" };
  taken([
    ["all near lanes", over(0, 3)],
    ["no near lane", over(3, 3, true)],
    [
      "far friends who show what nobody has written yet",
      { columns, ties, steps: [write("w", "y"), gather, write("v")] },
    ],
    ["near friends after a write", { columns, ties, steps: [write("w"), gatherOver(0, 3, false)] }],
    [
      "far lanes where there are none, after a write",
      { columns, ties: { ...ties, far: 0 }, steps: [write("w"), gather] },
    ],
  ]);
  refused([
    ["lanes before the first", over(-1, 2), "step g goes over near lanes -1 to 2"],
    ["lanes after the last", over(0, 4), "step g goes over near lanes 0 to 4"],
    ["lanes from the end", over(2, 1), "step g goes over near lanes 2 to 1"],
    [
      "a count that lasts",
      { columns, ties, steps: [{ ...gather, count: "y" }] },
      "step g gathers into y, which is stored",
    ],
    [
      "far friends after a write, and says whose",
      { columns, ties, steps: [write("w"), write("v"), gather] },
      "step g asks far friends for x, which w has written in this tick",
    ],
    [
      "far friends over no near lane after a write",
      { columns, ties, steps: [write("w"), gatherOver(0, 0, true)] },
      "step g asks far friends for x, which w has written in this tick",
    ],
  ]);
});

describe("steps over communities", () => {
  const gather: GatherStep = { kind: "gather", name: "g", column: "x", sum: "sum", count: "count", whom: "community" };
  const of = (x: Partial<Column>, sum: Partial<Column>, count: Partial<Column>, step: Partial<GatherStep> = {}) => ({
    columns: [stored("x", x), stored("y"), scratch("sum", sum), scratch("count", count)],
    steps: [{ ...gather, ...step }],
  });
  const [x, sum, count] = [{ lowest: -3, highest: 10 }, { lowest: -3 * 64, highest: 640 }, { highest: 64 }];
  taken([
    ["where nobody has ties", of(x, sum, count)],
    ["of as much as 32 bits hold", of({ highest: 2 ** 25 - 1 }, { highest: 2 ** 31 - 64 }, count)],
    ["after a write", { ...of(x, sum, count), steps: [map("w", { writes: [setTo("x", number(1))] }), gather] }],
  ]);
  refused([
    ["with lanes", of(x, sum, count, { lanes: { from: 0, to: 0, far: false } }), "step g gathers lanes of a community"],
    ["too much", of({ highest: 2 ** 25 }, { highest: 2 ** 31 }, count), "step g adds up to more than 32 bits hold"],
    [
      "too little",
      of({ lowest: -(2 ** 25) - 1 }, { lowest: -(2 ** 31) - 64 }, count),
      "step g adds up to more than 32 bits hold",
    ],
    ["into less", of(x, { ...sum, highest: 639 }, count), "sum is too narrow for what step g adds up to"],
    ["into more", of(x, { ...sum, lowest: -191 }, count), "sum is too narrow for what step g adds up to"],
    ["with too few counted", of(x, sum, { highest: 63 }), "count is too narrow for what step g counts"],
    [
      "with nobody counted",
      of(x, sum, { lowest: 1, highest: 64, initial: 1 }),
      "count is too narrow for what step g counts",
    ],
    ["of what does not last", of({ ...x, role: "scratch" }, sum, count), "step g gathers x, which is not stored"],
    ["into what lasts", of(x, { ...sum, role: "stored" }, count), "step g gathers into sum, which is stored"],
  ]);
});

describe("encounters", () => {
  const of = (parts: Partial<MeetStep>): Partial<Plan> => ({
    columns: [stored("x"), stored("y")],
    ties: { near: 3, far: 0, purpose: "t" },
    steps: [
      {
        kind: "meet",
        name: "m",
        pairs: { kind: "anyone", purpose: "p" },
        rounds: 1,
        happens: { chance: number(1), purpose: "h" },
        sees: [],
        chance: number(1),
        purpose: "acts",
        falls: "self",
        event: eventOf("m"),
        ...parts,
      } as MeetStep,
    ],
  });
  taken([
    ["in one round", of({ rounds: 1 })],
    ["in 64 rounds", of({ rounds: 64 })],
    ["of friends of all lanes", of({ pairs: { kind: "friends", purpose: "p", lanes: 3 } })],
  ]);
  refused([
    ["in no round", of({ rounds: 0 }), "step m has 0 rounds"],
    ["in half a round", of({ rounds: 1.5 }), "step m has 1.5 rounds"],
    ["in 65 rounds", of({ rounds: 65 }), "step m has 65 rounds"],
    ["that a local decides", of({ happens: { chance: loc("z"), purpose: "h" } }), "unknown local in step m: z"],
    [
      "that see two things under a name",
      of({ sees: ["x", "y"].map((column) => ({ local: "it", column })) }),
      "step m: local it is there twice",
    ],
    [
      "of friends where there are no ties",
      { ...of({ pairs: { kind: "friends", purpose: "p", lanes: 1 } }), ties: undefined },
      "step m needs ties",
    ],
    [
      "with a stranger in what follows",
      of({
        event: eventOf("m", {
          when: truth(true),
          wait: undefined,
          before: [],
          lets: [{ name: "a", kind: "number", is: loc("z") }],
        }),
      }),
      "unknown local in step m, a: z",
    ],
  ]);
});
