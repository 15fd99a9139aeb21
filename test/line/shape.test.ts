import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/problem.ts";
import { readScenario } from "../../src/scenario/scenario.ts";
import { type Tree, withPut } from "./put.ts";

/** What a scenario cannot say, a test for each sentence of the line: refused by shape, whatever the words are. */
const world = {
  title: "A county",
  time: { tick: "1 week", span: "2 years" },
  population: { size: 2000, traits: { urban: { chance: 0.6 }, conscientious: { beta: [5, 2] } } },
  channels: { camera: { coverage: 0.3 } },
  conduct: { littering: { per_year: 6, channel: "camera" } },
  scheme: { score: { start: 100, from: 0, to: 200 }, points: { littering: -5 } },
};

/** The codes with which a world is refused when something is put at a dotted path. */
function codesWith(path: string, value: unknown): string[] {
  return codesOf(withPut(world, path, value));
}

function codesOf(text: string): string[] {
  try {
    readScenario(text);
  } catch (error) {
    if (error instanceof ProblemError) return [...new Set(error.problems.map(({ code }) => code))];
    throw error;
  }
  return [];
}

test("the world that is put to these tests is a good one", () => {
  expect(codesOf(JSON.stringify(world))).toEqual([]);
});

describe("populations come from declared distributions alone", () => {
  const perPerson = [0.1, 0.7, 0.3, 0.9];
  const places = [
    "population.size",
    "population.traits.income",
    "population.traits.income.given",
    "population.traits.income.categorical",
    "population.derived.income",
    "state.debt.start",
    "state.debt.update",
    "conduct.littering.per_year",
    "channels.camera.coverage",
    "scheme.score.start",
    "scheme.points.littering",
    "consequences.barred.when",
    "response.caution.factor",
    "measures.income.mean",
    "groups.wealth.of",
    "life.has.conscientious",
  ];

  test.each(places)("%s takes no list of values", (path) => {
    expect(codesWith(path, perPerson)).toContain("wrong-kind");
  });

  test.each(places)("%s takes no list of records", (path) => {
    expect(codesWith(path, [{ a: 1 }, { a: 2 }])).toContain("wrong-kind");
  });

  test.each(["uniform", "beta"])("a list of numbers is two parameters and never more: %s", (kind) => {
    expect(codesWith("population.traits.income", { [kind]: perPerson })).toEqual(["too-many"]);
  });

  test.each([
    "people",
    "persons",
    "individuals",
    "records",
    "rows",
    "data",
    "file",
    "csv",
    "table",
    "import",
    "from_file",
    "x",
  ])("no part of a scenario is called %s, or anything else that is not in the manual", (key) => {
    for (const part of [key, `population.${key}`, `population.traits.income.${key}`, `scheme.${key}`])
      expect(codesWith(part, perPerson)).toContain("unknown-key");
  });

  test.each(["./people.csv", "people.parquet", "https://example.org/people.json", "/etc/passwd", "data:text/csv,1"])(
    "no value is read from a file or an address: %s",
    (path) => {
      for (const at of ["population.size", "scheme.score.from", "state.debt.from"])
        expect(codesWith(at, path)).toContain("not-a-number");
      expect(codesWith("population.traits", path)).toEqual(["wrong-kind"]);
      expect(codesWith("life", path)).toEqual(["wrong-kind"]);
    },
  );
});

