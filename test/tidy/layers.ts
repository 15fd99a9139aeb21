import { posix } from "node:path";
import type { SourceFile } from "./tree.ts";

/** The layers of `src`, lowest first: a layer may import itself and those before it. */
export const layers = [
  "core",
  "rules",
  "language",
  "plan",
  "model",
  "scenario",
  "engine",
  "results",
  "experiment",
  "index",
  "cli",
] as const;

/** The one door through which the command line and the studio enter. */
const door = "src/index.ts";
const platform = "src/engine/platform/";

/** The layer of a path under `src`, or undefined for one that is nowhere. */
export function layerOf(path: string): string | undefined {
  if (path === door) return "index";
  const [top, folder, file] = path.split("/");
  return top === "src" && file !== undefined && (layers as readonly string[]).includes(folder) ? folder : undefined;
}

/** The file that a relative specifier names, or undefined for a package. */
export function targetOf(path: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.normalize(posix.join(posix.dirname(path), specifier)) : undefined;
}

/** What is wrong with the direction of a file's imports, a line each. */
export function faultsOfDirection(file: SourceFile): string[] {
  const faults: string[] = [];
  for (const { specifier, line } of file.imports) {
    const target = targetOf(file.path, specifier);
    if (target !== undefined && !mayImport(file.path, target)) {
      faults.push(`${file.path}:${line} may not import ${target}`);
    }
  }
  return faults;
}

function mayImport(from: string, to: string): boolean {
  if (from.startsWith("studio/")) return to.startsWith("studio/") || to === door;
  const [mine, theirs] = [layerOf(from), layerOf(to)];
  if (mine === undefined || theirs === undefined) return false;
  if (mine === "cli") return theirs === "cli" || theirs === "index" || to.startsWith(platform);
  return layers.indexOf(theirs as never) <= layers.indexOf(mine as never);
}

/** Every group of files that import each other in a ring, as `a → b → a`; imports of types count too. */
export function findCycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(
    files.map((file) => [file.path, file.imports.map((each) => targetOf(file.path, each.specifier))] as const),
  );
  const cycles: string[] = [];
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const visit = (path: string): void => {
    if (state.get(path) === "done" || !targets.has(path)) return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    trail.push(path);
    for (const target of targets.get(path) ?? []) if (target !== undefined) visit(target);
    trail.pop();
    state.set(path, "done");
  };
  for (const file of files) visit(file.path);
  return cycles;
}
