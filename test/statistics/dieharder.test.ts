import { describe, expect, test } from "vitest";
import { assess, hasDieharder, parseAssessments, streamNames, streams, weakMost } from "./dieharder.ts";

/** Birthdays, bitstream, ones in bytes, 2d and 3d distances, runs, permutations, cosine transform: 9 p-values. */
const few = ["-d 0", "-d 4", "-d 8", "-d 11", "-d 12", "-d 15", "-d 202 -n 4", "-d 206"].map((args) => args.split(" "));

describe.runIf(hasDieharder())("a short dieharder", () => {
  test.each(streamNames)("finds no fault along %s", { timeout: 120_000 }, async (name) => {
    const found = await assess(streams[name](), few);
    expect(found.length).toBe(9);
    expect(found.filter(({ verdict }) => verdict === "FAILED")).toEqual([]);
    const weak = found.filter(({ verdict }) => verdict === "WEAK");
    expect(weak.length, JSON.stringify(weak)).toBeLessThanOrEqual(weakMost(found.length));
  });

  test("finds the fault of a generator that repeats itself", { timeout: 120_000 }, async () => {
    const { keys, fill } = streams.entity();
    // The same block twice in a row: neighbours are alike.
    const found = await assess({ keys: [...keys, ...keys], fill }, [["-d", "8"]]);
    expect(found.map(({ verdict }) => verdict)).toEqual(["FAILED"]);
  });
});

describe("the reading of dieharder", () => {
  test("takes assessments and leaves the rest", () => {
    const text = `#=====#
   rng_name    |rands/second|   Seed   |
        test_name   |ntup| tsamples |psamples|  p-value |Assessment
          sts_serial|  16|    100000|     100|0.00030700|   WEAK   
        diehard_runs|   0|    100000|     100|0.44361439|  PASSED  
   diehard_count_1s_str|   0|    256000|     100|0.00000000|  FAILED  
`;
    expect(parseAssessments(text)).toEqual([
      { test: "sts_serial 16", p: 0.000307, verdict: "WEAK" },
      { test: "diehard_runs 0", p: 0.44361439, verdict: "PASSED" },
      { test: "diehard_count_1s_str 0", p: 0, verdict: "FAILED" },
    ]);
  });

  test("allows as many weak ones as chance does: quantiles of 99.9 % of the binomial distribution", () => {
    // At n = 9 P(X > 2) = 0.0045 and P(X > 3) = 0.00027; at n = 114 P(X > 11) = 0.0021 and P(X > 12) = 0.00067.
    expect([1, 9, 114].map(weakMost)).toEqual([1, 3, 12]);
  });
});
