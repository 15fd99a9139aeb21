import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { refresh } from "../../scripts/build.js";
import { root } from "../tidy/tree.ts";

/** The command as processes of their own, and what must hold of every one of them, however it ended. */

/** The folder of the command that is tried. */
let copy: string | undefined;

/** The command as a package that was installed: what is edited meanwhile changes nothing in it. */
function install(): string {
  const built = refresh(root);
  if (!built.ok) throw new Error(built.message);
  const path = mkdtempSync(join(tmpdir(), "glasshouse-installed-"));
  // For whoever the command is run as.
  chmodSync(path, 0o755);
  mkdirSync(join(path, "dist"));
  cpSync(join(root, "bin"), join(path, "bin"), { recursive: true });
  cpSync(join(root, "package.json"), join(path, "package.json"));
  const name = basename(built.folder);
  writeFileSync(join(path, "dist", "main.js"), `export * from "./${name}/cli/main.js";\n`);
  symlinkSync(built.folder, join(path, "dist", name));
  return path;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly milliseconds: number;
}

export interface Ways {
  /** What comes before `node`: a program that runs it, with its arguments. */
  readonly under?: readonly string[];
  readonly stdio?: StdioOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process once it is there. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** How long a command may take on a busy machine: these worlds take a second. */
const mostMilliseconds = 120_000;

/** Runs the command in a folder until it ends; within `inFolder`. */
export function go(folder: string, args: readonly string[], ways: Ways = {}): Promise<Ended> {
  const [program, ...words] = [...(ways.under ?? []), process.execPath, join(copy!, "bin", "glasshouse.js"), ...args];
  const start = performance.now();
  const child = spawn(program!, words, {
    cwd: folder,
    stdio: ways.stdio ?? ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...ways.env },
    timeout: mostMilliseconds,
    killSignal: "SIGKILL",
  });
  const texts = { out: "", err: "" };
  child.stdout?.on("data", (part) => {
    texts.out += part;
  });
  child.stderr?.on("data", (part) => {
    texts.err += part;
  });
  ways.meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...texts, milliseconds: performance.now() - start }));
  });
}

/** A folder for a trial, taken away after it, and the command for it. */
export async function inFolder<T>(act: (path: string) => Promise<T>): Promise<T> {
  copy = install();
  const path = mkdtempSync(join(tmpdir(), "glasshouse-trial-"));
  try {
    return await act(path);
  } finally {
    for (const each of [path, copy]) rmSync(each, { recursive: true, force: true });
    copy = undefined;
  }
}

const ofTheSystem =
  /\b(E(PERM|NOENT|INTR|IO|NXIO|2BIG|BADF|AGAIN|NOMEM|ACCES|FAULT|BUSY|EXIST|XDEV|NODEV|NOTDIR|ISDIR|INVAL|NFILE|MFILE|NOTTY|TXTBSY|FBIG|NOSPC|SPIPE|ROFS|MLINK|PIPE|NAMETOOLONG|LOOP|OVERFLOW|DQUOT|NOTSUP|OPNOTSUPP))\b/;

/** What must not be of a command that ended by itself: another exit code than 0 or 1, no clear message, a stack trace. */
export function faultsOfEnd({ code, signal, out, err }: Ended, codes: readonly number[] = [0, 1]): string[] {
  const told = `${err}${out}`;
  const short = JSON.stringify(err.slice(0, 600));
  if (signal !== null) return [`it was ended by ${signal}: ${short}`];
  const faults: string[] = [];
  if (!codes.includes(code!)) faults.push(`its exit code is ${code}: ${short}`);
  if (/^\s+at .*(file:|node:|\.[jt]s:\d+)/m.test(told)) faults.push(`a stack trace is printed: ${short}`);
  if (/This is a bug|"code": ?"bug"/.test(told)) faults.push(`a bug is told: ${short}`);
  if (ofTheSystem.test(err)) faults.push(`a code of the system's is told: ${short}`);
  return faults;
}

/** Of a refusal: that it is one, in a message of its own kind, or several. */
export function faultsOfRefusal(ended: Ended): string[] {
  if (ended.code !== 1) return [];
  const messages = codesOf(ended);
  return messages.length > 0 ? [] : [`it is refused without a message: ${JSON.stringify(ended.err)}`];
}

/** The codes of the problems that a command told, whether to a person or to a program. */
export function codesOf({ out, err }: Ended): string[] {
  const codes = [...err.matchAll(/^error\[([a-z-]+)\]/gm)].map(([, code]) => code!);
  if (codes.length > 0 || !out.startsWith("{")) return codes;
  const told = JSON.parse(out) as { problems?: readonly { code: string }[] };
  return told.problems?.map(({ code }) => code) ?? [];
}

export function textAt(...names: string[]): string | undefined {
  const path = join(...names);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : undefined;
}

/** That a page is a whole one, where there is one. */
export function faultsOfPageAt(path: string): string[] {
  const text = textAt(path);
  if (text === undefined || (text.startsWith("<!doctype html>") && /<\/html>\s*$/.test(text))) return [];
  return [`${path} is half a page`];
}

/** That a manifest is a whole one, where there is one, and its figures are there beside it. */
export function faultsOfManifestIn(folder: string): string[] {
  const text = textAt(folder, "manifest.json");
  if (text === undefined) return [];
  try {
    if (/^[0-9a-f]{16}$/.test(JSON.parse(text).stateHash) && textAt(folder, "measures.csv") !== undefined) return [];
  } catch {
    // Told below.
  }
  return ["manifest.json is half of one, or has no figures"];
}

/** Names in a folder that only a run that goes on, or one that was killed, has there. */
export function leftoversIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => /\.part$|^lock(\.|$)/.test(name));
}