describe("a distribution is no register in disguise", () => {
  const shares = (count: number, prefix: string): Tree =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, 1 / count]));

  test("a categorical has at most 64 words", () => {
    expect(codesWith("population.traits.word", { categorical: shares(64, "w") })).toEqual([]);
    expect(codesWith("population.traits.word", { categorical: shares(65, "w") })).toEqual(["too-many"]);
  });

  test("all categories together have at most 256 words, each counted once", () => {
    const four = (last: Tree): Tree =>
      Object.fromEntries(
        [shares(64, "a"), shares(64, "b"), shares(64, "c"), last].map((is, i) => [`t${i}`, { categorical: is }]),
      );
    expect(codesWith("population.traits", four(shares(64, "d")))).toEqual([]);
    expect(
      codesWith("population.traits", { ...four(shares(64, "d")), again: { categorical: shares(9, "a") } }),
    ).toEqual([]);
    expect(codesWith("population.traits", { ...four(shares(64, "d")), more: { categorical: shares(1, "e") } })).toEqual(
      ["too-many-words"],
    );
  });

  test("a conditional table has at most 4,096 cells", () => {
    const traits = (inner: number): Tree => {
      const row = { categorical: shares(2, "s") };
      const rows = (count: number, prefix: string, one: unknown): Tree =>
        Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, one]));
      return {
        a: { categorical: shares(64, "a") },
        b: { categorical: shares(inner, "b") },
        word: { given: { a: rows(64, "a", { given: { b: rows(inner, "b", row) } }) } },
      };
    };
    expect(codesWith("population.traits", traits(32))).toEqual([]);
    expect(codesWith("population.traits", traits(33))).toEqual(["table-too-large"]);
  });

  test("conditions are three deep and no deeper", () => {
    let one: Tree = { chance: 0.5 };
    for (let depth = 0; depth < 4; depth++) one = { given: { urban: { true: one, false: one } } };
    expect(codesWith("population.traits.word", one)).toContain("unknown-key");
  });

  test("values by date are at most 100", () => {
    const dated = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${1900 + i}-01-01`, 0.5]));
    expect(codesWith("conduct.littering.per_year", { dated })).toEqual(["too-many"]);
  });
});

describe("no rule sees who a person is", () => {
  const rules = [
    "conduct.littering.per_year",
    "channels.camera.coverage",
    "scheme.points.littering",
    "scheme.score.start",
    "population.derived.figure",
    "measures.figure.mean",
  ];

  test.each(["person", "index", "id", "entity", "slot", "community", "self", "name", "seed", "random", "i", "x", "y"])(
    "%s is no name in a rule",
    (name) => {
      for (const path of rules) expect(codesWith(path, `0.5 * ${name}`)).toContain("rule-unknown-name");
    },
  );

  test.each(["person()", "index(1)", "random()", "hash(1)", "lookup(1)", "matches(1)"])("%s is no function", (call) => {
    for (const path of rules) expect(codesWith(path, call)).toContain("rule-unknown-function");
  });

  test.each(["[1, 2, 3][0]", "{1: 2}[1]", "urban.a", "'a' == 'b' ? 1 : 0", '"text".size()', "[1, 2].exists(x, x > 1)"])(
    "there are no tables, texts or members in a rule: %s",
    (rule) => {
      for (const path of rules) expect(codesWith(path, rule)[0]).toMatch(/^rule-/);
    },
  );
});

describe("networks are generated and districts have no place", () => {
  test.each(["edges", "nodes", "list", "friends_of", "adjacency", "matrix", "file", "graph"])(
    "ties take no %s",
    (key) => {
      expect(
        codesWith(`population.ties.${key}`, [
          [1, 2],
          [3, 4],
        ]),
      ).toEqual(["unknown-key"]);
    },
  );

  test("ties are numbers of friends", () => {
    expect(
      codesWith("population.ties", [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(["wrong-kind"]);
    expect(
      codesWith("population.ties.friends", [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(["wrong-kind"]);
  });

  test.each(["coordinates", "lat", "lon", "latitude", "longitude", "location", "geometry", "place", "address", "map"])(
    "nothing has a %s",
    (key) => {
      const parts = [
        "",
        "population.",
        "population.ties.",
        "channels.camera.",
        "conduct.littering.",
        "groups.town.",
        "scheme.",
      ];
      for (const part of parts) expect(codesWith(`${part}${key}`, [31.2, 121.5])).toContain("unknown-key");
    },
  );
});

describe("a life is one, scripted and nameless", () => {
  const acts = [{ on: "2000-02-01", does: "littering" }];

  test("there is at most one", () => {
    expect(codesWith("life", { acts })).toEqual([]);
    expect(codesWith("lives", [{ acts }])).toEqual(["unknown-key"]);
    expect(codesWith("life", [{ acts }, { acts }])).toEqual(["wrong-kind"]);
    expect(codesWith("life", { first: { acts }, second: { acts } })).toContain("unknown-key");
  });

  test.each(["name", "id", "born", "photo", "address", "number", "from", "source", "url", "is", "x"])(
    "it has no %s",
    (key) => {
      expect(codesWith("life", { acts, [key]: "Somebody" })).toEqual(["unknown-key"]);
      expect(codesWith("life", { acts: [{ ...acts[0], [key]: "Somebody" }] })).toEqual(["unknown-key"]);
    },
  );

  test("what it has are traits and states of the scenario, each one value", () => {
    expect(codesWith("life", { acts, has: { urban: true } })).toEqual([]);
    expect(codesWith("life", { acts, has: { name: "Somebody" } })).toEqual(["unknown-trait"]);
    expect(codesWith("life", { acts, has: { urban: [true, false] } })).toEqual(["wrong-kind"]);
  });

  test("its acts are written out, never a table or a file", () => {
    for (const table of ["acts.csv", "https://example.org/acts", { file: "acts.csv" }, { rows: [] }])
      expect(codesWith("life", { acts: table })[0]).toBe("wrong-kind");
    expect(codesWith("life", { acts: Array.from({ length: 1001 }, () => acts[0]) })).toEqual(["too-many"]);
  });
});

describe("text is prose about a scenario and never part of what people do", () => {
  test.each(["text", "says", "content", "message", "image", "picture", "words", "pattern", "matches", "x"])(
    "conduct and channels have no %s",
    (key) => {
      for (const part of ["conduct.littering", "channels.camera", "scheme.score", "consequences.barred"])
        expect(codesWith(`${part}.${key}`, "I think that ...")).toContain("unknown-key");
    },
  );

  test("what a conduct is called is a short name", () => {
    expect(codesWith("conduct", { "posts that the mayor is a fool": { per_year: 1 } })).toEqual(
      ["bad-name", "unknown-conduct"].slice(0, 1),
    );
    expect(codesWith("conduct.littering.area", "a long sentence about somebody")).toEqual(["bad-name"]);
  });
});

describe("nothing is fetched, and nothing is calibrated to persons", () => {
  test.each([
    "https://example.org/a.yaml",
    "http://a",
    "file:///etc/passwd",
    "//host/a.yaml",
    "../a.yaml",
    "/a.yaml",
    "~/a.yaml",
  ])("extends refuses %s", (path) => {
    expect(codesOf(JSON.stringify({ ...world, extends: path }))).toEqual(["extends-path-not-allowed"]);
  });

  test.each(["calibration", "calibrate", "targets", "fit", "observed"])(
    "there is no %s yet, and no list will do for it",
    (key) => {
      expect(codesWith(key, [{ person: 1, score: 2 }])).toEqual(["unknown-key"]);
    },
  );
});
