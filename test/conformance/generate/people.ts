import type { Luck } from "./luck.ts";
import { type Known, RuleMaker, type Words } from "./rules.ts";

export type Json = Record<string, unknown>;

/** A scenario while it is made: what there is to speak of, by where it may be spoken of. */
export interface Making {
  readonly luck: Luck;
  /** The same for everyone. */
  readonly world: Known[];
  /** Of a person. */
  readonly person: Known[];
  readonly gathered: string[];
  /** What can be asked of the other kind of entity. */
  readonly linked: string[];
  /** Groups that measures may be told apart by. */
  readonly groups: string[];
  readonly startDay: string;
  /** Days of a tick. */
  readonly days: number;
  readonly friends: number;
}

/** A rule maker over the names of persons, and perhaps more; for any rule, starts included. */
export function rulesOf({ luck, world, person, gathered }: Making, more: readonly Known[] = []): RuleMaker {
  const own = person.filter(({ isLinked }) => !isLinked);
  return new RuleMaker(luck, { names: [...own, ...world, ...more], gathered } satisfies Words);
}

/** The same for rules of a tick, which may ask the other kind of entity too. */
export function tickRulesOf({ luck, world, person, gathered, linked }: Making, more: readonly Known[] = []): RuleMaker {
  return new RuleMaker(luck, { names: [...person, ...world, ...more], gathered, linked } satisfies Words);
}

/** Whether a rule asks the other kind, or speaks of a name that does. */
export function asksOther({ person }: Making, text: string): boolean {
  const linked = person.filter(({ isLinked }) => isLinked).map(({ name }) => name);
  return (text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => /^own|_owner$/.test(word) || linked.includes(word));
}

