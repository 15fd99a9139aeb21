import { checkArguments } from "../core/problem.ts";
import type { TraceEvent } from "../engine/common/trace.ts";
import type { Lived } from "../engine/relive/relived.ts";
import type { KindLegend } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import { ungraded } from "../model/scheme/bands.ts";
import { entitiesOf } from "../plan/kinds.ts";
import { entityAt, ordinalOf } from "../plan/ordinals.ts";
import { firstTick } from "../plan/settle.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { lifeOptions } from "./askedKinds.ts";
import { Chronicle } from "./chronicle.ts";
import { checkSeed, type Progress, progressOf, runTicks, type StopSignal } from "./course.ts";
import { accountOfFriends, seenFriends } from "./friends.ts";
import type { EnterpriseLife, Ledger, Life, SeenOther } from "./life.ts";
import { type LivedOptions, type OpenLived, openRelived } from "./lived.ts";
import { openOwnership, seenOf } from "./ownership.ts";
import { sayFigure } from "./phrases.ts";
import { readerOf } from "./reader.ts";
import { agreeOn } from "./recording.ts";
import { openStakes } from "./stakes.ts";
import { openContributions, openStandings, termsOf } from "./terms.ts";
import { checkNumbers, enterprisesOf } from "./whom.ts";

/** Of which world to tell lives. */
interface WorldTold extends LivedOptions {
  /** As of `run`, or those of the recording. */
  readonly seed?: number | undefined;
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: StopSignal | undefined;
  /** Waited for about twenty times a second: as long as it takes, something else has the processors. */
  readonly rest?: (() => Promise<void>) | undefined;
}

/** Whose lives to tell, of which world. */
export interface ExplainOptions extends WorldTold {
  /** Numbers of persons, from 0. */
  readonly persons: readonly number[];
}

/** Of which enterprises to tell, of which world. */
export interface ExplainEnterprisesOptions extends WorldTold {
  /** Numbers of enterprises, from 0 up to their number in the world, without gaps. */
  readonly enterprises: readonly number[];
}

/**
 * Runs a world again and tells the lives of some of its people, in the order asked for: what they did, what was put
 * down to them, and all that moved their score. An engine runs the world; the communities of these people are lived again
 * beside it, and held to it cell by cell. Throws ProblemError as `run` does, and (no-such-person; of a recording
 * recording-foreign, recording-beyond, not-recorded).
 */
export async function explain(scenario: Scenario, options: ExplainOptions): Promise<readonly Life[]> {
  checkArguments("explain", { scenario: [scenario, aScenario], options: [options, lifeOptions("persons")] });
  return explainBy(openRelived, scenario, options);
}

/** `explain`, of a world that is opened in one way or another. */
export async function explainBy(
  open: OpenLived,
  scenario: Scenario,
  options: ExplainOptions,
): Promise<readonly Life[]> {
  const { persons } = options;
  const { lowered, seed } = lower(scenario, options);
  const { plan } = lowered;
  checkNumbers(persons, plan.size, "person");
  if (persons.length === 0) return [];
  const [told, enterprises] = lowered.legend.kinds;
  const kinds = { told, other: enterprises };
  const { world, lives } = await tellLives(scenario, lowered, kinds, persons, { ...options, seed, open });
  const account = accountOfFriends(told);
  return persons.map((person): Life => {
    const { ledger, other } = lives.get(person)!;
    const friends = seenFriends(person, world, told);
    return {
      person,
      ...ledger,
      ...(friends && { friends }),
      ...(account && { pulled: world.valueOf(account, person) }),
      ...(other && { owns: { enterprise: ordinalOf(plan, enterprises!.of, other.entity), seen: other.seen } }),
      scripted: plan.script?.entity === person,
    };
  });
}

/**
 * The same of some of its enterprises. Throws ProblemError as `run` does, and (no-enterprises) for a scenario without
 * them, (no-such-enterprise).
 */
export async function explainEnterprises(
  scenario: Scenario,
  options: ExplainEnterprisesOptions,
): Promise<readonly EnterpriseLife[]> {
  const kind = lifeOptions("enterprises");
  checkArguments("explainEnterprises", { scenario: [scenario, aScenario], options: [options, kind] });
  return explainEnterprisesBy(openRelived, scenario, options);
}

/** `explainEnterprises`, of a world that is opened in one way or another. */
export async function explainEnterprisesBy(
  open: OpenLived,
  scenario: Scenario,
  options: ExplainEnterprisesOptions,
): Promise<readonly EnterpriseLife[]> {
  const { enterprises } = options;
  const { lowered, seed } = lower(scenario, options);
  const { plan } = lowered;
  const told = enterprisesOf(lowered, scenario);
  const [owners] = lowered.legend.kinds;
  checkNumbers(enterprises, entitiesOf(plan, told.of), "enterprise");
  if (enterprises.length === 0) return [];
  const entities = enterprises.map((ordinal) => entityAt(plan, told.of, ordinal));
  const { lives } = await tellLives(scenario, lowered, { told, other: owners }, entities, { ...options, seed, open });
  return entities.map((entity, place): EnterpriseLife => {
    const { ledger, other } = lives.get(entity)!;
    const owner = other && { person: other.entity, seen: other.seen };
    return { enterprise: enterprises[place]!, ...ledger, ...(owner && { owner }) };
  });
}

