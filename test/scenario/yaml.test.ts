import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import { entryOf, type MapNode, type Node } from "../../src/language/node.ts";
import { limits } from "../../src/scenario/limits.ts";
import { readYaml } from "../../src/scenario/yaml.ts";

function read(text: string): { node: MapNode | undefined; problems: Problems } {
  const problems = new Problems();
  const node = readYaml({ name: "s.yaml", text }, problems);
  expect(node === undefined).toBe(problems.any);
  return { node, problems };
}

function good(text: string): MapNode {
  const { node, problems } = read(text);
  expect(renderProblems(problems.found)).toBe("");
  return node!;
}

function bad(text: string): string {
  return renderProblems(read(text).problems.found);
}

function codes(text: string): string[] {
  return read(text).problems.found.map((problem) => problem.code);
}

function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
}

/** The characters that each node and key stands on. */
function written(node: Node): unknown {
  const own = node.place.source.text.slice(node.place.start, node.place.end);
  if (node.kind === "scalar") return own;
  if (node.kind === "list") return [own, ...node.items.map(written)];
  const keys = node.entries.map((entry) => {
    const { source, start, end } = entry.keyPlace;
    return [source.text.slice(start, end), written(entry.value)];
  });
  return [own, ...keys];
}

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
      2 | b:  
        |    ^
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

