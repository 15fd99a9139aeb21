import { describe, expect, test } from "vitest";
import { footprintsOf } from "../../src/index.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { type StepRow, sayKind, sayTouched, stepRows } from "../../src/report/steps.ts";
import { readScenario, readShipped, shippedLibrary } from "../../src/scenario/scenario.ts";
import { textOf } from "../language/folder.ts";

const plans: Plan[] = [
  ...shippedLibrary.shippedNames().map((name) => readShipped(name).plan({ people: 1000 })),
  ...["encounters", "friendship", "inspections", "channels", "relative", "once"].map((name) =>
    readScenario(textOf(`test/good/${name}.yaml`)).plan({ people: 1000 }),
  ),
];
const rows = plans.flatMap(stepRows);

/** What is said of a step of a shipped scenario. */
function said(scenario: string, step: string): object {
  const row = stepRows(readShipped(scenario).plan({ people: 1000 })).find(({ name }) => name === step);
  return Object.fromEntries(sayTouched(row!));
}

describe("what `plan` says of steps", () => {
  test("is something of each, of every kind", () => {
    expect([...new Set(rows.map(({ kind }) => kind))].sort()).toEqual(Object.keys(sayKind).sort());
    for (const row of rows) expect(sayTouched(row).length, row.name).toBeGreaterThan(0);
  });

  test("names all that the footprint does", () => {
    for (const row of rows) {
      const words = sayTouched(row).map(([, what]) => what);
      const names = [
        ...[...row.reads, ...row.writes].map(({ column }) => column),
        ...row.queues.map(({ queue }) => queue),
        ...row.draws.flatMap(({ decides }) => (decides.kind === "local" ? [decides.name] : [])),
        ...row.globals,
        ...row.tallies,
      ];
      for (const name of names) expect(words.join("; "), row.name).toContain(name);
    }
  });

  test("of encounters: of whom it reads, and what is drawn", () => {
    expect(said("nosedive", "rates at strangers")).toEqual({
      reads:
        "warm, strain; of who is met: warm, polished, strain, score, company; of whom it falls on: since_scene.ticks, score",
      draws: "who is joined to whom, who meets, who acts, severity up, seen by app",
      writes: "points",
      counts: "acts.rates, records.rates, points.rates",
    });
    expect(said("nosedive", "service meet")).toEqual({
      draws: "who is joined to whom, who meets, who acts",
      counts: "meetings.service",
    });
  });

  test("of friendships that are dropped, of owners, and of records that wait", () => {
    expect(said("nosedive", "friendship")).toEqual({
      reads: "ties.cut, aspires, score, warm; of friends: ties.cut, score",
      draws: "which ties",
      writes: "ties.cut",
    });
    const link = rows.find(({ kind, of }) => kind === "link" && of === "enterprise");
    expect(sayTouched(link!)[0]).toEqual(["reads", expect.stringMatching(/^of the owner: /)]);
    const deliver = rows.find(({ kind }) => kind === "deliver");
    expect(sayTouched(deliver!)[0]![0]).toBe("takes");
    const ranked = rows.find(({ ranks }) => ranks.length > 0) as StepRow;
    expect(Object.fromEntries(sayTouched(ranked)).reads).toMatch(new RegExp(`; of everyone: .*${ranked.ranks[0]}`));
  });
});

test("the rows of a plan are its footprints, as data", () => {
  for (const plan of plans) {
    const prints = [...footprintsOf(plan).values()];
    expect(JSON.parse(JSON.stringify(stepRows(plan)))).toMatchObject(
      JSON.parse(JSON.stringify(prints.map(({ ranks: _, ...print }) => print))),
    );
  }
});
