import { describe, expect, test } from "vitest";
import { parseSource, readTree } from "./tree.ts";

const mostLinesInFile = 400;
const mostLinesInFunction = 70;

describe("length", () => {
  test(`of a file is at most ${mostLinesInFile} lines`, () => {
    const long = readTree(["src", "studio", "bin", "scripts", "test", "bench"]).filter(
      (file) => file.lines > mostLinesInFile,
    );
    expect(long.map((file) => `${file.path}: ${file.lines} lines`)).toEqual([]);
  });

  // Not of tests: a `describe` is a function in form only.
  test(`of a function is at most ${mostLinesInFunction} lines`, () => {
    const long = readTree(["src", "studio", "bin", "scripts"]).flatMap((file) =>
      file.functions
        .filter((each) => each.lines > mostLinesInFunction)
        .map((each) => `${file.path}:${each.line} ${each.name}: ${each.lines} lines`),
    );
    expect(long).toEqual([]);
  });

  test("is counted from the first line of a function to its last, strings and templates notwithstanding", () => {
    const text = [
      'const s = "}{";',
      "function f() {",
      "  return `$" + '{"}"}',
      "`;",
      "}",
      "class C {",
      "  m() {",
      "    return /[{]/;",
      "  }",
      "}",
      "",
    ].join("\n");
    const { functions, lines } = parseSource("a.ts", text);
    expect(lines).toBe(10);
    expect(functions).toEqual([
      { name: "f", line: 2, lines: 4 },
      { name: "m", line: 7, lines: 3 },
    ]);
  });
});
