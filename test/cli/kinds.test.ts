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
    for (const line of ["in band excellent", "in band poor", "under shunned", "mean_revenue", "alarm"])
      expect(section).toContain(`  ${line} `);
  });
});