describe("syntax", () => {
  const faults: Record<string, string> = {
    "a tab": "a:\n\tb: 1\n",
    "a lone carriage return": "a: 1\rb: 2\n",
    "a colon in a value": "title: Suining: 2010\n",
    "a missing colon": "a: 1\ntitle\nb: 2\n",
    "no space behind a colon": "a: 1\nb:2\n",
    "a line too deep": "a: 1\n b: 2\n",
    "a line not deep enough": "a:\n    b: 1\n  c: 2\n",
    "a line outside": "  a: 1\nb: 2\n",
    "a list on the line of its key": "a: - b\n",
    "a list item among keys": "a: 1\n- b\n",
    "an open quote": 'a: "x\nb: 2\n',
    "an open list": "a: [1, 2\nb: 3\n",
    "an open mapping": "a: {b: 1\n",
    "a stray bracket": "a: [1, 2]]\n",
    "a stray comma": "a: [1,, 2]\n",
    "a missing comma": 'a: ["x" "y"]\n',
    "a reserved character": "a: @home\nb: `x`\n",
    "an empty alias": "a: * 2\n",
    "text behind a quote": 'a: "2" * x\n',
    "an unknown escape": 'a: "\\q"\n',
    "text behind a bar": "a: |x\n",
    "a comment without a space": 'a: "x"#c\n',
    "a key of a thousand characters": `${"k".repeat(1100)}: 1\n`,
    "what the library trips over": "a: [ , # c\n , b]\n",
  };
  it("has one clear sentence for each fault", () => {
    const shown = Object.entries(faults).map(([name, text]) => `# ${name}\n${bad(text)}`);
    expect(shown.join("\n\n")).toMatchInlineSnapshot(`
      "# a tab
      error[yaml-tab]: this line is indented with a tab
       --> s.yaml:2:1
        |
      2 |  b: 1
        | ^
        = indent with spaces

      # a lone carriage return
      error[yaml-line-break]: a carriage return stands alone, and editors disagree on whether it ends the line
       --> s.yaml:1:5
        |
      1 | a: 1 b: 2
        |     ^
        = save the file with line feeds (LF) at the ends of lines

      # a colon in a value
      error[yaml-syntax]: a second colon in the same line makes this value a mapping inside a line
       --> s.yaml:1:8
        |
      1 | title: Suining: 2010
        |        ^^^^^^^^^^^^^
        = put the value in quotes if it is text or a formula, or begin the mapping on the next line

      # a missing colon
      error[yaml-syntax]: this line has no colon behind its key
       --> s.yaml:2:1
        |
      2 | title
        | ^^^^^
        = write the key, a colon, a space and the value

      # no space behind a colon
      error[yaml-syntax]: there is no space behind the colon
       --> s.yaml:2:1
        |
      2 | b:2
        | ^^^
        = write the key, a colon, a space and the value

      # a line too deep
      error[yaml-syntax]: this line is indented as if it went on with the value above
       --> s.yaml:2:2
        |
      2 |  b: 2
        |  ^
        = begin it in the same column as the key above, or put the value above in quotes

      # a line not deep enough
      error[yaml-syntax]: this line is not indented like its neighbours
       --> s.yaml:3:3
        |
      3 |   c: 2
        |   ^
        = begin all keys of one mapping, or all items of one list, in the same column

      # a line outside
      error[yaml-syntax]: this line does not go on with what stands above it
       --> s.yaml:2:1
        |
      2 | b: 2
        | ^
        = check how both are indented

      # a list on the line of its key
      error[yaml-syntax]: a list with dashes cannot begin on the line of its key
       --> s.yaml:1:4
        |
      1 | a: - b
        |    ^
        = begin it on the next line, or put a value that begins with a dash in quotes

      # a list item among keys
      error[yaml-syntax]: a list item stands where a key of a mapping was expected
       --> s.yaml:2:1
        |
      2 | - b
        | ^
        = indent it below the key it belongs to

      # an open quote
      error[yaml-syntax]: this quote is not closed
       --> s.yaml:1:4
        |
      1 | a: "x
        |    ^
        = close it with "

      # an open list
      error[yaml-syntax]: this [ is not closed
       --> s.yaml:1:4
        |
      1 | a: [1, 2
        |    ^
        = close it with ], and indent its lines deeper than its key

      # an open mapping
      error[yaml-syntax]: this { is not closed
       --> s.yaml:1:4
        |
      1 | a: {b: 1
        |    ^
        = close it with }, and indent its lines deeper than its key

      # a stray bracket
      error[yaml-syntax]: this ] closes nothing
       --> s.yaml:1:10
        |
      1 | a: [1, 2]]
        |          ^
        = leave it out, or put the value in quotes

      # a stray comma
      error[yaml-syntax]: there is nothing before this comma
       --> s.yaml:1:7
        |
      1 | a: [1,, 2]
        |       ^

      # a missing comma
      error[yaml-syntax]: a comma is missing before this item
       --> s.yaml:1:9
        |
      1 | a: ["x" "y"]
        |         ^

      # a reserved character
      error[yaml-syntax]: a value cannot begin with @
       --> s.yaml:1:4
        |
      1 | a: @home
        |    ^
        = put the value in quotes

      error[yaml-syntax]: a value cannot begin with \`
       --> s.yaml:2:4
        |
      2 | b: \`x\`
        |    ^
        = put the value in quotes

      # an empty alias
      error[yaml-syntax]: a value cannot begin with *, which marks a YAML alias
       --> s.yaml:1:4
        |
      1 | a: * 2
        |    ^
        = put the value in quotes

      # text behind a quote
      error[yaml-syntax]: something stands behind the closing quote
       --> s.yaml:1:8
        |
      1 | a: "2" * x
        |        ^^^
        = put the whole value in quotes, of the kind that it does not hold

      # an unknown escape
      error[yaml-syntax]: a backslash in double quotes begins an escape, and this one is unknown
       --> s.yaml:1:5
        |
      1 | a: "\\q"
        |     ^
        = write \\\\ for a backslash, or use single quotes

      # text behind a bar
      error[yaml-syntax]: text cannot begin on the line of | or >
       --> s.yaml:1:5
        |
      1 | a: |x
        |     ^
        = begin it on the next line, indented deeper

      # a comment without a space
      error[yaml-syntax]: a comment needs a space before its #
       --> s.yaml:1:7
        |
      1 | a: "x"#c
        |       ^^

      # a key of a thousand characters
      error[yaml-syntax]: this key is longer than 1,024 characters
       --> s.yaml:1:1
        |
      1 | kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      # what the library trips over
      error[yaml-syntax]: there is nothing before this comma
       --> s.yaml:2:2
        |
      2 |  , b]
        |  ^"
    `);
  });
});

