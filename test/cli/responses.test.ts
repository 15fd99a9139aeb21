import { describe, expect, test } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { explain } from "../../src/experiment/explain.ts";
import { run } from "../../src/experiment/run.ts";
import { layPage } from "../../src/html/page.ts";
import { layComparison } from "../../src/report/comparison.ts";
import { layLife } from "../../src/report/life.ts";
import { noPaint } from "../../src/report/paint.ts";
import { layResponses } from "../../src/report/responses.ts";
import { laySummary } from "../../src/report/summary.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { textOf } from "../language/folder.ts";

const stakes = readScenario(textOf("test/good/stakes.yaml"), { name: "stakes.yaml" });
const few = { people: 300, ticks: 6, threads: 1 };

describe("what people are said to respond with", () => {
  test("is called what it is, with its provenance and its range", () => {
    const text = layResponses(stakes, 200).join("\n").replace(/ +/g, " ");
    expect(text).toContain("habit assumed effect on late payment: factor 0.95 (assumed)");
    expect(text).toContain(
      "deterrence response to stakes in late payment, ignores judgment: sensitivity 2 (assumed, 0 to 10: nobody has measured it), curvature 1 (assumed, 0 to 5: nobody has measured it)",
    );
  });

  test("stands in a summary, a comparison and on a page", async () => {
    const done = await run(stakes, few);
    const summary = laySummary(done, "stakes", 120, noPaint);
    expect(summary[summary.indexOf("Responses") + 1]).toContain("response to stakes in late payment");
    const page = layPage(done, "stakes");
    expect(page).toContain("assumed effect, factor: ");
    expect(page).toContain("nobody has measured it (from 0 to 10)");
    const compared = await compare(stakes, stakes, { ...few, seeds: 2 });
    expect(layComparison(compared, ["a", "b"], 120, noPaint)).toContain("Responses in both");
    const apart = await compare(stakes, readShipped("littering"), { ...few, seeds: 2 });
    const lines = layComparison(apart, ["a", "b"], 120, noPaint);
    expect(lines).toContain("Responses in A");
    expect(lines).not.toContain("Responses in B");
  });

  test("is told of a life: what was at stake in the end", async () => {
    const [life] = await explain(stakes, { people: 300, ticks: 6, persons: [5] });
    const { stakes: told = [] } = life!;
    expect(told.map((one) => one.in).sort()).toEqual(
      ["donates", "ignores_judgment", "late_payment", "leaving", "repays", "speaks_up", "volunteers"].sort(),
    );
    const loss = told.find((one) => one.in === "ignores_judgment")!;
    expect(loss.yuan).toBeCloseTo(1500, 2);
    const laid = layLife(life!, stakes, false, 100, noPaint).join("\n").replace(/ +/g, " ");
    expect(laid).toMatch(/ignores judgment loses 1,500 yuan believed [14]0\.0 % likely \(deterrence\)/);
    expect(laid).toMatch(/volunteers gains \d+ yuan believed 30\.0 % likely \(gaming\)/);
    const [other] = await explain(readShipped("littering"), { people: 1000, ticks: 2, persons: [5] });
    expect(other!.stakes).toBeUndefined();
  });
});
