import { asksOther, dayAfter, type Json, type Making, rulesOf, tickRulesOf } from "./people.ts";
import { RuleMaker } from "./rules.ts";

const areas = ["commercial", "family", "speech"] as const;

/** Values by date, the first at the start. */
export function dated(making: Making, values: readonly number[], { rising = false } = {}): Json {
  const { luck } = making;
  const days = [making.startDay, ...luck.list(1, 3, (i) => dayAfter(making, 1 + i + luck.below(2)))];
  const picked = days.map(() => luck.pick(values));
  if (rising) picked.sort((a, b) => a - b);
  const all = { dated: Object.fromEntries(days.map((day, i) => [day, picked[i]!])) };
  return luck.chance(0.4) ? { ...all, between: "lines" } : all;
}

const names = ["a0", "a1", "a2", "a3", "a4"];

/** A kind of act, as far as what follows needs to know of it. */
export interface Kind {
  readonly name: string;
  readonly channels: readonly string[];
  readonly area: string | undefined;
}

export function makeKinds({ luck }: Making, channels: readonly string[]): Kind[] {
  return luck.some(names, 1, 5).map((name) => ({
    name,
    channels: luck.chance(0.85) ? luck.some(channels, 1, 3) : [],
    area: luck.chance(0.6) ? luck.pick(areas) : undefined,
  }));
}

const rates = [
  ["per_tick", [0.001, 0.1, 0.8, 3]],
  ["per_day", [0.01, 0.1]],
  ["per_week", [0.1, 0.5]],
  ["per_month", [0.3, 2]],
  ["per_year", [0.1, 4, 20]],
] as const;

export function makeConduct(making: Making, kinds: readonly Kind[]): Json {
  const { luck } = making;
  const conduct: Json = {};
  for (const { name, channels, area } of kinds) {
    const [key, bounds] = luck.pick(rates);
    const most = luck.pick(bounds);
    const rule = luck.chance(0.3)
      ? luck.pick([0, most / 2, most])
      : luck.chance(0.15)
        ? dated(making, [0, most / 3, most])
        : `${most} * min(abs(${tickRulesOf(making).number().text}), 1e9)`;
    const one: Json = { [key]: rule, at_most: most };
    if (area) one.area = area;
    if (channels.length > 0) one.channel = channels.length === 1 && luck.chance(0.5) ? channels[0] : channels;
    if (luck.chance(0.6))
      one.severity = luck.pick([{ 1: 1 }, { 1: 0.7, 2: 0.2, 3: 0.1 }, { 2: 0.5, 5: 0.25, 10: 0.25 }]);
    conduct[name] = one;
  }
  return conduct;
}

export function makeChannels(making: Making, channels: readonly string[], delays: boolean): Json {
  const { luck } = making;
  const share = (): unknown => {
    if (luck.chance(0.4)) return luck.pick([0, 0.01, 0.3, 0.8, 1]);
    if (luck.chance(0.25)) return dated(making, [0, 0.2, 0.9, 1]);
    return luck.chance(0.7) ? rulesOf(making).within(0, 1) : `0.5 * logistic(${rulesOf(making).number(2).text})`;
  };
  return Object.fromEntries(
    channels.map((name) => {
      const channel: Json = { coverage: share() };
      if (luck.chance(0.5)) channel.misattribution = luck.chance(0.4) ? luck.pick([0, 0.02, 0.5, 1]) : share();
      if (delays && luck.chance(0.7))
        channel.delay = luck.pick<unknown>([
          "1 tick",
          "3 ticks",
          { from: "0 ticks", to: "2 ticks" },
          { from: "1 tick", to: "5 ticks" },
          "2 weeks",
        ]);
      return [name, channel];
    }),
  );
}

const scales = [
  { from: 0, to: 1000 },
  { from: 0, to: 200, resolution: 1 },
  { from: -100, to: 100, resolution: 0.25 },
  { from: 300, to: 850, resolution: 0.01 },
  { from: 0, to: 15 },
  { from: -20_000, to: 100_000, resolution: 0.125 },
] as const;

export type Scale = (typeof scales)[number];

/** The scale and bands are there before the rules that speak of them. */
export function makeScale(making: Making): { scale: Scale; bands: Json | undefined } {
  const { luck, person, gathered, groups, friends } = making;
  const scale = luck.pick(scales);
  person.push({ name: "score", kind: "number", size: 1 });
  if (friends > 0) gathered.push("score");
  if (luck.chance(0.2)) return { scale, bands: undefined };
  const words = ["A", "B", "C", "D", "E"].slice(0, luck.from(2, 5));
  const step = (scale.to - scale.from) / words.length;
  const bands = Object.fromEntries(words.map((word, i) => [word, Math.round(scale.from + step * i)]));
  person.push({ name: "band", kind: "option", words: [...words, "ungraded"], ordered: true, size: 5 * words.length });
  groups.push("band");
  return { scale, bands };
}

