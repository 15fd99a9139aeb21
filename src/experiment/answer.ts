import { type Interval, interval } from "../results/intervals.ts";
import type { Question } from "../scenario/questions.ts";
import type { PutIn } from "./putIn.ts";
import { sayAnswer } from "./sayAnswer.ts";
import { decide, differenceOf, relativeOf, type Twin, type Verdict } from "./verdict.ts";

/** What twins say to a question. */
export interface Answer {
  /** Its name in the scenario. */
  readonly question: string;
  /** In words. */
  readonly asks: string;
  /** When the answer is yes, as it is written. */
  readonly rule: string;
  readonly answer: Verdict | "not answered";
  /** Why it is not answered, as a clause; left out where it is. */
  readonly why?: string;
  /** The answer in a sentence or two. */
  readonly says: string;
  /** What it is compared with: "Suining without a scheme"; left out where it is a question of a level. */
  readonly against?: string;
  /** Of what there is an answer: the mean of this world, and of the control. 95 % intervals over the twins. */
  readonly value?: Interval;
  readonly control?: Interval;
  readonly difference?: Interval;
  /** The difference as a share of the control. */
  readonly relative?: Interval;
  /** Whether the figure is exactly the same in this world and the control, in all twins. */
  readonly same?: true;
  /** Pairs of worlds that have the figure; worlds where there is no control. */
  readonly twins: number;
  /** The first seed of the twins; the others follow it. */
  readonly firstSeed: number;
  readonly people: number;
  readonly ticks: number;
  /** The figure of each twin by seed, in order; NaN, which JSON has as null, where it is of nobody. */
  readonly values: readonly number[];
  readonly controls?: readonly number[];
  /** In what the people of the two worlds differ from the start; left out where they are the same. */
  readonly peopleDiffer?: readonly string[];
  /** What was put in of how people respond, and acts on what is asked. */
  readonly putIn: readonly PutIn[];
}

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
    ...(control && { against: sayControl(control) }),
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

/** The control as a reader is told it. */
export function sayControl({ scenario, without }: NonNullable<Question["control"]>): string {
  if (!without) return `“${scenario.title}”`;
  if (without.length === 0) return "the same world with nothing changed";
  const parts = without.map((one) => (one.startsWith("without ") ? one : `with ${one}`));
  return `the same world ${parts.join(", ").replace(/, (?=[^,]*$)/, " and ")}`;
}
