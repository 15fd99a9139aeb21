import { expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { makeScenario, textOf } from "../conformance/generate.ts";
import { scenariosIn } from "../conformance/shipped.ts";
import { beside, everyCommunity, liveBeside } from "./worlds.ts";

// Whatever is lived again holds itself to what the engine left, cell by cell and record by record.
test.each(scenariosIn("scenarios", "bench"))(
  "communities of %s live again as they did",
  async (_, scenario) => {
    const plan = scenario.plan({ people: 5003 });
    for (const row of beside) {
      if (row.misfit?.(plan)) continue;
      const engine = await row.open(plan, 3);
      const relived = await liveBeside(engine, everyCommunity(plan), 4);
      expect(relived.tick).toBe(4);
    }
  },
  120_000,
);
test.each(scenariosIn("test/good"))(
  "%s",
  async (_, scenario) => {
    const plan = scenario.plan({ people: 2003 });
    for (const row of beside) {
      if (row.misfit?.(plan)) continue;
      await liveBeside(await row.open(plan, 3), everyCommunity(plan), 4);
    }
  },
  120_000,
);
test.each(Array.from({ length: 60 }, (_, i) => i))(
  "generated %i",
  async (seed) => {
    const plan = readScenario(textOf(makeScenario(seed))).plan();
    for (const row of beside) {
      if (row.misfit?.(plan)) continue;
      await liveBeside(await row.open(plan, seed), everyCommunity(plan), 4);
    }
  },
  120_000,
);
