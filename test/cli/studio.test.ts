import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../tidy/tree.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const page = join(root, "studio", "dist", "index.html");

describe("glasshouse studio", () => {
  // A clone has no built studio until somebody builds it; what stands in its place here is served as it is.
  const made = !existsSync(page);
  beforeAll(() => {
    if (!made) return;
    mkdirSync(join(root, "studio", "dist"), { recursive: true });
    writeFileSync(page, "<!doctype html>");
  });
  afterAll(async () => {
    if (made) (await import("node:fs")).rmSync(page);
  });

  test("prints an address, serves the page there, and ends when it is told to", async () => {
    const { address, end } = await begin("littering");
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#world\/littering$/);
    expect(await (await fetch(address)).text()).toBe(readFileSync(page, "utf8"));
    expect(await end()).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  test("puts a file of one's own into the address", async () => {
    const text = "title: Mine\ntime: { tick: 1 week, span: 2 weeks }\npopulation: { size: 40 }\n";
    writeFileSync(join(folder.path, "mine.yaml"), text);
    const { address, end } = await begin("mine.yaml");
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

  async function begin(word: string): Promise<{ address: string; end: () => Promise<number | null> }> {
    const args = [join(root, "bin", "glasshouse.js"), "studio", word, "--no-open", "--port", "42747"];
    const child = spawn(process.execPath, args, { cwd: folder.path, env: { ...process.env, NO_COLOR: "1" } });
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const address = await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stdout.on("data", (part: Buffer) => {
        said += part.toString();
        const line = /^(http:\S+)\n/.exec(said)?.[1];
        if (line !== undefined) resolve(line);
      });
      child.on("exit", () => reject(new Error(`ended early: ${said}`)));
    });
    return {
      address,
      end: () => {
        child.kill("SIGINT");
        return ended;
      },
    };
  }
});
