import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../tidy/tree.ts";
import { manyFigures } from "./manyFigures.ts";

test("sixty measures by thirty groups for 20,000 ticks take less than 300 MB, and all rows are on disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "glasshouse-many-"));
  writeFileSync(join(folder, "many.yaml"), manyFigures);
  // The process tells its own peak as it ends.
  const tell = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + " kB"));`;
  const args = ["--import", `data:text/javascript,${encodeURIComponent(tell)}`, join(root, "bin/glasshouse.js")];
  const ended = spawnSync(process.execPath, [...args, "run", "many.yaml", "--out", "out"], {
    cwd: folder,
    encoding: "utf8",
  });
  const peak = Number(/peak (\d+) kB/.exec(ended.stderr)![1]) / 1000;
  const { size } = statSync(join(folder, "out", "measures.csv"));
  console.log(`many figures: peak ${peak.toFixed(0)} MB, ${(size / 1e6).toFixed(0)} MB of rows`);
  expect(ended.status).toBe(0);
  expect(peak).toBeLessThan(300);
  expect(readdirSync(join(folder, "out")).sort()).toEqual(["manifest.json", "measures.csv"]);
  expect(size).toBeGreaterThan(1e9);
  rmSync(folder, { recursive: true });
}, 600_000);
