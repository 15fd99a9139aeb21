import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
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

  // A registry that lacks one platform's package leaves a hole in the lock file, and then `npm ci` refuses anywhere.
  test("are locked for every platform", () => {
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const missing = Object.entries(packages as Record<string, { optionalDependencies?: Record<string, string> }>)
      .flatMap(([path, entry]) => Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ path, name })))
      .filter(
        ({ path, name }) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      )
      .map(({ path, name }) => `${path} wants ${name}`);
    expect(missing).toEqual([]);
  });
});

describe("what is packed", () => {
  const options = { cwd: root, encoding: "utf8", shell: process.platform === "win32" } as const;
  const packed = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], options);
  const files: readonly string[] = JSON.parse(packed.stdout)[0].files.map(({ path }: { path: string }) => path);

  test("has all that npm runs by itself, and all that this imports before it looks around", () => {
    const byItself = /^(pre|post)?(install|pack|prepare|publish)$|^(pre|post)?(version|dependencies|uninstall)$/;
    const named = Object.entries(manifest.scripts as Record<string, string>).flatMap(([name, text]) =>
      byItself.test(name) ? (text.match(/[\w./-]+\.[cm]?js\b/g) ?? [text]) : [],
    );
    expect(named.length).toBeGreaterThan(1);
    const needed = named.flatMap((path) => [path, ...importedBy(path)]);
    expect(needed.filter((path) => !files.includes(path))).toEqual([]);
  });

  test("has what its commands are and name: the language, and a manual of it", () => {
    const commands = Object.values(manifest.bin as Record<string, string>);
    expect(Object.keys(manifest.bin)).toContain(manifest.name);
    for (const path of [...commands, "docs/LANGUAGE.md", "schema/scenario.schema.json", "bench/r1.yaml"])
      expect(files).toContain(path);
  });
});

/** Files that a script of ours imports as it is loaded, and what these do. */
function importedBy(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  const direct = [...text.matchAll(/^(?:import|export) [^"]*"(\.[^"]+)"/gm)].map(([, to]) => join(dirname(path), to!));
  return direct.flatMap((one) => [one, ...importedBy(one)]);
}

describe("commands", () => {
  // npx makes a file executable only the first time it sees a folder; after that a lost bit reads "Permission denied".
  test.skipIf(process.platform === "win32").each(["bin/glasshouse.js", ".ci/run"])("%s can be run", (path) => {
    expect(statSync(join(root, path)).mode & 0o111).not.toBe(0);
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
    expect(files.flatMap((file) => faultsOf(file, all, isBuilt(file.path)))).toEqual([]);
  });
});

/** Only these may know the machine that they run on. */
function hasHost(path: string): boolean {
  return path.startsWith("src/cli/") || path.startsWith("src/engine/platform/");
}

/** Of what is no library: all but what runs in a browser. */
function isBuilt(path: string): boolean {
  return !path.startsWith("studio/") || path === "studio/vite.config.ts";
}

function faultsOf(file: SourceFile, packages: readonly string[], host: boolean): string[] {
  return file.imports
    .filter(({ specifier }) => !isGood(specifier, file.path, packages, host))
    .map(({ specifier, line }) => `${file.path}:${line} may not import ${specifier}`);
}

function isGood(specifier: string, path: string, packages: readonly string[], host: boolean): boolean {
  if (specifier.startsWith("#")) return specifier in (manifest.imports ?? {});
  if (specifier.startsWith(".")) {
    // Scripts and peers are written in JavaScript; nothing else may be asked for by the name of its output.
    const written = specifier.endsWith(".js") && existsSync(join(root, dirname(path), specifier));
    return path.endsWith(".js") || written || /\.(tsx?|css|json)(\?.*)?$/.test(specifier);
  }
  if (specifier.startsWith("node:")) return host && isBuiltin(specifier);
  return packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}
