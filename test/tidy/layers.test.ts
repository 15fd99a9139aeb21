import { describe, expect, test } from "vitest";
import { faultsOfDirection, faultsOfRooms, findCycles, layerOf, loadedWith } from "./layers.ts";
import { parseSource, readTree } from "./tree.ts";

const tree = readTree(["src", "studio"]);

describe("the sources", () => {
  test("live in a known layer", () => {
    const strays = tree.filter((file) => file.path.startsWith("src/") && layerOf(file.path) === undefined);
    expect(strays.map((file) => file.path)).toEqual([]);
  });

  test("import one way only", () => {
    expect(tree.flatMap(faultsOfDirection)).toEqual([]);
  });

  test("of the model import from no room above their own", () => {
    expect(tree.flatMap(faultsOfRooms)).toEqual([]);
  });

  test("import in no ring", () => {
    expect(findCycles(tree)).toEqual([]);
  });

  test("of the command line load no library before a verb is called: help and slips of the pen are quick", () => {
    const loaded = [...loadedWith("src/cli/main.ts", tree)];
    expect(loaded).toContain("src/core/problem.ts");
    expect(loaded.filter((path) => !/^src\/(cli|core|report)\//.test(path))).toEqual([]);
    expect(loaded.length).toBeLessThan(24);
  });
});

test("what is loaded with a file is neither what gives it types alone nor what it imports when it is called", () => {
  const files = [
    parseSource("src/core/a.ts", 'import "./b.ts"; import { type C } from "./c.ts"; const d = () => import("./d.ts");'),
    parseSource(
      "src/core/b.ts",
      'import type { E } from "./e.ts"; export { type F, f } from "./f.ts"; export * from "./g.ts";',
    ),
  ];
  expect([...loadedWith("src/core/a.ts", files)]).toEqual(
    ["a", "b", "c", "f", "g"].map((name) => `src/core/${name}.ts`),
  );
});

describe("the check of direction", () => {
  const faults = (path: string, specifier: string) =>
    faultsOfDirection(parseSource(path, `import { a } from "${specifier}";`)).length;

  test.each([
    ["src/model/a.ts", "../core/b.ts", 0],
    ["src/model/a.ts", "./b.ts", 0],
    ["src/index.ts", "./experiment/b.ts", 0],
    ["src/cli/a.ts", "../index.ts", 0],
    ["src/cli/a.ts", "../engine/platform/node.ts", 0],
    ["src/cli/a.ts", "../core/problem.ts", 0],
    ["src/cli/a.ts", "../core/chance.ts", 1],
    ["studio/views/a.ts", "../../src/index.ts", 0],
    ["src/core/a.ts", "../model/b.ts", 1],
    ["src/index.ts", "./cli/main.ts", 1],
    ["src/engine/a.ts", "../index.ts", 1],
    ["src/cli/a.ts", "../engine/pool.ts", 1],
    ["src/core/a.ts", "../../test/b.ts", 1],
    ["studio/a.ts", "../src/core/b.ts", 1],
    ["studio/a.ts", "../src/cli/b.ts", 1],
    ["studio/a.ts", "../src/html/b.ts", 0],
    ["src/cli/a.ts", "../html/b.ts", 0],
    ["src/html/a.ts", "../report/b.ts", 0],
    ["src/report/a.ts", "../core/visible.ts", 0],
    ["src/report/a.ts", "../core/chance.ts", 1],
    ["src/report/a.ts", "../html/b.ts", 1],
    ["src/report/a.ts", "../cli/b.ts", 1],
    ["src/report/a.ts", "../engine/platform/clock.ts", 1],
    ["src/experiment/a.ts", "../report/b.ts", 1],
  ])("%s importing %s has %i faults", (path, specifier, count) => {
    expect(faults(path, specifier)).toBe(count);
  });

  test.each([
    ["src/model/draft/a.ts", "../legend/b.ts", 0],
    ["src/model/scheme/a.ts", "../conduct/b.ts", 0],
    ["src/model/conduct/a.ts", "../scheme/b.ts", 1],
    ["src/model/draft/a.ts", "../lower.ts", 1],
    ["src/model/attic/a.ts", "../legend/b.ts", 1],
    ["src/plan/a.ts", "../core/b.ts", 0],
  ])("of rooms: %s importing %s has %i faults", (path, specifier, count) => {
    expect(faultsOfRooms(parseSource(path, `import { a } from "${specifier}";`)).length).toBe(count);
  });

  test("finds a ring, through types and dynamic imports too", () => {
    const ring = [
      parseSource("src/core/a.ts", 'import type { B } from "./b.ts"; export type A = B;'),
      parseSource("src/core/b.ts", 'export const load = () => import("./c.ts"); export type B = 1;'),
      parseSource("src/core/c.ts", 'export type C = import("./a.ts").A;'),
    ];
    expect(findCycles(ring)).toEqual(["src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts"]);
    expect(findCycles(ring.slice(0, 2))).toEqual([]);
  });
});
