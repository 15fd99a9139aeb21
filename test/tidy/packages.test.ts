import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dependencies, devDependencies } from "./dependencies.ts";
import { readTree, root, type SourceFile } from "./tree.ts";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe("packages", () => {
  test("are exactly those that were decided on", () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(dependencies).sort());
    expect(Object.keys(manifest.devDependencies).sort()).toEqual(Object.keys(devDependencies).sort());
  });

  test("are asked for in kinds that are known", () => {
    const kinds = Object.keys(manifest).filter((key) => /dependencies$/i.test(key));
    expect(kinds.sort()).toEqual(["dependencies", "devDependencies"]);
  });

  test("are locked without the host or address they came from", () => {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const located = Object.entries(lock.packages as Record<string, { resolved?: string; link?: boolean }>)
      .filter(([, entry]) => entry.resolved !== undefined)
      .map(([path, entry]) => `${path}: ${entry.resolved}`);
    expect(located).toEqual([]);
    expect(JSON.stringify(lock)).not.toMatch(/\.tgz|registry[.-]|npmjs|yarnpkg/);
  });
});

describe("import specifiers", () => {
  test("of the library are relative and end in .ts, or name a declared package", () => {
    const faults = readTree(["src"]).flatMap((file) => faultsOf(file, Object.keys(dependencies), hasHost(file.path)));
    expect(faults).toEqual([]);
  });

  test("of the studio and the tests are relative, declared or of Node", () => {
    const all = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
    const files = readTree(["studio", "test", "bench", "scripts", "bin"]);
    expect(files.flatMap((file) => faultsOf(file, all, !file.path.startsWith("studio/")))).toEqual([]);
  });
});

/** Only these may know the machine that they run on. */
function hasHost(path: string): boolean {
  return path.startsWith("src/cli/") || path.startsWith("src/engine/platform/");
}

function faultsOf(file: SourceFile, packages: readonly string[], host: boolean): string[] {
  return file.imports
    .filter(({ specifier }) => !isGood(specifier, file.path, packages, host))
    .map(({ specifier, line }) => `${file.path}:${line} may not import ${specifier}`);
}

function isGood(specifier: string, path: string, packages: readonly string[], host: boolean): boolean {
  if (specifier.startsWith("#")) return specifier in (manifest.imports ?? {});
  if (specifier.startsWith(".")) return path.endsWith(".js") || /\.(tsx?|css|json)(\?.*)?$/.test(specifier);
  if (specifier.startsWith("node:")) return host && isBuiltin(specifier);
  return packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}
