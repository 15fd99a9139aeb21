import { Luck } from "./luck.ts";
import { type Json, type Making, tickRulesOf } from "./people.ts";

/** What people are asked, by a luck of its own: worlds without surveys are made as they would be. */
export function makeSurveys(world: Making, size: number, seed: number): Json | undefined {
  const making: Making = { ...world, luck: new Luck(seed + 7_000_000) };
  const { luck } = making;
  if (!luck.chance(0.4)) return undefined;
  return Object.fromEntries(luck.list(1, 2, (i) => [`p${i}`, oneSurvey(making, size)]));
}

function oneSurvey(making: Making, size: number): Json {
  const { luck, groups } = making;
  const rules = tickRulesOf(making);
  const figure = (): unknown => {
    if (luck.chance(0.15)) return luck.pick([0, 0.3, 1, true]);
    return luck.chance(0.5) ? rules.truth().text : rules.within(0, 1);
  };
  const survey: Json = {
    asks: "Well?",
    sample: luck.chance(0.2) ? size : luck.from(1, size),
    every: luck.pick(["1 tick", "1 tick", "2 ticks", "3 ticks", "1 year"]),
    says: figure(),
  };
  if (luck.chance(0.5)) survey.of = rules.truth(2).text;
  if (luck.chance(0.5)) survey.thinks = figure();
  const by = luck.some(groups, 0, 2);
  if (by.length > 0) survey.by = by;
  return survey;
}
