import { describe, expect, test } from "vitest";
import { mutantsIn } from "./mutants.ts";
import { noted } from "./noted.ts";
import { rooms, sampleOf, testsOf } from "./rooms.ts";

/** What a line can become, each as it would stand. */
function brokenLines(text: string): string[] {
  return mutantsIn("a.ts", text).map(({ start, end, to }) => text.slice(0, start) + to + text.slice(end));
}

describe("a line is broken", () => {
  test.each<[string, string[]]>([
    ["f(a >= b);", [";", "f(a > b);", "f(a < b);"]],
    ["x = a + 1;", [";", "x = a - 1;", "x = a + 2;", "x = a + 0;"]],
    ["const y = p ? q : r;", ["const y = true ? q : r;", "const y = false ? q : r;"]],
    ["const y = !p && q;", ["const y = p && q;", "const y = !p || q;"]],
    ["const y = [p];", ["const y = [];"]],
    ["const y = 1e30;", ["const y = 2e+30;"]],
    ["const y = p.filter(q);", ["const y = p;"]],
    ["const y = build.and(p, q);", ["const y = build.or(p, q);"]],
    ['const y = compare("ge", p);', ['const y = compare("gt", p);']],
    ["const y = `(f32.add (p))`;", ["const y = `(f32.sub (p))`;"]],
    ["if (p) q();", ["if (true) q();", "if (false) q();", "if (p) ;"]],
  ])("%s", (text, broken) => {
    expect(brokenLines(text).sort()).toEqual(broken.sort());
  });

  test.each([
    'throw new Error("a" + b);',
    'const y = problem(a + b, place, "one of 3");',
    'const y = { doc: "1 of " + n, says: [1] };',
    "type T = 1 | 2;",
    'import x from "./x.ts";',
    'const y = "text" + z;',
  ])("but not what is said, declared or imported: %s", (text) => {
    expect(brokenLines(text)).toEqual([]);
  });

  test("and every broken line can still be read", () => {
    const text = "export function f(a: number, b?: readonly number[]): number {\n  return b ? -a + b[0]! : a++;\n}\n";
    const broken = brokenLines(text);
    expect(broken.length).toBeGreaterThan(5);
    for (const each of broken) expect(() => mutantsIn("a.ts", each)).not.toThrow();
  });
});

describe("a sample", () => {
  const room = rooms.rules!;

  test("is drawn by its seed, and a smaller one is the beginning of a larger", () => {
    const large = sampleOf(room, 40, 7);
    expect(large).toHaveLength(40);
    expect(sampleOf(room, 10, 7)).toEqual(large.slice(0, 10));
    expect(sampleOf(room, 40, 8)).not.toEqual(large);
  });

  test("has no mutant twice", () => {
    const all = sampleOf(room, 1e6, 1).map(({ line, from, to, again }) => JSON.stringify([line, from, to, again]));
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(Object.entries(rooms))("of %s comes from sources that are there, for tests that are", (_, one) => {
    expect(sampleOf(one, 20, 1)).toHaveLength(20);
    expect(testsOf(one).length).toBeGreaterThan(3);
  });
});

test("a function takes a note of the mutants in it when it is called", () => {
  const text =
    "const f = (a: number) => a + 1;\nfunction g() {\n  return [1].map((one) => one * 2);\n}\nconst h = 1 + 1;\n";
  const place = (what: string): number => text.indexOf(what);
  const places = new Map([
    [0, place("+ 1;")],
    [1, place("[1]")],
    [2, place("* 2")],
    [3, text.lastIndexOf("+")],
  ]);
  expect(noted("a.ts", text, places)).toBe(
    "const f = (a: number) => (noteOfMutant(0), (a + 1));\nfunction g() { noteOfMutant(1);\n" +
      "  return [1].map((one) => (noteOfMutant(2), (one * 2)));\n}\nconst h = 1 + 1;\n\nnoteOfMutant(3);",
  );
});
