import { makeCompany } from "./generate/company.ts";
import { makeGroups, makeLife, makeMeasures } from "./generate/counts.ts";
import { makeEnterprises } from "./generate/enterprises.ts";
import { makeExtras } from "./generate/files.ts";
import { addLevers } from "./generate/levers.ts";
import { Luck } from "./generate/luck.ts";
import { makeMistakes } from "./generate/mistakes.ts";
import { makeMoments } from "./generate/moments.ts";
import { type Json, type Making, makeDerived, makePopulation, makeState } from "./generate/people.ts";
import { makePlaces } from "./generate/places.ts";
import { addReasons } from "./generate/reasons.ts";
import { addRedress } from "./generate/redress.ts";
import { makeRegister } from "./generate/register.ts";
import {
  makeChannels,
  makeConduct,
  makeConsequences,
  makeKinds,
  makePhases,
  makeResponse,
  makeScale,
  makeScheme,
} from "./generate/scheme.ts";
import { makeSeen } from "./generate/seen.ts";
import { addStakes } from "./generate/stakes.ts";
import { makeSurveys } from "./generate/surveys.ts";

const ticks = [
  { tick: "1 day", days: 1 },
  { tick: "1 week", days: 365 / 52 },
  { tick: "2 weeks", days: 365 / 26 },
  { tick: "1 month", days: 365 / 12 },
] as const;

const sizes = [1, 31, 32, 33, 64, 100, 257, 500, 777, 1023, 1025, 1300] as const;
const communities = [32, 32, 64, 128, 256, 1024] as const;

/**
 * A random scenario that follows from a number, as plain data. All parts of the language turn up, in the order in which
 * rules may speak of them. Every one of them must pass `readScenario`.
 */
export function makeScenario(seed: number): Json {
  const luck = new Luck(seed);
  const { tick, days } = luck.pick(ticks);
  const friends = luck.chance(0.6) ? luck.from(1, 5) : 0;
  const startDay = luck.pick(["2010-01-01", "2011-06-15", "2001-02-20"]);
  const making: Making = { luck, world: [], person: [], gathered: [], linked: [], groups: [], startDay, days, friends };
  for (const name of ["tick", "years", "year"]) making.world.push({ name, kind: "number", size: 1 });
  const far = friends > 0 && luck.chance(0.4) ? luck.from(1, Math.min(2, friends)) : 0;
  const population = makePopulation(making, luck.pick(sizes), luck.pick(communities), far);
  const state = makeState(making);
  const scored = luck.chance(0.85) ? makeScale(making) : undefined;
  const extras = scored && makeExtras(making, scored.scale, seed);
  const company = makeCompany(making, population.ties as Json | undefined, seed);
  if (company.ties) population.ties = company.ties;
  const measures = makeMeasures(making);
  const phases = makePhases(making);
  const second = makeEnterprises(making, seed);
  extras?.nameMore();
  const register = makeRegister(making, seed);
  const derived = makeDerived(making);
  const consequences = makeConsequences(making);
  const channels = ["k0", "k1", "k2"].slice(0, luck.from(1, 3));
  const kinds = makeKinds(making, channels);
  const scenario: Json = {
    title: `generated ${seed}`,
    time: { start: startDay, tick, span: "60 ticks", ...makeSettle(seed) },
    population: derived ? { ...population, derived } : population,
    state: state.fill(),
    conduct: makeConduct(making, kinds),
    channels: makeChannels(making, channels, luck.chance(0.4)),
    consequences,
    response: makeResponse(making, kinds),
    groups: makeGroups(making),
    measures: measures.fill(),
  };
  if (scored) scenario.scheme = makeScheme(making, kinds, scored.scale, scored.bands);
  extras?.fill(scenario, kinds, scored!.bands);
  if (phases.names.length > 0) scenario.institutions = phases.fill();
  if (second) {
    const { channels: theirs, enterprises } = second();
    scenario.channels = { ...(scenario.channels as Json), ...theirs };
    scenario.enterprises = enterprises;
  }
  register.fill(scenario, kinds);
  const rated = company.fill(scenario, kinds);
  addStakes(making, scenario, seed);
  makeMistakes(making, scenario, seed);
  addRedress(making, scenario, kinds, seed);
  const due = makeMoments(making, scenario, seed);
  if (luck.chance(0.12) && rated.length > 0) scenario.life = makeLife(making, [...rated, ...due], state.all);
  if (scenario.life) scenario.population = { ...(scenario.population as Json), size: luck.pick([1001, 1023, 1300]) };
  makeSeen(making, scenario, kinds, seed);
  const surveys = makeSurveys(making, Number((scenario.population as Json).size), seed);
  if (surveys) scenario.surveys = surveys;
  makePlaces(making, scenario, seed);
  addReasons(making, scenario, seed);
  addLevers(scenario, seed);
  return scenario;
}

/** Some worlds settle before their start, for a few ticks; with luck of its own, as if all else had been made first. */
function makeSettle(seed: number): Json {
  const luck = new Luck(seed + 2 ** 24);
  return luck.chance(0.3) ? { settle: `${luck.from(1, 4)} ticks` } : {};
}

/** A scenario as a file has it; JSON is YAML. */
export function textOf(scenario: unknown): string {
  return JSON.stringify(scenario, null, 1);
}
