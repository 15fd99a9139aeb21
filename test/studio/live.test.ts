import { expect, test } from "vitest";
import { shippedNames } from "../../src/index.ts";
import { drawn, tryFacts } from "./trials.ts";

// A sample of the facts that the long test tries one by one.
test.each(shippedNames())("what %s lets change while it goes on can change, and nothing else", (name) => {
  const tried = tryFacts(name, drawn(4, `live ${name}`));
  expect(tried.length).toBeGreaterThan(0);
  expect(tried.filter(({ says, is }) => says !== is)).toEqual([]);
});
