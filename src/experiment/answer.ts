import { interval } from "../results/intervals.ts";
import type { Question } from "../scenario/asRead.ts";
import type { Answer } from "./answers.ts";
import type { PutIn } from "./putIn.ts";
import { sayAnswer } from "./sayAnswer.ts";
import { decide, differenceOf, relativeOf, type Twin } from "./verdict.ts";

/** What there is to a question besides what twins came to. */
export interface AskedOf {
  readonly question: Question;
  readonly firstSeed: number;
  readonly people: number;
  readonly ticks: number;
  readonly putIn: readonly PutIn[];
  readonly peopleDiffer: readonly string[];
}

/** The answer to a question by what twins came to, one for each seed; `why` is why it has none. */
export function answerOf(of: AskedOf, all: readonly Twin[], why?: string): Answer {
  const { question, firstSeed, people, ticks, putIn, peopleDiffer } = of;
  const { name, asks, yes, control } = question;
  const twins = all.filter((twin) => !Number.isNaN(twin.value) && !(control && Number.isNaN(twin.control)));
  const none = why ?? (twins.length === 0 ? "there is nobody to take it of" : undefined);
  const verdict: Answer["answer"] = none === undefined ? decide(question.decision, twins) : "not answered";
  const differences = control && twins.length > 0 ? figuresOf(twins) : {};
  const answer = {
    question: name,
    asks,
    rule: yes,
    answer: verdict,
    ...(none === undefined ? {} : { why: none }),
    ...(control && { against: control.says }),
    ...(twins.length > 0 && { value: interval(twins.map(({ value }) => value)) }),
    ...differences,
    twins: twins.length,
    firstSeed,
    people,
    ticks,
    values: all.map(({ value }) => value),
    ...(control && { controls: all.map((twin) => twin.control) }),
    ...(control && peopleDiffer.length > 0 ? { peopleDiffer } : {}),
    putIn,
  };
  return { ...answer, says: sayAnswer(answer, question) };
}

function figuresOf(twins: readonly Twin[]): Pick<Answer, "control" | "difference" | "relative" | "same"> {
  const relative = relativeOf(twins);
  return {
    control: interval(twins.map((twin) => twin.control)),
    difference: differenceOf(twins),
    ...(relative && { relative }),
    ...(twins.every((twin) => twin.value === twin.control) ? { same: true } : {}),
  };
}
