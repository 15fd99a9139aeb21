import { describe, expect, it } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import type { MapNode } from "../../src/language/node.ts";
import { type Library, readFamily } from "../../src/scenario/extends.ts";
import { at, bad, good, libraryOf, plain, whereIs } from "./families.ts";

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
    const replaces = (...nodes: MapNode[]) =>
      nodes.some(({ entries }) => ["beta", "normal"].includes(entries[0]?.key ?? ""));
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
      extends-path-not-allowed: "a\\u{0}.yaml" is not a plain path
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
