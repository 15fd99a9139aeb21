import type { FileOf, LifeAsked, LifeLived } from "../messages.ts";
import { Answering, type AnswersAsked, type AnswersCome } from "./answering.ts";
import { faultsIn } from "./faults.ts";
import { type FileAsked, fileOf } from "./filed.ts";
import { lifeLived } from "./oneLife.ts";
import { breathe, sleep } from "./turns.ts";

let answering: Answering | undefined;
/** The file that is being made. */
let filing: { readonly signal: { aborted: boolean }; readonly ended: Promise<unknown> } | undefined;
/** Whether the worlds play: then they have the processors, most of the time. */
let playing = false;
/** Milliseconds of rest for each of work, while the worlds play; and the most at once. */
const restShare = 2;
const longestRest = 1000;

/** What is done beside the worlds. All of it throws Fault[]. */
export const aside = {
  /** Of one person at a time: whoever asks for another waits for the one before no more. Undefined where that happens. */
  async file(asked: FileAsked): Promise<FileOf | undefined> {
    const before = filing;
    if (before) before.signal.aborted = true;
    const signal = { aborted: false };
    const work = (async () => {
      await before?.ended;
      return signal.aborted ? undefined : orFaults(() => fileOf(asked, { signal, rest: openRest() }));
    })();
    filing = { signal, ended: work.catch(() => undefined) };
    return work;
  },
  stopFiling(): void {
    if (filing) filing.signal.aborted = true;
  },
  ease(worldsPlay: boolean): void {
    playing = worldsPlay;
  },
  async live(asked: LifeAsked): Promise<LifeLived> {
    return orFaults(() => lifeLived(asked));
  },
  /** Each thread answers the questions of one scenario, whatever it is asked later. */
  async answer(asked: AnswersAsked, seeds: number, tell: (come: AnswersCome) => void): Promise<void> {
    answering ??= new Answering(asked);
    return orFaults(() => answering!.answer(seeds, tell));
  },
  stopAnswering(): void {
    answering?.stop();
  },
};

export type Aside = typeof aside;

/** Rests for as long as the worlds need it; at least for as long as messages do. */
function openRest(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    const worked = performance.now() - last;
    await (playing ? sleep(Math.min(longestRest, worked * restShare)) : breathe());
    last = performance.now();
  };
}

async function orFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultsIn(error);
  }
}
