import { expect, test } from "vitest";
import { tryGenerated } from "./generated.ts";

const batch = 50;
// Others than those of the short test.
const batches = Array.from({ length: 12 }, (_, i) => [1000 + i * batch, 1000 + (i + 1) * batch - 1] as const);

test.each(batches)("generated scenarios %i to %i run alike", async (first, last) => {
  for (let seed = first; seed <= last; seed++) {
    const { fault, misfit } = await tryGenerated(seed, 10);
    expect(fault, fault).toBeUndefined();
    expect(misfit, `scenario ${seed}`).toBeUndefined();
  }
});
