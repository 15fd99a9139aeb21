import { describe, expect, test } from "vitest";
import { type Run, run } from "../../src/index.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

async function other(text: string): Promise<Run> {
  const scenario = readScenario(`extends: national-families\ntitle: another\n${text}`);
  return run(scenario, { people: 60_000, ticks: 40, threads: 1 });
}

function sumOf(measure: string, of: Run): number {
  return of.series(measure).reduce((sum, one) => sum + one, 0);
}

describe("families and neighbours under the register", () => {
  test("children of the discredited are kept out of school, and would not be without it", async () => {
    const under = await other("");
    expect(under.last("children_hit")).toBeGreaterThan(0.01);
    expect(under.last("children_out_of_school")).toBeGreaterThan(0.002);
    for (const school of ["no_enrolment", "no_best_schools"])
      expect(under.last(`under.${school} through family`)).toBeGreaterThan(0);
    const without = await other('conduct: { starts_school: { blocked: "false" } }\n');
    expect(without.last("children_out_of_school")).toBe(0);
  });

  test("a score that everyone can see turns strangers away, and one that nobody sees does not", async () => {
    const [seen, hidden] = [await other(""), await other("scheme: { shown: { score: nobody } }\n")].map((done) =>
      sumOf("acts.turns_away", done),
    );
    expect(seen! / hidden!).toBeGreaterThan(1.1);
  });
});
