import { existsSync } from "node:fs";
import { basename, delimiter, dirname, join, relative, sep } from "node:path";
import { argv, cwd, env } from "node:process";
import { asShellWord } from "../report/wording.ts";
import { packageFolder } from "./packageFolder.ts";

/** How a command was begun, as far as a process is told. */
export interface Begun {
  /** The path of the program that Node was given. */
  readonly program: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Whether the sources lie beside it, in the folder that was called from or one above it; or somewhere else. */
  readonly clone: "here" | "elsewhere" | undefined;
}

let known: string | undefined;

/** What a person types to call this command again: next steps and examples begin with it. */
export function commandName(): string {
  known ??= nameOf({ program: argv[1], env, folder: cwd(), clone: cloneFrom(cwd()) });
  return known;
}

function cloneFrom(folder: string): Begun["clone"] {
  if (!existsSync(join(packageFolder, "src"))) return undefined;
  return relative(packageFolder, folder).startsWith("..") ? "elsewhere" : "here";
}

/**
 * The name for how a command was begun. Outside a clone npx is only ever told the name of the package: what it finds
 * under another belongs to somebody else.
 */
export function nameOf({ program, env, folder, clone }: Begun): string {
  const { GLASSHOUSE_COMMAND: wish = "" } = env;
  // For a wrapper, or a test; what is no plain command is none.
  if (/^[\w.@/-]+( [\w.@/-]+){0,4}$/.test(wish) && wish.length <= 80) return wish;
  const called = basename(program ?? "").replace(/\.(cmd|ps1|exe)$/i, "");
  const isScript = /\.[cm]?js$/.test(called);
  const byNpm = env.npm_command !== undefined && env.npm_execpath !== undefined;
  if (clone === "here" && byNpm) return "npx glasshouse";
  if (clone === undefined && byNpm && env.npm_command === "exec") return "npx glasshouse-lab";
  if (called === "" || program === undefined) return "glasshouse";
  const path = relative(folder, program);
  if (isScript) return program.split(sep).includes("node_modules") ? "glasshouse-lab" : `node ${asShellWord(path)}`;
  const found = (env.PATH ?? env.Path ?? "").split(delimiter).includes(dirname(program));
  return found ? called : asShellWord(path.startsWith("..") ? program : `./${path}`);
}
