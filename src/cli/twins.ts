import {
  type AnswerOptions,
  type Answers,
  openAnswers,
  type PendingAnswers,
  ProblemError,
  type Scenario,
  usualTwins,
} from "../index.ts";
import { given, type OptionReader, wholes } from "./arguments.ts";

/** How many twins were asked for, and how many people are to be in each. */
export interface TwinWishes {
  readonly twins: number | undefined;
  readonly twinPeople: number | undefined;
}

/** Of what there are to be twins. */
export interface TwinsOf {
  readonly seed: number;
  readonly people: number;
  readonly ticks: number | undefined;
}

/** What `--twins` and `--twin-people` say. */
export function readTwins(
  reader: OptionReader,
  flags: { readonly twins?: string; readonly twinPeople?: string },
): TwinWishes {
  return {
    twins: reader.whole("--twins", flags.twins, wholes.twins),
    twinPeople: reader.whole("--twin-people", flags.twinPeople, wholes.people),
  };
}

type Runner = Pick<AnswerOptions, "backend" | "threads" | "memoryBytes" | "signal"> & {
  /** Where it is said that there are no answers, and why. */
  readonly note?: ((text: string) => void) | undefined;
};

/** A run that nobody asked to answer anything is not refused because its twins cannot be had. */
function openOrNone(
  open: (twins: number | undefined) => PendingAnswers,
  twins: number | undefined,
  isAsked: boolean,
): { readonly pending: PendingAnswers; readonly why?: string } {
  try {
    return { pending: open(twins) };
  } catch (error) {
    const isMemory =
      error instanceof ProblemError && error.problems.every(({ code }) => /^too-(large|many-rows)$/.test(code));
    if (!isMemory || isAsked) throw error;
    return { pending: open(0), why: `no twins, and no answers: ${error.problems[0]!.message}` };
  }
}

/**
 * Twins of a run, checked and ready to be run, from its own seed on and for as long; undefined where nothing is asked. Throws
 * ProblemError.
 */
export function openTwins(
  scenario: Scenario,
  { twins, twinPeople, seed, people, ticks }: TwinWishes & TwinsOf,
  runner: Runner,
  questions?: readonly string[],
): ((see: NonNullable<AnswerOptions["onProgress"]>) => Promise<Answers>) | undefined {
  if (scenario.questions.length === 0) return undefined;
  const { backend, threads, memoryBytes, signal } = runner;
  let tell: AnswerOptions["onProgress"];
  const open = (count: number | undefined): PendingAnswers =>
    openAnswers(scenario, {
      ...given({ backend, threads, memoryBytes, signal, questions, twins: count, ticks }),
      firstSeed: seed,
      people: twinPeople ?? usualTwins.peopleOf(people),
      onProgress: (far) => tell?.(far),
    });
  const { pending, why } = openOrNone(open, twins, twins !== undefined || twinPeople !== undefined);
  return (see) => {
    tell = see;
    if (why !== undefined) runner.note?.(why);
    return pending.answer();
  };
}

/** Answers as plain data, and of what twins they are; nothing where there are none. */
export function jsonOfAnswers(answers: Answers | undefined): object {
  if (!answers) return {};
  const { twins, firstSeed, people, answers: questions } = answers;
  return { twins: { twins, firstSeed, people }, questions };
}
