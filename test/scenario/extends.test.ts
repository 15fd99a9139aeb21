import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import { positionOf } from "../../src/core/source.ts";
import { entryOf, type MapNode, type Node } from "../../src/language/node.ts";
import { nodeOf } from "../../src/scenario/data.ts";
import { type Family, type FamilyOptions, type Library, readFamily } from "../../src/scenario/extends.ts";
import { setAt, valueAt } from "../../src/scenario/path.ts";

const shipped: Record<string, string> = {
  none: "title: No scheme\npopulation:\n  size: 1000\n  traits:\n    open: { beta: [5, 2] }\n    calm: { beta: [2, 8] }\n",
  scored: [
    "title: Scored",
    "extends: none",
    "scheme:",
    "  points:",
    "    rude: { is: -5, assumed: a guess }",
    "    late: { is: -3, documented: a-paper }",
    "  bands: { A: 900, B: 500, C: 0 }",
    "redress: { appeal: { chance: 0.1 } }",
    "",
  ].join("\n"),
};

function libraryOf(files: Record<string, string> = {}): Library {
  return {
    shipped: (name) => shipped[name],
    shippedNames: () => Object.keys(shipped),
    sibling: (from, path) => {
      const name = from.replace(/[^/]*$/, "") + path;
      return name === "locked.yaml" ? { fault: "permission denied" } : files[name];
    },
  };
}

function read(text: string, files?: Record<string, string>, options?: FamilyOptions) {
  const problems = new Problems();
  const family = readFamily({ name: "child.yaml", text }, libraryOf(files), problems, options);
  expect(family === undefined).toBe(problems.any);
  return { family, problems };
}

function good(text: string, files?: Record<string, string>, options?: FamilyOptions): Family {
  const { family, problems } = read(text, files, options);
  expect(renderProblems(problems.found)).toBe("");
  return family!;
}

function bad(text: string, files?: Record<string, string>): string {
  return renderProblems(read(text, files).problems.found);
}

function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
}

function at(node: MapNode, path: string): unknown {
  const value = valueAt(node, path);
  return value && plain(value);
}

function whereIs(node: MapNode, path: string): string {
  const { source, start } = valueAt(node, path)!.place;
  const { line, column } = positionOf(source, start);
  return `${source.name}:${line}:${column}`;
}

