import type { FileOf, LifeAsked, LifeLived } from "../messages.ts";
import { Answering, type AnswersAsked, type AnswersCome } from "./answering.ts";
import { faultsIn } from "./faults.ts";
import { type FileAsked, fileOf } from "./filed.ts";
import { lifeLived } from "./oneLife.ts";

let answering: Answering | undefined;

/** What is done beside the worlds. All of it throws Fault[]. */
export const aside = {
  async file(asked: FileAsked): Promise<FileOf> {
    return orFaults(() => fileOf(asked));
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

async function orFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultsIn(error);
  }
}
