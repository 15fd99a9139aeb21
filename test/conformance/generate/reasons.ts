import { Luck } from "./luck.ts";
import { type Json, type Making, tickRulesOf } from "./people.ts";

/**
 * Reasons for which friends are dropped, and responses of one of them, of friends taken back and of channels, by a luck of
 * their own: worlds without them are made as they would be. All else must be in the scenario by then.
 */
export function addReasons(world: Making, scenario: Json, seed: number): void {
  const making: Making = { ...world, luck: new Luck(seed + 9_000_000) };
  const { luck } = making;
  const reasons = luck.chance(0.6) ? splitDropped(scenario.friendship as Json | undefined, luck) : [];
  const mended = (scenario.friendship as Json | undefined)?.mended ? ["mended"] : [];
  const known = [...reasons.map((name) => `dropped.${name}`), ...mended, ...channelsOf(scenario.conduct)];
  if (known.length > 0 && luck.chance(0.5)) scenario.response = respond(making, scenario.response, known, ofPeople);
  const enterprises = scenario.enterprises as Json | undefined;
  const theirs = channelsOf(enterprises?.conduct);
  if (enterprises && theirs.length > 0 && luck.chance(0.4))
    enterprises.response = respond(making, enterprises.response, theirs, "w");
}

/** The name of the response of people. */
const ofPeople = "v";

/** Splits one rate, or leaves it where there is none; gives the names of the reasons. */
function splitDropped(friendship: Json | undefined, luck: Luck): string[] {
  const one = friendship?.dropped as Json | undefined;
  if (!friendship || !one) return [];
  const names = luck.some(["bored", "low_score", "moved"], 1, 3);
  const rates = names.map((name, place): [string, Json] => [
    name,
    place === 0 ? one : { per_year: luck.pick<unknown>([0, 0.2, 4, "friends_count > 1 ? 3 : 0"]) },
  ]);
  friendship.dropped = Object.fromEntries(rates);
  return names;
}

/** What conduct of any kind goes through, outcomes as well. */
function channelsOf(conduct: unknown): string[] {
  const all = Object.values((conduct ?? {}) as Record<string, Json>).flatMap((one): Json[] => [
    one,
    ...Object.values((one.one_of ?? {}) as Record<string, Json>),
  ]);
  return [...new Set(all.flatMap(({ channel }) => (channel ?? []) as string | string[]))].sort();
}

function respond(making: Making, response: unknown, known: readonly string[], name: string): Json {
  const { luck } = making;
  // Rules of people are over their names.
  const rules = name === ofPeople ? [tickRulesOf(making).within(0, 4, 2)] : [];
  const of = luck.some(known, 1, 3);
  const strong = luck.pick<unknown>([0, 0.5, { is: 3, range: [0, 5] }, ...rules]);
  const answer: Json = {
    of,
    ...(luck.chance(0.25) ? { factor: luck.pick([0, 0.4, 1, 1.7]) } : { sensitivity: strong }),
  };
  if (answer.sensitivity !== undefined) {
    if (luck.chance(0.5)) answer.belief = luck.pick([0.3, 1]);
    if (luck.chance(0.4)) answer.stake = luck.pick(["stake + 300", "2 * stake", 900]);
    if (luck.chance(0.5)) answer.per = luck.pick([200, 5000]);
    if (luck.chance(0.4)) answer.curvature = luck.pick([0.5, 2]);
    if (luck.chance(0.4)) answer.effort = "spare";
  }
  return { ...(response as Json | undefined), [name]: answer };
}
