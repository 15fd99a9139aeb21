import { describe, expect, test } from "vitest";
import { misfitOf } from "../../src/engine/emit/fit.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { differenceOf, inParts, onThreads, rows } from "./rows.ts";
import { scenariosIn } from "./shipped.ts";

/** Two ticks of settling are as good as years of it: each is compared. */
function soonSettled({ settle, ...plan }: Plan): Plan {
  return settle === undefined ? plan : { ...plan, settle: Math.min(settle, 2) };
}

describe("a scenario", () => {
  // Not a multiple of any community, so that the last one has empty seats, and large enough for several of each.
  test.each(scenariosIn("scenarios", "bench"))(
    "%s runs alike on every row",
    async (_, scenario) => {
      const plan = soonSettled(scenario.plan({ people: 5003 }));
      expect(misfitOf(plan)).toBeUndefined();
      expect(await differenceOf(plan, 1, 4, rows)).toBeUndefined();
      expect(await differenceOf(plan, 2 ** 40 + 17, 2, rows.slice(0, 2))).toBeUndefined();
    },
    120_000,
  );

  // Small ones that each show a part of the language.
  test.each(scenariosIn("test/good"))(
    "%s runs alike on one thread, on two, and in parts",
    async (_, scenario) => {
      const plan = scenario.plan({ people: 2003 });
      expect(misfitOf(plan)).toBeUndefined();
      expect(await differenceOf(plan, 1, 3, [onThreads(1), onThreads(2), inParts(2)])).toBeUndefined();
    },
    120_000,
  );
});
