import { expect, test } from "vitest";
import { type Footprint, footprintOf, footprintOfMeasure, publishedIn } from "../../src/plan/footprint.ts";
import type { Arrival, Event, MeetStep, Plan, Step } from "../../src/plan/plan.ts";
import { rankingsOf } from "../../src/plan/ranks.ts";
import { compare } from "../../src/rules/build.ts";
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
  planOf,
  scratch,
  setTo,
  stored,
} from "../engine/plans.ts";

/** What a step touches, said in full for each kind of step. */

const plan: Plan = planOf({
  columns: ["a", "b", "c", "d", "bits"].map((name) => stored(name)).concat(scratch("sum"), scratch("count")),
  ties: { near: 4, far: 2, purpose: "ties", cut: { column: "bits", lanes: 3 } },
  measures: [
    measureOf("deeds", { kind: "tally", groups: { name: "g", index: col("group"), words: ["x"] } }),
    measureOf("records", { kind: "tally" }),
  ],
});

const nothing: Footprint = {
  of: undefined,
  reads: [],
  writes: [],
  draws: [],
  ranks: [],
  tallies: [],
  queues: [],
  globals: [],
  tables: [],
};

const tally = (measure: string) => ({ kind: "tally", measure, value: number(1) }) as const;
const record: Arrival = {
  carry: ["grave"],
  lets: [{ name: "weight", kind: "number", is: col("weight") }],
  effects: [tally("records"), addOne("points"), { kind: "raise", column: "worst", value: loc("grave") }],
  label: "deed",
};
const event: Event = eventOf("deed", {
  lets: [{ name: "grave", kind: "pick", table: "severities", row: col("row"), purpose: "grave" }],
  before: [tally("deeds")],
  when: compare("ge", col("caught"), number(1)),
  misdirect: { chance: glob("muddle"), purpose: "astray" },
  wait: { queue: "post", delay: col("slow") },
  record,
});
const meet: MeetStep = {
  kind: "meet",
  name: "meet",
  pairs: { kind: "friends", purpose: "pairs", lanes: 2 },
  rounds: 1,
  happens: { chance: glob("often"), purpose: "happens" },
  sees: [{ local: "theirs", column: "score" }],
  chance: col("bold"),
  purpose: "acts",
  falls: "other",
  event: eventOf("meet", { record }),
};

const reads = (whose: string, part: string, ...columns: string[]) =>
  columns.map((column) => ({ column, whose, of: undefined, part }));
const sets = (...columns: string[]) => columns.map((column) => ({ column, whose: "own", how: "set" }));
const arrives = (whose: string) => [
  { column: "points", whose, how: "add" },
  { column: "worst", whose, how: "raise" },
];
const rank = { name: "rank", kind: "rank", column: "a", among: compare("ge", col("b"), glob("least")) } as const;

