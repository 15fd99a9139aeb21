import { describe, expect, it } from "vitest";
import { ProblemError, readScenario } from "../../src/index.ts";

const world = (tag: string) => `title: Litter
time: { tick: 1 week, span: 1 year }
population: { size: 1000 }
sources: { report: { title: A report, author: A. Writer } }
conduct: { littering: { per_year: { is: 6, ${tag} } } }
`;

const littering = (tag: string) =>
  readScenario(world(tag)).parameters.find(({ path }) => path === "conduct.littering.per_year");

describe("a citation", () => {
  it("names a source, and after a comma where in it", () => {
    expect(littering('documented: "report, paragraph 7, last sentence"')).toMatchObject({
      tag: "documented",
      source: "report",
      where: "paragraph 7, last sentence",
    });
  });

  it("may leave out where", () => {
    expect(littering("reported: report")).toMatchObject({ source: "report" });
    expect(littering("reported: report")).not.toHaveProperty("where");
  });

  it("of nothing before the comma is of an unknown source", () => {
    expect(() => littering('documented: "paper, paragraph 7"')).toThrow(ProblemError);
  });

  it("leaves commas in reasons alone", () => {
    expect(littering('assumed: "often, as we think"')).toMatchObject({ source: "often, as we think" });
  });
});
