import { Luck } from "./luck.ts";
import type { Json, Making } from "./people.ts";

/** What names of a world would be with true records alone, as a truth. */
function asks({ scheme, lists, consequences }: Json): string[] {
  const names = [...Object.keys((lists ?? {}) as Json), ...Object.keys((consequences ?? {}) as Json)];
  const truths = names.map((name) => `if_true(${name})`);
  const { bands, files } = (scheme ?? {}) as { bands?: Json; files?: Json };
  const [band] = Object.keys(bands ?? {});
  const [file] = Object.keys(files ?? {});
  if (scheme) truths.push("if_true(score) > score", "if_true(score) != score && years > 0");
  if (band) truths.push(`if_true(band) == ${band}`, `if_true(band) != band`);
  if (file) truths.push(`if_true(${file}) < ${file}`);
  return truths;
}

/**
 * Conduct that makes false records, an account of which are false, and measures and groups of what would be without them:
 * with luck of their own, so that other worlds are made as they would be.
 */
export function makeMistakes(making: Making, scenario: Json, seed: number): void {
  const luck = new Luck(seed + 2 ** 24);
  if (!luck.chance(0.4)) return;
  const { conduct, scheme, encounters = {} } = scenario as Record<string, Json>;
  const recorded = Object.entries(conduct as Record<string, Json>).filter(([, { channel }]) => channel !== undefined);
  const met = Object.keys(encounters);
  luck.some(recorded, 0, 2).forEach(([name, kind], place) => {
    const when =
      met.length > 0 && luck.chance(0.5)
        ? { at: luck.pick(met), chance: luck.pick([0.05, 0.5]), ...(luck.chance(0.7) ? { falls_on: "other" } : {}) }
        : { per_year: luck.pick([0.5, 6, 40]) };
    const severity = typeof kind.severity === "object" ? { severity: kind.severity } : {};
    conduct![`liar${place}`] = { ...when, ...severity, claims: name, channel: kind.channel };
  });
  if (scheme && luck.chance(0.7)) scheme.truth = true;
  const theirs = (scenario.enterprises as Json | undefined)?.scheme as Json | undefined;
  if (theirs && luck.chance(0.5)) theirs.truth = true;
  const asked = asks(scenario);
  if (asked.length === 0 || luck.chance(0.2)) return;
  const { groups, measures } = scenario as Record<string, Json>;
  const by = [...making.groups];
  if (luck.chance(0.5)) {
    groups!.truly = { when: luck.pick(asked), yes: "innocent", no: "rest" };
    by.push("truly");
  }
  for (const text of luck.some(asked, 1, 3)) {
    const measure: Json = { [luck.pick(["share", "count"])]: text };
    if (luck.chance(0.5) && by.length > 0) measure.by = luck.pick(by);
    if (luck.chance(0.3)) measure.where = luck.pick(asked);
    measures![`asked${Object.keys(measures!).length}`] = measure;
  }
}
