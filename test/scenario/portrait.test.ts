import { describe, expect, test } from "vitest";
import { portray, sayValue } from "../../src/scenario/portrait.ts";
import { readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";

describe("the portrait", () => {
  test.each(shippedLibrary.shippedNames())("of %s has every parameter once, with its provenance", (name) => {
    const scenario = readShipped(name);
    const facts = portray(scenario).flatMap(({ entries }) => entries.flatMap((entry) => entry.facts));
    const told = facts.filter(({ tag }) => tag !== undefined).map(({ path, tag, source }) => ({ path, tag, source }));
    const known = scenario.parameters.map(({ path, tag, source }) => ({
      path: path.replace(/\.is$/, ""),
      tag,
      source,
    }));
    const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
    expect(told.sort(byPath)).toEqual(known.sort(byPath));
    expect(facts.map(({ path }) => path).filter((path, i, all) => all.indexOf(path) !== i)).toEqual([]);
  });

  test("tells parts in the order of the language and names in that of the text", () => {
    const sections = portray(readShipped("suining"));
    const paths = sections.map(({ path }) => path);
    expect(paths.indexOf("conduct")).toBeLessThan(paths.indexOf("scheme.points"));
    const points = sections.find(({ path }) => path === "scheme.points")!;
    expect(points.says).toContain("worth");
    expect(points.entries[0]).toMatchObject({
      name: "misses_repayment",
      facts: [
        {
          path: "scheme.points.misses_repayment",
          key: "",
          text: "-30",
          tag: "assumed",
          source: expect.stringMatching(/^420 points for 14 of them/),
        },
      ],
    });
  });

  test("says values as they are written, without provenance", () => {
    expect(sayValue({ is: { dated: { "2010-01-01": 1 } }, assumed: "x" })).toBe("dated: { 2010-01-01: 1 }");
    expect(sayValue({ beta: [5, 2], reported: "x" })).toBe("beta: [5, 2]");
    expect(sayValue(" a  >\n b ")).toBe("a > b");
  });
});
