import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import type { Parameter } from "../../src/language/provenance.ts";
import { checkPlan } from "../../src/plan/check.ts";
import { readScenario, readShipped, type Scenario, shippedLibrary } from "../../src/scenario/scenario.ts";
import { root } from "../tidy/tree.ts";

const names = shippedLibrary.catalogueNames?.() ?? [];

/** A world of one tick that uses a catalogue; half of its people live in a town. */
function worldUsing(name: string, more = ""): string {
  return `
title: uses ${name}
uses: ${name}
time: { tick: 1 month, span: 2 ticks }
population:
  size: { is: 1000, assumed: for a test }
  traits: { town: { chance: 0.5 } }
  ties: { family: 2 }
${more}`;
}

test("every file among the catalogues is shipped as one, and as no scenario", () => {
  const files = readdirSync(join(root, "scenarios", "catalogues")).map((name) => name.replace(/\.yaml$/, ""));
  expect([...names].sort()).toEqual(files.sort());
  expect(shippedLibrary.shippedNames().filter((name) => names.includes(name))).toEqual([]);
});

/** A world of its own where a catalogue needs nothing more; otherwise a shipped scenario that uses it. */
function whereUsed(name: string): Scenario {
  const user = shippedLibrary
    .shippedNames()
    .find((one) => new RegExp(`^uses: (.*[[ ,])?${name}([\\], ].*)?$`, "m").test(shippedLibrary.shipped(one)!));
  return user === undefined ? readScenario(worldUsing(name)) : readShipped(user);
}

describe.each(names)("the catalogue %s", (name) => {
  const scenario = whereUsed(name);

  test("is read where it is used, and gives a plan that runs", () => {
    expect(scenario.sources.map((source) => source.name)).toContain(`${name} (catalogue)`);
    const plan = scenario.plan({ people: 500 });
    checkPlan(plan);
    new World(plan, 1).step();
  });

  test("gives every figure a tag and a source or a reason of its own", () => {
    const own = scenario.parameters.filter(({ place }) => place.source.name === `${name} (catalogue)`);
    // The articles are sources, and have no figure.
    expect(own.length > 0).toBe(name !== "articles");
    expect(own.filter(({ source }) => !source?.trim()).map(({ path }) => path)).toEqual([]);
  });
});