const footprints: [string, Step, object][] = [
  [
    "map",
    map("m", {
      of: "firm",
      lets: [
        { name: "luck", kind: "uniform", purpose: "luck" },
        { name: "bell", kind: "normal", purpose: "bell" },
        { name: "coin", kind: "chance", p: col("odds"), purpose: "coin" },
        { name: "drawn", kind: "pickByScore", table: "scores", row: number(0), score: loc("bell") },
        { name: "so", kind: "truth", is: compare("ge", col("a"), number(1)) },
        rank,
      ],
      writes: [
        setTo("c", loc("luck")),
        {
          ...changeBy("d", glob("drift"), "rounding"),
          ledger: [{ label: "pull", part: col("pull") }],
        },
      ],
    }),
    {
      of: "firm",
      reads: [
        ...reads("own", "each", "odds", "a"),
        ...reads("everyone", "each", "a", "b"),
        ...reads("own", "ledger", "pull"),
      ].map((read) => ({ ...read, of: "firm" })),
      writes: [...sets("c"), { column: "d", whose: "own", how: "change" }],
      draws: [
        { purpose: "luck", at: "entity", decides: { kind: "local", name: "luck" } },
        { purpose: "bell", at: "entity", decides: { kind: "local", name: "bell" } },
        { purpose: "coin", at: "entity", decides: { kind: "local", name: "coin" } },
        { purpose: "rounding", at: "coarse", decides: { kind: "rounding", column: "d" } },
      ],
      ranks: [{ column: "a", among: rank.among }],
      globals: ["least", "drift"],
      tables: ["scores"],
    },
  ],
  [
    "act",
    act("deed", layersOf("deed", [1, 2]).layers, col("rate"), event),
    {
      reads: [
        ...reads("own", "rate", "rate"),
        ...reads("own", "event", "row", "group", "caught", "slow"),
        ...reads("onto", "record", "weight"),
      ],
      writes: arrives("onto"),
      draws: [
        { purpose: "deed layer 0", at: "candidates", decides: { kind: "candidates" } },
        { purpose: "deed layer 1", at: "candidates", decides: { kind: "candidates" } },
        { purpose: "grave", at: "candidate", decides: { kind: "local", name: "grave" } },
        { purpose: "astray", at: "candidate", decides: { kind: "astray" } },
      ],
      tallies: ["deeds", "records"],
      queues: [{ queue: "post", does: "posts" }],
      globals: ["muddle"],
      tables: ["deed layer 0", "deed layer 1", "severities"],
    },
  ],
  [
    "act whose records never go astray",
    act("deed", [], number(0), eventOf("deed", { record })),
    { reads: reads("own", "record", "weight"), writes: arrives("own"), tallies: ["records"] },
  ],
  [
    "due",
    {
      kind: "due",
      name: "deed",
      when: compare("ge", col("a"), glob("turn")),
      chance: col("odds"),
      above: glob("least"),
      purpose: "deed",
      event,
    },
    {
      reads: [
        ...reads("own", "rate", "a", "odds"),
        ...reads("own", "event", "row", "group", "caught", "slow"),
        ...reads("onto", "record", "weight"),
      ],
      writes: arrives("onto"),
      draws: [
        { purpose: "deed", at: "entity", decides: { kind: "acts" } },
        { purpose: "grave", at: "due", decides: { kind: "local", name: "grave" } },
        { purpose: "astray", at: "due", decides: { kind: "astray" } },
      ],
      tallies: ["deeds", "records"],
      queues: [{ queue: "post", does: "posts" }],
      globals: ["turn", "least", "muddle"],
      tables: ["severities"],
    },
  ],
  [
    "deliver",
    { kind: "deliver", name: "post", of: "firm", queue: "post", record },
    {
      of: "firm",
      reads: reads("own", "record", "weight").map((read) => ({ ...read, of: "firm" })),
      writes: arrives("own"),
      tallies: ["records"],
      queues: [{ queue: "post", does: "delivers" }],
    },
  ],
  [
    "gather",
    { kind: "gather", name: "friends", column: "a", sum: "sum", count: "count" },
    {
      reads: [
        ...reads("near", "each", "a"),
        ...reads("own", "each", "bits"),
        ...reads("near", "each", "bits"),
        ...reads("far", "each", "a"),
      ],
      writes: sets("sum", "count"),
    },
  ],
  [
    "gather over lanes that are never cut",
    {
      kind: "gather",
      name: "family",
      column: "a",
      sum: "sum",
      count: "count",
      lanes: { from: 3, to: 4, far: false },
    },
    { reads: reads("near", "each", "a"), writes: sets("sum", "count") },
  ],
  [
    "gather over communities",
    { kind: "gather", name: "neighbours", column: "a", sum: "sum", count: "count", whom: "community" },
    { reads: reads("neighbours", "each", "a"), writes: sets("sum", "count") },
  ],
  [
    "link from owners",
    { kind: "link", name: "l", of: "firm", direction: "from owner", column: "a", sum: "sum", count: "count" },
    { of: "firm", reads: reads("owner", "each", "a"), writes: sets("sum", "count") },
  ],
  [
    "link to owners",
    { kind: "link", name: "l", of: "firm", direction: "to owner", column: "a", sum: "sum", count: "count" },
    { reads: [{ column: "a", whose: "owned", of: "firm", part: "each" }], writes: sets("sum", "count") },
  ],
  [
    "meet, drawn for both and done beside",
    {
      ...meet,
      above: glob("least"),
      drawn: "pair",
      falls: "actor",
      beside: [addOne("count"), { kind: "tally", measure: "deeds", value: loc("theirs") }],
      event: eventOf("meet"),
    },
    {
      reads: [
        ...reads("own", "rate", "bits"),
        ...reads("other", "rate", "bits", "score"),
        ...reads("own", "rate", "bold"),
        ...reads("other", "event", "score"),
        ...reads("onto", "event", "group"),
      ],
      writes: [{ column: "count", whose: "onto", how: "add" }],
      draws: [
        { purpose: "pairs", at: "round", decides: { kind: "pairs" } },
        { purpose: "happens", at: "pair", decides: { kind: "meets" } },
        { purpose: "acts", at: "pair", decides: { kind: "acts" } },
      ],
      tallies: ["deeds"],
      globals: ["often", "least"],
    },
  ],
  [
    "meet",
    meet,
    {
      reads: [
        ...reads("own", "rate", "bits"),
        ...reads("other", "rate", "bits", "score"),
        ...reads("own", "rate", "bold"),
        ...reads("other", "event", "score"),
        ...reads("onto", "record", "weight"),
      ],
      writes: arrives("onto"),
      draws: [
        { purpose: "pairs", at: "round", decides: { kind: "pairs" } },
        { purpose: "happens", at: "pair", decides: { kind: "meets" } },
        { purpose: "acts", at: "side", decides: { kind: "acts" } },
      ],
      tallies: ["records"],
      globals: ["often"],
    },
  ],
  [
    "meet with anyone, falling on who acts",
    { ...meet, pairs: { kind: "anyone", purpose: "pairs" }, falls: "actor", sees: [], event },
    {
      reads: [
        ...reads("own", "rate", "bold"),
        ...reads("own", "event", "row", "group", "caught", "slow"),
        ...reads("onto", "record", "weight"),
      ],
      writes: arrives("onto"),
      draws: [
        { purpose: "pairs", at: "round", decides: { kind: "pairs" } },
        { purpose: "happens", at: "pair", decides: { kind: "meets" } },
        { purpose: "acts", at: "side", decides: { kind: "acts" } },
        { purpose: "grave", at: "side", decides: { kind: "local", name: "grave" } },
        { purpose: "astray", at: "side", decides: { kind: "astray" } },
      ],
      tallies: ["deeds", "records"],
      queues: [{ queue: "post", does: "posts" }],
      globals: ["often", "muddle"],
      tables: ["severities"],
    },
  ],
  [
    "sever",
    {
      kind: "sever",
      name: "drop",
      sees: [{ local: "theirs", column: "score" }],
      cut: col("a"),
      mend: glob("fondness"),
      purpose: "drop",
    },
    {
      reads: [...reads("own", "each", "bits"), ...reads("near", "each", "bits", "score"), ...reads("own", "each", "a")],
      writes: [{ column: "bits", whose: "own", how: "change" }],
      draws: [{ purpose: "drop", at: "lane", decides: { kind: "ties" } }],
      globals: ["fondness"],
    },
  ],
  [
    "sever that tells why",
    {
      kind: "sever",
      name: "drop",
      sees: [{ local: "theirs", column: "score" }],
      cut: col("a"),
      mend: glob("fondness"),
      purpose: "drop",
      because: [{ column: "sum", until: col("b") }, { column: "count" }],
    },
    {
      reads: [
        ...reads("own", "each", "bits"),
        ...reads("near", "each", "bits", "score"),
        ...reads("own", "each", "a", "b"),
      ],
      writes: [
        { column: "bits", whose: "own", how: "change" },
        { column: "sum", whose: "own", how: "set" },
        { column: "count", whose: "own", how: "set" },
      ],
      draws: [{ purpose: "drop", at: "lane", decides: { kind: "ties" } }],
      globals: ["fondness"],
    },
  ],
];

