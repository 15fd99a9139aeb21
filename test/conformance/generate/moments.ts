import { sightRules } from "./company.ts";
import { Luck } from "./luck.ts";
import { type Json, type Making, tickRulesOf } from "./people.ts";
import { RuleMaker } from "./rules.ts";

/**
 * What is due, one of several outcomes, what two do together, and counts of the tick: added to two worlds in five, with
 * luck of their own, so that the rest of a world is made as it would be without. Gives conducts that a life can do.
 */
export function makeMoments(making: Making, scenario: Json, seed: number): { readonly name: string }[] {
  const luck = new Luck(seed + 2 ** 23);
  if (!luck.chance(0.4)) return [];
  const own = { ...making, luck };
  const due = addDue(own, scenario);
  const met = scenario.encounters === undefined || !luck.chance(0.8) ? [] : addMet(own, scenario);
  addCounts(own, scenario, [...due, ...met], met);
  scorePoints(luck, scenario, [...due, ...met]);
  if (scenario.enterprises !== undefined && luck.chance(0.7)) addTheirs(luck, scenario.enterprises as Json);
  return due.map((name) => ({ name }));
}

/** At least a tick, whatever that is. */
const periods = ["1 tick", "2 ticks", "3 ticks", "5 weeks", "1 month", "1 year"] as const;

type ChanceOf = () => unknown;

/** What a record of it is and who may be stopped; a rule for severity only where somebody is met. */
function conductOf({ luck }: Making, rules: RuleMaker, channels: readonly string[], met: boolean): Json {
  const one: Json = {};
  if (luck.chance(0.7) && channels.length > 0) one.channel = luck.some(channels, 1, 2);
  if (luck.chance(0.5))
    one.severity = luck.pick([
      { 1: 0.7, 2: 0.2, 3: 0.1 },
      { 2: 0.5, 5: 0.5 },
    ]);
  if (met && luck.chance(0.4)) one.severity = `clamp(${rules.number(2).text}, 1, 5)`;
  if (met && luck.chance(0.4)) one.falls_on = "other";
  return one;
}

/** One conduct by itself, or up to three outcomes of which one may be what is left; gives their names. */
function addOne(
  making: Making,
  conduct: Json,
  name: string,
  moment: Json,
  make: () => Json,
  chance: ChanceOf,
): string[] {
  const { luck } = making;
  if (luck.chance(0.35)) {
    conduct[name] = { ...moment, ...(luck.chance(0.8) ? { chance: chance() } : {}), ...make() };
    return [name];
  }
  const names = luck.list(2, 3, (i) => `${name}_${i}`);
  const rest = luck.chance(0.6) ? names.at(-1) : undefined;
  const outcomes = names.map((one) => [one, { chance: one === rest ? "rest" : chance(), ...make() }]);
  conduct[name] = { ...moment, one_of: Object.fromEntries(outcomes) };
  return names.filter((one) => one !== rest);
}

function addDue(making: Making, scenario: Json): string[] {
  const { luck } = making;
  const rules = tickRulesOf(making);
  const chance = (): unknown => (luck.chance(0.5) ? luck.pick([0, 0.1, 0.3]) : `0.5 * (${rules.within(0, 1)})`);
  return luck
    .list(1, 2, (i) => `n${i}`)
    .flatMap((name) => {
      const moment: Json = { every: luck.pick(periods) };
      if (luck.chance(0.6)) moment.when = rules.truth().text;
      const make = (): Json => {
        const one = conductOf(making, rules, ofPeople(scenario), false);
        return luck.chance(0.3) ? { ...one, blocked: rules.truth().text } : one;
      };
      return addOne(making, scenario.conduct as Json, name, moment, make, chance);
    });
}

/** Channels that are read over people's names. */
function ofPeople(scenario: Json): string[] {
  return Object.keys(scenario.channels as Json).filter((name) => name.startsWith("k"));
}

