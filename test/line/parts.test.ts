import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { withPut } from "./put.ts";

/** Lists, encounters, files and enterprises take rules and distributions: refused by shape is whatever names somebody. */
const world = {
  title: "A county",
  time: { tick: "1 week", span: "2 years" },
  population: { size: 1000, traits: { urban: { chance: 0.6 } }, ties: { friends: 4, family: 2, cuttable: true } },
  channels: { court: { coverage: 1 } },
  conduct: {
    defaults: { per_year: 1, channel: "court" },
    rates: { at: "street", chance: 0.5, falls_on: "other", channel: "court" },
  },
  encounters: { street: { with: "strangers", per_week: 3 } },
  friendship: { dropped: { per_year: 0.1 } },
  scheme: { score: { start: 100, from: 0, to: 200 }, files: { late: { of: { defaults: 1 } } } },
  lists: { owers: { grounds: "defaults", term: "1 year" } },
  institutions: { rollouts: { cameras: 0.5 }, enrolment: { take_up: 0.5 } },
  enterprises: {
    one_for_every: 20,
    traits: { large: { chance: 0.1 } },
    conduct: { pollutes: { per_year: 1, channel: "court" } },
    scheme: { score: { start: 100, from: 0, to: 200 }, points: { pollutes: -5 } },
    lists: { dirty: { grounds: "pollutes", term: "1 year" } },
  },
};

/** The codes with which a world is refused when something is put at a dotted path. */
function codesWith(path: string, value: unknown): string[] {
  try {
    readScenario(withPut(world, path, value)).plan({ people: 100 });
  } catch (error) {
    if (error instanceof ProblemError) return [...new Set(error.problems.map(({ code }) => code))];
    throw error;
  }
  return [];
}

const [numbers, rows] = [
  [3, 14, 159],
  [{ person: 3, score: 2 }, { person: 14 }],
];

test("the world that is put to these tests is a good one", () => {
  expect(codesWith("title", "A county")).toEqual([]);
});

describe("a list has grounds and terms, and no members", () => {
  const keys = ["members", "people", "persons", "names", "entries", "ids", "published", "file", "from", "is", "x"];

  test.each(keys)("it has no %s", (key) => {
    for (const list of ["lists.owers", "enterprises.lists.dirty"])
      for (const value of [numbers, rows, "owers.csv"])
        expect(codesWith(`${list}.${key}`, value)).toContain("unknown-key");
  });

  test("it is no table, and whoever is exempt or listed is so by a rule", () => {
    for (const value of [numbers, rows]) {
      expect(codesWith("lists.owers", value)).toContain("wrong-kind");
      for (const key of ["when", "exempt", "term", "notice"])
        expect(codesWith(`lists.owers.${key}`, value)).toContain("wrong-kind");
    }
    expect(codesWith("lists.owers.grounds", numbers)).toEqual(["bad-name"]);
    expect(codesWith("lists.owers.grounds", rows)).toEqual(["wrong-kind"]);
    expect(codesWith("lists.owers.grounds", ["wei", "wang"])).toEqual(["unknown-conduct"]);
    expect(codesWith("lists.owers.exempt", "person == 3")).toContain("rule-unknown-name");
  });
});

describe("encounters and friendships are drawn, and nobody is joined to anybody", () => {
  test.each(["pairs", "edges", "between", "who", "people", "graph", "places", "venue", "at", "x"])(
    "they have no %s",
    (key) => {
      for (const value of [[[1, 2]], rows, "edges.csv"])
        for (const part of ["encounters.street", "friendship", "friendship.dropped"])
          expect(codesWith(`${part}.${key}`, value)).toContain("unknown-key");
    },
  );

  test("whom one meets is one of two words", () => {
    for (const value of ["owners", "person 3", "contacts.csv"])
      expect(codesWith("encounters.street.with", value)).toEqual(["unknown-word"]);
    for (const value of [[[1, 2]], rows]) {
      expect(codesWith("encounters.street.with", value)).toContain("wrong-kind");
      expect(codesWith("encounters", value)).toContain("wrong-kind");
      expect(codesWith("friendship", value)).toContain("wrong-kind");
      expect(codesWith("conduct.rates.chance", value)).toContain("wrong-kind");
    }
  });

  test.each(["person", "index", "id", "slot", "name", "lane"])("nobody can be asked for their %s", (name) => {
    expect(codesWith("conduct.rates.chance", `other(${name}) == 3 ? 1 : 0`)).toContain("rule-unknown-name");
    expect(codesWith("friendship.dropped.per_year", `friend(${name})`)).toContain("rule-unknown-name");
    expect(codesWith("conduct.defaults.per_year", `owned(${name})`)).toContain("rule-unknown-name");
    expect(codesWith("enterprises.conduct.pollutes.per_year", `owner(${name})`)).toContain("rule-unknown-name");
  });
});

describe("files and enrolment are rules", () => {
  test("what the system remembers begins by a rule or a distribution, never as records", () => {
    for (const value of [numbers, rows])
      for (const path of ["scheme.files", "scheme.files.late", "scheme.files.late.start", "scheme.files.late.of"])
        expect(codesWith(path, value)).toContain("wrong-kind");
    for (const key of ["records", "rows", "file", "history", "entries"])
      expect(codesWith(`scheme.files.late.${key}`, rows)).toContain("unknown-key");
  });

  test("who joins is drawn", () => {
    for (const value of [numbers, rows])
      for (const path of [
        "institutions.enrolment.take_up",
        "institutions.enrolment.may",
        "institutions.rollouts.cameras",
      ])
        expect(codesWith(path, value)).toContain("wrong-kind");
    for (const key of ["members", "users", "people", "accounts"])
      expect(codesWith(`institutions.enrolment.${key}`, numbers)).toContain("unknown-key");
  });
});

describe("enterprises are drawn like people, and belong to nobody by name", () => {
  test.each([
    "records",
    "rows",
    "companies",
    "register",
    "size",
    "owners",
    "owner",
    "name",
    "code",
    "file",
    "life",
    "x",
  ])("they have no %s", (key) => {
    for (const value of [numbers, rows, "companies.csv", { first: 1 }])
      expect(codesWith(`enterprises.${key}`, value)).toContain("unknown-key");
  });

  test("they are no table, and their traits are distributions", () => {
    for (const value of [numbers, rows]) {
      expect(codesWith("enterprises", value)).toContain("wrong-kind");
      expect(codesWith("enterprises.one_for_every", value)).toContain("wrong-kind");
      expect(codesWith("enterprises.traits.large", value)).toContain("wrong-kind");
      expect(codesWith("enterprises.traits.large", { given: value })).toContain("wrong-kind");
    }
  });
});

describe("catalogues are shipped, and nothing is fetched", () => {
  test.each(["https://example.org/a.yaml", "../a.yaml", "/etc/passwd", "./people.csv", "constructor"])(
    "uses refuses %s",
    (name) => {
      expect(codesWith("uses", name)).toEqual(["uses-unknown"]);
      expect(codesWith("uses", [name])).toEqual(["uses-unknown"]);
    },
  );
});