/** A day so many ticks after the start, with a little to spare so that rounding does not bring it into the tick before. */
export function dayAfter({ startDay, days }: Making, ticks: number): string {
  const day = new Date(`${startDay}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + Math.ceil(ticks * days));
  return day.toISOString().slice(0, 10);
}

const plainKinds = ["chance", "uniform", "normal", "lognormal", "beta", "categorical"] as const;
type PlainKind = (typeof plainKinds)[number];

const categoricals = [
  { only: 1 },
  { yes: 0.5, no: 0.5 },
  { none: 0.2, school: 0.5, college: 0.3 },
  { north: 0.1, east: 0.2, south: 0.3, west: 0.15, centre: 0.25 },
] as const;

interface Drawn {
  readonly kind: PlainKind;
  readonly is: Json;
  readonly words?: readonly string[];
}

/** A distribution of a kind; few parameters, since tables of cut points are remembered by them. */
function distributionOf(luck: Luck, kind: PlainKind, choice: number): Drawn {
  switch (kind) {
    case "chance":
      return { kind, is: { chance: luck.pick([0, 0.02, 0.3, 0.6, 1]) } };
    case "uniform": {
      const [from, to] = luck.pick([
        [0, 1],
        [-5, 5],
        [10, 10.5],
        [0, 1000],
      ] as const);
      return { kind, is: { uniform: [from, to], ...stepOf(luck, to - from) } };
    }
    case "normal":
      return luck.chance(0.5)
        ? { kind, is: { normal: { mean: 1966, sd: 17 }, from: 1920, to: 1991, resolution: 1 } }
        : { kind, is: { normal: { mean: luck.pick([0, -2]), sd: 1 }, ...stepOf(luck, 12) } };
    case "lognormal":
      return luck.chance(0.5)
        ? { kind, is: { lognormal: { median: 14_000, sigma: 0.6 }, from: 1000, to: 200_000, resolution: 10 } }
        : { kind, is: { lognormal: { median: luck.pick([1, 3]), sigma: 0.5 }, from: 0, to: 20, resolution: 0.05 } };
    case "beta": {
      const shape = luck.pick([
        [5, 2],
        [2, 8],
        [0.5, 0.5],
      ]);
      return luck.chance(0.7)
        ? { kind, is: { beta: shape, ...stepOf(luck, 1) } }
        : { kind, is: { beta: shape, from: -10, to: 30, resolution: 0.25 } };
    }
    case "categorical": {
      const shares = categoricals[choice % categoricals.length]!;
      return { kind, is: { categorical: shares }, words: Object.keys(shares) };
    }
  }
}

/** Mostly a step that makes a narrow column; now and then the finest there is. */
function stepOf(luck: Luck, range: number): Json {
  if (luck.chance(0.12)) return {};
  return { resolution: range / luck.pick([1, 10, 200, 255, 256, 1000]) };
}

export function drawnFrom(luck: Luck): Drawn {
  return distributionOf(luck, luck.pick(plainKinds), luck.below(8));
}

interface Trait {
  readonly name: string;
  readonly words: readonly string[] | undefined;
  readonly given: boolean;
}

/** `population`, and the names that follow from it. */
export function makePopulation(making: Making, size: number, community: number, far: number): Json {
  const { luck, person, gathered, groups, friends } = making;
  const made: Trait[] = [];
  const traits: Json = {};
  for (const name of luck.list(1, 6, (i) => `t${i}`)) {
    const chooser = luck.chance(0.35) ? luck.pick([undefined, ...made.filter(({ words }) => words)]) : undefined;
    const { kind, is, words } = drawnFrom(luck);
    traits[name] = chooser ? givenOf(luck, kind, is, chooser, made) : is;
    made.push({
      name,
      words: kind === "chance" ? ["false", "true"] : words,
      given: chooser !== undefined,
    });
    if (words) groups.push(name);
    if (kind === "chance") person.push({ name, kind: "truth", size: 3 });
    else if (words) person.push({ name, kind: "option", words, size: 2 });
    else person.push({ name, kind: "number", size: 1 });
    if (friends > 0) gathered.push(name);
  }
  const population: Json = { size, traits, ...correlationsOf(luck, made, traits) };
  if (friends > 0 || community !== 1024 || luck.chance(0.5)) population.ties = { community, friends, far };
  return population;
}

/** A row for each word of a trait, and perhaps of another below it: all of one kind. */
function givenOf(luck: Luck, kind: PlainKind, is: Json, chooser: Trait, made: readonly Trait[]): Json {
  const others = made.filter((one) => one.words && one !== chooser && !one.given);
  const inner = luck.chance(0.3) && others.length > 0 ? luck.pick(others) : undefined;
  const choice = categoricals.indexOf(is.categorical as (typeof categoricals)[number]);
  const row = (): Json => withoutStep(distributionOf(luck, kind, choice).is);
  const rows = (of: Trait, make: () => Json): Json => Object.fromEntries(of.words!.map((word) => [word, make()]));
  const given = {
    [chooser.name]: rows(chooser, () => (inner ? { given: { [inner.name]: rows(inner, row) } } : row())),
  };
  if (kind === "chance" || kind === "categorical") return { given };
  // A common range: rows of a table share their column.
  return { given, from: -20, to: 2000, resolution: luck.pick([1, 0.5]) };
}

function withoutStep({ resolution: _, from: _from, to: _to, ...rest }: Json): Json {
  return rest;
}

function correlationsOf(luck: Luck, made: readonly Trait[], traits: Json): Json {
  const numeric = made.filter(({ name, given }) => !given && (traits[name] as Json).categorical === undefined);
  if (numeric.length < 2 || luck.chance(0.5)) return {};
  const [a, b, c] = luck.some(numeric, 2, 3).map(({ name }) => name);
  const is = (): number => luck.pick([0.3, -0.2, 0.45, 0, -0.4]);
  const pairs = [{ between: [a, b], is: is() }];
  if (c !== undefined) pairs.push({ between: [c, b], is: is() });
  return { correlations: pairs };
}

const ranges = [
  { from: 0, to: 1 },
  { from: -1, to: 1, resolution: 0.001 },
  { from: 0, to: 1, resolution: 1 },
  { from: 0, to: 100 },
  { from: -50, to: 50, resolution: 0.1 },
  { from: 0, to: 400_000, resolution: 10 },
  { from: -3, to: 1_000_000, resolution: 0.25 },
  { from: 5, to: 7.55, resolution: 0.01 },
] as const;

export interface Ranged {
  readonly name: string;
  readonly range: (typeof ranges)[number];
}

/** `state`: its names first, since updates may speak of each other. */
export function makeState(making: Making): { all: readonly Ranged[]; fill: () => Json } {
  const { luck, person, gathered, friends } = making;
  const all = luck.list(0, 4, (i) => ({ name: `s${i}`, range: luck.pick(ranges) }));
  for (const { name } of all) {
    person.push({ name, kind: "number", size: 1 });
    if (friends > 0) gathered.push(name);
  }
  return {
    all,
    fill: () => Object.fromEntries(all.map(({ name, range }) => [name, oneState(making, name, range)])),
  };
}

function oneState(making: Making, name: string, range: (typeof ranges)[number]): Json {
  const { luck } = making;
  const middle = range.from + (range.to - range.from) * luck.pick([0, 0.3, 1]);
  const start = luck.chance(0.4)
    ? middle
    : luck.chance(0.5)
      ? rulesOf(making).within(range.from, range.to, 2)
      : drawnFrom(luck).is;
  const state: Json = { ...range, start };
  if (luck.chance(0.15)) return { ...state, update: `0.5 * ${name}` };
  const draws = luck.list(0, 2, (i) => ({ name: `${name}_x${i}`, drawn: drawnFrom(luck) }));
  if (draws.length > 0) state.draws = Object.fromEntries(draws.map(({ name: own, drawn }) => [own, drawn.is]));
  const more = draws.map(({ name: own, drawn }): Known => {
    if (drawn.kind === "chance") return { name: own, kind: "truth", size: 4 };
    return drawn.words
      ? { name: own, kind: "option", words: drawn.words, size: 4 }
      : { name: own, kind: "number", size: 4 };
  });
  const rules = tickRulesOf(making, more);
  const wild = rules.number();
  // Half of the updates stay near what was, so that states do not all end at their ends.
  // One that speaks of the state might be nothing but the state, which then never changed.
  state.update =
    luck.chance(0.5) && !new RegExp(`\\b${name}\\b`).test(wild.text)
      ? wild.text
      : `0.9 * ${name} + 0.1 * clamp(${wild.text}, ${range.from < 0 ? `(-${-range.from})` : range.from}, ${range.to})`;
  return state;
}

/** `population.derived`: rules that may speak of those before them. */
export function makeDerived(making: Making): Json | undefined {
  const { luck, person } = making;
  const derived: Json = {};
  for (const name of luck.list(0, 3, (i) => `d${i}`)) {
    const { text, size } = rulesOf(making).number(2);
    derived[name] = text;
    person.push({ name, kind: "number", size: size + 1 });
  }
  return Object.keys(derived).length > 0 ? derived : undefined;
}
