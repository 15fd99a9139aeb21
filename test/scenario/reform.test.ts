import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import { entryOf, type MapNode } from "../../src/language/node.ts";
import { nodeOf } from "../../src/scenario/data.ts";
import { setAt, valueAt } from "../../src/scenario/path.ts";
import { at, bad, good, plain, read, whereIs } from "./families.ts";

describe("remove", () => {
  it("takes keys out of the parent before the child is laid over it", () => {
    const { node } = good(
      "extends: scored\nremove: [scheme.bands, population.traits.open]\nscheme: { bands: { Z: 1 } }\n",
    );
    expect(at(node, "scheme.bands")).toEqual({ Z: 1 });
    expect(at(node, "population.traits")).toEqual({ calm: { beta: [2, 8] } });
    expect(entryOf(node, "remove")).toBeUndefined();
  });

  it("names paths that are there", () => {
    expect(
      bad("extends: scored\nremove:\n  - scheme.bandz.A\n  - points.rude\n  - nothing.like.it\n  - title.x\n"),
    ).toMatchInlineSnapshot(`
      "error[remove-unknown]: there is nothing called "scheme.bandz.A" to remove from the parent
       --> child.yaml:3:5
        |
      3 |   - scheme.bandz.A
        |     ^^^^^^^^^^^^^^
        = did you mean "scheme.bands.A"?

      error[remove-unknown]: there is nothing called "points.rude" to remove from the parent
       --> child.yaml:4:5
        |
      4 |   - points.rude
        |     ^^^^^^^^^^^
        = did you mean "scheme.points.rude"?

      error[remove-unknown]: there is nothing called "nothing.like.it" to remove from the parent
       --> child.yaml:5:5
        |
      5 |   - nothing.like.it
        |     ^^^^^^^^^^^^^^^

      error[remove-unknown]: there is nothing called "title.x" to remove from the parent
       --> child.yaml:6:5
        |
      6 |   - title.x
        |     ^^^^^^^"
    `);
  });

  it("is a list of paths, below a parent", () => {
    expect(bad("extends: scored\nremove: title\n")).toMatchInlineSnapshot(`
      "error[remove-not-list]: remove is a list of paths, and this is text
       --> child.yaml:2:9
        |
      2 | remove: title
        |         ^^^^^
        = expected a list such as [scheme.bands.D]"
    `);
    expect(bad("extends: scored\nremove: [3, title]\n")).toMatchInlineSnapshot(`
      "error[remove-not-path]: remove lists dotted paths, and this is a number
       --> child.yaml:2:10
        |
      2 | remove: [3, title]
        |          ^
        = expected text such as scheme.bands.D"
    `);
    expect(bad("remove: [title]\n")).toMatchInlineSnapshot(`
      "error[remove-without-extends]: remove takes keys from what a scenario extends, and this one extends nothing
       --> child.yaml:1:1
        |
      1 | remove: [title]
        | ^^^^^^
        = leave the keys out instead"
    `);
    expect(bad(`extends: scored\nremove: [${"a, ".repeat(501)}]\n`)).toMatchInlineSnapshot(`
      "error[too-many-paths]: remove has too many paths
       --> child.yaml:2:9
        |
      2 | remove: [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a,…
        |         ^
        = expected at most 500"
    `);
  });
});

