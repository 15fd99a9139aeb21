import { expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { readScenario, run } from "../../src/index.ts";
import { layEnterprises } from "../../src/report/enterprises.ts";
import { layMeasures } from "../../src/report/figures.ts";
import { noPaint } from "../../src/report/paint.ts";
import { textOf } from "../language/folder.ts";

const places = Array.from({ length: 20 }, (_, i) => `p${String(i).padStart(2, "0")}`);
const text = `title: Places
time: { tick: 1 week, span: 1 year }
population:
  size: 600
  traits:
    urban: { chance: 0.5 }
    income: { uniform: [0, 10] }
    place: { categorical: { ${places.map((place) => `${place}: 0.05`).join(", ")} } }
groups: { residence: { when: urban, yes: town, no: country }, rich: { when: income > 5 } }
measures:
  earned: { mean: income, by: residence }
  poor: { share: income < 2, by: place }
  twice: { mean: income, by: [residence, rich] }
`;

test("a run tells each measure by the groups that it asks for, with the figures of --json", async () => {
  const done = await run(readScenario(text), { ticks: 3 });
  const lines = layMeasures(done, 80, noPaint);
  const { measures } = done.toJSON();
  const row = (name: string): RegExp => new RegExp(`^  ${name} .* (\\S+)$`);
  const at = lines.findIndex((line) => row("earned").test(line));
  for (const [i, word] of ["country", "town"].entries()) {
    const told = row(`  ${word}`).exec(lines[at + 1 + i]!)?.[1];
    expect(Number(told)).toBeCloseTo(measures[`earned by residence[${word}]`]!, 2);
  }
  expect(lines.some((line) => line.trim() === "twice by residence")).toBe(true);
  expect(lines.some((line) => line.trim() === "twice by rich")).toBe(true);
});

test("many groups are cut, and it is said where all are", async () => {
  const done = await run(readScenario(text), { ticks: 3 });
  const lines = layMeasures(done, 80, noPaint);
  expect(lines.filter((line) => /^ {4}p\d\d /.test(line))).toHaveLength(10);
  expect(lines).toContain("    … and 10 more");
  expect(lines.at(-1)).toBe("  All groups: --json or --out.");
  const page = layPage(done, "places.yaml");
  for (const place of places) expect(page).toContain(`>${place}<`);
});

test("so do enterprises", async () => {
  const done = await run(readScenario(textOf("test/good/inspections.yaml")), { people: 600, ticks: 3 });
  const text = layEnterprises(done, 80, noPaint).join("\n");
  const by = done.legend.measures.filter(({ words }) => /^mean_rating by /.test(words));
  expect(by).toHaveLength(2);
  for (const { measure } of by)
    for (const word of done.results.of(measure).groups) expect(text).toContain(`\n    ${word} `);
});
