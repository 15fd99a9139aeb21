import { join } from "node:path";
import { ProblemError, type ResumePoint, type RunOptions, type Scenario } from "../index.ts";
import { type CommandLine, given, placeOfOption, placeOfWord } from "./arguments.ts";
import { checkFolder, openResume } from "./checkpointFile.ts";
import { openScenario } from "./files.ts";
import { claimFolder, holdFolder, openFolder, type RunFolder } from "./folder.ts";
import { runIdOf } from "./manifest.ts";

/** What was asked of a run, as values. */
export interface RunWishes {
  readonly people: number | undefined;
  readonly ticks: number | undefined;
  readonly seed: number | undefined;
  /** Ticks from one checkpoint to the next. */
  readonly checkpoint: number | undefined;
  readonly out: string | undefined;
  /** Where a page of the run goes. */
  readonly html: string | undefined;
}

/** A run that is about to begin, or to go on. */
export interface RunJob {
  readonly scenario: Scenario;
  /** What the person calls the scenario. */
  readonly word: string;
  /** Whether that word means something else by now than what is run, or nothing at all. */
  readonly isStale: boolean;
  readonly folder: RunFolder | undefined;
  readonly options: Pick<RunOptions, "people" | "ticks" | "seed" | "checkpoint" | "resume" | "log">;
  /** Ends with it, however it went. */
  close(): Promise<void>;
}

/** A run from its start. Throws ProblemError. */
export function beginRun(word: string, wishes: RunWishes, line: CommandLine): RunJob {
  const { people, ticks, seed = 1, checkpoint } = wishes;
  const scenario = openScenario(word, placeOfWord(line, word));
  const plan = scenario.plan(given({ people, ticks }));
  const id = runIdOf({ scenario, seed, people: plan.size, ticks: plan.ticks });
  const path = wishes.out ?? (checkpoint === undefined ? undefined : join("runs", id));
  const place = placeOfOption(line, "--out");
  // Claimed first: an hour of reckoning must not end in a folder that cannot be written.
  const folder = path === undefined ? undefined : claimFolder(path, id, place, wishes.html);
  const kept = folder && checkpoint ? { every: checkpoint, store: folder.store } : undefined;
  const options = { people, ticks, seed, checkpoint: kept, log: folder?.log };
  return { scenario, word, isStale: false, folder, options, close: async () => folder?.close() };
}

/**
 * A run that goes on from the checkpoint in a folder. A word for the scenario is not needed; where there is one it must
 * mean the same. Throws ProblemError.
 */
export async function resumeRun(
  path: string,
  word: string | undefined,
  wishes: RunWishes,
  line: CommandLine,
): Promise<RunJob> {
  const place = placeOfOption(line, "--resume");
  if (wishes.out !== undefined) {
    const message = "a run that is resumed stays in the folder of its checkpoint";
    throw new ProblemError([{ code: "resume-elsewhere", message, place: placeOfOption(line, "--out") }]);
  }
  const scenario = word === undefined ? undefined : openScenario(word, placeOfWord(line, word));
  checkFolder(path, place);
  const lock = holdFolder(path, place);
  let folder: RunFolder | undefined;
  try {
    const point = await openResume(path, place);
    const { seed, people, every } = point;
    const ticks = wishes.ticks ?? point.ticks;
    const kept = openFolder(path, runIdOf({ scenario: point.scenario, seed, people, ticks }), lock, place);
    folder = kept;
    const checkpoint = { every: wishes.checkpoint ?? every, store: kept.store };
    const found = scenario ?? sameAs(point);
    return {
      scenario: found ?? point.scenario,
      word: word ?? (found ? point.calls : point.scenario.name),
      isStale: found === undefined,
      folder,
      options: { people: wishes.people, seed: wishes.seed, ticks, checkpoint, resume: point, log: kept.log },
      close: async () => kept.close(),
    };
  } catch (error) {
    if (folder) folder.close();
    else lock.release();
    throw error;
  }
}

/** What a checkpoint calls its scenario, where that is so by now: anybody can have written that word. */
function sameAs({ calls, scenario }: ResumePoint): Scenario | undefined {
  try {
    const found = openScenario(calls, undefined);
    return found.hash === scenario.hash ? found : undefined;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
