import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { urgeOf } from "../../src/model/stakes/answer.ts";
import * as build from "../../src/rules/build.ts";
import { type NumberTree, type Range, walk } from "../../src/rules/tree.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

type Figure = "stake" | "belief" | "per" | "sensitivity" | "curvature";

/** A world in which everyone draws each figure evenly from a range. */
const drawn = (ranges: Readonly<Record<Figure, readonly [number, number]>>): string => `
title: figures
time: { tick: 1 month, span: 1 year }
population:
  size: 2000
  traits:
${Object.entries(ranges)
  .map(([name, [from, to]]) => `    ${name}_is: { uniform: [${from}, ${to}], resolution: ${(to - from) / 1000} }`)
  .join("\n")}
`;

describe("the urge of what is at stake", () => {
  const figures = ["stake", "belief", "per", "sensitivity", "curvature"] as const;
  const columns = (of: (name: Figure) => Range): Record<Figure, NumberTree> =>
    Object.fromEntries(figures.map((name) => [name, build.column(`${name}_is`, of(name))])) as Record<
      Figure,
      NumberTree
    >;

  test("is −s b u(v), each figure held to what it can mean, wherever it lies", () => {
    const ranges: Record<Figure, readonly [number, number]> = {
      stake: [-3000, 3000],
      belief: [-1, 2],
      per: [-500, 1500],
      sensitivity: [-1, 3],
      curvature: [-0.5, 1],
    };
    const world = new World(readScenario(drawn(ranges)).plan(), 5);
    const urge = world.reckoner(urgeOf(columns((name) => ({ from: ranges[name][0], to: ranges[name][1] }))));
    const beyond = new Set<string>();
    for (let person = 0; person < 2000; person++) {
      const [stake, belief, per, sensitivity, curvature] = figures.map((name) =>
        world.valueOf(`${name}_is`, person),
      ) as [number, number, number, number, number];
      const v = stake / Math.max(per, 1);
      const k = Math.max(curvature, 0);
      const felt = k * Math.abs(v) < 1e-6 ? v : (Math.sign(v) * (1 - Math.exp(-k * Math.abs(v)))) / k;
      const expected = -Math.max(sensitivity, 0) * Math.min(1, Math.max(0, belief)) * felt;
      // Binary32; 1 − e^−y loses two digits for y near the 0.01 from which on it is reckoned.
      expect(Math.abs(urge(person) - expected)).toBeLessThan(2e-5 * Math.max(1, Math.abs(expected)));
      for (const [name, is] of Object.entries({
        belief: belief > 1,
        doubt: belief < 0,
        per: per < 1,
        curvature: curvature < 0,
        sensitivity: sensitivity < 0,
      }))
        if (is) beyond.add(name);
    }
    expect(beyond.size).toBe(5);
  });

  test("holds no figure that cannot go beyond", () => {
    const within: Record<Figure, Range> = {
      stake: { from: -3000, to: 3000 },
      belief: { from: 0, to: 1 },
      per: { from: 1, to: 1500 },
      sensitivity: { from: 0, to: 3 },
      curvature: { from: 0, to: 1 },
    };
    const held = (wider: Partial<Record<Figure, Range>>): number => {
      let found = 0;
      walk(urgeOf(columns((name) => ({ ...within, ...wider })[name])), ({ op }) => {
        if (op === "min" || op === "max") found += 1;
      });
      return found;
    };
    expect(held({})).toBe(0);
    // A choice by the curvature is two trees, and so is what stands in each of them.
    for (const [name, range] of Object.entries({
      belief: { from: -0.001, to: 1 },
      per: { from: 0.999, to: 1500 },
      sensitivity: { from: -0.001, to: 3 },
      curvature: { from: -0.001, to: 1 },
    }))
      expect(held({ [name]: range }), name).toBeGreaterThan(0);
    expect(held({ belief: { from: 0, to: 1.001 } })).toBeGreaterThan(0);
  });
});

describe("the usual score, of which nobody is shown another", () => {
  const measuresOf = (covers: string): string[] =>
    readScenario(`
title: usual
time: { tick: 1 month, span: 1 year }
population: { size: 200, traits: { adult: { chance: 0.5 } }, ties: { friends: 3 } }
state: { mood: { from: 0, to: 100, start: 50, update: friends_mean(score) } }
scheme:
  score: { start: "adult ? 60 : 20", from: 0, to: 100 }
  ${covers}
  shown: { score: nobody }
`)
      .plan()
      .measures.map(({ name }) => name);

  test("is the mean of all, which is counted anyway; of some alone it is counted apart", () => {
    expect(measuresOf("")).not.toContain("usual score");
    expect(measuresOf("covers: adult")).toContain("usual score");
  });
});
