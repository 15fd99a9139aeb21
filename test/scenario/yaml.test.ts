import { describe, expect, it } from "vitest";
import { entryOf } from "../../src/language/node.ts";
import { limits } from "../../src/scenario/limits.ts";
import { bad, codes, good, plain, written } from "./yamlReading.ts";

describe("values", () => {
  it("follows YAML 1.2 core, and keeps what is not a core number as text", () => {
    const text = "a: 1_000\nb: 1000\nc: ~\nd: yes\ne: true\nf: 2010-01-01\ng: 0x10\nh: 1e3\ni: '5'\nj:\nk: -0.5\n";
    expect(plain(good(text))).toEqual({
      a: "1_000",
      b: 1000,
      c: null,
      d: "yes",
      e: true,
      f: "2010-01-01",
      g: 16,
      h: 1000,
      i: "5",
      j: null,
      k: -0.5,
    });
  });

  it("keeps numbers as they are written", () => {
    const node = good("a: 1.50\nb: 0x1F\nc: +3\n");
    const texts = node.entries.map(({ value }) => value.kind === "scalar" && value.text);
    expect(texts).toEqual(["1.50", "0x1F", "+3"]);
  });

  it("takes numbers, dates and booleans as text where they are keys", () => {
    expect(good("2: x\n2010-01-01: y\n1.50: z\ntrue: w\n'q r': v\n").entries.map((entry) => entry.key)).toEqual([
      "2",
      "2010-01-01",
      "1.50",
      "true",
      "q r",
    ]);
  });

  it("reads flow and block, comments, a byte order mark and CRLF alike", () => {
    const wanted = { a: { b: [1, 2], c: "x y" }, d: [] };
    expect(plain(good("\ufeffa:\r\n  b: [1, 2] # two\r\n  c: x\r\n    y\r\n# end\r\nd: []\r\n"))).toEqual(wanted);
    expect(plain(good('---\n{"a": {"b": [1, 2], "c": "x y"}, "d": []}\n...\n'))).toEqual(wanted);
  });

  it("shares the node of an anchor with its aliases", () => {
    const node = good("a: &one {x: 1}\nb: [*one, *one]\nc: &k v\n*k : 3\n".replace("*k : 3\n", "d: *k\n"));
    expect(plain(node)).toEqual({ a: { x: 1 }, b: [{ x: 1 }, { x: 1 }], c: "v", d: "v" });
    const list = entryOf(node, "b")!.value;
    expect(list.kind === "list" && list.items[0]).toBe(entryOf(node, "a")!.value);
    expect(list.place.source.text.slice(list.place.start, list.place.end)).toBe("[*one, *one]");
  });
});

describe("places", () => {
  it("are those of the characters, in block style", () => {
    expect(written(good("# head\na:\n  b: 1   # one\n\n  'c d': [x, \"y\"]\n\n# tail\ne:\n- 2\n- f: 3\n\n"))).toEqual([
      "a:\n  b: 1   # one\n\n  'c d': [x, \"y\"]\n\n# tail\ne:\n- 2\n- f: 3",
      ["a", ["b: 1   # one\n\n  'c d': [x, \"y\"]", ["b", "1"], ["'c d'", ['[x, "y"]', "x", '"y"']]]],
      ["e", ["- 2\n- f: 3", "2", ["f: 3", ["f", "3"]]]],
    ]);
  });

  it("are those of the characters, in flow style and with anchors", () => {
    expect(written(good("{a: {b: 1 }, c: [ d: 2 ], e: &x f}"))).toEqual([
      "{a: {b: 1 }, c: [ d: 2 ], e: &x f}",
      ["a", ["{b: 1 }", ["b", "1"]]],
      ["c", ["[ d: 2 ]", ["d: 2", ["d", "2"]]]],
      ["e", "f"],
    ]);
  });

  it("say where the text of a scalar begins", () => {
    const texts: Record<string, string> = {
      "a: x + 1": "x + 1",
      "a: 'x + 1'": "x + 1",
      'a: "x + 1"': "x + 1",
      "a: |\n   x + 1\n": "x + 1\n",
      "a: >-\n\n  x + 1\n": "\nx + 1",
    };
    for (const [text, expected] of Object.entries(texts)) {
      const value = entryOf(good(text), "a")!.value;
      if (value.kind !== "scalar") throw new Error("not a scalar");
      expect(value.text).toBe(expected);
      expect(text.slice(value.textStart, value.textStart + 5)).toBe("x + 1");
    }
  });

  it("put an empty value behind its colon", () => {
    const value = entryOf(good("a:   # none\nb: 1"), "a")!.value;
    expect(value).toMatchObject({ kind: "scalar", value: null, text: "", place: { start: 2, end: 2 } });
  });
});

