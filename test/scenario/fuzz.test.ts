import { describe, expect, test } from "vitest";
import { corpus, mutated, tryAll, tryOut } from "./fuzz.ts";

/** 20,000 more are in fuzz.long.test.ts. */
const batches = 8;
const each = 250;

describe("a mutated scenario", () => {
  test("comes from files that are read and run as they are", () => {
    for (const text of corpus) expect(tryOut(text)).toBe("ran");
  });

  test.each(Array.from({ length: batches }, (_, i) => i * each))(
    "from seed %i on is refused with a problem, or runs for three ticks",
    (from) => {
      const { ran, failures } = tryAll(from, each);
      expect(failures.join("\n\n")).toBe("");
      expect(ran).toBeGreaterThan(each / 20);
    },
    120_000,
  );

  test("is the same for the same seed", () => {
    expect(mutated(42)).toBe(mutated(42));
  });
});
