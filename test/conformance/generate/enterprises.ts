import { makeGroups, makeMeasures } from "./counts.ts";
import { Luck } from "./luck.ts";
import { type Json, type Making, makeDerived, makePopulation, makeState } from "./people.ts";
import type { Known } from "./rules.ts";
import {
  makeChannels,
  makeConduct,
  makeConsequences,
  makeKinds,
  makeResponse,
  makeScale,
  makeScheme,
} from "./scheme.ts";

/**
 * `enterprises` of a third of the worlds, with luck of their own, so that people are made as they would be without. Both
 * kinds may ask each other for what they are; what enterprises do is made when people's rules are.
 */
export function makeEnterprises(
  people: Making,
  seed: number,
): (() => { channels: Json; enterprises: Json }) | undefined {
  const luck = new Luck(seed + 2 ** 20);
  if (!luck.chance(0.33)) return undefined;
  const { startDay, days, world } = people;
  const shared = world.filter(({ kind }) => kind === "number");
  const own = { world: [...shared], person: [], gathered: [], linked: [], groups: [], friends: 0 };
  const making: Making = { luck, startDay, days, ...own };
  const { traits, correlations } = makePopulation(making, 1, 1024, 0);
  const state = makeState(making);
  const scored = luck.chance(0.8) ? makeScale(making) : undefined;
  const measures = makeMeasures(making, "em");
  people.linked.push("owns", ...visible(making.person).map((name) => `owned(${name})`));
  making.linked.push("has_owner", ...visible(people.person).map((name) => `owner(${name})`));
  for (const name of measures.names) world.push({ name: `enterprises_${name}`, kind: "number", size: 1 });
  const channels = ["e0", "e1"].slice(0, luck.from(1, 2));
  return () => {
    making.linked.push(...people.person.filter(({ kind }) => kind === "truth").map(({ name }) => `owner(${name})`));
    const derived = makeDerived(making);
    const consequences = makeConsequences(making);
    const kinds = makeKinds(making, channels);
    const enterprises: Json = {
      one_for_every: luck.pick([2, 5, 42.42, 10_000]),
      traits,
      ...(correlations ? { correlations } : {}),
      ...(derived ? { derived } : {}),
      state: state.fill(),
      conduct: makeConduct(making, kinds),
      consequences,
      response: makeResponse(making, kinds),
      groups: makeGroups(making),
      measures: measures.fill(),
    };
    if (scored) enterprises.scheme = makeScheme(making, kinds, scored.scale, scored.bands);
    // A channel that nothing uses is read over people's names.
    const used = channels.filter((channel) => kinds.some((one) => one.channels.includes(channel)));
    return { channels: makeChannels(making, used, luck.chance(0.4)), enterprises };
  };
}

function visible(names: readonly Known[]): string[] {
  return names.filter(({ kind }) => kind !== "option").map(({ name }) => name);
}
