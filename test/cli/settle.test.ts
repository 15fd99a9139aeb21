import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();

const world = (settle: string): string => `
title: debts
time: { start: 2010-01-01, tick: 1 month, span: 2 years${settle} }
population: { size: 4000, traits: { calm: { uniform: [0, 1] } } }
state: { debt: { from: 0, to: 4, start: 0, draws: { bill: { chance: 0.2 } }, update: "debt * 0.95 + (bill ? 0.2 : 0)" } }
conduct: { misses: { per_year: debt } }
measures: { burden: { mean: debt } }
`;

test("check, plan and run say for how long a world settles, as text and as JSON", () => {
  writeFileSync(join(folder.path, "rest.yaml"), world(", settle: 10 years"));
  writeFileSync(join(folder.path, "begins.yaml"), world(""));
  const of = (...words: string[]): string => glasshouse(folder.path, ...words).out;
  const said = "for 120 ticks before the start, which nothing measures";
  expect(of("check", "rest.yaml")).toContain(`settles   ${said}\n`);
  expect(of("plan", "rest.yaml")).toContain(`It settles first: ${said}.`);
  const summary = of("run", "rest.yaml");
  expect(summary.replace(/\s+/g, " ")).toContain(`It settled ${said}.`);
  expect(summary).not.toContain("Warnings");
  for (const verb of ["check", "plan", "run"]) {
    expect(JSON.parse(of(verb, "rest.yaml", "--json"))).toMatchObject({ ticks: 24, settle: 120 });
    expect(of(verb, "begins.yaml")).not.toMatch(/settle[sd] /);
    expect(JSON.parse(of(verb, "begins.yaml", "--json"))).not.toHaveProperty("settle");
  }
});

test("run and compare warn of a world that is not at rest", () => {
  writeFileSync(join(folder.path, "moves.yaml"), world(""));
  const said = /Warnings\n {2}burden is not at rest: 0\.\d+ in the first year, 0\.\d+ in the last, without a/;
  expect(glasshouse(folder.path, "run", "moves.yaml").out).toMatch(said);
  expect(glasshouse(folder.path, "compare", "moves.yaml", "moves.yaml", "--seeds", "2").out).toMatch(said);
  const told = JSON.parse(glasshouse(folder.path, "compare", "moves.yaml", "moves.yaml", "--seeds", "2", "--json").out);
  expect(told.warnings).toHaveLength(1);
});
