import { spawn, spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { refreshStudio } from "../../scripts/studio.js";
import { root } from "../tidy/tree.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const page = join(root, "studio", "dist", "index.html");

describe("glasshouse studio", () => {
  // In a clone it is built for whoever asks first; that takes its time here, where much else goes on.
  beforeAll(refreshStudio, 170_000);

  test("is what npm start serves: isolated, to be ended by Ctrl-C with exit code 0", async () => {
    const { address, end } = await begin("npm", ["start", "--silent", "--", ...quiet], root);
    const come = await fetch(address);
    expect(come.status).toBe(200);
    expect(await come.text()).toBe(readFileSync(page, "utf8"));
    expect(come.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(come.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(come.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await end()).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  test("is built anew where a source has changed, and not where none has", async () => {
    const mark = join(root, "dist", "studio.txt");
    const digest = readFileSync(mark, "utf8");
    const before = statSync(page).mtimeMs;
    await refreshStudio();
    expect(statSync(page).mtimeMs).toBe(before);
    writeFileSync(mark, "of other sources");
    await refreshStudio();
    expect(readFileSync(mark, "utf8")).toBe(digest);
    expect(statSync(page).mtimeMs).toBeGreaterThan(before);
  }, 60_000);

  test("prints an address, serves the page there, and ends when it is told to", async () => {
    const { address, end } = await beginAt("littering");
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#world\/littering$/);
    expect(await (await fetch(address)).text()).toBe(readFileSync(page, "utf8"));
    expect(await end()).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  test("puts a file of one's own into the address", async () => {
    const text = "title: Mine\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 40 }\n";
    writeFileSync(join(folder.path, "mine.yaml"), text);
    const { address, end } = await beginAt("mine.yaml");
    const [, packed] = /#world\/mine\?text=([\w-]+)$/.exec(address) ?? [];
    expect(inflateRawSync(Buffer.from(packed ?? "", "base64url")).toString()).toBe(text);
    await end();
  });

  test.each([
    [["studio", "nowhere"], "no-such-scenario"],
    [["studio", "--port", "0"], "bad-port"],
    [["studio", "--port", "80x"], "bad-port"],
  ])("refuses %j with %s, and serves nothing", (args, code) => {
    const { code: ended, err } = glasshouse(folder.path, ...args, "--no-open");
    expect(ended).toBe(1);
    expect(err).toContain(code);
  });

  function beginAt(word: string): ReturnType<typeof begin> {
    const args = [join(root, "bin", "glasshouse.js"), "studio", word, ...quiet];
    return begin(process.execPath, args, folder.path);
  }
});

const quiet = ["--no-open", "--port", "42747"];

/** Starts what serves. `end` tells the process that serves, whoever started it, and gives what the first came to. */
async function begin(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ address: string; end: () => Promise<number | null> }> {
  const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: "1" } });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      const line = /^(http:\S+)\n/m.exec(said)?.[1];
      if (line !== undefined) resolve(line);
    });
    child.on("exit", () => reject(new Error(`ended early: ${said}`)));
  });
  return {
    address,
    end: () => {
      process.kill(lastOf(child.pid!), "SIGINT");
      return ended;
    },
  };
}

/** The youngest of the children of a process's children, or itself. */
function lastOf(pid: number): number {
  const { stdout } = spawnSync("ps", ["-A", "-o", "ppid=,pid="], { encoding: "utf8" });
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const child = pairs.find(([parent]) => parent === pid)?.[1];
  return child === undefined ? pid : lastOf(child);
}
