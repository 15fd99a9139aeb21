import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { fico } from "./fico.ts";

describe("a score of credit only", () => {
  test("goes from 300 to 850", () => {
    const { from, to } = fico.data.scheme!.score;
    expect([from.amount, to.amount]).toEqual([300, 850]);
  });

  test("has ranges with names, that begin at 300, 580, 670, 740 and 800", () => {
    expect(JSON.parse(fico.text).scheme.bands).toMatchObject({
      poor: { is: 300 },
      fair: { is: 580 },
      good: { is: 670 },
      very_good: { is: 740 },
      exceptional: { is: 800 },
    });
  });

  test("is made of five weights that add up to 100", () => {
    const weights = fico.data.scheme!.dimensions!.map(({ name, is }) => [
      name,
      is.weight.kind === "rule" ? Number(is.weight.rule.text) : Number.NaN,
    ]);
    const stated = { history: 35, amounts_owed: 30, length: 15, new_credit: 10, mix: 10 };
    expect(Object.fromEntries(weights)).toEqual(stated);
    expect(Object.values(stated).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  const paymentsAndApplications = ["late_payment", "default", "misfiled_late", "misfiled_default", "granted", "denied"];

  test("counts nothing but payments, applications for credit, and what is wrong in the file", () => {
    const filed = (fico.data.scheme!.files ?? []).flatMap(({ is }) => [
      ...(is.of ?? []).map(({ name }) => name),
      ...(is.since ?? []).map(({ value }) => value),
    ]);
    const scored = (fico.data.scheme!.points ?? []).map(({ name }) => name);
    expect(new Set([...filed, ...scored])).toEqual(new Set(paymentsAndApplications));
    // What is missed takes points, somebody else's as one's own, and each application is one inquiry.
    const { points, files } = JSON.parse(fico.text).scheme;
    const rules = Object.entries<{ is: string }>(points).map(([name, { is }]) => [name, is]);
    expect(Object.fromEntries(rules)).toEqual({
      late_payment: "-0.095 * left_to_lose",
      default: "-0.35 * left_to_lose",
      misfiled_late: "-0.095 * left_to_lose",
      misfiled_default: "-0.35 * left_to_lose",
    });
    expect([files.inquiries.of.granted.is, files.inquiries.of.denied.is]).toEqual([1, 1]);
  });

  test("knows of no friends, and no rule of it asks where one lives, what one says or what one buys", () => {
    expect(fico.plan({ people: 256 }).ties).toBeUndefined();
    const known = [...paymentsAndApplications, "misfiled_order", "paid", "caught_up"].sort();
    expect(fico.plan({ people: 256 }).kinds?.length ?? 1).toBe(1);
    const { conduct } = JSON.parse(fico.text) as { conduct: Record<string, { one_of?: object }> };
    const done = Object.entries(conduct).flatMap(([name, { one_of }]) => (one_of ? Object.keys(one_of) : [name]));
    expect(done.sort()).toEqual(known);
  });

  test("is seen by nobody: what people take another's score for is the mean", () => {
    expect(JSON.parse(fico.text).scheme.shown).toMatchObject({ score: { is: "nobody" }, list: { is: "nobody" } });
    expect(fico.plan({ people: 256 }).columns.filter(({ name }) => name.startsWith("shown"))).toEqual([]);
  });

  test("has a bill for everyone with a score in each four weeks, paid or missed, and for no one else", () => {
    const soon = readScenario("extends: fico\ntitle: sooner\ntime: { settle: 1 year }");
    const world = new World(fewOf(soon, 1024), 1);
    while (world.tick < 0) world.step();
    let met = 0;
    for (let tick = 0; tick < 8; tick++) {
      world.step();
      const acts = (name: string): number => world.figures.get(`acts.${name}`)!;
      const bills = acts("paid") + acts("late_payment") + acts("caught_up") + acts("default");
      // Who has a score is counted at the end of the tick: the birthdays of four weeks are between.
      expect(Math.abs(bills - 1024 * (1 - world.figures.get("unscored")!))).toBeLessThanOrEqual(8);
      // Who misses a bill is rarely in the second month, and more rarely still in the third.
      expect(acts("late_payment")).toBeLessThan(acts("paid") / 4);
      expect(acts("default") + acts("caught_up")).toBeLessThan(acts("late_payment"));
      met += acts("default");
    }
    expect(met).toBeGreaterThan(10);
  });
});
