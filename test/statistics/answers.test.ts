import { describe, expect, test } from "vitest";
import { Problems } from "../../src/core/problem.ts";
import { decide, differenceOf, relativeOf, type Twin } from "../../src/experiment/verdict.ts";
import { type Decision, readDecision } from "../../src/model/questions/decision.ts";
import { parseRule } from "../../src/rules/parse.ts";

function decisionOf(text: string, hasControl = true): Decision {
  const problems = new Problems();
  const place = { source: { name: "a rule", text }, start: 0, end: text.length };
  const rule = parseRule({ text, place, textStart: 0 }, problems);
  const decision = rule && readDecision(rule, hasControl, problems);
  if (!decision) throw new Error(problems.found.map(({ message }) => message).join("; "));
  return decision;
}

/** One-sided 95 % quantiles of Student's t by degrees of freedom, as tables print them. */
const tabled: readonly (readonly [degrees: number, t: number])[] = [
  [1, 6.3137515],
  [4, 2.1318468],
  [7, 1.8945786],
  [19, 1.7291328],
];

/** So many values of a mean whose standard error is 1: half of them below it and half above, or one at it too. */
function spread(n: number, mean: number): number[] {
  const signs = Array.from({ length: n }, (_, i) => (n % 2 === 1 && i === 0 ? 0 : i % 2 === 0 ? 1 : -1));
  const squares = signs.reduce<number>((sum, sign) => sum + sign * sign, 0);
  // The variance of a mean is the sum of squares over (n − 1) n.
  const step = Math.sqrt(((n - 1) * n) / squares);
  return signs.map((sign) => mean + sign * step);
}

const alone = (values: readonly number[]): Twin[] => values.map((value) => ({ value, control: Number.NaN }));
const paired = (values: readonly number[]): Twin[] => values.map((value) => ({ value: value + 50, control: 50 }));

describe("an answer", () => {
  test.each(tabled)("with %i degrees of freedom turns at the quantile of a table", (degrees, t) => {
    const [below, above] = [decisionOf("value < 0", false), decisionOf("difference > 2")];
    for (const [by, sure] of [
      [1e-6, true],
      [-1e-6, false],
    ] as const) {
      const at = spread(degrees + 1, -(t + by));
      expect(decide(below, alone(at))).toBe(sure ? "yes" : "not clear");
      expect(decide(below, alone(at.map((value) => -value)))).toBe(sure ? "no" : "not clear");
      expect(decide(above, paired(at.map((value) => 2 - value)))).toBe(sure ? "yes" : "not clear");
      expect(decide(above, paired(at.map((value) => 2 + value)))).toBe(sure ? "no" : "not clear");
    }
  });

  test("takes a margin from each twin's own control", () => {
    const decision = decisionOf("difference < -0.02 * control");
    // The controls differ widely, and each world is 3 % below its own; or 1 %.
    const of = (share: number): Twin[] => [100, 200, 400].map((control) => ({ control, value: control * (1 - share) }));
    expect(decide(decision, [...of(0.03), ...of(0.031)])).toBe("yes");
    expect(decide(decision, [...of(0.01), ...of(0.011)])).toBe("no");
  });

  test("is a fact where no twin differs, and none where there is one", () => {
    const same = paired([0, 0, 0]);
    expect(decide(decisionOf("difference < 0"), same)).toBe("no");
    expect(decide(decisionOf("difference <= 0"), same)).toBe("yes");
    expect(decide(decisionOf("difference > -0.1 * control"), same)).toBe("yes");
    expect(decide(decisionOf("difference < 0"), paired([-1]))).toBe("not clear");
  });

  test("of several tests takes all, or one", () => {
    const [yes, no, open] = [spread(8, -5), spread(8, 5), spread(8, 0)].map(paired);
    const both = decisionOf("difference < 0 && difference < 100");
    const either = decisionOf("difference < 0 || difference > 100");
    expect([yes, no, open].map((twins) => decide(both, twins!))).toEqual(["yes", "no", "not clear"]);
    expect([yes, no, open].map((twins) => decide(either, twins!))).toEqual(["yes", "no", "not clear"]);
    expect(decide(decisionOf("difference < 0 || difference < 100"), no!)).toBe("yes");
    expect(decide(decisionOf("difference < 100 && difference > 100"), open!)).toBe("no");
  });

  test("reads what is a sum of multiples, however it is written", () => {
    for (const text of [
      "difference < -0.02 * control",
      "value - control + control / 50 < 0",
      "-(2 * value) > -1.96 * control",
    ]) {
      const decision = decisionOf(text);
      const { value, control, constant } = (decision as Extract<Decision, { kind: "below" }>).sum;
      expect(control / value, text).toBeCloseTo(-0.98, 12);
      expect([Math.sign(value), constant + 0], text).toEqual([1, 0]);
    }
  });
});

describe("over many draws", () => {
  const draws = 10_000;
  const uniform = generator(20_260_101);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const shareOf = (holds: () => boolean): number => {
    let count = 0;
    for (let draw = 0; draw < draws; draw++) if (holds()) count++;
    return count / draws;
  };
  // Three standard errors of a share of 5 % or 95 % over 10,000 draws.
  const tolerance = 0.0066;

  test("intervals of 8 twins hold the truth in 95 of 100, within .7", () => {
    const covered = shareOf(() => {
      const { from, to } = differenceOf(paired(Array.from({ length: 8 }, () => 0.3 + 2 * normal())));
      return from <= 0.3 && 0.3 <= to;
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance);
  });

  test("at the edge of what matters 5 in 100 are yes, and 5 no, within .7", () => {
    const decision = decisionOf("difference < -0.02 * control");
    const answers = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const twins = Array.from({ length: 8 }, (): Twin => {
        const control = 100 + 10 * normal();
        return { control, value: 0.98 * control + normal() };
      });
      const answer = decide(decision, twins);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    expect(Math.abs(answers.get("yes")! / draws - 0.05)).toBeLessThan(tolerance);
    expect(Math.abs(answers.get("no")! / draws - 0.05)).toBeLessThan(tolerance);
  });

  test("differences as shares of the control hold the truth in 95 of 100, within 1", () => {
    const covered = shareOf(() => {
      const twins = Array.from({ length: 8 }, (): Twin => {
        const control = 100 + 10 * normal();
        return { control, value: 0.97 * control + 2 * normal() };
      });
      const { from, to } = relativeOf(twins)!;
      return from <= -0.03 && -0.03 <= to;
    });
    expect(Math.abs(covered - 0.95)).toBeLessThan(0.01);
  });
});

/** Numbers from 0 up to 1, the same every time (mulberry32, T. Ettinger). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
