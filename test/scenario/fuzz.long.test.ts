import { describe, expect, test } from "vitest";
import { mutated, tryAll } from "./fuzz.ts";
import { grafted } from "./graft.ts";

const starts = Array.from({ length: 10 }, (_, i) => 1_000_000 + i * 1000);

describe("a scenario", () => {
  test.each(starts)(
    "with mutated letters, from seed %i on, is refused with a problem or runs for three ticks",
    (from) => {
      const { ran, failures } = tryAll(mutated, from, 1000);
      expect(failures.join("\n\n")).toBe("");
      expect(ran).toBeGreaterThan(20);
    },
  );

  test.each(starts)(
    "with mutated contents, from seed %i on, is refused with a problem or runs for three ticks",
    (from) => {
      const { ran, failures } = tryAll(grafted, from, 1000);
      expect(failures.join("\n\n")).toBe("");
      expect(ran).toBeGreaterThan(100);
    },
  );
});