describe("reform", () => {
  const reformed = "extends: scored\nreform:\n  name: Fair hearing\n  because: appeals\n  set:\n";

  it("sets values, tags and all, and leaves its name", () => {
    const { node } = good(
      `${reformed}    redress.appeal.chance: 0.5\n    scheme.points.late: -1\n    scheme.bands: { A: 1 }\n`,
    );
    expect(at(node, "redress.appeal.chance")).toBe(0.5);
    expect(at(node, "scheme.points")).toEqual({ rude: { is: -5, assumed: "a guess" }, late: -1 });
    expect(at(node, "scheme.bands")).toEqual({ A: 1 });
    expect(at(node, "reform")).toEqual({ name: "Fair hearing", because: "appeals" });
    expect(whereIs(node, "redress.appeal.chance")).toBe("child.yaml:6:28");
  });

  it("does not pass its name on, only its values", () => {
    const files = { "p.yaml": `${reformed}    redress.appeal.chance: 0.5\n` };
    const { node } = good("extends: p.yaml\ntitle: Next\n", files);
    expect(at(node, "redress.appeal.chance")).toBe(0.5);
    expect(entryOf(node, "reform")).toBeUndefined();
  });

  it("sets what is there", () => {
    expect(
      bad(
        `${reformed}    redress.apeal.chance: 0.5\n    appeal.chance: 1\n    scheme.points.reform.x: 1\n    reform.name: x\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[reform-unknown-path]: there is nothing called "redress.apeal.chance" to set
       --> child.yaml:6:5
        |
      6 |     redress.apeal.chance: 0.5
        |     ^^^^^^^^^^^^^^^^^^^^
        = did you mean "redress.appeal.chance"?

      error[reform-unknown-path]: there is nothing called "appeal.chance" to set
       --> child.yaml:7:5
        |
      7 |     appeal.chance: 1
        |     ^^^^^^^^^^^^^
        = did you mean "redress.appeal.chance"?

      error[reform-unknown-path]: there is nothing called "scheme.points.reform.x" to set
       --> child.yaml:8:5
        |
      8 |     scheme.points.reform.x: 1
        |     ^^^^^^^^^^^^^^^^^^^^^^

      error[reform-unknown-path]: there is nothing called "reform.name" to set
       --> child.yaml:9:5
        |
      9 |     reform.name: x
        |     ^^^^^^^^^^^"
    `);
  });

  it("has a name, perhaps a reason, and a mapping to set", () => {
    expect(bad("extends: none\nreform: fair\n")).toMatchInlineSnapshot(`
      "error[reform-not-mapping]: a reform is a mapping with name, because and set, and this is text
       --> child.yaml:2:9
        |
      2 | reform: fair
        |         ^^^^"
    `);
    expect(bad("extends: none\nreform: { set: { title: x } }\n")).toMatchInlineSnapshot(`
      "error[reform-without-name]: this reform has no name
       --> child.yaml:2:1
        |
      2 | reform: { set: { title: x } }
        | ^^^^^^
        = expected name: TEXT below it"
    `);
    expect(bad("extends: none\nreform: { name: x, set: [title] }\n")).toMatchInlineSnapshot(`
      "error[reform-set-not-mapping]: set is a mapping of dotted paths to values, and this is a list
       --> child.yaml:2:25
        |
      2 | reform: { name: x, set: [title] }
        |                         ^^^^^^^
        = expected lines such as redress.appeal.chance: 0.5"
    `);
    expect(bad("extends: none\nreform: { name: 3, because: '', sets: {} }\n")).toMatchInlineSnapshot(`
      "error[reform-not-text]: the name of a reform is text, and this is a number
       --> child.yaml:2:17
        |
      2 | reform: { name: 3, because: '', sets: {} }
        |                 ^

      error[reform-not-text]: the because of a reform is text, and this is empty
       --> child.yaml:2:29
        |
      2 | reform: { name: 3, because: '', sets: {} }
        |                             ^^

      error[reform-unknown-key]: a reform has no "sets"
       --> child.yaml:2:33
        |
      2 | reform: { name: 3, because: '', sets: {} }
        |                                 ^^^^
        = expected name, because or set"
    `);
    const many = Array.from({ length: 501 }, (_, i) => `p${i}: 1`).join(", ");
    expect(bad(`extends: none\nreform: { name: x, set: { ${many} } }\n`)).toContain(
      "error[too-many-paths]: reform.set has too many paths",
    );
  });
});

describe("setAt", () => {
  it("changes one value and shares the rest", () => {
    const { node } = good("extends: scored\n");
    const value = nodeOf(7, "here", new Problems())!;
    const next = setAt(node, "redress.appeal.chance", value)!;
    expect(at(next, "redress.appeal.chance")).toBe(7);
    expect(at(node, "redress.appeal.chance")).toBe(0.1);
    expect(valueAt(next, "scheme")).toBe(valueAt(node, "scheme"));
    for (const path of ["redress.appeal.odds", "redress.appeal.chance.x", "", "redress.", "redress..appeal"]) {
      expect(setAt(node, path, value)).toBeUndefined();
    }
  });
});

describe("nodeOf", () => {
  function refusal(value: unknown): string {
    const problems = new Problems();
    expect(nodeOf(value, "with", problems)).toBeUndefined();
    return renderProblems(problems.found);
  }

  it("writes data down, so that problems can point into it", () => {
    const node = nodeOf(
      { "redress.chance": 0.5, list: [1, "a b", null, true], rule: 'band == "D"' },
      "with",
      new Problems(),
    )!;
    expect(node.place.source).toEqual({
      name: "with",
      text: `{ "redress.chance": 0.5, "list": [1, "a b", null, true], "rule": 'band == "D"' }`,
    });
    expect(whereIs(node as MapNode, "list")).toBe("with:1:34");
    const rule = valueAt(node as MapNode, "rule")!;
    expect(rule).toMatchObject({ value: 'band == "D"', text: 'band == "D"', textStart: rule.place.start + 1 });
  });

  it("refuses what no scenario can hold", () => {
    expect(refusal({ a: { b: () => 1 } })).toMatchInlineSnapshot(`
      "error[value-not-plain]: "a.b" is a function, which no scenario can hold
        = expected plain data: objects, lists, text, finite numbers, true, false or null"
    `);
    expect(refusal({ a: [Number.NaN] })).toMatchInlineSnapshot(`
      "error[number-not-finite]: "a.0: NaN" is not a finite number
        = expected a finite number"
    `);
    expect(refusal(JSON.parse('{"__proto__": 1}'))).toMatchInlineSnapshot(`
      "error[reserved-key]: "__proto__" cannot be a name
        = choose another name"
    `);
    const round: unknown[] = [];
    round.push(round);
    expect(refusal(round)).toMatchInlineSnapshot(`
      "error[too-deep]: mappings and lists are nested too deeply here
        = expected at most 32 levels"
    `);
    const getter = {
      get a() {
        throw new Error("ran");
      },
    };
    for (const value of [
      undefined,
      { a: undefined },
      1n,
      Symbol("x"),
      new Date(0),
      new Map(),
      new (class A {})(),
      getter,
      Array(2),
      { "": 1 },
      { [Symbol("k")]: 1 },
    ]) {
      expect(refusal(value)).toContain("error[value-not-plain]");
    }
    const wide = Array.from({ length: 25 }).reduce<unknown>((inner) => [inner, inner], 1);
    expect(refusal(wide)).toContain("error[too-many-nodes]");
    expect(refusal(Array(4e9))).toContain("error[value-not-plain]");
  });

  /** Long figures are written with their thousands apart, as in a file. */
  const ungrouped = (data: unknown): unknown =>
    JSON.parse(JSON.stringify(data), (_, one) =>
      typeof one === "string" && /^-?\d{1,3}(_\d{3})+(\.\d+)?$/.test(one) ? Number(one.replaceAll("_", "")) : one,
    );

  it("reads back as what it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const problems = new Problems();
        const node = nodeOf(value, "with", problems);
        if (node) expect(ungrouped(plain(node))).toEqual(JSON.parse(JSON.stringify(value)));
        else expect(problems.any).toBe(true);
      }),
      { seed: 2015, numRuns: 300 },
    );
  });
});

