import { expect, test } from "vitest";
import { tryGenerated } from "./generated.ts";

// A few to a test, so that a fault is soon seen.
const batch = 15;
const batches = Array.from({ length: 10 }, (_, i) => [i * batch, (i + 1) * batch - 1] as const);

test.each(batches)(
  "generated scenarios %i to %i run alike",
  async (first, last) => {
    for (let seed = first; seed <= last; seed++) {
      const { fault, misfit } = await tryGenerated(seed, 4);
      expect(fault, fault).toBeUndefined();
      expect(misfit, `scenario ${seed}`).toBeUndefined();
    }
  },
  300_000,
);
