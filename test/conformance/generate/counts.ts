import { dayAfter, type Json, type Making, type Ranged, rulesOf, tickRulesOf } from "./people.ts";
import type { Kind } from "./scheme.ts";

export function makeGroups(making: Making): Json {
  const { luck, groups } = making;
  const made = luck.list(0, 3, (i): [string, Json] => {
    const rules = rulesOf(making);
    if (luck.chance(0.5)) return [`g${i}`, { when: rules.truth().text, yes: `g${i}yes`, no: `g${i}no` }];
    const cuts = luck.list(2, 4, (place): [string, number] => [`g${i}w${place}`, luck.pick([0, -3, 10]) + 7.5 * place]);
    return [`g${i}`, { of: rules.number().text, from: Object.fromEntries(cuts) }];
  });
  groups.push(...made.map(([name]) => name));
  return Object.fromEntries(made);
}

/** Names of measures first: rules of all kinds may ask for last tick's figures. */
export function makeMeasures(making: Making, prefix = "m"): { names: string[]; fill: () => Json } {
  const { luck, world } = making;
  const names = luck.list(1, 4, (i) => `${prefix}${i}`);
  for (const name of names) world.push({ name, kind: "number", size: 1 });
  return {
    names,
    fill: () => Object.fromEntries(names.map((name) => [name, oneMeasure(making)])),
  };
}

function oneMeasure(making: Making): Json {
  const { luck, groups } = making;
  const rules = tickRulesOf(making);
  const kind = luck.pick(["mean", "sum", "share", "count"] as const);
  const numeric = kind === "mean" || kind === "sum";
  // Sums are exact as far as 2^53: what can grow beyond any bound is held.
  const measure: Json = { [kind]: numeric ? rules.within(-1e6, luck.pick([1, 1000, 1e6])) : rules.truth().text };
  if (luck.chance(0.4)) measure.where = rules.truth().text;
  if (numeric && luck.chance(0.3)) measure.resolution = luck.pick([1, 0.01, 0.5, 0.001]);
  const by = luck.some(groups, 0, 2);
  if (by.length > 0) measure.by = by.length === 1 && luck.chance(0.5) ? by[0] : by;
  return measure;
}

/** `life`: acts in the first few ticks, and perhaps a state of its own. */
export function makeLife(making: Making, kinds: readonly Pick<Kind, "name">[], states: readonly Ranged[]): Json {
  const { luck } = making;
  const acts = luck.list(1, 5, () => {
    const act: Json = { on: dayAfter(making, luck.from(0, 4)), does: luck.pick(kinds).name };
    if (luck.chance(0.4)) act.severity = luck.from(1, 3);
    if (luck.chance(0.3)) act.recorded = luck.chance(0.5);
    return act;
  });
  const has = luck.some(states, 0, 2).map(({ name, range }) => [name, luck.pick([range.from, range.to])]);
  return has.length > 0 ? { has: Object.fromEntries(has), acts } : { acts };
}