describe("any family", () => {
  it("never throws, whatever it extends, removes and sets", () => {
    const word = fc.constantFrom(
      "title",
      "scheme",
      "points",
      "rude",
      "is",
      "a",
      "none",
      "scored",
      "x.yaml",
      "child.yaml",
      "..",
      "",
    );
    const path = fc.array(word, { maxLength: 4 }).map((parts) => parts.join("."));
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom("extends", "title", "scheme", "remove", "reform"), fc.oneof(path, fc.string()))
        .map(([k, v]) => `${k}: ${JSON.stringify(v)}`),
      fc.array(path, { maxLength: 3 }).map((paths) => `remove: ${JSON.stringify(paths)}`),
      fc
        .tuple(path, fc.jsonValue({ maxDepth: 2 }))
        .map(([p, v]) => `reform: ${JSON.stringify({ name: "n", set: { [p]: v } })}`),
    );
    const text = fc
      .uniqueArray(line, { maxLength: 4, selector: (one) => one.split(":")[0] })
      .map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(
        text,
        text,
        (child, other) => void renderProblems(read(`extends: x.yaml\n${child}`, { "x.yaml": other }).problems.found),
      ),
      { seed: 2020, numRuns: 1000 },
    );
    fc.assert(
      fc.property(text, text, (child, other) => void read(child, { "x.yaml": other })),
      { seed: 2021, numRuns: 1000 },
    );
  });
});
