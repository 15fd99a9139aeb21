import { expect, test } from "vitest";
import { shippedNames } from "../../src/index.ts";
import { tryFacts } from "./trials.ts";

test.each(shippedNames())(
  "all that %s lets change while it goes on can change, and nothing else",
  { timeout: 1_800_000 },
  (name) => {
    const tried = tryFacts(name, () => true);
    expect(new Set(tried.map(({ is }) => is)).size).toBe(2);
    expect(tried.filter(({ says, is }) => says !== is)).toEqual([]);
  },
);