describe("the catalogue of consequences", () => {
  test("holds for nobody until a scenario says for whom", () => {
    const world = new World(readScenario(worldUsing("consequences")).plan(), 1);
    world.step();
    const under = [...world.figures].filter(([measure]) => measure.startsWith("under."));
    expect(under.length).toBeGreaterThan(27);
    expect(under.filter(([, figure]) => figure !== 0)).toEqual([]);
  });

  /** Every entry that an article names, its domain of life and who names it. */
  const named: readonly (readonly [name: string, domain: string, by: string])[] = [
    ["deposit_free_car", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["deposit_free_hotel", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["foreign_travel_eased", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["fast_visa", "travel", "michaels, paragraph 8"],
    ["express_airport_security", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["better_travel_class", "travel", "michaels, paragraph 8"],
    ["better_travelling", "travel", "future-is-now, paragraph 3"],
    ["visa_without_documents", "travel", "avery, paragraph 6"],
    ["more_matches", "dating", "crawford, Consequences of the Chinese Credit System"],
    ["prominent_profile", "dating", "avery, paragraph 6"],
    ["better_interest_rates", "credit", "crawford, Consequences of the Chinese Credit System"],
    ["bill_discounts", "shopping", "future-is-now, paragraph 3"],
    ["shopping_discounts", "shopping", "michaels, paragraph 8"],
    ["free_medical_exams", "health", "future-is-now, paragraph 3"],
    ["no_plane_tickets", "travel", "future-is-now, paragraph 5"],
    ["no_high_speed_train", "travel", "future-is-now, paragraph 5"],
    ["no_travel_tickets", "travel", "future-is-now, paragraph 3"],
    ["no_soft_sleeper", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["no_intercity_transport", "travel", "michaels, paragraph 8"],
    ["no_better_hotels", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["no_foreign_travel", "travel", "crawford, Consequences of the Chinese Credit System"],
    ["no_best_schools", "school", "crawford, Consequences of the Chinese Credit System"],
    ["no_enrolment", "school", "future-is-now, paragraph 3"],
    ["no_high_status_jobs", "work", "michaels, paragraph 8"],
    ["no_more_debt", "credit", "miley, paragraph 4"],
  ];
  /** What an article has one county deny to its lowest grade: that it is denied to whoever is discredited is assumed. */
  const widened: readonly (readonly [name: string, domain: string])[] = [
    ["no_government_support", "welfare"],
    ["no_job_applications", "work"],
  ];
  const consequences = readScenario(worldUsing("consequences")).data.consequences ?? [];

  /** How many are under an entry, and what it is worth to all, where a half of all are of one kind. */
  function sizeOf(name: string, kind: "trusted" | "discredited" | "heavily_indebted"): readonly number[] {
    const world = new World(readScenario(worldUsing("consequences", `  derived: { ${kind}: town }\n`)).plan(), 1);
    world.step();
    return [world.figures.get(`under.${name}`) ?? Number.NaN, world.figures.get(`yuan.${name}`) ?? Number.NaN];
  }

  /** Who vouches for whom an entry holds for. */
  const vouched = (name: string): Parameter | undefined =>
    readScenario(worldUsing("consequences")).parameters.find(({ path }) => path === `consequences.${name}.when`);

  /** An entry is of a domain of life, and holds for one of the three kinds of people and for no other. */
  function expectOf(name: string, domain: string): void {
    expect(consequences.find((one) => one.name === name)?.is.domain?.value).toBe(domain);
    const denied = name.startsWith("no_");
    const whom = name === "no_more_debt" ? "heavily_indebted" : denied ? "discredited" : "trusted";
    for (const kind of ["trusted", "discredited", "heavily_indebted"] as const) {
      const [under, yuan] = sizeOf(name, kind);
      expect([under! > 0, yuan! !== 0], kind).toEqual([kind === whom, kind === whom]);
      if (kind === whom) expect(yuan! < 0).toBe(denied);
    }
  }

  test.each(named)("has %s, of %s, as said in %s", (name, domain, by) => {
    expectOf(name, domain);
    expect([vouched(name)?.source, vouched(name)?.where].join(", ")).toBe(by);
  });

  test.each(widened)(
    "has %s, of %s, which one trial denied to its grade D, for all who are discredited",
    (name, domain) => {
      expectOf(name, domain);
      expect(vouched(name)?.tag).toBe("assumed");
      expect(vouched(name)?.source).toContain("grade D in one county's trial (Crawford, The Suining County Trial)");
    },
  );

  test("of the best schools is felt by the families of the discredited too, at a cost of its own", () => {
    const world = new World(readScenario(worldUsing("consequences", "  derived: { discredited: town }\n")).plan(), 1);
    world.step();
    const told = (name: string): number => world.figures.get(name) ?? Number.NaN;
    const members = told("under.no_best_schools through family");
    expect(members).toBeGreaterThan(0);
    // A year is twelve ticks; counted in steps of 1/256 of a yuan for each of them.
    const each = told("yuan.no_best_schools through family") / members;
    expect(Math.abs(each + 1500 / 12)).toBeLessThan(1 / 256);
  });

  test("has one entry more, which is assumed: no loans", () => {
    const names = consequences.map(({ name }) => name);
    expect(names.filter((name) => ![...named, ...widened].some(([one]) => one === name))).toEqual(["no_loans"]);
  });

  test("gives way to what a scenario says of an entry, and can lose entries", () => {
    const more = `remove: [consequences.fast_visa]
conduct: { flies: { per_month: 1 } }
consequences: { no_plane_tickets: { when: town, blocks: [flies] } }
`;
    const { data } = readScenario(worldUsing("consequences", more));
    expect(data.consequences?.some(({ name }) => name === "fast_visa")).toBe(false);
    const planes = data.consequences?.find(({ name }) => name === "no_plane_tickets")?.is;
    expect(planes?.when?.text).toBe("town");
    expect(planes?.costs?.amount).toBe(400);
  });
});
