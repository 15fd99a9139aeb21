import { Luck } from "./luck.ts";
import { drawnFrom, type Json, type Making, rulesOf } from "./people.ts";
import { anyhow, type Known, RuleMaker } from "./rules.ts";
import { dated, type Kind, type Scale } from "./scheme.ts";

/** What a scheme may have besides points: names first, then all that speaks of them. */
export interface Extras {
  /** Names that others cannot be asked for: after what others can be asked for is known. */
  nameMore(): void;
  fill(scenario: Json, kinds: readonly Kind[], bands: Json | undefined): void;
}

/** Names of files and of the standing; `seed` decides them, and what else the scheme has. */
export function makeExtras(making: Making, scale: Scale, seed: number): Extras {
  const luck = new Luck(seed + 5_000_000);
  const own: Making = { ...making, luck };
  const files = luck.list(0, 3, (i) => ({ name: `f${i}`, looksBack: luck.chance(0.4) }));
  for (const { name } of files.filter(({ looksBack }) => !looksBack)) {
    making.person.push({ name, kind: "number", size: 1 });
    if (making.friends > 0) making.gathered.push(name);
  }
  const units = (scale.to - scale.from) / ("resolution" in scale ? scale.resolution : 1 / 16);
  const relative = units < 65_536 && luck.chance(0.35);
  if (relative) making.person.push({ name: "standing", kind: "number", size: 1 });
  return {
    nameMore: () => {
      for (const { name } of files.filter(({ looksBack }) => looksBack))
        making.person.push({ name, kind: "number", size: 3 });
    },
    fill: (scenario, kinds, bands) => {
      const scheme = scenario.scheme as Json;
      const recorded = recordedOf(scenario, kinds, files.length > 0);
      if (relative) scheme.relative = true;
      if (files.length > 0)
        scheme.files = Object.fromEntries(
          files.map(({ name, looksBack }) => [name, looksBack ? sinceOf(own, recorded) : sumOf(own, recorded)]),
        );
      addDimensions(own, scheme, scale);
      addCovers(own, scheme, scale);
      addToPoints(luck, scheme, bands);
      addAssociation(own, scheme);
    },
  };
}

/** Conducts that something records; where there must be one, the first is made to be. */
function recordedOf(scenario: Json, kinds: readonly Kind[], needed: boolean): string[] {
  const conduct = scenario.conduct as Record<string, Json>;
  const recorded = kinds.map(({ name }) => name).filter((name) => conduct[name]!.channel !== undefined);
  if (recorded.length > 0 || !needed) return recorded;
  const [first] = kinds;
  conduct[first!.name]!.channel = Object.keys(scenario.channels as Json)[0];
  return [first!.name];
}

const severity: Known = { name: "severity", kind: "number", size: 1 };

function sumOf(making: Making, recorded: readonly string[]): Json {
  const { luck } = making;
  const amount = (): unknown =>
    luck.chance(0.6)
      ? luck.pick<unknown>([1, 4, 0.3, "severity", "2 * severity"])
      : rulesOf(making, [severity]).within(-2, 5, 2);
  const file: Json = { of: Object.fromEntries(luck.some(recorded, 1, 3).map((name) => [name, amount()])) };
  if (luck.chance(0.6)) file.half_life = luck.pick(["1 tick", "26 weeks", "2 years"]);
  Object.assign(file, luck.pick<Json>([{}, { to: 5, resolution: 1 }, { from: -10, to: 300, resolution: 0.1 }]));
  if (luck.chance(0.5)) file.start = luck.chance(0.5) ? drawnFrom(luck).is : rulesOf(making).within(0, 5, 2);
  return file;
}

function sinceOf(making: Making, recorded: readonly string[]): Json {
  const { luck } = making;
  const file: Json = { since: luck.some(recorded, 1, 2), up_to: luck.pick(["3 ticks", "1 year", "7 years"]) };
  if (luck.chance(0.4)) file.start = luck.chance(0.5) ? { uniform: [0, 1] } : rulesOf(making).within(0, 0.008, 2);
  return file;
}

function addDimensions(making: Making, scheme: Json, { from, to }: Scale): void {
  const { luck } = making;
  if (!luck.chance(0.35)) return;
  scheme.dimensions = Object.fromEntries(
    luck.list(1, 3, (i) => [
      `w${i}`,
      { weight: luck.pick<unknown>([1, 35, 0.5, dated(making, [0, 3])]), value: dimensionOf(making) },
    ]),
  );
  if (luck.chance(0.5)) (scheme.score as Json).start = undefined;
  const decay = scheme.decay as Json | undefined;
  if (decay) decay.towards = luck.chance(0.6) ? 0 : rulesOf(making).within(from - to, to - from, 2);
}

/** Held to 0 to 1 or not: but what can only be beyond is refused. */
function dimensionOf(making: Making): string {
  if (making.luck.chance(0.5)) return rulesOf(making).within(0, 1, 2);
  return anyhow(rulesOf(making).number(2).text);
}

/** Whom it covers: by what does not follow from bands, which follow from it. */
function addCovers(making: Making, scheme: Json, { from, to }: Scale): void {
  const { luck } = making;
  const names = [...making.person.filter(({ name }) => /^[tsf]\d$/.test(name)), ...making.world];
  const rules = new RuleMaker(luck, { names: names.filter(({ name }) => name !== "phase"), gathered: [] });
  if (luck.chance(0.35)) scheme.covers = rules.truth(2).text;
  if (luck.chance(0.3)) {
    const score = luck.chance(0.5) ? Math.round((from + to) / 2) : rules.within(from, to, 2);
    scheme.thin_file = { when: rules.truth(2).text, score };
  }
}

function addToPoints(luck: Luck, scheme: Json, bands: Json | undefined): void {
  const points = (scheme.points ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(points)) {
    const one = (typeof value === "object" && "is" in value! ? value : { is: value }) as Json;
    if (luck.chance(0.25)) one.warnings = luck.pick<unknown>([1, 0, { first: 2, period: "3 ticks" }]);
    if (bands && luck.chance(0.25)) one.grade = luck.pick(Object.keys(bands));
    points[name] = one;
  }
}

function addAssociation({ luck, person, friends }: Making, scheme: Json): void {
  const truths = person.filter(({ name, kind }) => kind === "truth" && /^t\d$/.test(name));
  if (friends === 0 || truths.length === 0 || luck.chance(0.5)) return;
  const association = { with: luck.pick(truths).name, per_year: luck.pick([-20, 5, "-1 * tick"]) };
  scheme.friends = { ...(scheme.friends as Json | undefined), association };
}
