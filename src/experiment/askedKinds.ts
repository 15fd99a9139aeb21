import {
  aFunction,
  aListOf,
  aNumber,
  aNumberFrom,
  anObject,
  aText,
  aTruth,
  type Kind,
  maybe,
  options,
  valuesThat,
} from "../core/kinds.ts";
import type { Plan } from "../plan/plan.ts";

/** What may be asked of experiments. Whether a number is right is said by whoever takes it. */

const bytes = aNumberFrom(0, Number.POSITIVE_INFINITY);
const aSignal = anObject("a signal, such as that of an AbortController", { aborted: aTruth });

const ofWorlds = {
  people: maybe(aNumber),
  ticks: maybe(aNumber),
  backend: maybe(aText),
  threads: maybe(aNumber),
  memoryBytes: maybe(bytes),
};
const ofCourses = { seed: maybe(aNumber), onProgress: maybe(aFunction), signal: maybe(aSignal) };

/** A recording: whether \`record\` made it is found out by \`recordedIn\`. */
const aRecording = anObject("a recording, as record makes it");

/** A checkpoint that was opened: whether it was is found out by `checkPoint`. */
const aResumePoint = anObject("a checkpoint, as openCheckpoint opens it");

const aCheckpoint = options("every and store", {
  every: aNumber,
  store: anObject("a store of checkpoints", { begin: aFunction }),
});

/** Where a run keeps what is measured. */
const aLog = anObject("a log", { append: aFunction, read: aFunction });

/** A checkpoint that is being written. */
export const aPendingCheckpoint = anObject("a checkpoint to be written", {
  write: aFunction,
  keep: aFunction,
  drop: aFunction,
});

/** A column that the legend of a plan can name. */
export function aColumnOf({ columns }: Pick<Plan, "columns">): Kind {
  return valuesThat("a column, as the legend names it", (value) => columns.some(({ name }) => name === value));
}

const numbers = aListOf(aNumber);

export const runOptions = options("options", {
  ...ofWorlds,
  ...ofCourses,
  checkpoint: maybe(aCheckpoint),
  log: maybe(aLog),
  resume: maybe(aResumePoint),
  losses: maybe(aTruth),
});
export const openWorldOptions = options("options", { ...ofWorlds, ...ofCourses, unsettled: maybe(aTruth) });
export const compareOptions = options("options", {
  ...ofWorlds,
  onProgress: ofCourses.onProgress,
  signal: ofCourses.signal,
  seeds: maybe(aNumber),
  firstSeed: maybe(aNumber),
});
export const answerOptions = options("options", {
  ...ofWorlds,
  onProgress: ofCourses.onProgress,
  signal: ofCourses.signal,
  twins: maybe(aNumber),
  firstSeed: maybe(aNumber),
  questions: maybe(aListOf(aText)),
  onTwin: maybe(aFunction),
});
export const recordOptions = options("options", {
  ...ofWorlds,
  ...ofCourses,
  persons: maybe(numbers),
  enterprises: maybe(numbers),
});

/** Options of `explain` and its kin: whose lives are told stands under a name. */
export function lifeOptions(whose: "persons" | "enterprises"): Kind {
  return options(`options with ${whose}`, {
    ...ofWorlds,
    ...ofCourses,
    [whose]: numbers,
    rest: maybe(aFunction),
    recording: maybe(aRecording),
  });
}

/** Long enough for any measurement, and no more than a loop may be asked for. */
const seconds = aNumberFrom(0, 86_400);

export const benchOptions = options("options", {
  sizes: maybe(aListOf(aNumber, 1)),
  threads: maybe(aNumber),
  seconds: maybe(seconds),
  copies: maybe(aListOf(anObject("a speed of copying", { threads: aNumber, bytesPerSecond: aNumber }))),
  memoryBytes: maybe(bytes),
  readSeconds: maybe(aNumber),
  signal: maybe(aSignal),
  onSize: maybe(aFunction),
});
export const stepsOptions = options("options", {
  people: maybe(aNumber),
  seconds: maybe(seconds),
  memoryBytes: maybe(bytes),
  signal: maybe(aSignal),
  clock: maybe(aFunction),
});

/** Where a checkpoint is read from. */
export const aCheckpointSource = anObject("where a checkpoint is read from", {
  name: aText,
  size: aNumberFrom(0, Number.MAX_SAFE_INTEGER),
  read: aFunction,
});
