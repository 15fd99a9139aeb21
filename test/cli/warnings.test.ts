import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readScenario } from "../../src/index.ts";
import { textOf } from "../language/folder.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();

test("what looks wrong is shown by check, and said by run in a line each", () => {
  writeFileSync(join(folder.path, "odd.yaml"), textOf("test/warned/never-true.yaml"));
  const checked = glasshouse(folder.path, "check", "odd.yaml");
  expect(checked.code).toBe(0);
  expect(checked.out).toContain(textOf("test/warned/never-true.txt").split("\n")[0]);
  expect(checked.out).toContain("--> odd.yaml:14:21");
  expect(checked.out).toMatch(/odd\.yaml is read\. It can be run, but 2 things look wrong\.\n$/);
  const asked = JSON.parse(glasshouse(folder.path, "check", "odd.yaml", "--json").out);
  expect(asked.problems).toEqual([]);
  expect(asked.warnings).toMatchObject([
    { code: "never-true", line: 14, column: 21 },
    { code: "never-true", line: 15, column: 20 },
  ]);
  const lines = [
    "warning[never-true]: this never holds (odd.yaml:14:21)",
    "warning[never-true]: this never holds (odd.yaml:15:20)",
  ];
  const ran = glasshouse(folder.path, "run", "odd.yaml", "--people", "100", "--ticks", "2");
  expect([ran.code, ran.err]).toEqual([0, `${lines.join("\n")}\n`]);
  const told = glasshouse(folder.path, "run", "odd.yaml", "--people", "100", "--ticks", "2", "--json");
  expect(JSON.parse(told.out).warnings).toEqual(lines);
});

// How many are counted is bounded by how many there are: of 20,000 more than 5,000 can be careful, of 5,000 they cannot.
test("a rule over a count is judged at the scenario's own size", () => {
  const text = (size: number): string => `title: Careful
time: { tick: 1 week, span: 9 weeks }
population: { size: ${size}, traits: { conscientious: { uniform: [0, 1] } } }
measures: { careful: { count: "conscientious > 0.5" } }
institutions: { phases: { early: { from: start }, late: { after: early, when: "careful > 5000" } } }
`;
  expect(readScenario(text(20_000)).warnings).toEqual([]);
  expect(readScenario(text(20_000)).with({ title: "As careful" }).warnings).toEqual([]);
  expect(readScenario(text(5000)).warnings).toMatchObject([{ code: "never-true" }]);
});
