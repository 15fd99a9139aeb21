import { choices, grouped, nearest } from "../../core/problem.ts";
import { mapOf, may, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { names, quantity, rule, yesOrNo } from "../../language/values.ts";
import type { ActStep, Arrival, Effect, Layer, Let, Posting } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { poissonCutsOf } from "../draft/cuts.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero, isBeyond } from "../draft/fit.ts";
import { asSeen } from "../population/seen.ts";
import { dayName } from "../time/days.ts";
import { attempted, type Blocking, dayLets } from "./attempt.ts";
import { type Channel, coverageOf } from "./channels.ts";
import { countings, recordsOf } from "./counts.ts";
import { lotLets, lotName } from "./lots.ts";
import { type Alone, apart, misfitOf, mostConducts, ofAnyConduct, outcomesShape } from "./outcomes.ts";
import { Purposes } from "./purposes.ts";
import { oneRate, type RateKey, rateKeysIn, rateUnits } from "./rates.ts";
import { severityLets, severityName } from "./severity.ts";
import { astrayName, falseTallies, recordedAs, sayingLets } from "./truth.ts";

export { isSeverity, severityName, severitySays } from "./severity.ts";

const { area, ...besides } = ofAnyConduct;

/** A kind of act, and when it comes about. */
const kind = record(
  {
    area,
    per_day: may(setting("0.1 * urban"), "how often a person does it in a day"),
    per_week: may(setting("0.5 * conscientious"), "how often in a week"),
    per_month: may(setting("conscientious"), "how often in a month"),
    per_year: may(setting("2.4 * (1 - conscientious)"), "how often in a year"),
    per_tick: may(setting("0.01"), "how often in a tick"),
    at_most: may(
      quantity("number", { from: 0 }),
      "the highest rate there can be, in the same unit, where a rule does not show it",
    ),
    at: may(
      names("an encounter or a list of encounters", 16),
      "instead of a rate: the encounters at which a person may do it, to one whom rules call other(x)",
    ),
    every: may(
      parameter(quantity("duration", { above: 0 })),
      "instead of a rate: it is due once in such a period, in the tick in which one begins, counted from the start in whole ticks",
    ),
    when: may(
      parameter(rule("truth", "employed")),
      "with `every` or `at`: of whom it is due, or who may do it; with `at` also over other(x)",
      "of everyone",
    ),
    chance: may(
      setting("0.8"),
      "with `every` or `at`: the chance of doing it each time, with `at` over one's own names and other(x)",
      "1",
    ),
    one_of: may(
      outcomesShape,
      "with `every` or `at`: what can come of it, of which one is drawn; each is a conduct under its own name",
    ),
    together: may(
      yesOrNo,
      "with `at`: whether both do it or neither, with the chance of the one times that of the other",
      "false",
    ),
    ...besides,
  },
  "a mapping with per_year, area and channel",
);

const kinds = mapOf(
  {
    ...kind,
    read: (node, reading, path) => {
      const read = kind.read(node, reading, path);
      const misfit = read && misfitOf(read, path);
      if (misfit) return refuse(reading, node.place, misfit.code, misfit.message, misfit.expected);
      return read && (read.at ?? read.every) ? read : oneRate(read, node, reading, path);
    },
  } satisfies Shape<Of<typeof kind>>,
  "conducts by name, such as littering: { per_year: 6, channel: camera }",
  { most: mostConducts },
);

/** `conduct`: what people do, and how often. */
export const conductShape: Shape<readonly Alone<Of<typeof kind>>[]> = {
  ...kinds,
  read: (node, reading, path) => {
    const read = kinds.read(node, reading, path);
    return read && apart(read, node, reading);
  },
};
export type Conduct = Of<typeof conductShape>;
export type ConductKind = Conduct[number];

/** What the scheme makes of a record of this conduct, over the person it is put down to. */
export interface Recorded {
  readonly lets: readonly Let[];
  readonly effects: readonly Effect[];
  /** The area of the conduct that it is a record of. */
  readonly area?: string | undefined;
  /** Whether it asks on which day of the tick the act was done. */
  readonly dated?: boolean | undefined;
  /** What makes an attempt come to nothing. */
  readonly blocked?: Blocking | undefined;
  /** What lots are drawn with the act for, by name: the record carries them. */
  readonly lots?: readonly string[] | undefined;
  /** What the record leads to later. */
  readonly posts?: readonly Posting[] | undefined;
}

const mostPerTick = 200;
/** A bound that is as good as none: a quotient whose divisor can be 0 has the largest number for its bound. */
const boundless = 1e30;

/** Lowers one kind of act: its rate (times what people's response makes of it), its layers, its event. */
export function lowerConduct(
  one: ConductKind,
  channels: readonly Channel[],
  factor: NumberTree,
  recorded: Recorded,
  draft: Draft,
): void {
  const key = rateKeysIn(one.is)[0]!;
  const stated = asSeen(draft.setting(one.is[key]!, `${one.path}.${key}`, draft.personScope, fromZero), draft);
  const purposes = new Purposes(`conduct.${one.name}`, draft);
  if (!stated || isBeyond(stated)) {
    // Its channels and severity may have faults of their own.
    eventOf(one, channels, recorded, 1, purposes, draft);
    return;
  }
  const atMost = one.is.at_most?.amount;
  const held = atMost === undefined ? stated : build.lesser(stated, build.constant(atMost));
  const perTick = draft.perTick(build.multiply(held, factor), rateUnits[key]);
  if (!draft.weighed(perTick, draft.placeOf(`${one.path}.${key}`))) return;
  const bound = perTick.range.to;
  const path = `${one.path}.${key}`;
  if (!(bound < boundless)) {
    draft.problem(
      "rate-unbounded",
      "nothing shows how high this rate can get",
      draft.placeOf(path),
      "a rule with a bound, such as min(x, 5), or at_most: 5 beside it",
    );
    return;
  }
  if (bound > mostPerTick) {
    draft.problem(
      "rate-too-high",
      `this rate can reach ${grouped(Number(bound.toPrecision(3)))} acts a tick`,
      draft.placeOf(path),
      `at most ${mostPerTick}: a lower rate, a shorter tick, or at_most beside it`,
    );
    return;
  }
  if (bound <= 0) warnNeverDone(one, key, draft);
  const event = eventOf(one, channels, recorded, bound, purposes, draft);
  if (!event) return;
  draft.addStep({ kind: "act", name: one.name, rate: perTick, layers: layersOf(one.name, bound, draft), event });
}

/** Warns of conduct that neither chance nor a life ever brings about. */
export function warnNeverDone({ name, path }: ConductKind, key: RateKey | "chance", draft: Draft): void {
  if (draft.scripted.has(name)) return;
  draft.problems.warn({
    code: "never-done",
    message: `nobody ever does this: the ${key === "chance" ? "chance" : "rate"} of ${name} is always 0`,
    place: draft.placeOf(`${path}.${key}`),
    remedy: "a rate above 0, or a life that does it",
  });
}

/**
 * Layers from 0 to a bound or just above it. They lie on a grid that only the size of communities decides, so that a
 * changed bound adds or removes layers at the top and leaves the luck in all others as it was.
 */
export function layersOf(conduct: string, bound: number, draft: Draft): Layer[] {
  const ends = layerEnds(bound, draft.communitySize);
  return ends.map((to, i) => {
    const from = i === 0 ? 0 : ends[i - 1]!;
    const name = `conduct.${conduct}/rates ${from} to ${to}`;
    const rows = [poissonCutsOf(draft.communitySize * (to - from))];
    return { from, to, purpose: draft.own(name), table: draft.addTable({ name, kind: "cuts", rows }) };
  });
}

/** A layer of its own for the rarest acts: without it they would be told apart by the last bits of a draw alone. */
const rarest = 2 ** -20;

/**
 * Rarest acts, then up to eight candidates a community, then parts of each doubling: finer where there are many
 * candidates, since those above the bound are drawn in vain; coarser where the layer itself costs more than they do.
 */
function layerEnds(bound: number, communitySize: number): number[] {
  if (!(bound > 0)) return [];
  const ends = [rarest];
  const base = 8 / communitySize;
  if (bound > rarest) ends.push(base);
  for (let octave = base; octave < bound; octave *= 2) {
    const candidates = octave * communitySize;
    const parts = candidates < 64 ? 2 : Math.max(4, candidates / 2 ** 16);
    for (let i = 1; i <= parts && ends.at(-1)! < bound; i++) ends.push(octave * (1 + i / parts));
  }
  return ends;
}

/** What follows from an act. `bound` is the most there can be in a tick; `meeting` has the names of who is met. */
export function eventOf(
  one: ConductKind,
  channels: readonly Channel[],
  recorded: Recorded,
  bound: number,
  purposes: Purposes,
  draft: Draft,
  meeting?: Scope,
): ActStep["event"] | undefined {
  const lets: Let[] = [];
  const graded = severityLets(one, one.is.severity, meeting, purposes, draft);
  if (!graded) return undefined;
  lets.push(...graded);
  const used: Channel[] = [];
  for (const { value, place } of one.is.channel ?? []) {
    const channel = channels.find(({ name }) => name === value);
    if (channel) used.push(channel);
    else
      draft.problem(
        "unknown-channel",
        `there is no channel "${value}"`,
        place,
        choices(
          channels.map(({ name }) => name),
          "an entry under channels",
        ),
        nearest(
          value,
          channels.map(({ name }) => name),
        ),
      );
  }
  const via = seenBy(used, lets, purposes, draft);
  if (!via) return undefined;
  const misdirect = perChannel(used, via, (channel) => coverageOf(channel, draft)?.misattribution);
  if (recorded.dated) lets.push(...dayLets(purposes, draft));
  const { lots = [], posts = [] } = recorded;
  for (const lot of lots) lets.push(...lotLets(lot, purposes));
  const strays = misdirect !== undefined && !(misdirect.op === "constant" && misdirect.value <= 0);
  const claimed = one.is.claims !== undefined;
  const says = draft.keepsTruth && strays && !claimed ? { says: astrayName } : {};
  const record: Arrival = {
    carry: [severityName, ...(recorded.dated ? [dayName] : []), ...Object.values(says), ...lots.map(lotName)],
    lets: [...sayingLets({ claimed, astray: strays, area: recorded.area }, draft), ...recorded.lets],
    effects: [
      { kind: "tally", measure: draft.measure(recordsOf(recordedAs(one))), value: build.constant(1) },
      ...(draft.tellsMistakes && one.is.channel ? falseTallies(recordedAs(one), draft) : []),
      ...recorded.effects,
      ...countings("recorded", recordedAs(one), build.constant(1), draft, recorded.effects),
    ],
    ...(posts.length > 0 && { posts }),
    label: one.name,
  };
  return {
    lets,
    ...attempted(
      one.name,
      build.and(draft.begun, build.compare("gt", via, build.constant(0))),
      recorded.blocked,
      lets,
      purposes,
      draft,
    ),
    misdirect: strays
      ? { chance: misdirect, purpose: purposes.of("misattribution"), shares: purposes.partOfAct("lower"), ...says }
      : undefined,
    wait: waitOf(one, used, via, record, bound, lets, purposes, draft),
    record,
  };
}

/** Adds the draws of the channels and gives the one that saw it first: 1, 2, ... or 0 for none. */
function seenBy(used: readonly Channel[], lets: Let[], purposes: Purposes, draft: Draft): NumberTree | undefined {
  let via: NumberTree = build.constant(0);
  for (let i = used.length - 1; i >= 0; i--) {
    const channel = used[i]!;
    const p = coverageOf(channel, draft)?.coverage;
    if (!p) return undefined;
    const seen = `seen by ${channel.name}`;
    // The first has the word that the act has anyway; others are seldom.
    lets.push({ name: seen, kind: "chance", p, purpose: i === 0 ? purposes.act : purposes.of(seen) });
    via = build.choose(
      build.compare("gt", build.local(seen, { from: 0, to: 1 }), build.constant(0)),
      build.constant(i + 1),
      via,
    );
  }
  if (used.length === 0) return via;
  lets.push({ name: "via", kind: "number", is: via });
  return build.local("via", via.range);
}

function perChannel(
  used: readonly Channel[],
  via: NumberTree,
  of: (channel: Channel) => NumberTree | undefined,
): NumberTree | undefined {
  let tree: NumberTree | undefined;
  for (const [i, channel] of used.entries()) {
    const own = of(channel);
    if (!own) return undefined;
    tree = tree === undefined ? own : build.choose(build.compare("eq", via, build.constant(i + 1)), own, tree);
  }
  return tree;
}

/** The delay of a record, and its queue, where any of the channels has one. */
function waitOf(
  one: ConductKind,
  used: readonly Channel[],
  via: NumberTree,
  record: Arrival,
  bound: number,
  lets: Let[],
  purposes: Purposes,
  draft: Draft,
): ActStep["event"]["wait"] {
  const ticks = used.map(({ is }) => ({
    from: Math.round(is.delay ? draft.calendar.ticksOf(is.delay.from) : 0),
    to: Math.round(is.delay ? draft.calendar.ticksOf(is.delay.to) : 0),
  }));
  const longest = Math.max(0, ...ticks.map(({ to }) => to));
  if (longest === 0) return undefined;
  if (longest > 1000)
    return draft.problem(
      "delay-too-long",
      `a record is under way for ${grouped(longest)} ticks`,
      draft.placeOf(`channels.${used.find((_, i) => ticks[i]!.to === longest)!.name}.delay`),
      "at most 1,000 ticks",
    );
  if (ticks.some(({ from, to }) => from > to))
    return draft.problem(
      "empty-range",
      "the longest delay is shorter than the shortest",
      draft.placeOf(`channels.${used.find((_, i) => ticks[i]!.from > ticks[i]!.to)!.name}.delay`),
      "from at most as long as to",
    );
  lets.push({ name: "luck of the delay", kind: "uniform", purpose: purposes.of("delay") });
  const luck = build.local("luck of the delay", { from: 0, to: 1 });
  const delays = ticks.map(({ from, to }) =>
    build.add(build.constant(from), build.unary("floor", build.multiply(luck, build.constant(to - from + 1)))),
  );
  let delay: NumberTree = delays[0]!;
  delays.forEach((own, i) => {
    if (i > 0) delay = build.choose(build.compare("eq", via, build.constant(i + 1)), own, delay);
  });
  const queue = draft.addQueue({ name: `${one.name} under way`, longest, rate: bound });
  draft.addStep({ kind: "deliver", name: `${one.name} arrives`, queue, record });
  return { queue, delay };
}
