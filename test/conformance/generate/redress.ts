import { Luck } from "./luck.ts";
import { type Json, type Making, tickRulesOf } from "./people.ts";
import type { Kind } from "./scheme.ts";

const grades = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const terms = ["0 days", "1 tick", "1 tick", "2 ticks", "3 ticks", "30 days", "1 year"] as const;

/** What records lead to, with luck of its own: worlds without it are made as they would be. */
export function addRedress(world: Making, scenario: Json, kinds: readonly Kind[], seed: number): void {
  const making: Making = { ...world, luck: new Luck(seed + 11_000_000) };
  const { luck } = making;
  if (!luck.chance(0.5)) return;
  const recorded = kinds.filter(({ channels }) => channels.length > 0).map(({ name }) => name);
  const { points: worth = {} } = (scenario.scheme as { points?: Record<string, unknown> } | undefined) ?? {};
  const scored = recorded.filter((name) => name in worth);
  const warned = scored.filter((name) => Object.keys(Object(worth[name])).includes("warnings"));
  const points = scored.filter((name) => !warned.includes(name));
  const able = { points, warned, entries: asGrounds(scenario, recorded) };
  if (able.points.length + able.entries.length === 0) return;
  const names = luck.list(1, 3, (i) => `r${i}`);
  scenario.redress = Object.fromEntries(names.map((name) => [name, oneOf(making, able)]));
}

interface Able {
  readonly points: readonly string[];
  /** Points of these cannot be taken back. */
  readonly warned: readonly string[];
  readonly entries: readonly string[];
}

function oneOf(making: Making, able: Able): Json {
  const { luck } = making;
  const parts = (["points", "entries"] as const).filter((part) => able[part].length > 0);
  const drawn = luck.some(parts, 1, 2);
  const grounds = able.entries.filter((name) => !drawn.includes("points") || !able.warned.includes(name));
  const takes = drawn.filter((part) => part === "points" || grounds.length > 0);
  const of = new Set(takes.map((part) => luck.pick(part === "points" ? able.points : grounds)));
  // Others beside them may have nothing of the kind.
  const others = [...able.points, ...able.entries].filter(
    (name) => !takes.includes("points") || !able.warned.includes(name),
  );
  if (luck.chance(0.5)) of.add(luck.pick(others));
  const term = (): unknown => luck.pick(terms);
  const one: Json = {
    of: [...of],
    after: luck.chance(0.4) ? Object.fromEntries(grades.map((grade) => [grade, term()])) : term(),
    takes_back: takes,
  };
  if (luck.chance(0.5)) one.notice = luck.chance(0.5) ? luck.pick([0, 0.5, 1]) : tickRulesOf(making).within(0, 1, 2);
  if (luck.chance(0.6)) one.disputes = luck.pick(["is_true ? 0.2 : 0.9", "0.6", "severity / 10", "1"]);
  if (luck.chance(0.6)) {
    one.accuracy = luck.chance(0.7) ? luck.pick([0, 0.7, 1]) : tickRulesOf(making).within(0, 1, 2);
    if (luck.chance(0.6)) one.deference = luck.pick([0, 0.5, 1]);
  }
  if (luck.chance(0.4)) one.when = tickRulesOf(making).truth(2).text;
  if (luck.chance(0.3)) one.costs = "30 yuan";
  return one;
}

function asGrounds(scenario: Json, recorded: readonly string[]): string[] {
  const lists = Object.values((scenario.lists as Record<string, Json> | undefined) ?? {});
  const grounds = lists.flatMap(({ grounds: all = [] }) => (Array.isArray(all) ? all : Object.keys(all as Json)));
  return recorded.filter((name) => grounds.includes(name));
}
