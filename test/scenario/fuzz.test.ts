import { describe, expect, test } from "vitest";
import { corpus, mutated, tryAll, tryOut } from "./fuzz.ts";
import { grafted } from "./graft.ts";

/** 20,000 more are in fuzz.long.test.ts. */
const batches = 4;
const each = 250;
const starts = Array.from({ length: batches }, (_, i) => i * each);

describe("a scenario", () => {
  test("runs as it is", () => {
    for (const text of corpus) expect(tryOut(text)).toBe("ran");
  });

  test.each(starts)(
    "with mutated letters, from seed %i on, is refused with a problem or runs for three ticks",
    (from) => {
      const { ran, failures } = tryAll(mutated, from, each);
      expect(failures.join("\n\n")).toBe("");
      expect(ran).toBeGreaterThan(each / 50);
    },
    120_000,
  );

  test.each(starts)(
    "with mutated contents, from seed %i on, is refused with a problem or runs for three ticks",
    (from) => {
      const { ran, failures } = tryAll(grafted, from, each);
      expect(failures.join("\n\n")).toBe("");
      expect(ran).toBeGreaterThan(each / 10);
    },
    120_000,
  );

  test("is mutated alike by the same seed", () => {
    expect(mutated(42)).toBe(mutated(42));
    expect(grafted(42)).toBe(grafted(42));
  });
});
