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
  "report",
  "charts",
  "html",
  "cli",
] as const;

/** Layers that tell of worlds, to the terminal and the studio alike. They enter the library by its door. */
const tellers: readonly string[] = ["report", "charts", "html"];

/** The rooms of `src/model`, lowest first: none imports from one above it. */
export const modelRooms = [
  "legend",
  "draft",
  "time",
  "population",
  "consequences",
  "conduct",
  "scheme",
  "lists",
  "stakes",
  "truth",
  "redress",
  "institutions",
  "measures",
  "life",
  "questions",
  "block.ts",
  "enterprises",
  "sources.ts",
  "parts.ts",
  "lower.ts",
] as const;

/** The room of a path under `src/model`, by place; −1 for one that is nowhere, undefined for what is not in the model. */
function roomOf(path: string): number | undefined {
  const [, layer, room] = path.split("/");
  return layer === "model" ? modelRooms.indexOf(room as never) : undefined;
}

/** Imports of a file of the model from a room above its own, a line each. */
export function faultsOfRooms(file: SourceFile): string[] {
  const mine = roomOf(file.path);
  if (mine === undefined) return [];
  if (mine < 0) return [`${file.path} is in no room of the model`];
  return file.imports.flatMap(({ specifier, line }) => {
    const target = targetOf(file.path, specifier);
    const theirs = target === undefined ? undefined : roomOf(target);
    return theirs !== undefined && theirs > mine
      ? [`${file.path}:${line} may not import ${target}, which is above it`]
      : [];
  });
}

/** The one door through which the command line and the studio enter. */
const door = "src/index.ts";
const platform = "src/engine/platform/";
/** What the door hands out unchanged and the command line needs before it is known whether any world will be opened. */
const doorstep = ["limits", "problem", "source", "version", "visible"].map((name) => `src/core/${name}.ts`);

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
  const [mine, theirs] = [layerOf(from), layerOf(to)];
  // It is no part of the studio, but builds it.
  if (from === "studio/vite.config.ts") return doorstep.includes(to);
  if (from.startsWith("studio/")) return to.startsWith("studio/") || to === door || tellers.includes(theirs ?? "");
  if (mine === undefined || theirs === undefined) return false;
  const isLower = layers.indexOf(theirs as never) <= layers.indexOf(mine as never);
  if (mine === "cli" && (theirs === "cli" || to.startsWith(platform))) return true;
  if (mine === "cli" || tellers.includes(mine))
    return (tellers.includes(theirs) && isLower) || theirs === "index" || doorstep.includes(to);
  return isLower;
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

/** Every file that is loaded with one, itself among them. */
export function loadedWith(path: string, files: readonly SourceFile[]): Set<string> {
  const loaded = new Set([path]);
  for (const each of loaded) {
    for (const { specifier, isEager } of files.find((file) => file.path === each)?.imports ?? []) {
      const target = isEager ? targetOf(each, specifier) : undefined;
      if (target !== undefined) loaded.add(target);
    }
  }
  return loaded;
}
