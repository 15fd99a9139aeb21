import { hashText, seedWords } from "../../src/core/chance.ts";
import { listFiles } from "../tidy/tree.ts";
import { type Mutant, mutantsIn } from "./mutants.ts";

/** A part of the sources, and the tests that have to see a fault in it, by the beginnings of their paths. */
export interface Room {
  readonly sources: RegExp;
  readonly tests: readonly string[];
  /** The one that sees the most of them, and is tried before all others. */
  readonly first: string;
}

/** Many seconds each, or in need of modules to themselves; others see what they see. `npm test` alone runs them. */
const leftOut = /engine\/memory|plan\/footprint\.|plan\/locality|\.long\./;

/**
 * What sees most in the shortest time. The goldens of all worlds see nearly all that changes a plan, a text or a run; the
 * oracle and the tests of a room itself see what is wrong from the beginning.
 */
export const rooms: Readonly<Record<string, Room>> = {
  rules: {
    sources: /^src\/rules\//,
    first: "test/goldens/plans",
    tests: ["test/rules", "test/language", "test/goldens", "test/oracle"],
  },
  plan: {
    sources: /^src\/plan\//,
    first: "test/goldens/runs",
    tests: [
      "test/plan",
      "test/engine/interpret",
      "test/statistics/ties",
      "test/statistics/company",
      "test/goldens",
      "test/oracle",
    ],
  },
  model: {
    sources: /^src\/model\//,
    first: "test/goldens/plans",
    tests: ["test/model", "test/language", "test/legend/provenance", "test/tidy/docs", "test/goldens", "test/oracle"],
  },
  answers: {
    sources:
      /^src\/model\/((truth|redress|stakes)\/|conduct\/(outcomes|shares|dueConduct|asked|counts|places)\.ts|population\/seen\.ts|measures\/(company|surveys)\.ts)/,
    first: "test/goldens/plans",
    tests: [
      "test/model",
      "test/language",
      "test/goldens/plans",
      "test/oracle",
      "test/statistics/places",
      "test/statistics/redress",
      "test/statistics/stakes",
      "test/statistics/surveys",
    ],
  },
  emit: {
    sources:
      /^src\/engine\/emit\/(arithmetic|candidates|chance|draws|few|fit|near|pick|rank|totals|trees|unit|whole)\.ts$/,
    first: "test/goldens/texts",
    tests: ["test/engine", "test/goldens/texts"],
  },
};

/** Test files that have to see a fault in a room. */
export function testsOf({ tests }: Room): string[] {
  return listFiles("test", /\.test\.ts$/).filter(
    (path) => tests.some((folder) => path.startsWith(folder)) && !leftOut.test(path),
  );
}

/** A mutant of a sample, and how many mutants of the same line, `from` and `to` the room has before it. */
export interface Drawn extends Mutant {
  readonly again: number;
}

/**
 * So many mutants of a room, drawn by a seed. Each has a place of its own in the draw, which follows from its line alone:
 * a line that is moved keeps it, and one that is changed moves no other.
 */
export function sampleOf({ sources }: Room, count: number, seed: number): Drawn[] {
  const key = hashText("mutants", seedWords(seed));
  const seen = new Map<string, number>();
  return listFiles("src", /\.ts$/)
    .filter((path) => sources.test(path))
    .flatMap((path) => mutantsIn(path))
    .map((mutant) => {
      const same = JSON.stringify([mutant.line, mutant.from, mutant.to]);
      const again = seen.get(same) ?? 0;
      seen.set(same, again + 1);
      const { hi, lo } = hashText(`${same} ${again}`, key);
      return { drawn: { ...mutant, again }, place: hi * 2 ** 20 + (lo >>> 12) };
    })
    .sort((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ drawn }) => drawn);
}
