import { describe, expect, it } from "vitest";
import { limits } from "../../src/scenario/limits.ts";
import { bad, codes } from "./yamlReading.ts";

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
      1 | a: 1\\u{d}b: 2
        |     ^^^^^
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
