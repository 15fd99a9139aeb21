import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { World } from "../../src/engine/meaning/interpret.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { differenceOf, inParts, onThreads } from "../conformance/rows.ts";
import { fewOf } from "./few.ts";

/** What somebody has at the end of a week who does so much, each act as "week conduct severity". */
function lived(weeks: number, acts: string, redress: string, scheme = ""): Record<string, number> {
  const day = (week: number): string =>
    new Date(Date.UTC(2010, 0, 3) + week * 7 * 86_400_000).toISOString().slice(0, 10);
  const life = acts.split(", ").flatMap((act) => {
    const [week, does, severity = "1"] = act.split(" ");
    return does ? [`{ on: ${day(Number(week))}, does: ${does}, severity: ${severity} }`] : [];
  });
  const world = new World(
    fewOf(
      readScenario(`
title: taken back
time: { start: 2010-01-01, tick: 1 week, span: 4 years }
population: { size: 1001, ties: { community: 32 } }
channels: { camera: { coverage: 1 } }
conduct:
  litters: { per_year: 0, channel: camera, severity: { 1: 0.5, 2: 0.5 } }
  cheats: { per_year: 0, channel: camera }
scheme:
  score: { start: 900, from: 0, to: 1000, resolution: 1 }
  points: { litters: { is: -16, repetition: { factor: 2, at_most: 8, period: 30 weeks } }, cheats: { is: -1, grade: poor } }
  files:
    late: { of: { litters: severity, cheats: 4 }, resolution: 1 }
    fading: { of: { litters: 8 }, half_life: 5 weeks }
    clean: { since: [litters, cheats], up_to: 3 years }
  bands: { good: 800, poor: 0 }
  ${scheme}
redress: { ${redress} }
${life.length > 0 ? `life: { acts: [${life.join(", ")}] }` : ""}
`),
      32,
    ),
    1,
  );
  for (let week = 0; week <= weeks; week++) world.step();
  const of = (name: string): number => world.valueOf(name, 0);
  return {
    score: of("score"),
    late: of("late"),
    // What fades is kept in steps made by chance.
    fading: Math.abs(Math.round(of("fading"))),
    clean: of("clean.ticks"),
    earlier: of("litters.earlier"),
  };
}

const all = "[points, files, repetition]";
const later = (takes: string, of = "[litters]"): string => `freed: { of: ${of}, after: 5 weeks, takes_back: ${takes} }`;
const never = later("points").replace("takes_back", "disputes: 0, takes_back");

describe("what is taken back of a record", () => {
  test.each([
    ["10 litters 2", ""],
    ["2 litters, 10 litters 2", "2 litters"],
    ["10 litters, 10 litters", ""],
  ])(
    "of points, files and repetition is as if it had never been, from the tick on in which it is: %s",
    (acts, rest) => {
      expect(lived(14, acts, later(all)), "while it stands").not.toEqual(lived(14, rest, later(all)));
      for (const week of [15, 16, 40]) expect(lived(week, acts, later(all))).toEqual(lived(week, rest, later(all)));
    },
  );

  test("stands in what is not named", () => {
    const one = "10 litters 2";
    const none = lived(15, "", never);
    expect(lived(15, one, never)).toEqual({ score: 868, late: 2, fading: 4, clean: 5, earlier: 1 });
    expect(lived(15, one, later("points"))).toEqual({ ...none, late: 2, fading: 4, clean: 5, earlier: 1 });
    expect(lived(15, one, later("files"))).toEqual({ ...none, score: 868, earlier: 1 });
    expect(lived(15, one, later("repetition"))).toEqual({ score: 868, late: 2, fading: 4, clean: 5, earlier: 0 });
  });

  test("of repetition no more once the period is over, and never the record of another", () => {
    // Weeks 30 and on are another period: the record of week 28 is forgotten by then.
    expect(lived(33, "28 litters, 31 litters", later("repetition")).earlier).toBe(1);
    expect(lived(33, "26 litters, 28 litters", later("repetition")).earlier).toBe(0);
    // The second record is worth twice, unless the first is taken back before.
    expect(lived(20, "10 litters, 12 litters", later(all)).score).toBe(900);
    expect(lived(16, "10 litters, 12 litters", later(all)).score).toBe(868);
    expect(lived(16, "10 litters, 16 litters", later(all)).score).toBe(884);
  });

  test("of a file that counts since a record only where it counts from that one, and not from another of that tick", () => {
    const only = later("files", "[cheats]");
    expect(lived(15, "10 cheats", only).clean).toBe(lived(15, "", only).clean);
    expect(lived(15, "4 litters, 10 cheats", only).clean).toBe(11);
    expect(lived(15, "10 cheats, 12 litters", only).clean).toBe(3);
    expect(lived(15, "10 cheats, 10 litters", only).clean).toBe(5);
  });

  test("of a grade is what it has cost, where one record alone gave it", () => {
    const graded = later("[points, grade]", "[cheats]");
    expect(lived(14, "10 cheats", graded).score).toBe(799);
    expect(lived(15, "10 cheats", graded).score).toBe(900);
    expect(lived(15, "10 cheats", later("points", "[cheats]")).score).toBe(800);
    expect(lived(15, "10 cheats, 10 cheats", graded).score).toBe(801);
    // A grade given again has cost nothing but points; what the first has cost is no more known.
    expect(lived(15, "10 cheats, 12 cheats", graded).score).toBe(799);
    // What it has cost fades with all that the score holds.
    const fades = "decay: { towards: 900, half_life: 5 weeks }";
    const near = lived(15, "10 cheats", graded, fades).score;
    expect(Math.abs(near - 900)).toBeLessThanOrEqual(3);
  });

  test("before it counts is all that it would have left", () => {
    const look = "look: { of: [litters, cheats], after: 0 days, takes_back: TAKES }";
    const acts = "10 litters 2";
    expect(lived(10, acts, look.replace("TAKES", all))).toEqual(lived(10, "", never));
    expect(lived(10, acts, look.replace("TAKES", "files"))).toEqual({
      ...lived(10, "", never),
      score: 868,
      earlier: 1,
    });
    expect(lived(10, acts, look.replace("TAKES", "repetition"))).toEqual({ ...lived(10, acts, never), earlier: 0 });
    expect(lived(10, "10 cheats", look.replace("TAKES", "grade")).score).toBe(899);
  });

  test("through two cases is taken back once", () => {
    const both = `${later("files")}, again: { of: litters, after: 5 weeks, takes_back: [files, repetition] }`;
    const one = "10 litters 2";
    expect(lived(16, one, both)).toEqual({ ...lived(16, "", never), score: 868 });
    expect(lived(30, "2 cheats, 10 litters 2", both).late).toBe(4);
    // What was taken back in a case between does not make the record younger.
    const apart = "sooner: { of: cheats, after: 2 weeks, takes_back: points }";
    expect(lived(15, "4 litters, 10 cheats", `${apart}, ${later("files", "[cheats]")}`).clean).toBe(11);
    expect(lived(15, "10 cheats", `${apart}, ${later("grade", "[cheats]")}`).score).toBe(900);
  });
});

test("is the same on all engines", async () => {
  const text = readFileSync(new URL("../oracle/levers.yaml", import.meta.url), "utf8");
  expect(await differenceOf(readScenario(text).plan({ people: 500 }), 7, 30, [onThreads(2), inParts(2)])).toBe(
    undefined,
  );
});
