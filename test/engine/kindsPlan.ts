import { poissonCuts } from "../../src/core/cuts.ts";
import type { Column, Event, Kind, Layer, Plan, Table } from "../../src/plan/plan.ts";
import * as build from "../../src/rules/build.ts";
import {
  act,
  added,
  changeBy,
  col,
  eventOf,
  loc,
  map,
  measureOf,
  number,
  planOf,
  scratch,
  setTo,
  stored,
} from "./plans.ts";

/** One firm for so many people. */
export function shareOf(people: number): number {
  return Math.round(2 ** 21 / people);
}

/** The least slots that hold a kind. */
export function slotsFor(communitySize: number, share: number): number {
  return Math.max(4, 2 ** Math.ceil(Math.log2((communitySize * share) / 2 ** 21 + 1)));
}

export function kindOf(name: string, communitySize: number, share: number): Kind {
  return { name, slots: slotsFor(communitySize, share), share, purpose: name };
}

function of(kind: Kind, column: Column): Column {
  return { ...column, name: `${kind.name} ${column.name}`, of: kind.name };
}

function layersFor(name: string, slots: number, ends: readonly number[]): { layers: Layer[]; tables: Table[] } {
  const layers = ends.map((to, k) => {
    return { from: k === 0 ? 0 : ends[k - 1]!, to, purpose: `${name} ${k}`, table: `${name} ${k}` };
  });
  const tables = layers.map(({ from, to, table }): Table => {
    return { name: table, kind: "cuts", rows: [poissonCuts(slots * (to - from))] };
  });
  return { layers, tables };
}

/** An act that is misdirected, counted and, half of the time, kept waiting. */
function eventFor(name: string, fresh: string, queue: string, tally: string): Event {
  const luck = build.local("luck", { from: 0, to: 1 });
  // A record that went astray counts for three.
  const more = build.add(number(1), build.multiply(number(2), build.local("astray", { from: 0, to: 1 })));
  return eventOf(name, {
    lets: [
      { name: "weight", kind: "chance", p: number(0.5), purpose: `${name}/weight` },
      { name: "luck", kind: "uniform", purpose: `${name}/luck` },
    ],
    before: [{ kind: "tally", measure: tally, value: loc("luck") }],
    misdirect: { chance: number(0.3), purpose: `${name}/misdirect`, says: "astray" },
    wait: { queue, delay: build.multiply(luck, number(5)) },
    record: { carry: ["weight", "astray"], lets: [], effects: [added(fresh, more)], label: name },
  });
}

/** What a kind is and does: every step that can be of a kind, and links both ways. */
function partsOf(kind: Kind): Pick<Plan, "columns" | "tables" | "queues" | "start" | "steps" | "measures"> {
  const { name } = kind;
  const own = (column: string): string => `${name} ${column}`;
  const acts = own("acts");
  const { layers, tables } = layersFor(acts, kind.slots, [0.1, 0.5, 2]);
  const rate = build.divideBy(col(own("worth")), number(80));
  const event = eventFor(acts, own("fresh"), own("queue"), own("tallied"));
  const deliver = {
    kind: "deliver",
    name: own("deliver"),
    of: name,
    queue: own("queue"),
    record: event.record,
  } as const;
  const share = { lets: [{ name: "u", kind: "uniform", purpose: own("start") } as const] };
  return {
    columns: [
      of(kind, stored("worth", { lowest: -200, highest: 200 })),
      of(kind, stored("total")),
      of(kind, stored("wide", { lowest: -3, highest: 2 ** 24 })),
      of(kind, scratch("fresh")),
      of(kind, scratch("boss", { highest: 1000 })),
      of(kind, scratch("bosses")),
      scratch(own("thing"), { lowest: -200, highest: 200 }),
      scratch(own("things")),
      stored(own("met")),
    ],
    tables,
    queues: [{ name: own("queue"), longest: 5, rate: 2 }],
    start: [
      map(own("born"), {
        of: name,
        ...share,
        writes: [setTo(own("worth"), build.multiply(loc("u"), number(200)))],
      }),
    ],
    steps: [
      deliver,
      {
        kind: "link",
        name: own("from owner"),
        of: name,
        direction: "from owner",
        column: "wealth",
        sum: own("boss"),
        count: own("bosses"),
      },
      {
        kind: "link",
        name: own("to owner"),
        of: name,
        direction: "to owner",
        column: own("worth"),
        sum: own("thing"),
        count: own("things"),
      },
      { ...act(acts, layers, rate, event), of: name },
      map(own("live"), {
        of: name,
        lets: [{ name: "u", kind: "uniform", purpose: own("live") }],
        writes: [
          changeBy(own("total"), col(own("fresh"))),
          changeBy(own("worth"), build.subtract(loc("u"), number(0.25)), own("a")),
          changeBy(own("wide"), build.multiply(col(own("boss")), loc("u")), own("b")),
        ],
      }),
      map(own("meet"), { writes: [changeBy(own("met"), col(own("things"))), changeBy("wealth", col(own("thing")))] }),
    ],
    measures: [
      measureOf(own("tallied"), { of: name, kind: "tally", resolution: 2 ** -10 }),
      measureOf(own("census"), {
        of: name,
        value: col(own("worth")),
        groups: {
          name: own("groups"),
          index: build.choose(build.compare("gt", col(own("worth")), number(50)), number(1), number(0)),
          words: ["low", "high"],
        },
      }),
    ],
  };
}

/** A world of people and further kinds, each of which does whatever it can. */
export function kindsPlan(
  size: number,
  communitySize: number,
  kinds: readonly Kind[],
  parts: Partial<Plan> = {},
): Plan {
  const all = kinds.map(partsOf);
  const { layers, tables } = layersFor("people act", communitySize, [0.1, 1]);
  const event = eventFor("people act", "fresh", "queue", "tallied");
  return planOf({
    size,
    communitySize,
    kinds,
    columns: [
      stored("wealth", { highest: 1000 }),
      stored("all"),
      scratch("fresh"),
      ...all.flatMap(({ columns }) => columns),
    ],
    tables: [...tables, ...all.flatMap((each) => each.tables)],
    queues: [{ name: "queue", longest: 5, rate: 2 }, ...all.flatMap(({ queues }) => queues)],
    start: [
      map("born", {
        lets: [{ name: "u", kind: "uniform", purpose: "born" }],
        writes: [setTo("wealth", build.multiply(loc("u"), number(1000)))],
      }),
      ...all.flatMap(({ start }) => start),
    ],
    steps: [
      { kind: "deliver", name: "deliver", queue: "queue", record: event.record },
      act("people act", layers, number(0.4), event),
      map("live", { writes: [changeBy("all", col("fresh"))] }),
      ...all.flatMap(({ steps }) => steps),
    ],
    measures: [
      measureOf("people", { value: col("wealth") }),
      measureOf("tallied", { kind: "tally", resolution: 2 ** -10 }),
      ...all.flatMap(({ measures }) => measures),
    ],
    ...parts,
  });
}
