import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
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
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ source }) => !source?.trim()).map(({ path }) => path)).toEqual([]);
  });
});

describe("the catalogue of consequences", () => {
  const derived = (trusted: string, discredited: string): string =>
    `  derived: { trusted: ${trusted}, discredited: ${discredited} }\n`;

  test("holds for nobody until a scenario says for whom", () => {
    const world = new World(readScenario(worldUsing("consequences")).plan(), 1);
    world.step();
    const under = [...world.figures].filter(([measure]) => measure.startsWith("under."));
    expect(under.length).toBeGreaterThan(30);
    expect(under.filter(([, figure]) => figure !== 0)).toEqual([]);
  });

  test("rewards whom a scenario trusts and denies whom it does not, each with a domain, and no entry does both", () => {
    const figures = (trusted: string, discredited: string): Map<string, number> => {
      const world = new World(readScenario(worldUsing("consequences", derived(trusted, discredited))).plan(), 1);
      world.step();
      return new Map([...world.figures].filter(([measure]) => /^(under|yuan)\.\w+$/.test(measure)));
    };
    const [rewards, denials] = [figures("town", "0"), figures("0", "town")];
    const consequences = readScenario(worldUsing("consequences")).data.consequences ?? [];
    expect(consequences.length).toBe(30);
    for (const { name, is } of consequences) {
      expect(is.domain, name).toBeDefined();
      const denied = name.startsWith("no_");
      expect(denials.get(`under.${name}`)! > 0, name).toBe(denied);
      expect(rewards.get(`under.${name}`)! > 0, name).toBe(!denied);
      expect((denied ? denials : rewards).get(`yuan.${name}`)! < 0, name).toBe(denied);
    }
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