describe("limits", () => {
  const nested = (levels: number) => `a: ${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}`;

  it("counts levels, the top mapping included", () => {
    expect(codes(nested(limits.depth))).toEqual([]);
    expect(bad(nested(limits.depth + 1))).toMatchInlineSnapshot(`
      "error[too-deep]: mappings and lists are nested too deeply here
       --> s.yaml:1:35
        |
      1 | a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        |                                   ^^
        = expected at most 32 levels"
    `);
    const stairs = (levels: number) => Array.from({ length: levels }, (_, i) => `${" ".repeat(i)}a:\n`).join("");
    expect(codes(stairs(limits.depth))).toEqual([]);
    expect(codes(stairs(limits.depth + 1))).toEqual(["too-deep"]);
  });

  it("counts levels through aliases", () => {
    const text = `a: &x ${"[".repeat(20)}${"]".repeat(20)}\nb: ${"[".repeat(15)}*x${"]".repeat(15)}\n`;
    expect(codes(text)).toEqual(["too-deep"]);
  });

  it("counts values", () => {
    const list = (count: number) => `a:\n${"- 1\n".repeat(count)}`;
    expect(codes(list(limits.nodes - 2))).toEqual([]);
    expect(bad(list(limits.nodes - 1))).toMatchInlineSnapshot(`
      "error[too-many-nodes]: there are more values here than a scenario may have
           --> s.yaml:50000:3
            |
      50000 | - 1
            |   ^
            = expected at most 50,000 values"
    `);
  });

  it("counts aliases and what they stand for", () => {
    const uses = (count: number) => `a: &x 1\nb: [${"*x, ".repeat(count)}]\n`;
    expect(codes(uses(limits.aliases))).toEqual([]);
    expect(bad(uses(limits.aliases + 1))).toMatchInlineSnapshot(`
      "error[alias-bomb]: the aliases of this file stand for too much
       --> s.yaml:2:405
        |
      2 | … *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, *x, ]
        |                                                                                                           ^^
        = expected at most 100 aliases for 20,000 values together"
    `);
    const laughs = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]\n`).join("");
    expect(codes(`l0: &l0 lol\n${laughs}`)).toEqual(["alias-bomb"]);
  });
});

describe("hostile files end soon", () => {
  const units = [
    "[",
    "{",
    "]",
    "}",
    "- ",
    "-\n",
    "? ",
    ": ",
    "&a a ",
    "&a ",
    "*a ",
    "!a ",
    "a ",
    "a: ",
    "a: 1\n",
    "- a: 1\n",
    "[],",
    "{a: ",
    "'",
    '"',
    '\\"',
    "\n",
    " #\n",
    "#a\n - x\n",
    "a: |\n",
    "---\n",
    "\t\n",
    "a: @\n",
    "[a #b\n,",
    "- &a a\n- *a\n",
    "x",
    "😀",
    "%a\n",
  ];
  it.each(units)("a mebibyte of %j", { timeout: 2000 }, (unit) => {
    const { problems } = read(unit.repeat(Math.floor(limits.characters / unit.length)));
    expect(problems.any).toBe(true);
  });
  it.each(units)("almost as much of %j below a key", { timeout: 2000 }, (unit) => {
    read(`a:\n  b: ${unit.repeat(Math.floor(1_000_000 / unit.length))}`);
    read(`a:\n  b:\n${`    ${unit}`.repeat(Math.floor(300_000 / (4 + unit.length)))}`);
  });
});

describe("any text", () => {
  const parts = fc.constantFrom(
    ..."[]{}:-?,#&*!|>'\"%@`\\~ \n\t\r",
    "a",
    "1",
    ": ",
    "- ",
    "\n  ",
    "<<",
    "&a ",
    "*a ",
    "---\n",
  );
  it("never throws, and gives a tree or a problem", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts, { maxLength: 60 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => void renderProblems(read(text).problems.found)),
      { seed: 2010, numRuns: 3000 },
    );
  });
  it("never throws for bytes", () => {
    const decoder = new TextDecoder();
    const bytes = fc.uint8Array({ maxLength: 80 }).map((all) => decoder.decode(all));
    fc.assert(
      fc.property(bytes, (text) => void read(text)),
      { seed: 2014, numRuns: 500 },
    );
  });
  it("reads JSON as JSON does", () => {
    const keys = fc.stringMatching(/^[a-z][a-z_]{0,8}$/).filter((key) => !(key in {}) && key !== "prototype");
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        tie("leaf"),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
      ),
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, tree, { maxKeys: 4, noNullPrototype: true }), (data) => {
        expect(plain(good(JSON.stringify(data, null, 1)))).toEqual(data);
      }),
      { seed: 2012, numRuns: 300 },
    );
  });
});
