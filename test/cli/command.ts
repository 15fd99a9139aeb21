import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chdir, cwd } from "node:process";
import { afterAll, beforeAll } from "vitest";
import { refresh } from "../../scripts/build.js";
import { main } from "../../src/cli/main.ts";
import { root } from "../tidy/tree.ts";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of the test file's own; the sources are compiled before its first test. */
export function useFolder(): { readonly path: string } {
  const folder = { path: "" };
  beforeAll(() => {
    const built = refresh(root);
    if (!built.ok) throw new Error(built.message);
    folder.path = mkdtempSync(join(tmpdir(), "glasshouse-cli-"));
  }, 120_000);
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }));
  return folder;
}

/** Runs the command as a person would, without a terminal, in a folder. */
export function glasshouse(folder: string, ...args: string[]): Ended {
  return glasshouseWith({}, folder, ...args);
}

export function glasshouseWith(env: Record<string, string>, folder: string, ...args: string[]): Ended {
  const run = spawnSync(process.execPath, [join(root, "bin", "glasshouse.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
    timeout: 25_000,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/**
 * The same in the process of the test: for what a command says and keeps, of which a process of its own would say the same,
 * later. What is a matter of processes (signals, pipes, locks, limits) is asked of `glasshouse`.
 */
export async function glasshouseHere(folder: string, ...args: string[]): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (said: string[]) => ({ write: (text: string) => void said.push(text) });
  const before = cwd();
  chdir(folder);
  try {
    const code = await main(args, { out: into(out), err: into(err), env: { NO_COLOR: "1" } });
    return { code, out: out.join(""), err: err.join("") };
  } finally {
    chdir(before);
  }
}

/** The text without what differs from machine to machine and from version to version. */
export function steady(text: string): string {
  return text
    .replace(/^language {2}.*(\n {10}.*)*$/m, "language  (where it is)")
    .replace(/^took {3,}.*\n( .*\n)*/m, "took        (as long as it takes)\n")
    .replaceAll(/(state hash +)[0-9a-f]{16}/g, "$1(16 digits)")
    .replaceAll(/\b[0-9a-f]{32}\b/g, "(32 digits)");
}
