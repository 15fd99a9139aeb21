import { ProblemError } from "../core/problem.ts";
import type { KindLegend } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** What a world's enterprises are. Throws ProblemError (no-enterprises) for a scenario without them. */
export function enterprisesOf({ legend }: Lowered, { title }: Scenario): KindLegend {
  const [, enterprises] = legend.kinds;
  if (enterprises) return enterprises;
  throw new ProblemError([
    {
      code: "no-enterprises",
      message: `there are no enterprises in "${title}"`,
      expected: "a scenario with `enterprises`",
    },
  ]);
}

/** Throws ProblemError (no-such-person, no-such-enterprise) for what is no number below `size`. */
export function checkNumbers(numbers: readonly number[], size: number, noun: KindLegend["noun"]): void {
  const strange = numbers.find((one) => !(Number.isInteger(one) && one >= 0 && one < size));
  if (strange === undefined) return;
  throw new ProblemError([
    {
      code: `no-such-${noun}`,
      message: `there is no ${noun} ${strange}`,
      expected:
        size === 0
          ? `more people: there is no ${noun} among so few`
          : size === 1
            ? `${noun} 0, the only one`
            : `a whole number from 0 to ${(size - 1).toLocaleString("en-US")}`,
    },
  ]);
}