function addMet(making: Making, scenario: Json): string[] {
  const { luck } = making;
  const rules = sightRules(making, "other");
  const own = tickRulesOf(making);
  const chance = (): unknown => (luck.chance(0.5) ? luck.pick([0, 0.2, 0.33]) : `0.4 * (${rules.within(0, 1, 2)})`);
  const moment: Json = { at: luck.some(Object.keys(scenario.encounters as Json), 1, 2) };
  if (luck.chance(0.5)) moment.when = rules.truth(2).text;
  if (luck.chance(0.5)) moment.together = true;
  const make = (): Json => {
    const one = conductOf(making, rules, ofPeople(scenario), true);
    return luck.chance(0.3) ? { ...one, blocked: own.truth(2).text } : one;
  };
  return addOne(making, scenario.conduct as Json, "p0", moment, make, chance);
}

/** States and measures that count what was done, recorded, tried in vain and undergone. */
function addCounts(making: Making, scenario: Json, names: readonly string[], met: readonly string[]): void {
  const { luck } = making;
  const conduct = scenario.conduct as Record<string, Json>;
  const asked = [...Object.keys(conduct).filter((name) => !("one_of" in conduct[name]!)), ...names];
  const at = (name: string): Json => conduct[name] ?? outcomeOf(conduct, name);
  const counts = asked.flatMap((name) => [
    `did(${name})`,
    ...("channel" in at(name) ? [`recorded(${name})`] : []),
    ...("blocked" in at(name) ? [`blocked(${name})`] : []),
    ...("at" in at(name) || met.includes(name) ? [`met(${name})`] : []),
  ]);
  const sum = (): string => luck.some(counts, 1, 4).join(luck.pick([" + ", " - ", " * "]));
  const state = { from: 0, to: luck.pick([1, 50, 1000]), resolution: 1, start: 0, update: `y0 + ${sum()}` };
  scenario.state = { ...(scenario.state as Json), y0: state };
  const rules = tickRulesOf(making);
  scenario.measures = {
    ...(scenario.measures as Json),
    counted: { sum: sum(), ...(luck.chance(0.5) ? { where: `${sum()} > 0 || ${rules.truth(1).text}` } : {}) },
  };
}

function outcomeOf(conduct: Record<string, Json>, name: string): Json {
  for (const { one_of } of Object.values(conduct)) {
    const found = (one_of as Record<string, Json> | undefined)?.[name];
    if (found) return found;
  }
  throw new Error(`nothing is called ${name}`);
}

/** Points for some of what is recorded, and a response of others. */
function scorePoints(luck: Luck, scenario: Json, names: readonly string[]): void {
  const conduct = scenario.conduct as Record<string, Json>;
  const recorded = names.filter((name) => "channel" in (conduct[name] ?? outcomeOf(conduct, name)));
  const scheme = scenario.scheme as Json | undefined;
  if (scheme?.points !== undefined)
    for (const name of luck.some(recorded, 0, 2))
      scheme.points = {
        ...(scheme.points as Json),
        [name]: luck.pick<unknown>([-2, 1.5, { is: -3, repetition: { factor: 2, period: "4 ticks" } }]),
      };
  if (luck.chance(0.5))
    scenario.response = {
      ...(scenario.response as Json),
      moved: { of: luck.some(names, 1, 3), factor: luck.pick<unknown>([0.5, 3, "tick > 2 ? 1.7 : 0.2"]) },
    };
}

/** The same of enterprises, which meet nobody. */
function addTheirs(luck: Luck, enterprises: Json): void {
  const rules = new RuleMaker(luck, { names: [{ name: "tick", kind: "number", size: 1 }], gathered: [] });
  const moment = { every: luck.pick(periods), ...(luck.chance(0.5) ? { when: rules.truth(1).text } : {}) };
  const chance = (): unknown => (luck.chance(0.5) ? 0.3 : `0.5 * (${rules.within(0, 1)})`);
  const channels = Object.values(enterprises.conduct as Record<string, Json>).flatMap(({ channel }) => channel ?? []);
  enterprises.conduct = {
    ...(enterprises.conduct as Json),
    n0: {
      ...moment,
      one_of: { n0_a: { chance: chance(), channel: [...new Set(channels)].slice(0, 1) }, n0_b: { chance: "rest" } },
    },
  };
  const n0 = (enterprises.conduct as Record<string, { one_of: { n0_a: Json } }>).n0!.one_of.n0_a;
  if (channels.length === 0) delete n0.channel;
  const state = { from: 0, to: 99, resolution: 1, start: 0, update: "y0 + did(n0_a) - did(n0_b)" };
  enterprises.state = { ...(enterprises.state as Json), y0: state };
}
