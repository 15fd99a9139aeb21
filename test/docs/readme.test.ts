import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { describe, expect, test } from "vitest";
import { root } from "../tidy/tree.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the readme", () => {
  test("has an example of three lines that runs as it stands", { timeout: 60_000 }, () => {
    const example = /^```js\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
    expect(example.trim().split("\n")).toHaveLength(3);
    // In a clone the command builds what has changed before it does anything else.
    expect(spawnSync(execPath, [join(root, "bin", "glasshouse.js"), "list", "--json"]).status).toBe(0);
    // The package finds itself by its own name in its own folder.
    const done = spawnSync(execPath, ["--input-type=module", "-e", example], { cwd: root, encoding: "utf8" });
    expect(done.stderr).toBe("");
    const [town, country] = JSON.parse(done.stdout) as number[];
    expect(town).toBeLessThan(country!);
  });
});

describe("the documents", () => {
  test.each([
    "README.md",
    "docs/TUTORIAL.md",
    "docs/MODEL.md",
    "docs/ARCHITECTURE.md",
    "docs/SCENARIOS.md",
    "docs/STUDIO.md",
  ])("%s links to what exists", (path) => {
    const text = readFileSync(join(root, path), "utf8");
    const folder = join(root, path, "..");
    const targets = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(folder, target)))).toEqual([]);
  });
});
