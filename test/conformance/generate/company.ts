import { Luck } from "./luck.ts";
import { dayAfter, type Json, type Making, tickRulesOf } from "./people.ts";
import { anyhow, type Known, RuleMaker } from "./rules.ts";
import type { Kind } from "./scheme.ts";

/**
 * Families, friends who are dropped, and encounters, with luck of their own: worlds without them are made as they would
 * be. What rules may ask of friends and family is known before the rules are made; the rest is filled in at the end.
 */
export function makeCompany(making: Making, ties: Json | undefined, seed: number) {
  const luck = new Luck(seed + 2 ** 21);
  const near = making.friends - Number(ties?.far ?? 0);
  const family = luck.chance(0.35) ? luck.from(1, 3) : 0;
  const cuttable = near > 0 && luck.chance(0.4);
  const more: Json = { ...(family > 0 ? { family } : {}), ...(cuttable ? { cuttable } : {}) };
  askCircles(making, family, luck);
  return { ties: family > 0 || cuttable ? { ...ties, ...more } : ties, fill };

  /** Adds encounters and friendship to a scenario; gives the kinds that still have a rate. */
  function fill(scenario: Json, kinds: readonly Kind[]): Kind[] {
    const own = { ...making, luck };
    if (cuttable && luck.chance(0.85)) scenario.friendship = makeFriendship(own);
    if (!luck.chance(0.45)) return [...kinds];
    const names = luck.list(1, 2, (i) => `m${i}`);
    const meetings = names.map((name): [string, Json] => [
      name,
      { with: near > 0 && luck.chance(0.5) ? "friends" : "strangers", ...howOften(own) },
    ]);
    scenario.encounters = Object.fromEntries(meetings);
    const met = luck.some(kinds, 1, 2);
    for (const { name } of met) {
      const conduct = scenario.conduct as Record<string, Json>;
      conduct[name] = atEncounters(own, conduct[name] ?? {}, names);
    }
    return kinds.filter((kind) => !met.includes(kind));
  }
}

function askCircles({ friends, gathered, person, linked }: Making, family: number, luck: Luck): void {
  const shown = person.filter(({ kind }) => kind !== "option").map(({ name }) => name);
  const asked = [...new Set([...gathered, ...shown])];
  for (const circle of ["friends", "family"]) {
    if ((circle === "friends" ? friends : family) === 0) continue;
    linked.push(`${circle}_count`);
    for (const name of luck.some(asked, 1, 4)) linked.push(`${circle}_${luck.pick(["mean", "sum"])}(${name})`);
  }
}

/** Rules over one's own names and those of another. */
export function sightRules({ luck, world, person, gathered, linked }: Making, word: string): RuleMaker {
  const theirs = person.map((one): Known => ({ ...one, name: `${word}(${one.name})` }));
  return new RuleMaker(luck, { names: [...person, ...theirs, ...theirs, ...world], gathered, linked });
}

function makeFriendship(making: Making): Json {
  const { luck, person } = making;
  const scored = person.some(({ name }) => name === "score");
  const rate = (gain: boolean): Json => {
    const names = gain && scored && luck.chance(0.5) ? " + (gain_of_dropping > 0 ? 1 : 0)" : "";
    const rule = `${luck.pick([0.05, 0.3, 2])} * (abs(${sightRules(making, "friend").number(3).text})${names})`;
    return { [luck.pick(["per_tick", "per_year", "per_month"])]: luck.chance(0.25) ? luck.pick([0, 0.1, 5]) : rule };
  };
  return {
    ...(luck.chance(0.85) ? { dropped: rate(true) } : {}),
    ...(luck.chance(0.6) ? { mended: rate(false) } : {}),
    ...(luck.chance(0.5) ? { dormant: luck.pick([0, 0.1, 0.9, 1]) } : {}),
  };
}

function howOften(making: Making): Json {
  const { luck, startDay, world } = making;
  if (luck.chance(0.2))
    return { per_tick: { dated: { [startDay]: 1.5, [dayAfter(making, 2)]: luck.pick([0, 4, 2.5]) } } };
  const rules = new RuleMaker(luck, { names: world, gathered: [] });
  if (luck.chance(0.2)) return { per_tick: `clamp(${rules.number(2).text}, 0, 3)` };
  return luck.pick([{ per_tick: 1 }, { per_tick: 0.3 }, { per_tick: 4 }, { per_year: 20 }]);
}

function atEncounters(making: Making, { area, channel, severity }: Json, names: readonly string[]): Json {
  const { luck } = making;
  const rules = sightRules(making, "other");
  const chance = luck.chance(0.3) ? luck.pick([0, 0.5, 1]) : rules.within(0, 1);
  // What can only be beyond 1 to 10 is refused; what a rule comes to is held to them.
  const held = (): string => `tick == 1 ? 2.5 : ${anyhow(tickRulesOf(making).number(2).text)}`;
  const stars = luck.chance(0.5) ? `clamp(${rules.number().text}, 1, 5)` : held();
  const all = {
    at: luck.some(names, 1, 2),
    chance: luck.chance(0.85) ? chance : undefined,
    falls_on: luck.chance(0.6) ? "other" : undefined,
    severity: luck.chance(0.5) ? stars : severity,
    area,
    channel,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
