import { describe, expect, test } from "vitest";
import { assess, hasDieharder, streamNames, streams, weakMost } from "./dieharder.ts";

describe.runIf(hasDieharder())("the whole of dieharder", () => {
  // An hour or so a stream: its lagged sums alone read 56 billion words.
  test.each(streamNames)("finds no fault along %s", { timeout: 4 * 3_600_000 }, async (name) => {
    const found = await assess(streams[name](), [["-a"]]);
    const weak = found.filter(({ verdict }) => verdict === "WEAK");
    console.log(
      `${name}: ${found.length} assessments, weak: ${weak.map(({ test, p }) => `${test} (${p})`).join(", ")}`,
    );
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter(({ verdict }) => verdict === "FAILED")).toEqual([]);
    expect(weak.length).toBeLessThanOrEqual(weakMost(found.length));
  });
});
