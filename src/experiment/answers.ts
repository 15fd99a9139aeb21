import type { Interval } from "../results/intervals.ts";
import type { PutIn } from "./putIn.ts";
import type { Verdict } from "./verdict.ts";

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
