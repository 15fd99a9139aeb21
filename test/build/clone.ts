import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../tidy/tree.ts";

const kept = ["bin", "scripts", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];

/** A clone with two sources of a line or two and one scenario, which compiles in no time; the caller removes it. */
export function openClone(): string {
  const clone = mkdtempSync(join(tmpdir(), "glasshouse-clone-"));
  for (const path of kept) cpSync(join(root, path), join(clone, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "junction");
  say(clone, "src/index.ts", `export { shipped } from "./scenario/shipped.ts";`);
  say(clone, "src/cli/main.ts", mainThat("first"));
  say(clone, "scenarios/none.yaml", "title: None");
  say(clone, "scenarios/catalogues/acts.yaml", "title: Acts");
  return clone;
}

/** The source of a command that prints a word. */
export function mainThat(word: string): string {
  return `export async function main(_: string[]): Promise<number> { console.log("${word}"); return 0; }`;
}

export function say(clone: string, path: string, text: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), `${text}\n`);
}

/** Path, time and file of all that lies in a folder of the clone, packages aside: equal only when nothing was written. */
export function stateOf(clone: string, folder = "."): string[] {
  const paths = listPaths(join(clone, folder)).filter((path) => path !== "node_modules");
  return paths.map((path) => {
    const { mtimeMs, ino } = statSync(join(clone, folder, path));
    return `${path} ${mtimeMs} ${ino}`;
  });
}

/** Paths from a folder, folders before what is in them; what a link leads to is not looked into. */
function listPaths(folder: string, before = ""): string[] {
  const entries = readdirSync(join(folder, before), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = before === "" ? entry.name : `${before}/${entry.name}`;
    return entry.isDirectory() ? [path, ...listPaths(folder, path)] : [path];
  });
}

/** The files of a build with their text. */
export function textsOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process of Node in the clone. */
export function start(
  clone: string,
  ...args: string[]
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, { cwd: clone, stdio: "pipe" });
  const texts = { out: "", err: "" };
  child.stdout.on("data", (data) => {
    texts.out += data;
  });
  child.stderr.on("data", (data) => {
    texts.err += data;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...texts }));
  });
  return { child, ended };
}

export const command = join("bin", "glasshouse.js");
