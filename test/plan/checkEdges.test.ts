import { describe } from "vitest";
import type { Column, Event, Plan, Table } from "../../src/plan/plan.ts";
import { truth } from "../../src/rules/build.ts";
import {
  act,
  addOne,
  changeBy,
  col,
  eventOf,
  glob,
  layersOf,
  loc,
  map,
  measureOf,
  number,
  scratch,
  setTo,
  stored,
} from "../engine/plans.ts";
import { refused, taken } from "./edges.ts";

describe("the shape of a plan", () => {
  taken([
    ["one entity", { size: 1 }],
    ["no ticks", { ticks: 0 }],
    ["a queue for this tick alone", { queues: [{ name: "q", longest: 0, rate: 1 }] }],
  ]);
  refused([
    ["nobody", { size: 0 }, "0 entities"],
    ["half a person", { size: 1.5 }, "1.5 entities"],
    ["ticks below none", { ticks: -1 }, "-1 ticks"],
    ["half a tick", { ticks: 0.5 }, "0.5 ticks"],
    ["two tables of a name", { tables: [cuts([1, 2]), cuts([1, 2])] }, "table t is there twice"],
    [
      "two queues of a name",
      { queues: [1, 2].map((longest) => ({ name: "q", longest, rate: 1 })) },
      "queue q is there twice",
    ],
    ["two steps of a name", { steps: [map("m", {}), map("m", {})] }, "step m is there twice"],
    ["two start steps of a name", { start: [map("m", {}), map("m", {})] }, "start step m is there twice"],
    [
      "a global and a measure of a name",
      { globals: [global("g")], measures: [measureOf("g")] },
      "global or measure g is there twice",
    ],
  ]);
});

describe("a column", () => {
  const of = (parts: Partial<Column>): Partial<Plan> => ({ columns: [stored("x", parts)] });
  taken([
    ["that begins at its lowest", of({ lowest: -3, highest: 5, initial: -3 })],
    ["that begins at its highest", of({ lowest: -3, highest: 5, initial: 5 })],
    ["of 32 bits", of({ lowest: -(2 ** 31), highest: 2 ** 31 - 1 })],
  ]);
  refused([
    ["that begins below", of({ lowest: 1, highest: 5, initial: 0 }), "column x begins outside its ends"],
    ["that begins above", of({ lowest: 0, highest: 5, initial: 6 }), "column x begins outside its ends"],
    ["of more than 32 bits", of({ lowest: -(2 ** 31), highest: 2 ** 31 }), "column x is wider than 32 bits"],
    ["with a lowest that is not whole", of({ lowest: -0.5 }), "column x has ends that are not whole"],
    ["with a highest that is not whole", of({ highest: 9.5 }), "column x has ends that are not whole"],
    ["with a beginning that is not whole", of({ initial: 0.5 }), "column x has ends that are not whole"],
    ["without a step", of({ resolution: 0 }), "column x has resolution 0"],
    ["with a step that is no number", of({ resolution: Number.NaN }), "column x has resolution NaN"],
  ]);
});

describe("a table", () => {
  taken([
    ["of cuts that rise or stay", { tables: [cuts([0, 1, 1, 2], [5, 3, 3, 0])] }],
    ["of one cut", { tables: [cuts([7])] }],
    ["of scores that rise or stay", { tables: [scores([-1, 0, 0, 2])] }],
  ]);
  refused([
    ["without rows", { tables: [{ name: "t", kind: "cuts", rows: [] }] }, "table t has no rows"],
    ["that falls at once", { tables: [cuts([1, 0, 2])] }, "table t falls"],
    ["that falls at the end", { tables: [cuts([0, 1, 2, 1])] }, "table t falls"],
    ["that falls in its low words at once", { tables: [cuts([1, 1], [4, 3])] }, "table t falls"],
    ["that falls in its low words later", { tables: [cuts([0, 1, 1], [9, 4, 3])] }, "table t falls"],
    [
      "of halves of different lengths",
      { tables: [{ name: "t", kind: "cuts", rows: [{ hi: Uint32Array.of(1, 2), lo: Uint32Array.of(1) }] }] },
      "table t has halves of different lengths",
    ],
    ["of scores that fall at the end", { tables: [scores([0, 1, 0.5])] }, "table t falls"],
    ["of scores that fall in a later row", { tables: [scores([0, 1], [1, 0])] }, "table t falls"],
  ]);
});

