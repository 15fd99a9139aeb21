import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";

const { add, subtract, multiply, divideBy, greater, lesser, choose, constant } = build;
const [zero, one] = [constant(0), constant(1)];

/** What a person answers to what is at stake in something. */
export interface Answer {
  /** What is done more or less often. */
  readonly of: string;
  readonly response: string;
  /** The logarithm of the factor on its rate, above 0 where it brings something. */
  readonly urge: NumberTree;
  /** The factor is no more than this. */
  readonly most: number;
  /** The budget that it is paid from. */
  readonly effort: string | undefined;
  readonly stake: NumberTree;
  readonly belief: NumberTree;
  /** Whether what it brings is to be seen less: its urge is below 0 then. */
  readonly avoids?: true;
}

/** Below this (1 − e^−y) / y is reckoned by its series, which loses no digits: two terms of it are right to y³ / 24. */
const flat = 0.01;

/** −s b u(v), with v the stake in units of `per` and u(v) = ± (1 − e^(−k |v|)) / k, which is v where k is 0. */
export function urgeOf(
  of: Readonly<Record<"stake" | "belief" | "per" | "sensitivity" | "curvature", NumberTree>>,
): NumberTree {
  const v = divideBy(of.stake, of.per.range.from >= 1 ? of.per : greater(of.per, one));
  const curvature = of.curvature.range.from < 0 ? greater(of.curvature, zero) : of.curvature;
  const sensitivity = of.sensitivity.range.from < 0 ? greater(of.sensitivity, zero) : of.sensitivity;
  const { from, to } = of.belief.range;
  const belief = from < 0 || to > 1 ? build.clamp(of.belief, 0, 1) : of.belief;
  const isStraight = curvature.op === "constant" && curvature.value === 0;
  const felt = isStraight ? v : multiply(v, flattening(multiply(curvature, build.unary("abs", v))));
  const pull = multiply(multiply(sensitivity, belief), felt);
  return sensitivity.op === "constant" && sensitivity.value === 0 ? zero : build.unary("negate", pull);
}

/** (1 − e^−y) / y: by how much less than in proportion something counts. */
function flattening(y: NumberTree): NumberTree {
  const series = add(subtract(one, multiply(y, constant(1 / 2))), multiply(multiply(y, y), constant(1 / 6)));
  const whole = divideBy(subtract(one, build.unary("exp", build.unary("negate", y))), y);
  const made = choose(build.compare("lt", y, constant(flat)), series, whole);
  return build.known(made, { from: 0, to: 1 }, "it is a mean of e^−x for x from 0 to y");
}

/**
 * Answers that are paid from one budget share it: of what each of them brings, above 0, the part is felt that it has in
 * what all of them bring, so that who can gain by much does not do more of everything.
 */
export function sharedOut(answers: readonly Answer[]): Answer[] {
  return answers.map((answer) => {
    const others = answers.filter(({ effort }) => effort !== undefined && effort === answer.effort);
    const drive = driveOf(answer);
    if (others.length < 2 || drive.range.to <= 0) return answer;
    const all = others.map((other) => greater(driveOf(other), zero)).reduce(add);
    const own = greater(drive, zero);
    const part = build.known(divideBy(own, all), { from: 0, to: 1 }, "it is one of those that add up to all");
    const shared = multiply(own, part);
    const urge = answer.avoids ? build.unary("negate", shared) : shared;
    return { ...answer, urge: choose(build.compare("gt", own, zero), urge, answer.urge) };
  });
}

/** What an answer brings whom it is of, where above 0: more of what gains, or less of what is seen of what loses. */
function driveOf({ urge, avoids }: Answer): NumberTree {
  return avoids ? build.unary("negate", urge) : urge;
}

/** The factor on a rate. */
export function heldFactor({ urge, most }: Pick<Answer, "urge" | "most">): NumberTree {
  if (urge.op === "constant" && urge.value === 0) return one;
  return lesser(build.unary("exp", urge), constant(most));
}