describe("what is no scenario file", () => {
  it("is empty", () => {
    expect(bad("")).toMatchInlineSnapshot(`
      "error[file-empty]: s.yaml is empty
       --> s.yaml:1:1
        |
      1 | 
        | ^
        = expected a scenario, which begins with keys such as title and extends"
    `);
    for (const text of [" \n\n", "# only a comment\n", "---\n", "---\n...\n"])
      expect(codes(text)).toEqual(["file-empty"]);
  });

  it("is too large", () => {
    expect(bad(`a: ${"x".repeat(limits.characters)}`)).toMatchInlineSnapshot(`
      "error[file-too-large]: s.yaml has 1,048,579 characters, which is too large for a scenario
        = expected at most 1,048,576 characters (1 MiB)"
    `);
    expect(bad("\n".repeat(limits.lines))).toMatchInlineSnapshot(`
      "error[file-too-large]: s.yaml has 100,001 lines, which is too many for a scenario
        = expected at most 100,000 lines"
    `);
    expect(codes(`a: ${"x".repeat(limits.characters - 3)}`)).toEqual([]);
  });

  it("is binary", () => {
    expect(bad("a: 1\nb: \u0000\n")).toMatchInlineSnapshot(`
      "error[file-binary]: s.yaml holds the character U+0000, which does not belong in a text file
       --> s.yaml:2:4
        |
      2 | b: \\u{0}
        |    ^^^^^
        = expected plain text in UTF-8"
    `);
    for (const text of ["a: \ufffd", "a: \ud800", "a: \u001b[31m", "a: \u009b", "\u0002"]) {
      expect(codes(text)).toEqual(["file-binary"]);
    }
    expect(codes("a: 😀 é 中\u0085")).toEqual([]);
  });

  it("is no mapping", () => {
    expect(bad("- a\n- b\n")).toMatchInlineSnapshot(`
      "error[not-a-mapping]: a scenario is a mapping of keys to values, and this is a list
       --> s.yaml:1:1
        |
      1 | - a
        | ^^^
        = write lines such as title: My scenario"
    `);
    expect(bad("just text")).toMatchInlineSnapshot(`
      "error[not-a-mapping]: a scenario is a mapping of keys to values, and this is text
       --> s.yaml:1:1
        |
      1 | just text
        | ^^^^^^^^^
        = write lines such as title: My scenario"
    `);
    expect(codes("~")).toEqual(["not-a-mapping"]);
  });

  it("is several documents", () => {
    expect(bad("---\na: 1\n---\nb: 2\n")).toMatchInlineSnapshot(`
      "error[several-documents]: a second document begins here, and a scenario file holds one
       --> s.yaml:3:1
        |
      3 | ---
        | ^^^
        = move it to a file of its own"
    `);
    expect(codes("a: 1\n...\nb: 2\n")).toEqual(["several-documents"]);
  });
});

