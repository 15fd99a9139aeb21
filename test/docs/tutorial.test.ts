import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { env, execPath } from "node:process";
import { afterAll, describe, expect, test } from "vitest";
import { readScenario, readShipped } from "../../src/scenario/scenario.ts";
import { root } from "../tidy/tree.ts";

interface Block {
  readonly kind: string;
  readonly text: string;
}

const tutorial = readFileSync(join(root, "docs", "TUTORIAL.md"), "utf8");
const blocks: Block[] = [...tutorial.matchAll(/^```(yaml|sh)\n([\s\S]*?)^```$/gm)].map(([, kind, text]) => ({
  kind: kind!,
  text: text!,
}));

/** A folder of its own, with the clone's command in its path. */
const folder = mkdtempSync(join(tmpdir(), "tutorial-"));
const programs = join(folder, ".programs");
mkdirSync(programs);
writeFileSync(
  join(programs, "glasshouse"),
  `#!/bin/sh\nexec "${execPath}" "${join(root, "bin", "glasshouse.js")}" "$@"\n`,
);
chmodSync(join(programs, "glasshouse"), 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first line of a block names its file, and whether the rest is added to it. */
function openBlock({ text }: Block): { file: string; added: boolean; rest: string } {
  const named = /^# ([\w-]+\.yaml)(, at the end)?\n/.exec(text);
  if (!named) throw new Error(`a block of the tutorial does not name its file: ${text.slice(0, 60)}`);
  return { file: named[1]!, added: named[2] !== undefined, rest: text.slice(named[0].length) };
}

function save(block: Block): void {
  const { file, added, rest } = openBlock(block);
  writeFileSync(join(folder, file), rest, { flag: added ? "a" : "w" });
}

function runCommands({ text }: Block): string {
  const options = {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, PATH: `${programs}${delimiter}${env.PATH}` },
  } as const;
  const done = spawnSync("sh", ["-eu", "-c", text], options);
  return done.status === 0 ? "" : `${text}${done.stdout}${done.stderr}exit ${done.status}`;
}

describe("the tutorial", () => {
  test("has files and commands", () => {
    expect(blocks.filter(({ kind }) => kind === "yaml").length).toBeGreaterThan(3);
    expect(blocks.filter(({ kind }) => kind === "sh").length).toBeGreaterThan(3);
  });

  test("works, block by block", { timeout: 120_000 }, () => {
    for (const block of blocks) {
      if (block.kind === "yaml") save(block);
      else expect(runCommands(block)).toBe("");
    }
  });

  test("ends in the scenario that is shipped", () => {
    const opened = blocks.filter(({ kind }) => kind === "yaml").map(openBlock);
    const text = opened.filter(({ file }) => file === "littering.yaml").map(({ rest }) => rest);
    const built = readScenario(text.join(""), { name: "littering" });
    expect(built.hash).toBe(readShipped("littering").hash);
  });
});
