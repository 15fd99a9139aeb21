import { type AnswerInPairs, openAnswers, runLimits, usualTwins } from "../../src/index.ts";
import type { Opening } from "../messages.ts";
import { scenarioOf } from "./written.ts";

/** Whose questions, in worlds of how many people, from which seed on. */
export interface AnswersAsked {
  readonly opening: Opening;
  readonly people: number;
  readonly seed: number;
}

export interface AnswersCome {
  readonly seeds: number;
  readonly answers: readonly AnswerInPairs[];
}

/** Answers the questions of a scenario seed by seed: as many seeds as are wanted by then, and more when more are wanted. */
export class Answering {
  #wanted = 0;
  #seeds = 0;
  #go: (() => void) | undefined;
  #rest: (() => void)[] = [];
  readonly #told = new Set<(come: AnswersCome) => void>();
  #run: Promise<unknown> | undefined;
  readonly #asked: AnswersAsked;

  constructor(asked: AnswersAsked) {
    this.#asked = asked;
  }

  /** Up to so many seeds; comes to its end with the last of them, or when it is stopped. */
  async answer(seeds: number, tell: (come: AnswersCome) => void): Promise<void> {
    this.#wanted = Math.min(seeds, runLimits.twins.most);
    this.#told.add(tell);
    const rest = new Promise<void>((resolve) => this.#rest.push(resolve));
    this.#run ??= this.#begin();
    if (this.#seeds < this.#wanted) this.#go?.();
    else this.stop();
    try {
      // Where it fails, whoever asked is told.
      await Promise.race([this.#run, rest]);
    } finally {
      this.#told.delete(tell);
    }
  }

  /** After the seed that is being run. */
  stop(): void {
    this.#wanted = this.#seeds;
    for (const end of this.#rest.splice(0)) end();
  }

  async #begin(): Promise<void> {
    const { opening, people, seed } = this.#asked;
    const scenario = scenarioOf(opening);
    const size = usualTwins.peopleOf(people);
    const done = await openAnswers(scenario, {
      people: size,
      firstSeed: seed,
      twins: runLimits.twins.most,
      threads: 1,
      onTwin: async ({ twins, answers }) => {
        this.#seeds = twins;
        this.#tell(answers);
        if (twins >= this.#wanted) await this.#pause();
      },
    }).answer();
    if (done.answers.length === 0) this.#tell([]);
  }

  #tell(answers: readonly Omit<AnswerInPairs, "world">[]): void {
    const come = { seeds: this.#seeds, answers: answers.map((one) => ({ ...one, world: "a" as const })) };
    for (const tell of this.#told) tell(come);
  }

  #pause(): Promise<void> {
    this.stop();
    return new Promise((resolve) => {
      this.#go = () => {
        this.#go = undefined;
        resolve();
      };
    });
  }
}
