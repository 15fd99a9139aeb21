import { ProblemError } from "../core/problem.ts";
import { World } from "../engine/interpret.ts";
import { ungraded } from "../model/bands.ts";
import type { Plan } from "../plan/plan.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { Chronicle } from "./chronicle.ts";
import { checkMemory, checkSeed, drive, type Progress, progressOf, type StopSignal } from "./drive.ts";
import { seenFriends } from "./friends.ts";
import type { Life } from "./life.ts";
import { openMade, openStandings, termsOf } from "./terms.ts";
import { sayFigure } from "./words.ts";

/** Whose lives to tell, of which world. */
export interface ExplainOptions {
  /** Numbers of persons, from 0. */
  readonly persons: readonly number[];
  /** As of `run`. */
  readonly seed?: number | undefined;
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: StopSignal | undefined;
}

/**
 * Runs a world again and tells the lives of some of its people, in the order asked for: what they did, what was put
 * down to them, and all that moved their score. Throws ProblemError as `run` does, and (no-such-person).
 */
export async function explain(scenario: Scenario, options: ExplainOptions): Promise<readonly Life[]> {
  const { persons, seed = 1, people, ticks, memoryBytes, onProgress, signal } = options;
  checkSeed(seed);
  const plan = scenario.plan({ people, ticks });
  checkPersons(persons, plan);
  checkMemory(plan, memoryBytes, { backend: "interpret" });
  const chronicles = new Map<number, Chronicle>();
  // Acts are told to both sides of them; a life has only its own.
  const world = new World(plan, seed, {
    entities: new Set(persons),
    see: (event) => {
      if (event.kind === "act" && event.onto !== event.entity) chronicles.get(event.onto)?.meet(event);
      chronicles.get(event.entity)?.see(event);
    },
  });
  const terms = termsOf(scenario, plan);
  const standingOf = openStandings(world, plan, terms);
  const births = new Map(persons.map((person) => [person, birthOf(person, world, scenario, plan)]));
  const madeOf = openMade(world, terms);
  const starts = new Map(persons.map((person) => [person, standingOf(person)]));
  for (const [person, start] of starts) chronicles.set(person, new Chronicle(person, terms, start, madeOf(person)));
  const tell = (done: number, seconds: number): void => onProgress?.(progressOf(done, plan.ticks, plan.size, seconds));
  const afterTick = (): void => {
    for (const [person, chronicle] of chronicles) chronicle.endTick(world.tick - 1, standingOf(person));
  };
  await drive(world, plan, { tell: onProgress && tell, signal, afterTick });
  return persons.map((person): Life => {
    const { score, band } = standingOf(person);
    const friends = seenFriends(person, world, scenario);
    return {
      person,
      traits: births.get(person)!,
      entries: chronicles.get(person)!.entries,
      start: starts.get(person)!.score,
      score,
      ...(band !== undefined && { band: terms.bands[band] ?? ungraded }),
      ...(friends && { friends }),
      scripted: plan.script?.entity === person,
    };
  });
}

/** Traits and first states, as a reader would write them. */
function birthOf(person: number, world: World, { data }: Scenario, plan: Plan): Life["traits"] {
  const traits = (data.population.traits ?? []).map(({ name, is }) => {
    const value = world.valueOf(name, person);
    const said = is.words ? is.words[value] : is.truth ? (value === 1 ? "yes" : "no") : sayFigure(value);
    return { name, value: said };
  });
  const known = (data.state ?? []).filter(({ name }) => plan.columns.some((column) => column.name === name));
  return [...traits, ...known.map(({ name }) => ({ name, value: sayFigure(world.valueOf(name, person)) }))];
}

function checkPersons(persons: readonly number[], { size }: Plan): void {
  const strange = persons.find((person) => !(Number.isInteger(person) && person >= 0 && person < size));
  if (strange === undefined) return;
  throw new ProblemError([
    {
      code: "no-such-person",
      message: `there is no person ${strange}`,
      expected:
        size === 1 ? "person 0, the only one" : `a whole number from 0 to ${(size - 1).toLocaleString("en-US")}`,
    },
  ]);
}
