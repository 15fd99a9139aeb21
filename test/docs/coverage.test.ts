import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { listOf, readCoverage } from "../../scripts/scenarios.js";
import { readShipped, shippedNames } from "../../src/index.ts";
import { root } from "../tidy/tree.ts";

const coverage = readCoverage(readFileSync(join(root, "docs", "coverage.yaml"), "utf8"));
const entries = Object.entries(coverage).flatMap(([system, list]) => list.map((one) => ({ system, ...one })));
const trees = new Map<string, unknown>();

/** What a scenario says when merged, or what the file of a catalogue says. */
function treeOf(name: string): unknown {
  const catalogue = join(root, "scenarios", `${name}.yaml`);
  if (!trees.has(name)) {
    const tree = shippedNames().includes(name)
      ? JSON.parse(readShipped(name).text)
      : existsSync(catalogue) && parse(readFileSync(catalogue, "utf8"));
    trees.set(name, tree);
  }
  return trees.get(name);
}

function isThere(key: string): boolean {
  const [name, path] = key.split(":");
  let at = treeOf(name!);
  for (const word of (path ?? "").split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, word)) return false;
    at = (at as Record<string, unknown>)[word];
  }
  return true;
}

/** A title as a source spells it, in quotes of either kind. */
function isHeld(named: string): boolean {
  const [file, ...title] = named.split(" > ");
  const path = join(root, file!);
  return title.length > 0 && existsSync(path) && readFileSync(path, "utf8").includes(`"${title.join(" > ")}"`);
}

describe("what the sources say", () => {
  test("stands in a scenario and is held by a test, or is left out for a reason, or awaits its scenario", () => {
    const unclear = entries.filter((one) => {
      const held = listOf(one.key).length > 0 && listOf(one.test).length > 0;
      const states = [held, (one.left_out ?? "").length > 10, one.pending === true];
      const loose = !held && (one.key !== undefined || one.test !== undefined);
      return !one.says || !one.source || loose || states.filter(Boolean).length !== 1;
    });
    expect(unclear).toEqual([]);
  });

  test("is said once for each system", () => {
    const said = entries.map(({ system, says }) => `${system}: ${says}`);
    expect(said.filter((one, i) => said.indexOf(one) !== i)).toEqual([]);
  });

  test("names keys that are there", () => {
    const keys = entries.flatMap(({ key }) => listOf(key));
    expect(keys.filter((key) => !isThere(key))).toEqual([]);
  });

  test("names tests that are there", () => {
    const tests = entries.flatMap((one) => listOf(one.test));
    expect([...new Set(tests)].filter((named) => !isHeld(named))).toEqual([]);
  });

  test("awaits no scenario that is there already", () => {
    const files = (system: string): string[] => [`${system}.yaml`, `catalogues/${system}.yaml`];
    const late = entries.filter(
      ({ system, pending }) => pending && files(system).some((file) => existsSync(join(root, "scenarios", file))),
    );
    expect(late.map(({ system, says }) => `${system}: ${says}`)).toEqual([]);
  });

  test("covers every scenario that is there, or one that it extends", () => {
    const family = (name: string): string[] => readShipped(name).sources.map((source) => source.name.split(" ")[0]!);
    expect(shippedNames().filter((name) => !family(name).some((one) => coverage[one]))).toEqual([]);
  });
});
