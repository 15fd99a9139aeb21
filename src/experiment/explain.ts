import { ProblemError } from "../core/problem.ts";
import { type TraceEvent, World } from "../engine/meaning/interpret.ts";
import { ungraded } from "../model/scheme/bands.ts";
import { sizeOf } from "../plan/kinds.ts";
import { entityAt, ordinalOf } from "../plan/ordinals.ts";
import type { Plan } from "../plan/plan.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { Chronicle } from "./chronicle.ts";
import { checkMemory, checkSeed, drive, type Progress, progressOf, type StopSignal } from "./drive.ts";
import { seenFriends } from "./friends.ts";
import type { EnterpriseLife, Ledger, Life, SeenOther } from "./life.ts";
import { openLinks, seenOf } from "./linked.ts";
import { bareName, enterprisesOf, peopleOf, type Subject } from "./subject.ts";
import { openMade, openStandings, termsOf } from "./terms.ts";
import { sayFigure } from "./words.ts";

/** Of which world to tell lives. */
interface WorldTold {
  /** As of `run`. */
  readonly seed?: number | undefined;
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: StopSignal | undefined;
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
 * down to them, and all that moved their score. Throws ProblemError as `run` does, and (no-such-person).
 */
export async function explain(scenario: Scenario, options: ExplainOptions): Promise<readonly Life[]> {
  const { persons, people, ticks } = options;
  checkSeed(options.seed ?? 1);
  const plan = scenario.plan({ people, ticks });
  checkNumbers(persons, plan.size, "person");
  const subjects = { told: peopleOf(scenario, plan), other: enterprisesOf(scenario, plan) };
  const { world, lives } = await tellLives(scenario, plan, subjects, persons, options);
  return persons.map((person): Life => {
    const { ledger, other } = lives.get(person)!;
    const friends = seenFriends(person, world, scenario);
    return {
      person,
      ...ledger,
      ...(friends && { friends }),
      ...(other && { owns: { enterprise: ordinalOf(plan, subjects.other!.of, other.entity), seen: other.seen } }),
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
  const { enterprises, people, ticks } = options;
  checkSeed(options.seed ?? 1);
  const plan = scenario.plan({ people, ticks });
  const told = enterprisesOf(scenario, plan);
  if (!told)
    throw new ProblemError([
      {
        code: "no-enterprises",
        message: `there are no enterprises in "${scenario.title}"`,
        expected: "a scenario with `enterprises`",
      },
    ]);
  checkNumbers(enterprises, sizeOf(plan, told.of), "enterprise");
  const entities = enterprises.map((ordinal) => entityAt(plan, told.of, ordinal));
  const subjects = { told, other: peopleOf(scenario, plan) };
  const { lives } = await tellLives(scenario, plan, subjects, entities, options);
  return entities.map((entity, place): EnterpriseLife => {
    const { ledger, other } = lives.get(entity)!;
    const owner = other && { person: other.entity, seen: other.seen };
    return { enterprise: enterprises[place]!, ...ledger, ...(owner && { owner }) };
  });
}

/** A life, and what it had to do with the other side of ownership. */
interface Told {
  readonly ledger: Ledger;
  readonly other: { readonly entity: number; readonly seen: readonly SeenOther[] } | undefined;
}

/** Runs a world, and tells of some entities of one kind in it. */
async function tellLives(
  scenario: Scenario,
  plan: Plan,
  { told, other }: { readonly told: Subject; readonly other: Subject | undefined },
  entities: readonly number[],
  { seed = 1, memoryBytes, onProgress, signal }: WorldTold,
): Promise<{ world: World; lives: ReadonlyMap<number, Told> }> {
  checkMemory(plan, memoryBytes, { backend: "interpret" });
  const chronicles = new Map<number, Chronicle>();
  // Acts are told to both sides of them; a life has only its own.
  const see = (seen: TraceEvent): void => {
    const event = told.prefix === "" ? seen : bareEvent(seen);
    if (event.kind === "act" && event.onto !== event.entity) chronicles.get(event.onto)?.meet(event);
    chronicles.get(event.entity)?.see(event);
  };
  const world = new World(plan, seed, { of: told.of, entities: new Set(entities), see });
  const links = other && openLinks(world, told, other);
  const terms = termsOf(scenario, told, links);
  const standingOf = openStandings(world, told, terms, links);
  const madeOf = openMade(world, terms);
  const births = new Map(
    entities.map((entity) => {
      const start = standingOf(entity);
      chronicles.set(entity, new Chronicle(entity, terms, start, madeOf(entity)));
      const one = links?.otherOf(entity) ?? -1;
      const tied = one < 0 ? undefined : { entity: one, sees: links!.say(one) };
      return [entity, { traits: birthOf(entity, world, told), score: start.score, tied }];
    }),
  );
  const tell = (done: number, seconds: number): void => onProgress?.(progressOf(done, plan.ticks, plan.size, seconds));
  const afterTick = (): void => {
    for (const [entity, chronicle] of chronicles) chronicle.endTick(world.tick - 1, standingOf(entity));
  };
  await drive(world, plan, { tell: onProgress && tell, signal, afterTick });
  const lives = [...births].map(([entity, { traits, score: start, tied }]): [number, Told] => {
    const { score, band } = standingOf(entity);
    const { entries } = chronicles.get(entity)!;
    const ledger = {
      traits,
      entries,
      start,
      score,
      ...(band !== undefined && { band: terms.bands[band] ?? ungraded }),
    };
    const seen = tied && seenOf(tied.sees, links!.say(tied.entity));
    return [entity, { ledger, other: tied && { entity: tied.entity, seen: seen! } }];
  });
  return { world, lives: new Map(lives) };
}

/** An event with names as the part of the scenario has them that speaks of enterprises. */
function bareEvent(event: TraceEvent): TraceEvent {
  const bareAdds = <T extends { readonly column: string }>(adds: readonly T[]): T[] =>
    adds.map((add) => ({ ...add, column: bareName(add.column) }));
  if (event.kind === "write") return { ...event, step: bareName(event.step), column: bareName(event.column) };
  if (event.kind === "record") return { ...event, adds: bareAdds(event.adds) };
  return { ...event, step: bareName(event.step), adds: bareAdds(event.adds) };
}

/** Traits and first states, as a reader would write them. */
function birthOf(entity: number, world: World, { said, own, prefix }: Subject): Ledger["traits"] {
  const numberOf = (name: string): number => world.valueOf(`${prefix}${name}`, entity);
  const traits = (said.traits ?? []).map(({ name, is }) => {
    const value = numberOf(name);
    const words = is.words ? is.words[value] : is.truth ? (value === 1 ? "yes" : "no") : sayFigure(value);
    return { name, value: words! };
  });
  const known = (said.state ?? []).filter(({ name }) => own.columns.some((column) => column.name === name));
  return [...traits, ...known.map(({ name }) => ({ name, value: sayFigure(numberOf(name)) }))];
}

function checkNumbers(numbers: readonly number[], size: number, noun: Subject["noun"]): void {
  const strange = numbers.find((one) => !(Number.isInteger(one) && one >= 0 && one < size));
  if (strange === undefined) return;
  throw new ProblemError([
    {
      code: `no-such-${noun}`,
      message: `there is no ${noun} ${strange}`,
      expected:
        size === 0
          ? `more people: there is no ${noun} among so few`
          : size === 1
            ? `${noun} 0, the only one`
            : `a whole number from 0 to ${(size - 1).toLocaleString("en-US")}`,
    },
  ]);
}
