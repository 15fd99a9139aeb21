import { Luck } from "./luck.ts";
import type { Json } from "./people.ts";

type Parts = Readonly<Record<string, Json>>;
type Kinds = Parts | undefined;

/**
 * What decides over domains of life, what redress takes back besides points and entries, and counts of what it freed: with
 * luck of their own, so that other worlds are made as they would be.
 */
export function addLevers(scenario: Json, seed: number): void {
  const luck = new Luck(seed + 13_000_000);
  for (const kind of [scenario, scenario.enterprises as Json | undefined]) {
    if (!kind) continue;
    if (luck.chance(0.5)) addContexts(kind, luck);
    if (luck.chance(0.6)) takeMore(kind, luck);
  }
  const names = Object.keys((scenario.redress as Json | undefined) ?? {});
  if (names.length > 0 && luck.chance(0.4))
    (scenario.measures as Json).cleared = { sum: `freed(${luck.pick(names)}) + 1` };
}

function addContexts(kind: Json, luck: Luck): void {
  const { scheme, consequences } = kind as { scheme?: Json; consequences?: Kinds };
  const all = Object.values(consequences ?? {});
  if (!scheme || all.length === 0) return;
  for (const one of all) if (luck.chance(0.5)) one.domain ??= luck.pick(["travel", "credit"]);
  const domains = [...new Set(all.flatMap(({ domain }) => (domain ? [String(domain)] : [])))];
  const areas = [...new Set(areasOf(kind.conduct as Kinds))];
  if (domains.length === 0) return;
  scheme.contexts = Object.fromEntries(domains.map((domain) => [domain, luck.some(areas, 0, 2)]));
}

/** Areas of conducts, and of what can come of one. */
function areasOf(conduct: Kinds): string[] {
  return Object.values(conduct ?? {}).flatMap(({ area, one_of }) => [
    ...(area ? [String(area)] : []),
    ...areasOf(one_of as Kinds),
  ]);
}

function takeMore({ scheme, redress }: Json, luck: Luck): void {
  const { files = {}, points = {}, relative } = (scheme ?? {}) as { files?: Parts; points?: Json; relative?: boolean };
  const onFile = Object.values(files).flatMap(({ of, since }) => [
    ...Object.keys((of ?? {}) as Json),
    ...[since ?? []].flat().map(String),
  ]);
  const saying = (key: string): string[] =>
    Object.keys(points).filter((name) => Object.keys(Object(points[name])).includes(key));
  const warned = saying("warnings");
  const able = { files: onFile, repetition: saying("repetition"), grade: relative ? [] : saying("grade") };
  for (const one of Object.values((redress ?? {}) as Parts)) {
    const of = [one.of].flat().map(String);
    for (const [part, names] of Object.entries(able)) {
      if (part === "grade" && of.some((name) => warned.includes(name))) continue;
      if (of.some((name) => names.includes(name)) && luck.chance(0.6))
        one.takes_back = [...[one.takes_back].flat(), part];
    }
  }
}