describe("extends", () => {
  it("leaves a file that extends nothing as it is", () => {
    const family = good("title: Alone\n");
    expect(plain(family.node)).toEqual({ title: "Alone" });
    expect(family.sources.map((source) => source.name)).toEqual(["child.yaml"]);
  });

  it("merges mappings, and replaces lists, scalars and tagged values", () => {
    const { node, sources } = good(
      "extends: scored\npopulation: { size: 5 }\nscheme:\n  points: { rude: -6, kind: 2, late: { is: -1, reported: x } }\n  bands: [1]\n",
    );
    expect(plain(node)).toEqual({
      title: "Scored",
      population: { size: 5, traits: { open: { beta: [5, 2] }, calm: { beta: [2, 8] } } },
      scheme: { points: { rude: -6, late: { is: -1, reported: "x" }, kind: 2 }, bands: [1] },
      redress: { appeal: { chance: 0.1 } },
    });
    expect(sources.map((source) => source.name)).toEqual(["child.yaml", "scored (shipped)", "none (shipped)"]);
  });

  it("keeps the place of every part in its own file", () => {
    const { node } = good("extends: scored\nscheme: { points: { rude: -6 } }\n");
    expect(whereIs(node, "scheme.points.rude")).toBe("child.yaml:2:27");
    expect(whereIs(node, "scheme.points.late")).toBe("scored (shipped):6:11");
    expect(whereIs(node, "population.size")).toBe("none (shipped):3:9");
  });

  it("lets the language decide what replaces", () => {
    const text = "extends: none\npopulation: { traits: { open: { normal: [0, 1] } } }\n";
    expect(at(good(text).node, "population.traits.open")).toEqual({ beta: [5, 2], normal: [0, 1] });
    const replaces = (node: MapNode) => ["beta", "normal"].includes(node.entries[0]?.key ?? "");
    expect(at(good(text, {}, { replaces }).node, "population.traits.open")).toEqual({ normal: [0, 1] });
  });

  it("replaces a tagged value as a whole, whichever side is tagged", () => {
    const text = "extends: scored\nscheme: { points: { rude: { documented: y } }, bands: { is: 3 } }\n";
    expect(at(good(text).node, "scheme")).toMatchObject({ points: { rude: { documented: "y" } }, bands: { is: 3 } });
  });

  it("finds files beside and below, each relative to the one that names it", () => {
    const files = {
      "a.yaml": "extends: ./sub/b.yml\na: 1\n",
      "sub/b.yml": "extends: c d.yaml\nb: 2\n",
      "sub/c d.yaml": "extends: none\nc: 3\n",
    };
    const { node, sources } = good("extends: a.yaml\n", files);
    expect(plain(node)).toMatchObject({ a: 1, b: 2, c: 3, title: "No scheme" });
    expect(sources.map((source) => source.name).slice(1, 4)).toEqual(["a.yaml", "sub/b.yml", "sub/c d.yaml"]);
  });

  it("follows eight levels and no more", () => {
    const files: Record<string, string> = { "f9.yaml": "a: 1\n" };
    for (let i = 1; i < 9; i++) files[`f${i}.yaml`] = `extends: f${i + 1}.yaml\n`;
    expect(good("extends: f2.yaml\n", files).sources.length).toBe(9);
    expect(bad("extends: f1.yaml\n", files)).toMatchInlineSnapshot(`
      "error[extends-too-deep]: child.yaml extends through too many files
       --> f8.yaml:1:10
        |
      1 | extends: f9.yaml
        |          ^^^^^^^
        = expected at most 8 levels"
    `);
  });

  it("says so when scenarios extend each other", () => {
    const files = {
      "a.yaml": "extends: b.yaml\n",
      "b.yaml": "extends: ./a.yaml\n",
      "child.yaml": "extends: child.yaml\n",
    };
    expect(bad("extends: a.yaml\n", files)).toMatchInlineSnapshot(`
      "error[extends-cycle]: these scenarios extend each other: a.yaml → b.yaml → a.yaml
       --> b.yaml:1:10
        |
      1 | extends: ./a.yaml
        |          ^^^^^^^^
        = let one of them extend something else"
    `);
    expect(bad("extends: ./child.yaml\n", files)).toMatchInlineSnapshot(`
      "error[extends-cycle]: these scenarios extend each other: child.yaml → child.yaml
       --> child.yaml:1:10
        |
      1 | extends: ./child.yaml
        |          ^^^^^^^^^^^^
        = let one of them extend something else"
    `);
  });

  it("knows no other names", () => {
    expect(bad("extends: scord\n")).toMatchInlineSnapshot(`
      "error[extends-unknown]: there is no shipped scenario called "scord"
       --> child.yaml:1:10
        |
      1 | extends: scord
        |          ^^^^^
        = expected one of none, scored
        = did you mean "scored"?
        = write ./scord.yaml for a file beside this one"
    `);
    expect(bad("extends: None\n")).toContain('did you mean "none"?');
    for (const name of ["constructor", "toString", "__proto__", '"a b"']) {
      expect(bad(`extends: ${name}\n`)).toContain("error[extends-unknown]");
    }
  });

  it("takes text only", () => {
    expect(bad("extends: [none, scored]\n")).toMatchInlineSnapshot(`
      "error[extends-not-text]: extends names one scenario, and this is a list
       --> child.yaml:1:10
        |
      1 | extends: [none, scored]
        |          ^^^^^^^^^^^^^^
        = expected the name of a shipped scenario, or a .yaml file beside or below this one"
    `);
    expect(bad("extends:\n")).toMatchInlineSnapshot(`
      "error[extends-not-text]: extends names one scenario, and this is nothing
       --> child.yaml:1:9
        |
      1 | extends:
        |         ^
        = expected the name of a shipped scenario, or a .yaml file beside or below this one"
    `);
    for (const value of ["3", "true", "{a: 1}", "''"]) expect(bad(`extends: ${value}\n`)).toContain("extends-not-text");
  });

  const refused = [
    "/etc/passwd.yaml",
    "../up.yaml",
    "a/../../up.yaml",
    "https://example.org/a.yaml",
    "a\\b.yaml",
    "~/a.yaml",
    "C:/a.yaml",
    "a.json",
    "a/b",
    ".hidden.yaml",
    "a//b.yaml",
    '"a\\0.yaml"',
    '"a\\n.yaml"',
    `${"a".repeat(300)}.yaml`,
  ];
  it("refuses every path that is not below its own folder", () => {
    const asked: string[] = [];
    const library: Library = { ...libraryOf(), sibling: (_, path) => void asked.push(path) };
    const shown = refused.map((path) => {
      const problems = new Problems();
      expect(readFamily({ name: "child.yaml", text: `extends: ${path}\n` }, library, problems)).toBeUndefined();
      return problems.found.map((problem) => `${problem.code}: ${problem.message}`).join();
    });
    expect(asked).toEqual([]);
    expect(shown.join("\n")).toMatchInlineSnapshot(`
      "extends-path-not-allowed: "/etc/passwd.yaml" is not below the folder of this file
      extends-path-not-allowed: "../up.yaml" leaves the folder of this file
      extends-path-not-allowed: "a/../../up.yaml" leaves the folder of this file
      extends-path-not-allowed: "https://example.org/a.yaml" is an address, and scenarios are never fetched
      extends-path-not-allowed: "a\\b.yaml" has a backslash; paths are written with /
      extends-path-not-allowed: "~/a.yaml" is not below the folder of this file
      extends-path-not-allowed: "C:/a.yaml" is not below the folder of this file
      extends-path-not-allowed: "a.json" does not end in .yaml or .yml
      extends-path-not-allowed: "a/b" does not end in .yaml or .yml
      extends-path-not-allowed: ".hidden.yaml" is not a plain path
      extends-path-not-allowed: "a//b.yaml" is not a plain path
      extends-path-not-allowed: "a .yaml" is not a plain path
      extends-path-not-allowed: "a .yaml" is not a plain path
      extends-path-not-allowed: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is too long for a path"
    `);
    expect(bad("extends: ../up.yaml\n")).toMatchInlineSnapshot(`
      "error[extends-path-not-allowed]: "../up.yaml" leaves the folder of this file
       --> child.yaml:1:10
        |
      1 | extends: ../up.yaml
        |          ^^^^^^^^^^
        = expected the name of a shipped scenario, or a .yaml file beside or below this one"
    `);
  });

  it("says so when a file is missing, locked, or there are no files", () => {
    expect(bad("extends: sub/gone.yaml\n")).toMatchInlineSnapshot(`
      "error[extends-missing-file]: there is no file "sub/gone.yaml"
       --> child.yaml:1:10
        |
      1 | extends: sub/gone.yaml
        |          ^^^^^^^^^^^^^"
    `);
    expect(bad("extends: locked.yaml\n")).toMatchInlineSnapshot(`
      "error[extends-unreadable-file]: the file "locked.yaml" cannot be read: permission denied
       --> child.yaml:1:10
        |
      1 | extends: locked.yaml
        |          ^^^^^^^^^^^"
    `);
    const problems = new Problems();
    const { sibling: _, ...browser } = libraryOf();
    expect(readFamily({ name: "<text>", text: "extends: a.yaml" }, browser, problems)).toBeUndefined();
    expect(renderProblems(problems.found)).toMatchInlineSnapshot(`
      "error[extends-no-files]: "a.yaml" is a file, and there are no files here
       --> <text>:1:10
        |
      1 | extends: a.yaml
        |          ^^^^^^
        = expected one of none, scored"
    `);
  });

  it("shows a parent's fault in the parent", () => {
    expect(bad("extends: sub/p.yaml\n", { "sub/p.yaml": "a: 1\nb: [2\nc: 3\n" })).toMatchInlineSnapshot(`
      "error[yaml-syntax]: this [ is not closed
       --> sub/p.yaml:2:4
        |
      2 | b: [2
        |    ^
        = close it with ], and indent its lines deeper than its key"
    `);
    expect(bad("extends: p.yaml\n", { "p.yaml": "a: 1\nextends: nome\n" })).toMatchInlineSnapshot(`
      "error[extends-unknown]: there is no shipped scenario called "nome"
       --> p.yaml:2:10
        |
      2 | extends: nome
        |          ^^^^
        = expected one of none, scored
        = did you mean "none"?
        = write ./nome.yaml for a file beside this one"
    `);
  });
});

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

  it("reads back as what it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const problems = new Problems();
        const node = nodeOf(value, "with", problems);
        if (node) expect(plain(node)).toEqual(JSON.parse(JSON.stringify(value)));
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
