import type { Lowered } from "../model/lower.ts";
import type { Results } from "../results/results.ts";
import type { Question } from "../scenario/asRead.ts";
import { type Scenario, worldHashOf } from "../scenario/scenario.ts";
import type { Answer } from "./answers.ts";
import { askedWorld, openSeat } from "./questions.ts";

/** An answer from a comparison, and of which of its worlds. */
export interface AnswerInPairs extends Answer {
  readonly world: "a" | "b";
}

/** Whether a question is answered by its own world and this other one. */
function isAnsweredBy({ control }: Question, other: Scenario): boolean {
  return control === undefined || worldHashOf(control.scenario) === worldHashOf(other);
}

/** Answers to what two worlds are asked that they answer together: those of b first. */
export function openAnswersInPairs(a: Scenario, b: Scenario, inA: Lowered, inB: Lowered) {
  const worlds = [askedWorld(b, inB), askedWorld(a, inA)] as const;
  const [theirs, ours] = worlds;
  // A world that is compared with itself is asked once.
  const asking = theirs.id === ours.id ? [theirs] : worlds;
  const seats = asking.flatMap((own) => {
    const other = own === theirs ? ours : theirs;
    const answered = own.scenario.questions.filter((question) => isAnsweredBy(question, other.scenario));
    return answered.map((question) => ({
      world: own === theirs ? ("b" as const) : ("a" as const),
      seat: openSeat(question, own, worlds),
    }));
  });
  return {
    add: (resultsA: Results, resultsB: Results): void => {
      const ended = new Map([
        [ours.id, resultsA],
        [theirs.id, resultsB],
      ]);
      for (const { seat } of seats) seat.add(ended);
    },
    /** In the order of the worlds, then of names. */
    read: (firstSeed: number): AnswerInPairs[] =>
      seats.map(({ world, seat }) => ({ world, ...seat.answer(firstSeed) })),
  };
}
