import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { run } from "../../src/experiment/run.ts";
import { readShipped } from "../../src/scenario/scenario.ts";
import { fewOf } from "../model/few.ts";
import { inVain, unsettled } from "./unsettled.ts";

const suining = readShipped("suining");

/** A county in which person 0 misses the 14 repayments that were published, and is in D. */
function worldWithOneInD(change = "", then: readonly { on: string; does: string }[] = []): World {
  const acts: { on: string; does: string }[] = Array.from({ length: 14 }, (_, i) => ({
    on: `2010-01-${String(1 + i)}`.replace(/-(\d)$/, "-0$1"),
    does: "misses_repayment",
  }));
  const life = JSON.stringify({ acts: [...acts, ...then] });
  const world = new World(fewOf(unsettled("suining", `life: ${life}\n${change}`), 256), 1);
  for (let tick = 0; tick < 5; tick++) world.step();
  return world;
}

function peopleIn(world: World, band: string): number {
  const measure = world.plan.measures.findIndex(({ name }) => name === "people");
  const group = world.plan.measures[measure]!.groups!.words.indexOf(band);
  return world.rows.find((row) => row.measure === measure && row.group === group)!.count;
}

describe("grades of suining", () => {
  test("give A priority in promotion, schooling and social security, and nobody else", () => {
    const world = worldWithOneInD();
    const inA = peopleIn(world, "A");
    expect(inA).toBeGreaterThan(200);
    expect(world.figures.get("under.priority_in_promotion")).toBe(inA);
    expect(world.figures.get("under.priority_in_social_security")).toBe(inA);
    // Of those in A only who has children can be put first at school.
    const withChildren = world.figures.get("under.priority_in_schooling")!;
    expect(withChildren).toBeGreaterThan(0);
    expect(withChildren).toBeLessThan(inA);
  });

  test("shut D out from government support and business licences, and nobody else", () => {
    const world = worldWithOneInD();
    expect(peopleIn(world, "D")).toBe(1);
    expect(world.figures.get("under.no_government_support")).toBe(1);
    expect(world.figures.get("under.no_business_licence")).toBe(1);
  });

  test("shut D out from applying for jobs below the age of 60", () => {
    const when = suining.data.consequences!.find(({ name }) => name === "no_job_applications")!.is.when!;
    expect(when.text).toBe("band == D && age < 60");
    const world = worldWithOneInD();
    const age = 2010 - world.valueOf("birth_year", 0);
    expect(world.figures.get("under.no_job_applications")).toBe(age < 60 ? 1 : 0);
  });

  test("run from 1 January 2010, and 800,000 yuan are spent in four years", () => {
    const { time, institutions } = JSON.parse(suining.text);
    expect([time.start, institutions.phases.graded.from.is]).toEqual(["2010-01-01", "start"]);
    expect(suining.data.institutions!.running_cost).toMatchObject({ amount: 800_000 / 4, per: "year" });
    expect(worldWithOneInD().globalOf("phase")).toBe(0);
  });

  test("fall at 970, 850 and 600, as is widely repeated", () => {
    const cuts = suining.data.scheme!.bands!.map(({ name, is }) => [name, is.amount]);
    expect(Object.fromEntries(cuts)).toEqual({ A: 970, B: 850, C: 600, D: 0 });
    const tags = suining.parameters.filter(({ path }) => path.startsWith("scheme.bands.")).map(({ tag }) => tag);
    expect(new Set(tags)).toEqual(new Set(["assumed"]));
  });

  test("have a domain, a trigger and a price in yuan a year", () => {
    for (const { is } of suining.data.consequences!) {
      expect([is.domain, is.when, is.costs ?? is.benefits].every((part) => part !== undefined)).toBe(true);
    }
    const { no_job_applications: noJobs } = JSON.parse(suining.text).consequences;
    expect([noJobs.domain, noJobs.when.is]).toEqual(["work", "band == D && age < 60"]);
    const world = worldWithOneInD();
    // Counted in steps of 1/256 of a yuan.
    expect(Math.abs(world.figures.get("yuan.no_government_support")! + 1200 / 52)).toBeLessThan(1 / 256);
    expect(Math.abs(world.figures.get("yuan.no_job_applications")! + 2400 / 52)).toBeLessThan(1 / 256);
  });

  // The life in D asks for each in the fifth week; the same life without grades is served.
  test.each(["asks_for_licence", "finds_work"])("turn D away: %s is tried in vain", (does) => {
    const asks = [{ on: "2010-01-31", does }];
    expect(inVain(worldWithOneInD("", asks), does)).toBe(1);
    expect(inVain(worldWithOneInD("scheme: { bands_in_force: phase == scoring_only }\n", asks), does)).toBe(0);
  });

  // Everyone starts in A, so that others come only with time; places are fewer than attempts from the first tick on.
  test.each(["promotions", "school_places", "support"])(
    "serve A first, and others with what is left: %s",
    async (place) => {
      const change = `reform: { name: more, because: for a test, set: { channels.bank.coverage: 1, channels.police.coverage: 1, places.${place}.capacity: 0.6 } }\n`;
      const { results } = await run(unsettled("suining", change), { people: 20_000, seed: 1, ticks: 104 });
      const shareOf = (group: string): number =>
        results.of(`served.${place}`).total(group) /
        (results.of(`served.${place}`).total(group) + results.of(`refused.${place}`).total(group));
      expect(shareOf("first")).toBeGreaterThan(shareOf("others") + 0.2);
      expect(results.of(`served.${place}`).total("others")).toBeGreaterThanOrEqual(0);
      // "First" is whoever the place says, so that is held as well.
      expect(suining.data.places?.find(({ name }) => name === place)?.is.first?.text).toBe("band == A");
    },
  );
});
