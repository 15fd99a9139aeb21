import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../tidy/tree.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const file = join(root, "test/good/enterprises.yaml");

describe("a world with enterprises", () => {
  test("says how many there are, what they are and what they take", () => {
    expect(glasshouse(folder.path, "check", file).out).toMatch(/size +2,000 people, 199 enterprises, /);
    const { out } = glasshouse(folder.path, "plan", file);
    expect(out).toContain("2,000 synthetic people and 199 enterprises in communities of 64");
    expect(out).toContain("What each enterprise is");
    expect(out).toMatch(/bytes for each enterprise, shared out among people\./);
    const [people, enterprises] = out.split("What each enterprise is");
    expect(people!.split("What a person is")[1]).not.toContain("enterprises.margin");
    expect(enterprises).toContain("enterprises.margin");
  });

  test("says so as data too", () => {
    const plan = JSON.parse(glasshouse(folder.path, "plan", file, "--json").out);
    expect(plan.kinds).toMatchObject([{ name: "enterprise", size: 199 }]);
    const margin = plan.columns.find(({ name }: { name: string }) => name === "enterprises.margin");
    expect(margin.of).toBe("enterprise");
    expect(
      plan.steps.some(({ kind, of }: { kind: string; of: string }) => kind === "link" && of === "enterprise"),
    ).toBe(true);
  });

  test("tells how they fare", () => {
    const { out } = glasshouse(folder.path, "run", file, "--ticks", "8");
    const [, section] = out.split("\nEnterprises\n");
    expect(section).toMatch(/first +last\n +mean score /);
    for (const line of ["in band excellent", "in band poor", "under shunned", "mean revenue", "alarm"])
      expect(section).toContain(`  ${line} `);
  });
});

describe("enterprises that are inspected", () => {
  const inspections = join(root, "test/good/inspections.yaml");

  test("have lives that can be told", async () => {
    const args = ["explain", inspections, "--people", "1_000", "--enterprise", "5"];
    const { out, code } = glasshouse(folder.path, ...args);
    expect(code).toBe(0);
    const [told, again] = out.split("\nagain  ");
    await expect(told).toMatchFileSnapshot("../golden/cli/explain-enterprise.txt");
    expect(again!.replace(/\s+/g, " ")).toBe(
      `glasshouse explain ${inspections} --enterprise 5 --people 1_000 --tick 104 --seed 1 `,
    );
    const life = JSON.parse(glasshouse(folder.path, ...args, "--json").out);
    expect(life).toMatchObject({ synthetic: true, enterprise: 5, owner: { seen: [{ name: "defaulters" }] } });
    const sum = life.entries.reduce((total: number, { points = 0 }) => total + points, life.start);
    expect(sum).toBeCloseTo(life.score, 3);
    const person = String(life.owner.person);
    const owner = glasshouse(folder.path, "explain", inspections, "--people", "1_000", "--person", person).out;
    expect(owner).toMatch(/\nOwns enterprise 5\n +what matters of it +at the start +at the end\n +blacklist +no +/);
  });

  test("are told one at a time, and only where there are some", () => {
    const problem = (...args: string[]): object =>
      JSON.parse(glasshouse(folder.path, "explain", ...args, "--json").out).problems[0];
    expect(problem(inspections, "--enterprise", "94")).toMatchObject({
      code: "bad-enterprise",
      message: "there is no enterprise 94 among 94",
      expected: "a whole number from 0 to 93",
    });
    expect(problem(inspections, "--enterprise", "x")).toMatchObject({ code: "bad-enterprise" });
    expect(problem(inspections, "--enterprise", "0", "--people", "9")).toMatchObject({ code: "bad-enterprise" });
    expect(problem("none", "--enterprise", "0")).toMatchObject({ code: "no-enterprises" });
    expect(problem("none", "--enterprise", "0", "--person", "0")).toMatchObject({ code: "two-lives" });
  });

  test("have their lists, consequences and attempts in vain in the report", () => {
    const text = readFileSync(inspections, "utf8")
      .replace("pays_taxes: {", "bids: { per_year: 6 }\n    pays_taxes: {")
      .replace("when: blacklist, costs", "when: blacklist, blocks: [bids], costs");
    writeFileSync(join(folder.path, "bids.yaml"), text);
    const { out } = glasshouse(folder.path, "run", "bids.yaml");
    const sections = out.split("\n\n");
    const section = (title: string): string => sections.find((one) => one.startsWith(title))!;
    expect(section("Lists at the end")).toMatch(/people +share[\s\S]*\n +defaulters +black /);
    const numbers = (title: string, row: string): string[] =>
      new RegExp(`\\n +${row} +(.*)`).exec(section(title))![1].split(/ {2,}/);
    const [color, on, share, entries] = numbers("Lists of enterprises at the end, and the year before it", "blacklist");
    expect(section("Lists of enterprises")).toContain("enterprises   share");
    expect(color).toBe("black");
    expect(share).toBe(`${((100 * Number(on)) / 94).toFixed(1)} %`);
    expect(Number(entries)).toBeGreaterThan(0);
    const [domain, under, , yuan] = numbers(
      "Consequences for enterprises at the end, and the year before it",
      "no contracts",
    );
    expect([domain, under]).toEqual(["business", on]);
    expect(yuan).toMatch(/^−\d+,\d{3}$/);
    const [, stopped, ofAll] = numbers("Attempts of enterprises that came to nothing", "bids");
    expect(Number(stopped)).toBeGreaterThan(0);
    expect(ofAll).toMatch(/^\d+\.\d %$/);
    expect(out).not.toContain("\nAttempts that came to nothing");
  });
});
