import { Luck } from "./luck.ts";
import { type Json, type Making, tickRulesOf } from "./people.ts";
import { dated } from "./scheme.ts";

/**
 * Responses to what is at stake, and measures of it, by a luck of their own: worlds without them are made as they would
 * be. All else must be in the scenario by then.
 */
export function addStakes(world: Making, scenario: Json, seed: number): void {
  const making: Making = { ...world, luck: new Luck(seed + 7_000_000) };
  const { luck } = making;
  if (!luck.chance(0.4)) return;
  const known = knowable(scenario.conduct);
  const others = othersOf(scenario);
  const response = { ...(scenario.response as Json | undefined) };
  const budget = luck.chance(0.4) ? "spare" : undefined;
  for (const name of luck.list(1, 2, (i) => `q${i}`)) {
    const of = [...luck.some(known, 1, 2), ...(luck.chance(0.5) ? luck.some(others, 0, 2) : [])];
    if (of.length === 0) continue;
    response[name] = answerOf(making, of, budget);
  }
  scenario.response = response;
  if (known.length > 0 && luck.chance(0.6)) {
    const asked = luck.pick(known);
    scenario.measures = { ...(scenario.measures as Json), at_stake: { mean: `clamp(stake(${asked}), -1e6, 1e6)` } };
    const [first] = Object.entries((scenario.state ?? {}) as Record<string, Json>);
    if (first && luck.chance(0.5))
      first[1].update = `stake(${asked}) > 100 ? ${first[1].to} : ${first[0]} - 0.01 * tick`;
  }
  const enterprises = scenario.enterprises as Json | undefined;
  const theirs = knowable(enterprises?.conduct);
  if (!enterprises || theirs.length === 0 || luck.chance(0.5)) return;
  enterprises.response = {
    ...(enterprises.response as Json),
    q0: { of: luck.some(theirs, 1, 2), belief: luck.pick([0.3, 1]), sensitivity: luck.pick([0.5, 4]), curvature: 0.5 },
  };
}

/** How grave it is must not follow from whom one meets: what a record would cost cannot be known then. */
function knowable(conduct: unknown): string[] {
  const all = Object.entries((conduct ?? {}) as Record<string, Json>);
  return all.filter(([, { severity }]) => typeof severity !== "string").map(([name]) => name);
}

function othersOf({ friendship, institutions }: Json): string[] {
  const { dropped } = (friendship ?? {}) as Json;
  const { enrolment } = (institutions ?? {}) as Json;
  return [...(dropped ? ["dropped"] : []), ...((enrolment as Json | undefined)?.opt_out ? ["leaving"] : [])];
}

function answerOf(making: Making, of: readonly string[], effort: string | undefined): Json {
  const { luck } = making;
  const strong = (most: number): unknown =>
    luck.chance(0.3)
      ? dated(making, [0, most / 2, most])
      : luck.chance(0.3)
        ? tickRulesOf(making).within(0, most, 2)
        : { is: luck.pick([0, most / 4, most]), range: [0, most] };
  const all: Json = {
    of,
    sensitivity: strong(luck.pick([1, 8])),
    belief: luck.chance(0.7) ? tickRulesOf(making).within(0, 1, 2) : undefined,
    stake: luck.chance(0.3) ? `stake + clamp(${tickRulesOf(making).number(2).text}, -1e5, 1e5)` : undefined,
    per: luck.chance(0.5) ? luck.pick<unknown>([1000, 50, "1000 + tick"]) : undefined,
    curvature: luck.chance(0.6) ? strong(3) : undefined,
    at_most: luck.chance(0.5) ? luck.pick([1, 1.5, 3]) : undefined,
    effort,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
