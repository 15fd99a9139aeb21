import { Luck } from "./luck.ts";
import { dayAfter, type Json, type Making, tickRulesOf } from "./people.ts";
import { RuleMaker } from "./rules.ts";

/** Places that are short, and what blocked attempts cost, by a luck of their own; added to a scenario that is made. */
export function makePlaces(world: Making, scenario: Json, seed: number): void {
  const making: Making = { ...world, luck: new Luck(seed + 8_000_000) };
  const { luck } = making;
  if (luck.chance(0.4)) {
    const alone = Object.entries(scenario.conduct as Record<string, Json>).filter(([, one]) => !one.one_of);
    const short = luck.some(
      alone.map(([name]) => name),
      1,
      2,
    );
    scenario.places = Object.fromEntries(short.map((conduct, i) => [`s${i}`, placesFor(making, conduct)]));
  }
  for (const one of Object.values(scenario.consequences as Record<string, Json>))
    if (one.blocks && luck.chance(0.4)) priceEach(one, luck);
}

function placesFor(making: Making, conduct: string): Json {
  const { luck, startDay, world } = making;
  const rules = new RuleMaker(luck, { names: world, gathered: [] });
  const byDate = { dated: { [startDay]: luck.pick([0, 0.5, 1]), [dayAfter(making, 2)]: luck.pick([0.1, 0.7]) } };
  const capacity = luck.chance(0.3) ? byDate : luck.chance(0.5) ? luck.pick([0, 0.3, 0.8, 1]) : rules.within(0, 1, 2);
  return { for: conduct, capacity, ...(luck.chance(0.7) ? { first: tickRulesOf(making).truth(2).text } : {}) };
}

function priceEach(consequence: Json, luck: Luck): void {
  delete consequence.costs;
  delete consequence.benefits;
  consequence[luck.pick(["costs_each", "benefits_each"])] = luck.pick([
    "300 yuan",
    "0.5 yuan",
    "0 yuan",
    "100_000 yuan",
  ]);
}
