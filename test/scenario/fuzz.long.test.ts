import { describe, expect, test } from "vitest";
import { tryAll } from "./fuzz.ts";

describe("a mutated scenario", () => {
  test.each(Array.from({ length: 20 }, (_, i) => 1_000_000 + i * 1000))(
    "from seed %i on is refused with a problem, or runs for three ticks",
    (from) => {
      const { ran, failures } = tryAll(from, 1000);
      expect(failures.join("\n\n")).toBe("");
      expect(ran).toBeGreaterThan(50);
    },
  );
});