test.each(footprints)("the footprint of a step: %s", (_, step, expected) => {
  expect(footprintOf(step, plan)).toEqual({ ...nothing, ...expected });
});

test("a measure reads who is counted, how much, and the group", () => {
  const measure = measureOf("m", {
    of: "firm",
    where: compare("ge", col("there"), glob("least")),
    value: col("worth"),
    groups: { name: "g", index: col("size"), words: ["small", "large"] },
  });
  const read = reads("own", "each", "there", "worth", "size").map((one) => ({ ...one, of: "firm" }));
  expect(footprintOfMeasure(measure, plan)).toEqual({ ...nothing, of: "firm", reads: read, globals: ["least"] });
});

test("published is what far friends see, once each; ranked what is ranked in a tick, by who is counted", () => {
  const sums = { sum: "sum", count: "count" };
  const gathers = ["b", "a", "b"].map((column, i): Step => ({ kind: "gather", name: `g${i}`, column, ...sums }));
  const near: Step = { kind: "gather", name: "near", column: "c", ...sums, lanes: { from: 0, to: 4, far: false } };
  const ranked = map("ranked", { lets: [rank, { ...rank, name: "again" }] });
  const asked = { ...plan, steps: [...gathers, near, ranked] };
  expect(publishedIn(asked)).toEqual(["b", "a"]);
  expect(publishedIn({ ...asked, ties: { ...plan.ties!, far: 0 } })).toEqual([]);
  expect(rankingsOf(asked)).toEqual([{ column: plan.columns[0], among: rank.among }]);
});
