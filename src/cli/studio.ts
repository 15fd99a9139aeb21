import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { env, platform } from "node:process";
import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { ProblemError, type Scenario, shippedNames } from "../index.ts";
import { wrap } from "../report/table.ts";
import { placeOfOption, placeOfWord } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import { packageFolder } from "./packageFolder.ts";
import { serveStudio } from "./studioServer.ts";

export interface StudioFlags {
  readonly port?: string;
  /** False for `--no-open`. */
  readonly open: boolean;
}

const usualPort = 4747;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `studio`: serves the studio to this machine, opens it where there is a browser, and ends with Ctrl-C. */
export async function studioVerb(word: string | undefined, { port, open }: StudioFlags, call: Call): Promise<void> {
  const { line, terminal, json } = call;
  const from = portOf(port, call);
  const place = word === undefined ? "" : placeIn(openScenario(word, placeOfWord(line, word)), word);
  const folder = join(packageFolder, "studio", "dist");
  await refreshInClone();
  if (!existsSync(join(folder, "index.html"))) {
    const message = "the studio is not built in this folder";
    throw new ProblemError([
      { code: "studio-not-built", message, remedy: "install the package again, which has it built" },
    ]);
  }
  const ended = waitForSignal();
  const server = await serveStudio(folder, from);
  const address = `http://127.0.0.1:${server.port}/${place}`;
  if (json) terminal.printJson({ address, port: server.port });
  else
    terminal.print([address, ...wrap("The studio is served to this machine alone. Ctrl-C ends it.", terminal.width)]);
  if (open) openBrowser(address);
  await ended;
  await server.close();
}

/** In a clone the studio is built of the sources as they stand; an installed package has it built, and no sources. */
async function refreshInClone(): Promise<void> {
  const script = join(packageFolder, "scripts", "studio.js");
  if (!existsSync(join(packageFolder, "src")) || !existsSync(script)) return;
  const { refreshStudio } = (await import(pathToFileURL(script).href)) as { refreshStudio(): Promise<void> };
  await refreshStudio();
}

function portOf(port: string | undefined, { line }: Call): number {
  if (port === undefined) return usualPort;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (number >= 1 && number <= 65_535) return number;
  const [code, message] = ["bad-port", `${JSON.stringify(port)} is no port`] as const;
  const place = placeOfOption(line, "--port");
  throw new ProblemError([{ code, message, place, expected: "a whole number from 1 to 65535" }]);
}

/** Where the studio shows a scenario: a shipped one by name, a file with its text packed into the address. */
function placeIn(scenario: Scenario, word: string): string {
  if (shippedNames().includes(word)) return `#world/${word}`;
  const { sources, text, name } = scenario;
  // The page has the shipped scenarios and no files: what extends a file goes there whole.
  const own = sources.length > 1 ? text : sources[0]!.text;
  const packed = deflateRawSync(own).toString("base64url");
  const called = name.replace(/^.*[/\\]/, "").replace(/\.ya?ml$/, "");
  return `#world/${encodeURIComponent(called)}?text=${packed}`;
}

function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Heard to the end: npm passes on a Ctrl-C that has come to us already, and the second must not be our death.
    for (const signal of signals) process.on(signal, () => resolve());
  });
}

/** Where there is no screen or no browser, the address that was printed has to do. */
function openBrowser(address: string): void {
  if (platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) return;
  const [command, ...args] =
    platform === "darwin"
      ? ["open", address]
      : platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", address]
        : ["xdg-open", address];
  const child = spawn(command!, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
