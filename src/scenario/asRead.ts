import type { Problem } from "../core/problem.ts";
import type { Source } from "../core/source.ts";
import type { Parameter, Tally } from "../language/provenance.ts";
import type { Lowered, Scale } from "../model/lower.ts";
import type { ScenarioData } from "../model/parts.ts";
import type { Decision } from "../model/questions/decision.ts";
import type { AskedFigure } from "../model/questions/figure.ts";
import type { Plan } from "../plan/plan.ts";

/** A checked scenario: plain frozen data, with where each figure comes from. It can be lowered to a plan. */
export interface Scenario {
  readonly title: string;
  /** A plain name for files and reports: that of its source, without folder and ending. */
  readonly name: string;
  readonly data: ScenarioData;
  /** Every figure and rule that it sets, in the order of the text. */
  readonly parameters: readonly Parameter[];
  /** How many of them are documented, reported and assumed. */
  readonly tally: Tally;
  /**
   * What it is asked, in the order of names, with the worlds that it is compared with. Of a scenario that `with` gave they are
   * made when they are first asked for, since many are run and few are asked: ProblemError is thrown then where a change left
   * one without an answer.
   */
  readonly questions: readonly Question[];
  /** The files it was read from: itself first, then what it extends. */
  readonly sources: readonly Source[];
  /** What looks wrong in it and is no fault, in the order of the text. */
  readonly warnings: readonly Problem[];
  /** 32 hexadecimal digits that follow from all that it says, and not from order, comments or layout. */
  readonly hash: string;
  /** The merged scenario as JSON, which is YAML too: reading it gives the same scenario. */
  readonly text: string;
  /** The plan of a run, perhaps at another size or length. Throws ProblemError where these are impossible. */
  plan(scale?: Scale): Plan;
  /** The same with its legend: what its columns, steps and measures mean. */
  lower(scale?: Scale): Lowered;
  /**
   * The same scenario with values changed by their dotted paths, such as { "scheme.points.littering": -5 }. Throws
   * ProblemError for a path that does not exist and for a value that cannot stand there.
   */
  with(changes: Readonly<Record<string, unknown>>): Scenario;
}

/** A question of a scenario, ready to be answered. */
export interface Question {
  /** Its name in the file. */
  readonly name: string;
  /** In words. */
  readonly asks: string;
  /** What is read, and when, in words. */
  readonly reads: string;
  readonly figure: AskedFigure;
  /** When the answer is yes, as it is written. */
  readonly yes: string;
  readonly decision: Decision;
  /** What the world is compared with; undefined where it is a question of a level. */
  readonly control: Control | undefined;
}

export interface Control {
  readonly scenario: Scenario;
  /** The same figure there. */
  readonly figure: AskedFigure;
  /** As a reader is told it: its title, or in what it is not this very scenario. */
  readonly says: string;
}