describe("a script", () => {
  const lets = [{ name: "grave", kind: "number", is: number(1) }] as const;
  const steps = [act("deed", [], number(0), eventOf("deed", { lets })), map("other", {})];
  const of = (entity: number, set = {}, step = "deed"): Partial<Plan> => {
    return { size: 10, columns: [stored("x")], steps, script: { entity, columns: {}, acts: [{ tick: 0, step, set }] } };
  };
  taken([
    ["of the first", of(0)],
    ["of the last", of(9)],
    ["that says how grave", of(0, { grave: 1 })],
  ]);
  refused([
    ["of one before the first", of(-1), "no entity -1"],
    ["of one after the last", of(10), "no entity 10"],
    ["of half a person", of(0.5), "no entity 0.5"],
    ["that sets what is no local", of(0, { mild: 1 }), "the script sets mild, which is no local"],
    ["of what is no act", of(0, {}, "other"), "unknown act in the script: other"],
    [
      "that gives what is no column",
      { script: { entity: 0, columns: { y: 1 }, acts: [] } },
      "unknown column in the script: y",
    ],
  ]);
});

describe("an update", () => {
  const of = (is: ReturnType<typeof number>): Partial<Plan> => ({
    columns: [stored("x")],
    globals: [global("g"), global("h")],
    measures: [measureOf("m")],
    updates: [{ kind: "tree", global: "g", is }],
  });
  taken([
    ["over a global", of(glob("h"))],
    ["over a measure", of(glob("m"))],
  ]);
  refused([
    ["over a column", of(col("x")), "the update of g reads column x"],
    ["over nothing that is there", of(glob("z")), "unknown global in the update of g: z"],
    ["over a local", of(loc("z")), "unknown local in the update of g: z"],
    ["of what is no global", { updates: [{ kind: "dated", global: "g", from: [] }] }, "unknown global: g"],
    [
      "from what is no measure",
      { globals: [global("g")], updates: [{ kind: "measure", global: "g", measure: "m" }] as Plan["updates"] },
      "unknown measure in the update of g: m",
    ],
  ]);
});

describe("a measure", () => {
  const groups = (index: ReturnType<typeof number>) => ({ groups: { name: "by", words: ["a"], index } }) as never;
  refused([
    ["without a step", { measures: [measureOf("m", { resolution: 0 })] }, "measure m has resolution 0"],
    ["over a local", { measures: [measureOf("m", { value: loc("z") })] }, "unknown local in measure m: z"],
    ["by a local", { measures: [measureOf("m", groups(loc("z")))] }, "unknown local in measure m: z"],
  ]);
});

describe("ties that can be cut", () => {
  const of = (lanes: number, near: number, highest = 2 ** lanes - 1): Partial<Plan> => ({
    columns: [stored("cut", { highest })],
    ties: { near, far: 0, purpose: "t", cut: { column: "cut", lanes } },
  });
  taken([
    ["in one lane", of(1, 1)],
    ["in sixteen lanes", of(16, 20)],
    ["in fewer lanes than there are", of(2, 3)],
  ]);
  refused([
    ["in no lane", of(0, 1), "ties are cut in 0 lanes"],
    ["in seventeen lanes", of(17, 20), "ties are cut in 17 lanes"],
    ["in more lanes than there are", of(4, 3), "ties are cut in 4 lanes"],
    ["in a column that is too wide", of(2, 3, 7), "cut does not hold 2 bits"],
    [
      "in a column that does not last",
      { ...of(2, 3), columns: [scratch("cut", { highest: 3 })] },
      "cut does not hold 2 bits",
    ],
    [
      "in a column that begins below",
      { ...of(2, 3), columns: [stored("cut", { lowest: -1, highest: 3 })] },
      "cut does not hold 2 bits",
    ],
  ]);
});

describe("layers of an act", () => {
  const { layers, tables } = layersOf("acts", [1, 2]);
  const of = (all: typeof layers, more: readonly Table[] = tables): Partial<Plan> => ({
    tables: more,
    steps: [act("a", all, number(1), eventOf("a"))],
  });
  taken([
    ["that join", of(layers)],
    ["none", of([])],
  ]);
  refused([
    ["that do not begin at 0", of([{ ...layers[0]!, from: 0.5 }]), "step a has layers that do not join at 0"],
    ["with a gap", of([layers[0]!, { ...layers[1]!, from: 1.5 }]), "step a has layers that do not join at 1"],
    ["that overlap", of([layers[0]!, { ...layers[1]!, from: 0.5 }]), "step a has layers that do not join at 1"],
    ["with nothing in one", of([{ ...layers[0]!, to: 0 }]), "step a has layers that do not join at 0"],
    [
      "with two rows in a table",
      of(layers, [{ ...tables[0]!, rows: [...tables[0]!.rows, ...tables[0]!.rows] } as Table, tables[1]!]),
      "table acts layer 0 is no single row of cuts",
    ],
    [
      "with scores in a table",
      of(layers, [{ ...scores([1]), name: "acts layer 0" }, tables[1]!]),
      "table acts layer 0 is no single row of cuts",
    ],
    ["of a rate over a local", { steps: [act("a", [], loc("z"), eventOf("a"))] }, "unknown local in step a: z"],
  ]);
});