export function makeScheme(making: Making, kinds: readonly Kind[], scale: Scale, bands: Json | undefined): Json {
  const { luck, world, friends } = making;
  const { from, to } = scale;
  const middle = Math.round((from + to) / 2);
  const global = new RuleMaker(luck, { names: world, gathered: [] });
  const scheme: Json = { score: { start: luck.chance(0.5) ? middle : rulesOf(making).within(from, to, 2), ...scale } };
  const scored = kinds.filter(({ channels }) => channels.length > 0 && luck.chance(0.85));
  if (scored.length > 0)
    scheme.points = Object.fromEntries(
      scored.map(({ name }) => [name, pointsOf(making, Math.min((to - from) / 4, 50))]),
    );
  if (luck.chance(0.4))
    scheme.severity = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [i + 1, luck.pick([1, 2, 0.5, i + 1, -1])]),
    );
  const found = [...new Set(kinds.flatMap(({ area }) => area ?? []))];
  if (found.length > 0 && luck.chance(0.6))
    scheme.areas = Object.fromEntries(
      luck.some(found, 1, 3).map((area) => {
        const one: Json = {};
        if (luck.chance(0.7))
          one.weight = luck.pick([0.5, dated(making, [0, 1, 1.5]), `clamp(${global.number(2).text}, 0, 2)`]);
        if (luck.chance(0.6)) one.cap = capOf(making, (to - from) / 10);
        return [area, one];
      }),
    );
  if (luck.chance(0.6))
    scheme.decay = {
      towards: luck.chance(0.6) ? middle : rulesOf(making).within(from, to, 2),
      half_life: luck.pick(["2 ticks", "1 tick", "104 weeks", "2 years"]),
    };
  if (friends > 0 && luck.chance(0.6))
    scheme.friends = { pull_per_tick: luck.pick([0.004, "1 / 256", 0.5, rulesOf(making).within(0, 1, 2)]) };
  if (bands) {
    scheme.bands = bands;
    if (luck.chance(0.4)) scheme.bands_in_force = global.truth(2).text;
  }
  return scheme;
}

function pointsOf(making: Making, most: number): unknown {
  const { luck } = making;
  const severity = { name: "severity", kind: "number", size: 1 } as const;
  const plain = (): unknown => {
    if (luck.chance(0.5)) return luck.pick([-30, -1, 2, 0.3, -0.01, 100, 0]);
    if (luck.chance(0.2)) return dated(making, [-5, 3, 0]);
    return `clamp(${rulesOf(making, [severity, severity]).number().text}, ${-Math.round(most)}, ${Math.round(most)})`;
  };
  if (luck.chance(0.5)) return plain();
  const points: Json = { is: plain() };
  if (luck.chance(0.6))
    points.repetition = {
      factor: luck.pick([1.5, 0.5, 3, 1]),
      ...(luck.chance(0.5) ? { at_most: luck.pick([4, 1, 9]) } : {}),
      ...(luck.chance(0.7) ? { period: luck.pick(["3 ticks", "2 ticks", "1 year"]) } : {}),
    };
  if (luck.chance(0.5)) points.cap = capOf(making, most / 4);
  return points;
}

function capOf({ luck }: Making, most: number): Json {
  const cap: Json = { period: luck.pick(["3 ticks", "2 ticks", "1 tick", "1 year"]) };
  if (luck.chance(0.7)) cap.loss = luck.pick([most, 1, 0, 12.5]);
  if (luck.chance(0.7)) cap.gain = luck.pick([most, 3, 0]);
  return cap;
}

export function makeConsequences(making: Making): Json {
  const { luck, person } = making;
  const made = luck.list(0, 3, (i) => ({ name: `c${i}`, ...tickRulesOf(making).truth() }));
  const all = made.map(({ name, text, size }): [string, Json] => {
    const lasting = luck.chance(0.5);
    person.push({ name, kind: "truth", size: lasting ? 3 : size + 1, isLinked: asksOther(making, text) });
    const one: Json = lasting ? { on: text, lasts: luck.pick(["1 tick", "3 ticks", "26 weeks"]) } : { when: text };
    if (luck.chance(0.5)) one[luck.pick(["costs", "benefits"])] = luck.pick(["1200 yuan per year", "3 yuan per day"]);
    if (luck.chance(0.3)) one.domain = "travel";
    return [name, one];
  });
  return Object.fromEntries(all);
}

export function makeResponse(making: Making, kinds: readonly Kind[]): Json {
  const { luck } = making;
  return Object.fromEntries(
    luck.list(0, 2, (i) => [
      `r${i}`,
      {
        of: luck.some(
          kinds.map(({ name }) => name),
          1,
          3,
        ),
        factor: luck.chance(0.25) ? dated(making, [0, 0.5, 1.5]) : tickRulesOf(making).within(0, luck.pick([1, 2]), 3),
      },
    ]),
  );
}

/** `institutions.phases`; what triggers them by itself is over measures and time. */
export function makePhases(making: Making): { names: string[]; fill: () => Json } {
  const { luck, world } = making;
  const names = luck.chance(0.5) ? luck.list(1, 4, (i) => `p${i}`) : [];
  if (names.length > 0) world.push({ name: "phase", kind: "option", words: names, size: 1 });
  return {
    names,
    fill: () => {
      const phases = names.map((name, i): [string, Json] => {
        if (i === 0) return [name, { from: "start" }];
        if (luck.chance(0.4)) return [name, { from: dayAfter(making, luck.from(1, 4)) }];
        const rules = new RuleMaker(luck, { names: world, gathered: [] });
        return [name, { after: luck.pick(names.filter((one) => one !== name)), when: rules.truth(2).text }];
      });
      return { phases: Object.fromEntries(phases) };
    },
  };
}
