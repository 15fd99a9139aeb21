import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arch, env, execPath, platform, versions } from "node:process";

/** A Node of another version to run the built library on, or why there is none. */
export type Found = { readonly path: string } | { readonly fault: string };

/**
 * Node 24: the one that `GLASSHOUSE_NODE24` names, this one, or one from the npm registry, which is kept in the folder
 * for temporary files. A registry that refuses is no fault of ours: the test then skips and says why.
 */
export function findNode24(): Found {
  if (env.GLASSHOUSE_NODE24) return isNode24(env.GLASSHOUSE_NODE24);
  if (versions.node.startsWith("24.")) return { path: execPath };
  const folder = join(tmpdir(), "glasshouse-node24");
  const name = `node-${platform}-${arch}`;
  const path = join(folder, "node_modules", name, "bin", "node");
  if (existsSync(path)) return isNode24(path);
  if (platform !== "linux" || (arch !== "x64" && arch !== "arm64")) return { fault: `there is no package ${name}` };
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@24`];
  const run = spawnSync("npm", args, { cwd: folder, encoding: "utf8", timeout: 120_000 });
  if (run.status === 0) return isNode24(path);
  const said = `${run.stderr ?? ""}${run.error?.message ?? ""}`.trim().split("\n").at(-1);
  return { fault: `npm install ${name}@24 failed: ${said}` };
}

function isNode24(path: string): Found {
  const run = spawnSync(path, ["--version"], { encoding: "utf8" });
  if (run.stdout?.startsWith("v24.")) return { path };
  return { fault: `${path} is not Node 24: ${run.stdout?.trim() || run.error?.message}` };
}