describe("an event", () => {
  const grave = { name: "grave", kind: "number", is: number(1) } as const;
  const record = { carry: ["grave"], lets: [], effects: [], label: "" };
  const of = (parts: Partial<Event>): Partial<Plan> => ({
    columns: [scratch("fresh")],
    steps: [act("a", [], number(0), eventOf("a", parts))],
  });
  taken([["that carries what it draws", of({ lets: [grave], record })]]);
  refused([
    [
      "that carries one thing twice",
      of({ lets: [grave], record: { ...record, carry: ["grave", "grave"] } }),
      "step a: carried grave is there twice",
    ],
    ["with a local twice", of({ lets: [grave, grave] }), "local grave is there twice in step a"],
    [
      "with a local of the record that is carried",
      of({ lets: [grave], record: { ...record, lets: [grave] } }),
      "local grave is there twice in step a",
    ],
    [
      "before which a stranger is read",
      of({ before: [{ ...addOne("fresh"), value: loc("z") }] }),
      "unknown local in step a: z",
    ],
    [
      "with a stranger in its record",
      of({
        lets: [grave],
        record: { carry: [], lets: [], effects: [{ ...addOne("fresh"), value: loc("grave") }], label: "" },
      }),
      "unknown local in step a: grave",
    ],
    [
      "that is put down to others by a stranger",
      of({ misdirect: { chance: loc("z"), purpose: "m" } }),
      "unknown local in step a: z",
    ],
    [
      "that says whether it went astray and does not carry it",
      of({ misdirect: { chance: number(0.5), purpose: "m", says: "strayed" } }),
      "step a says strayed, which its record does not carry",
    ],
    [
      "that says whether it went astray by the name of a let",
      of({
        lets: [grave],
        misdirect: { chance: number(0.5), purpose: "m", says: "grave" },
        record: { carry: ["grave"], lets: [], effects: [], label: "" },
      }),
      "local grave is there twice in step a",
    ],
    [
      "with a let over a later one",
      of({ lets: [{ ...grave, name: "first", is: loc("grave") }, grave] }),
      "unknown local in step a, first: grave",
    ],
  ]);
});

describe("ranks", () => {
  const columns = [stored("x"), scratch("y"), stored("wide", { highest: 65_536 })];
  const ranked = (column: string, among = truth(true)) =>
    ({ name: `${column} rank` as string, kind: "rank", column, among }) as const;
  const asking = (...lets: ReturnType<typeof ranked>[]) => ({ columns, steps: [map("m", { lets })] });
  const all = truth(true);
  taken([
    ["of a column", asking(ranked("x"))],
    ["of a column twice, among the same", asking(ranked("x", all), { ...ranked("x", all), name: "again" })],
  ]);
  refused([
    ["of what does not last", asking(ranked("y")), "step m asks everywhere for y, which is not stored"],
    ["of too many units", asking(ranked("wide")), "wide has too many units for ranks"],
    [
      "of a column among different people",
      asking(ranked("x"), { ...ranked("x", truth(false)), name: "again" }),
      "x is ranked among different people",
    ],
    [
      "before there is a tick",
      { columns, start: [map("m", { lets: [ranked("x")] })] },
      "m ranks before there is a tick",
    ],
  ]);
});

describe("a map step", () => {
  const columns = [stored("x")];
  refused([
    [
      "that writes a column twice",
      { columns, steps: [map("m", { writes: [setTo("x", number(1)), changeBy("x", number(1))] })] },
      "step m: write of x is there twice",
    ],
    [
      "with a stranger in a ledger",
      {
        columns,
        steps: [map("m", { writes: [{ ...setTo("x", number(1)), ledger: [{ label: "part", part: loc("z") }] }] })],
      },
      "unknown local in step m: z",
    ],
  ]);
});

function cuts(hi: readonly number[], lo: readonly number[] = hi.map(() => 0)): Table {
  return { name: "t", kind: "cuts", rows: [{ hi: Uint32Array.from(hi), lo: Uint32Array.from(lo) }] };
}

function scores(...rows: readonly (readonly number[])[]): Table {
  return { name: "t", kind: "scores", rows: rows.map((row) => Float32Array.from(row)) };
}

function global(name: string): Plan["globals"][number] {
  return { name, start: 0, range: { from: 0, to: 1 }, doc: "" };
}
