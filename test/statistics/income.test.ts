import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { textOf } from "../language/folder.ts";
import { runOf } from "./worlds.ts";

describe("income reported by oneself and by third parties", () => {
  const text = textOf("test/good/income-tax.yaml");
  const people = 3000;
  /** The share of declarations of four years that hide something, of each kind of income. */
  const hidden = (scenario: string): readonly [own: number, reported: number] => {
    const years = 4;
    const { sums } = runOf(readScenario(scenario).plan({ people }), 1, 12 * years, [
      "acts.hides_own_income",
      "acts.hides_reported_income",
    ]);
    return [sums["acts.hides_own_income"]! / people / years, sums["acts.hides_reported_income"]! / people / years];
  };
  /** Of a Poisson number of acts, as a share of the declarations. */
  const error = (share: number): number => Math.sqrt(share / people / 4);

  test("is hidden as far as it is not seen: 37 % and 0.3 %, by one sensitivity and one inclination set to them", () => {
    const [own, reported] = hidden(text);
    expect(Math.abs(own - 0.37)).toBeLessThan(4 * error(0.37));
    expect(Math.abs(reported - 0.003)).toBeLessThan(4 * error(0.003));
  });

  test("is hidden alike where both are believed to be seen alike: the difference is detection alone", () => {
    const [own, reported] = hidden(text.replace("belief: { is: 0.98", "belief: { is: 0.01"));
    expect(Math.abs(own - reported)).toBeLessThan(4 * error(0.74));
  });

  test("shows no sensitivity that fits both, were everyone inclined to hide all of it", () => {
    // e^(−s b) at b = 0.01 is 0.37 for an s of 99.4; at b = 0.98 nothing is left of it then, but for what is done in the
    // month after a fine, by whom it cannot cost any more: 0.37 × 0.01 of people in a year, a twelfth of one each.
    const all = text.replaceAll("per_year: { is: 0.3888", "per_year: { is: 1").replaceAll("is: 4.964", "is: 99.4");
    const [own, reported] = hidden(all);
    expect(Math.abs(own - 0.37)).toBeLessThan(4 * error(0.37));
    const stray = (0.37 * 0.01) / 12;
    expect(Math.abs(reported - stray)).toBeLessThan(4 * error(stray));
  });
});