/** What a world that is told of is made of, and its seed. */
function lower(scenario: Scenario, options: WorldTold): { lowered: Lowered; seed: number } {
  checkRead(scenario);
  const { seed = 1, people, ticks } = options.recording ? agreeOn(options.recording, scenario, options) : options;
  checkSeed(seed);
  return { lowered: scenario.lower({ people, ticks }), seed };
}

/** Whose lives are told, and who is on the other side of ownership. */
interface Kinds {
  readonly told: KindLegend;
  readonly other: KindLegend | undefined;
}

/** A life, and what it had to do with the other side of ownership. */
interface Told {
  readonly ledger: Ledger;
  readonly other: { readonly entity: number; readonly seen: readonly SeenOther[] } | undefined;
}

/** Runs a world, and tells of some entities of one kind in it. */
async function tellLives(
  scenario: Scenario,
  lowered: Lowered,
  kinds: Kinds,
  entities: readonly number[],
  options: WorldTold & { readonly open: OpenLived; readonly seed: number },
): Promise<{ world: Lived; lives: ReadonlyMap<number, Told> }> {
  const chronicles = new Map<number, Chronicle>();
  // Acts are told to both sides of them; a life has only its own.
  const see = (event: TraceEvent): void => {
    if (event.kind === "act" && event.onto !== event.entity) chronicles.get(event.onto)?.meet(event);
    chronicles.get(event.entity)?.see(event);
  };
  const watch = { of: kinds.told.of, entities: new Set(entities), see };
  const world = await options.open(lowered.plan, options.seed, watch, options);
  try {
    return { world, lives: await follow(scenario, lowered, kinds, world, chronicles, { ...options, entities }) };
  } finally {
    world.close?.();
  }
}

/** Takes a world to its end, and gives what became of some of its entities; their chronicles see what happens. */
async function follow(
  scenario: Scenario,
  lowered: Lowered,
  { told, other }: Kinds,
  world: Lived,
  chronicles: Map<number, Chronicle>,
  { entities, onProgress, signal, rest }: WorldTold & { readonly entities: readonly number[] },
): Promise<ReadonlyMap<number, Told>> {
  const { plan } = lowered;
  const tellFrom =
    (from: number) =>
    (done: number, seconds: number): void =>
      onProgress?.(progressOf(done, plan.ticks, plan.size, seconds, from));
  // Lives begin with what settling has made of them.
  await runTicks(world, { ticks: 0 }, { tell: onProgress && tellFrom(firstTick(plan)), signal, rest });
  const links = other && openOwnership(world, told, other);
  const terms = termsOf(scenario, lowered, told, links);
  const standingOf = openStandings(world, terms, links);
  const madeOf = openContributions(world, terms);
  const births = new Map(
    entities.map((entity) => {
      const start = standingOf(entity);
      chronicles.set(entity, new Chronicle(entity, terms, start, madeOf(entity)));
      const one = links?.otherOf(entity) ?? -1;
      const tied = one < 0 ? undefined : { entity: one, sees: links!.say(one) };
      return [entity, { traits: birthOf(entity, world, told), score: start.score, tied }];
    }),
  );
  const afterTick = (): void => {
    for (const [entity, chronicle] of chronicles) chronicle.endTick(world.tick - 1, standingOf(entity));
  };
  await runTicks(world, plan, { tell: onProgress && tellFrom(0), signal, rest, afterTick });
  const trulyOf = told.mistakes?.score && readerOf(told.mistakes.score, world);
  const stakesOf = openStakes(world, told);
  const lives = [...births].map(([entity, { traits, score: start, tied }]): [number, Told] => {
    const { score, band } = standingOf(entity);
    const { entries } = chronicles.get(entity)!;
    const ledger = {
      traits,
      entries,
      start,
      score,
      ...(trulyOf && { truly: trulyOf(entity) }),
      ...(band !== undefined && { band: told.bands?.of[band]?.name ?? ungraded }),
      ...(stakesOf && { stakes: stakesOf(entity) }),
    };
    const seen = tied && seenOf(tied.sees, links!.say(tied.entity));
    return [entity, { ledger, other: tied && { entity: tied.entity, seen: seen! } }];
  });
  return new Map(lives);
}

/** Traits and first states, as a reader would write them. */
function birthOf(entity: number, world: Lived, { traits, states }: KindLegend): Ledger["traits"] {
  const born = traits.map(({ name, column, words, isTruth }) => {
    const value = world.valueOf(column, entity);
    return { name, value: words ? words[value]! : isTruth ? (value === 1 ? "yes" : "no") : sayFigure(value) };
  });
  return [...born, ...states.map(({ name, column }) => ({ name, value: sayFigure(world.valueOf(column, entity)) }))];
}
