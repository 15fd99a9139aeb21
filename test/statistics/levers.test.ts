import { beforeAll, describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/scenario.ts";
import { onThreads } from "../conformance/rows.ts";

/** A world with everything that is done about records, as one that extends it can change it in one line. */
const base = `
title: levers
time: { start: 2010-01-01, tick: 1 week, span: 4 years }
population: { size: 4096, traits: { urban: { chance: 0.5 } } }
channels: { camera: { coverage: 0.6, misattribution: 0.3 } }
conduct:
  litters: { per_year: 4, channel: camera, severity: { 1: 0.6, 2: 0.3, 3: 0.1 } }
scheme:
  score: { start: 1000, from: 0, to: 1200 }
  covers: enrolled
  points: { litters: -20 }
  files: { clean: { since: litters, up_to: 2 years } }
  bands: { good: 900, poor: 0 }
lists: { list: { grounds: litters, term: 1 year, notice: 1 day } }
redress:
  dispute: { of: litters, after: 30 days, takes_back: [points, entries], notice: 0.5, disputes: "is_true ? 0.1 : 0.6", accuracy: 0.7, deference: 0.8, costs: 200 yuan }
  expiry: { of: litters, after: { 1: 6 months, 2: 1 year, 3: 3 years }, takes_back: points }
  repair: { of: litters, after: 3 months, takes_back: points, when: clean >= 0.2 }
  look: { of: litters, after: 0 days, takes_back: [points, entries], notice: 0, accuracy: 0.9 }
institutions: { enrolment: { take_up: 1 } }
`;

const ticks = 120;
/** Means over a run of what a world comes to, with one line over it. */
async function figuresOf(path: string, value: unknown): Promise<Record<string, number>> {
  const scenario = readScenario(base);
  const changed = path === "" ? scenario : scenario.with({ [path]: value });
  const world = await onThreads(1).open(changed.plan(), 5);
  const sums: Record<string, number> = {};
  for (let tick = 0; tick < ticks; tick++) {
    await world.step();
    for (const [name, figure] of world.figures) sums[name] = (sums[name] ?? 0) + figure / ticks;
  }
  world.close?.();
  return sums;
}

let before: Record<string, number>;
beforeAll(async () => {
  before = await figuresOf("", undefined);
});

/** What one line moves, and which way. */
const levers: readonly [lever: string, path: string, value: unknown, measure: string, way: "up" | "down"][] = [
  ["notice, to everyone", "redress.dispute.notice", 1, "disputes.dispute", "up"],
  ["no notice", "redress.dispute.notice", 0, "freed.dispute", "down"],
  ["a longer notice before a list", "lists.list.notice", "60 days", "on.list", "down"],
  ["a dispute that takes longer", "redress.dispute.after", "1 year", "freed.dispute", "down"],
  ["a dispute that costs more", "redress.dispute.costs", "900 yuan", "yuan.dispute", "down"],
  ["a dispute that costs so much that few dispute", "redress.dispute.disputes", 0.05, "disputes.dispute", "down"],
  [
    "the burden of proof on the office: what it cannot show is struck out",
    "redress.dispute.deference",
    0,
    "freed.dispute",
    "up",
  ],
  ["an accurate reviewer", "redress.dispute.accuracy", 1, "freed.dispute", "up"],
  ["a deferent reviewer", "redress.dispute.deference", 1, "freed.dispute", "down"],
  [
    "sooner expiry by severity",
    "redress.expiry.after",
    { 1: "3 months", 2: "6 months", 3: "1 year" },
    "taken_back.expiry",
    "up",
  ],
  ["repair after a shorter time", "redress.repair.when", "clean >= 0.05", "freed.repair", "up"],
  ["repair of entries too", "redress.repair.takes_back", ["points", "entries"], "struck.list", "up"],
  ["a human look at half of all records before they count", "redress.look.notice", 0.5, "freed.look", "up"],
  ["consent: half belong", "institutions.enrolment.take_up", 0.5, "score", "up"],
  ["a cap on what offences can cost", "scheme.points.litters", { is: -20, cap: { loss: "30 points" } }, "score", "up"],
];

describe("each lever of redress is one line", () => {
  test.each(levers)("%s: %s", async (_, path, value, measure, way) => {
    const [was, is] = [before[measure] ?? 0, (await figuresOf(path, value))[measure]!];
    const moved = way === "up" ? is - was : was - is;
    expect(moved, `${measure} was ${was}, is ${is}`).toBeGreaterThan(
      0.02 * Math.abs(was) * (measure === "score" ? 0.1 : 1),
    );
  });
});