describe("what YAML allows and a scenario does not", () => {
  it("duplicate keys", () =>
    expect(bad("a:\n  x: 1\n  y: 2\n  x: 3\n")).toMatchInlineSnapshot(`
    "error[duplicate-key]: the key "x" is already on line 2
     --> s.yaml:4:3
      |
    4 |   x: 3
      |   ^
      = keep one of the two"
  `));
  it("numeric keys that read alike", () => expect(codes("2: x\n'2': y\n")).toEqual(["duplicate-key"]));
  it("keys without a value", () =>
    expect(bad("a: {b:1}")).toMatchInlineSnapshot(`
    "error[key-without-value]: the key "b:1" has no value
     --> s.yaml:1:5
      |
    1 | a: {b:1}
      |     ^^^
      = write the key, a colon, a space and the value"
  `));
  it("keys that are no text", () =>
    expect(bad("? [a]\n: 1\n~: 2\n'': 3\n\"\\0\": 4\n")).toMatchInlineSnapshot(`
    "error[key-not-text]: a key must be text, and this is a list
     --> s.yaml:1:3
      |
    1 | ? [a]
      |   ^^^

    error[key-not-text]: a key must be text, and this is nothing
     --> s.yaml:3:1
      |
    3 | ~: 2
      | ^

    error[key-not-text]: a key must be text, and this is empty
     --> s.yaml:4:1
      |
    4 | '': 3
      | ^^

    error[key-not-text]: a key must be text, and this holds a control character
     --> s.yaml:5:1
      |
    5 | "\\0": 4
      | ^^^^"
  `));
  it("aliases for keys", () =>
    expect(bad("a: &k x\n*k : 1\n")).toMatchInlineSnapshot(`
    "error[key-not-text]: a key must be text, and this is an alias
     --> s.yaml:2:1
      |
    2 | *k : 1
      | ^^"
  `));
  it("reserved keys", () =>
    expect(bad("a:\n  __proto__: 1\n  constructor: 2\n  prototype: 3\n")).toMatchInlineSnapshot(`
      "error[reserved-key]: "__proto__" cannot be a name
       --> s.yaml:2:3
        |
      2 |   __proto__: 1
        |   ^^^^^^^^^
        = choose another name

      error[reserved-key]: "constructor" cannot be a name
       --> s.yaml:3:3
        |
      3 |   constructor: 2
        |   ^^^^^^^^^^^
        = choose another name

      error[reserved-key]: "prototype" cannot be a name
       --> s.yaml:4:3
        |
      4 |   prototype: 3
        |   ^^^^^^^^^
        = choose another name"
    `));
  it("long keys", () =>
    expect(bad(`${"k".repeat(101)}: 1`)).toMatchInlineSnapshot(`
    "error[key-too-long]: the key "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…" is too long
     --> s.yaml:1:1
      |
    1 | kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: 1
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = expected at most 100 characters"
  `));
  it("merge keys", () =>
    expect(bad("a: &x {b: 1}\nc:\n  <<: *x\n")).toMatchInlineSnapshot(`
    "error[merge-key]: the merge key << is not part of the language
     --> s.yaml:3:3
      |
    3 |   <<: *x
      |   ^^
      = use extends to build on another scenario, or write the values out"
  `));
  it("infinite numbers", () =>
    expect(bad("a: .nan\nb: -.inf\nc: 1e999\n")).toMatchInlineSnapshot(`
    "error[number-not-finite]: ".nan" is not a finite number
     --> s.yaml:1:4
      |
    1 | a: .nan
      |    ^^^^
      = expected a finite number

    error[number-not-finite]: "-.inf" is not a finite number
     --> s.yaml:2:4
      |
    2 | b: -.inf
      |    ^^^^^
      = expected a finite number

    error[number-not-finite]: "1e999" is not a finite number
     --> s.yaml:3:4
      |
    3 | c: 1e999
      |    ^^^^^
      = expected a finite number"
  `));
  it("tags", () =>
    expect(bad("when: !urban\nset: !!set {a: 1}\n")).toMatchInlineSnapshot(`
    "error[tag-not-allowed]: a value cannot begin with !, which marks a YAML tag
     --> s.yaml:1:7
      |
    1 | when: !urban
      |       ^^^^^^
      = put the value in quotes if it is a formula or text

    error[tag-not-allowed]: a value cannot begin with !, which marks a YAML tag
     --> s.yaml:2:6
      |
    2 | set: !!set {a: 1}
      |      ^^^^^
      = put the value in quotes if it is a formula or text"
  `));
  it("directives", () =>
    expect(bad("%YAML 1.1\n---\na: yes\n")).toMatchInlineSnapshot(`
    "error[directive-not-allowed]: a line that begins with % is a YAML directive, and a scenario has none
     --> s.yaml:1:1
      |
    1 | %YAML 1.1
      | ^^^^^^^^^
      = leave the line out; a scenario is always YAML 1.2"
  `));
  it("unknown aliases", () =>
    expect(bad("a: &rate 1\nb: *rat\n")).toMatchInlineSnapshot(`
    "error[alias-unknown]: no anchor before this is called "&rat"
     --> s.yaml:2:4
      |
    2 | b: *rat
      |    ^^^^
      = did you mean "*rate"?
      = put the value in quotes if it is a formula or text"
  `));
  it("aliases of themselves", () =>
    expect(bad("a: &x [1, *x]\n")).toMatchInlineSnapshot(`
    "error[alias-cycle]: the alias "*x" stands inside what it stands for
     --> s.yaml:1:11
      |
    1 | a: &x [1, *x]
      |           ^^"
  `));
  it("several faults at once, each in its place", () => {
    expect(codes("a: 1\na: !x 2\nb: .inf\n__proto__: 3\n").sort()).toEqual([
      "duplicate-key",
      "number-not-finite",
      "reserved-key",
      "tag-not-allowed",
    ]);
  });
});
