import { checkArguments, ProblemError } from "../core/problem.ts";
import { openEngine } from "../engine/backend.ts";
import { type Recorded, RecordingDraft } from "../engine/relive/recording.ts";
import type { Lowered } from "../model/lower.ts";
import { entitiesOf, slotsOf } from "../plan/kinds.ts";
import { entityAt } from "../plan/ordinals.ts";
import { firstTick } from "../plan/settle.ts";
import { checkRead, type Scenario } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { recordOptions } from "./askedKinds.ts";
import {
  checkMemory,
  checkSeed,
  type Progress,
  progressOf,
  runTicks,
  type StopSignal,
  type WorldOptions,
} from "./course.ts";
import { checkNumbers, enterprisesOf } from "./whom.ts";

/** What to take down, of which world. */
export interface RecordOptions extends WorldOptions {
  /** As of `run`. */
  readonly seed?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends it after a tick: what is taken down is a shorter world. */
  readonly signal?: StopSignal | undefined;
  /** Numbers of persons, from 0, whose communities to take down. */
  readonly persons?: readonly number[] | undefined;
  /** Numbers of enterprises, from 0, whose communities to take down. */
  readonly enterprises?: readonly number[] | undefined;
}

/**
 * A world that ran, and what some communities of it depend on besides themselves: `explain` tells the lives of anyone in
 * them, again and again, without running that world. What it holds stays with the library: it is believed as it is, so
 * nobody can put anything into it, and a copy of one is none.
 */
export interface Recording {
  readonly scenarioHash: string;
  readonly seed: number;
  readonly people: number;
  /** Ticks done. */
  readonly ticks: number;
  /** Nobody in it is real. */
  readonly synthetic: true;
}

/** What was taken down, by what `record` gave. */
const taken = new WeakMap<Recording, Recorded>();

/** What a recording holds. Throws ProblemError (recording-unread) for what `record` did not make. */
export function recordedIn(recording: Recording): Recorded {
  const found = taken.get(recording);
  if (found !== undefined) return found;
  const message = "this recording was not made by record";
  throw new ProblemError([{ code: "recording-unread", message, expected: "what record gave, and no copy of it" }]);
}

/**
 * Runs a world, and takes down what the communities of some of its people and enterprises depend on. Throws ProblemError as
 * `run` does, and (no-such-person, no-enterprises, no-such-enterprise).
 */
export async function record(scenario: Scenario, options: RecordOptions = {}): Promise<Recording> {
  checkArguments("record", { scenario: [scenario, aScenario], options: [options, recordOptions] });
  checkRead(scenario);
  const { seed = 1, people, ticks, backend, threads, memoryBytes, onProgress, signal } = options;
  checkSeed(seed);
  const lowered = scenario.lower({ people, ticks });
  const { plan } = lowered;
  const communities = communitiesAsked(scenario, lowered, options);
  checkMemory(plan, memoryBytes, { backend, threads, results: "elsewhere" });
  const { engine } = await openEngine(plan, seed, { backend, threads });
  try {
    const draft = new RecordingDraft(engine, communities);
    const tell = (done: number, seconds: number): void =>
      onProgress?.(progressOf(done, plan.ticks, plan.size, seconds, firstTick(plan)));
    await runTicks(draft, plan, { tell: onProgress && tell, signal });
    const of = { scenarioHash: scenario.hash, seed, people: plan.size, ticks: Math.max(0, engine.tick) };
    const recording: Recording = Object.freeze({ ...of, synthetic: true });
    taken.set(recording, draft.end());
    return recording;
  } finally {
    engine.close?.();
  }
}

function communitiesAsked(
  scenario: Scenario,
  lowered: Lowered,
  { persons = [], enterprises = [] }: RecordOptions,
): number[] {
  const { plan } = lowered;
  checkNumbers(persons, plan.size, "person");
  const homes = persons.map((person) => Math.floor(person / plan.communitySize));
  if (enterprises.length === 0) return homes;
  const { of } = enterprisesOf(lowered, scenario);
  checkNumbers(enterprises, entitiesOf(plan, of), "enterprise");
  return [...homes, ...enterprises.map((one) => Math.floor(entityAt(plan, of, one) / slotsOf(plan, of)))];
}

/** What may be asked for again when a recording is told of. */
interface Asked {
  readonly seed?: number | undefined;
  readonly people?: number | undefined;
  readonly ticks?: number | undefined;
}

/**
 * The seed, people and ticks of a recording; fewer ticks, where they are asked for. Throws ProblemError (recording-foreign,
 * recording-beyond).
 */
export function agreeOn(recording: Recording, { hash }: Scenario, asked: Asked): Required<Asked> {
  recordedIn(recording);
  const { scenarioHash, seed, people, ticks } = recording;
  const foreign = (why: string): ProblemError =>
    new ProblemError([
      { code: "recording-foreign", message: `the recording is of another world: ${why}`, expected: "its own scenario" },
    ]);
  if (scenarioHash !== hash) throw foreign("its scenario is another one");
  if (asked.seed !== undefined && asked.seed !== seed) throw foreign(`its seed is ${seed}, not ${asked.seed}`);
  if (asked.people !== undefined && asked.people !== people)
    throw foreign(`it has ${people} people, not ${asked.people}`);
  const wanted = asked.ticks ?? ticks;
  if (wanted <= ticks) return { seed, people, ticks: wanted };
  const message = `the recording ends after ${ticks} ticks, before the ${wanted} that are asked for`;
  throw new ProblemError([{ code: "recording-beyond", message, expected: `at most ${ticks} ticks` }]);
}
