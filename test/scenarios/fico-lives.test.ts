import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { april2017 } from "./fico.ts";

/** Person 0 is never short of anything, uses next to nothing, and has had every kind of credit for decades. */
const spotless = {
  file: "active",
  birth_year: 1949,
  first_credit: 20,
  conscientious: 1,
  frailty: -3,
  means: "ample",
  variety: 1,
  hardship: 0,
  utilisation: 0,
  behind: 0,
  load: 0,
  earlier: 0,
};

const fico = readShipped("fico");

interface Act {
  readonly on: string;
  readonly does: string;
}

/** A world without mistakes that has settled, in which person 0 begins with a clean file and does only what is written. */
function live(acts: readonly Act[], more = "", has: object = spotless): World {
  const clean = readScenario(`
extends: fico
title: a life
time: { settle: 4 weeks }
population: { ties: { community: 64 } }
conduct: { misfiled_order: { per_year: 0 }, misfiled_late: { per_year: 0 }, misfiled_default: { per_year: 0 } }
scheme: { files: { inquiries: { start: 0 } } }
life: ${JSON.stringify({ has, acts })}
${more}`);
  const world = new World(fewOf(clean, 64), 1);
  while (world.tick < 0) world.step();
  return world;
}

/** What person 0 has in a column after each of so many ticks. */
function trace(world: World, column: string, ticks: number): number[] {
  return Array.from({ length: ticks }, () => {
    world.step();
    return world.valueOf(column, 0);
  });
}

/** By how much the score of such a life lies below that of a clean one, after each of so many ticks. */
function lost(acts: readonly Act[], ticks: number, more = ""): number[] {
  const clean = trace(live([], more), "score", ticks);
  return trace(live(acts, more), "score", ticks).map((score, tick) => clean[tick]! - score);
}

/** The tick in which 3 February 2010 lies. */
const actTick = 1;
/** Seven years, in ticks. */
const sevenYears = 91;
const undisputed = "redress: { dispute: { notice: 0 } }";

describe("a life in fico", () => {
  test("that pays everything on time ends at the top", () => {
    const scores = trace(live([]), "score", april2017 + 1);
    expect(Math.max(...scores)).toBe(850);
    // A bad month raises what one uses; more it cannot do.
    expect(Math.min(...scores.slice(26))).toBeGreaterThan(740);
    expect(scores.at(-1)).toBeGreaterThan(830);
  });

  // Scores are whole and what fades is rounded by chance: two points.
  test.each([
    ["late_payment", 0.095],
    ["default", 0.35],
  ])("loses by a %s its share of 192.5 points, %d, of which half has faded after two years", (does, share) => {
    const points = lost([{ on: "2010-02-03", does }], 60, undisputed);
    expect(points[actTick - 1]).toBe(0);
    for (const years of [0, 1, 2, 4])
      expect(Math.abs(points[actTick + 13 * years]! - 192.5 * share * 2 ** (-years / 2))).toBeLessThanOrEqual(2);
  });

  test.each(["late_payment", "default"])("has a %s on file for exactly seven years, and then not at all", (does) => {
    // Nothing fades here, so that what is struck out is seen whole.
    const kept = `reform: { name: Nothing fades, set: { scheme.decay.half_life: 1000 years, redress.dispute.notice: 0 } }`;
    const points = lost([{ on: "2010-02-03", does }], actTick + sevenYears + 3, kept);
    const whole = points[actTick]!;
    expect(whole).toBeGreaterThan(10);
    for (const [tick, point] of points.entries()) {
      const isOnFile = tick >= actTick && tick < actTick + sevenYears;
      expect(Math.abs(point - (isOnFile ? whole : 0)), `tick ${tick}`).toBeLessThanOrEqual(1);
    }
  });

  test("loses less by each further record: never more than all that payments count for", () => {
    const many = Array.from({ length: 12 }, (_, month) => ({
      on: `2010-${`${month + 1}`.padStart(2, "0")}-15`,
      does: "default",
    }));
    const points = lost(many, 13, undisputed);
    expect(Math.max(...points)).toBeGreaterThan(150);
    expect(Math.max(...points)).toBeLessThanOrEqual(194);
  });

  test("carries on file what it missed before the start, for at most seven years, and less and less", () => {
    const clean = trace(live([]), "score", sevenYears + 3);
    const before = trace(live([], "", { ...spotless, earlier: 0.6 }), "score", sevenYears + 3);
    const points = before.map((score, tick) => clean[tick]! - score);
    for (const years of [1, 3, 5]) {
      const left = 192.5 * 0.6 * 2 ** (-years / 2) * (1 - 2 ** (-(7 - years) / 2));
      expect(Math.abs(points[13 * years]! - left)).toBeLessThanOrEqual(4);
    }
    expect(points.slice(sevenYears)).toEqual([0, 0, 0]);
  });

  test("that is denied credit is told, and may look at the file for 60 days", () => {
    expect(fico.parameters.find(({ path }) => path === "lists.notified.term")?.text).toBe("60 days");
    const world = live([{ on: "2010-02-03", does: "denied" }]);
    const days = trace(world, "notified.left", 6);
    // 3 February is the sixth day of the second tick of four weeks, 22 of whose days are left.
    expect(days.findIndex((left) => left > 0)).toBe(actTick);
    expect(days[actTick]! - days[actTick + 1]!).toBe(28);
    expect(days[actTick]).toBeGreaterThanOrEqual(60 - 28);
    expect(days[actTick]).toBeLessThan(60);
    expect(days[actTick + 3]).toBe(0);
    expect(trace(live([]), "notified.left", 6)).toEqual([0, 0, 0, 0, 0, 0]);
    // Who is on that list is under the notice, and nobody else: the same people have one under it more.
    const under = [live([{ on: "2010-02-03", does: "denied" }]), live([])].map((one) => {
      for (let tick = 0; tick <= actTick; tick++) one.step();
      return one.figures.get("under.adverse_action_notice")!;
    });
    expect(under[0]! - under[1]!).toBe(1);
  });

  test("that disputes is answered within 30 days", () => {
    // Here everything is disputed, and a review finds for whoever disputes.
    const granted = "redress: { dispute: { notice: 1, disputes: 1, accuracy: 0, deference: 0 } }";
    const points = lost([{ on: "2010-02-03", does: "default" }], 4, granted);
    expect(points[actTick]).toBeGreaterThan(50);
    // 30 days are one tick, to the tick: it is struck out in the next. A tick cannot tell 29 days from 30: the figure can.
    expect(points[actTick + 1]).toBeLessThanOrEqual(1);
    expect(fico.parameters.find(({ path }) => path === "redress.dispute.after")?.text).toBe("30 days");
  });

  test("that is told of a refusal can dispute what comes on file then, and one that is not can hardly", () => {
    const certain = "redress: { dispute: { disputes: 1, accuracy: 0, deference: 0 } }";
    const refused = [
      { on: "2010-02-03", does: "denied" },
      { on: "2010-03-05", does: "default" },
    ];
    const inquiry = lost(refused.slice(0, 1), 6, certain);
    // What the refusal itself costs, an inquiry, is left out: the default came a tick later, and is gone the tick after.
    const told = lost(refused, 6, certain).map((point, tick) => point - inquiry[tick]!);
    const untold = lost(refused.slice(1), 6, certain);
    expect(told[actTick + 1]).toBeGreaterThan(50);
    expect(Math.abs(told[actTick + 2]!)).toBeLessThanOrEqual(1);
    expect(untold[actTick + 2]).toBeGreaterThan(50);
  });
});
