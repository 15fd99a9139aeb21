import { expect, test } from "vitest";
import { differenceOf, rows } from "./rows.ts";
import { scenariosIn } from "./shipped.ts";

// Long enough for phases to change, sanctions to end and years to begin.
test.each(scenariosIn("scenarios", "bench"))("%s runs alike on every row for a year and more", async (_, scenario) => {
  expect(await differenceOf(scenario.plan({ people: 20_011 }), 3, 60, rows)).toBeUndefined();
});
