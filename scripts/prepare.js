import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

// npm runs this after `npm ci`, before it packs, and when npx is first used in a clone. The last happens before
// anything is installed, so a missing compiler must not fail here: the command itself says what to do. What is packed
// must be built, so there it does (`--must`). The package has this file too, since it is named in its package.json;
// nothing is left to do there.
const root = fileURLToPath(new URL("../", import.meta.url));
if (existsSync(join(root, "src"))) {
  chmodSync(join(root, "bin", "glasshouse.js"), 0o755);
  const installed = existsSync(join(root, "node_modules"));
  if (installed) for (const name of ["glasshouse", "glasshouse-lab"]) link(name);
  const must = argv.includes("--must");
  if (installed || must) await make(must);
}

/** @param {boolean} must whether a build that fails is a failure */
async function make(must) {
  const { build } = await import("./build.js");
  const outcome = build(root);
  // A package has the studio built; a clone builds it when somebody asks for it.
  if (outcome.ok && must && existsSync(join(root, "studio"))) await (await import("./studio.js")).buildStudio();
  if (outcome.ok) return;
  console.error(must ? outcome.message : `${outcome.message} (the command will try again when it is run)`);
  if (must) process.exitCode = outcome.code;
}

/**
 * npm links the commands of dependencies, not the package's own; scripts and npx find them through this.
 * @param {string} name
 */
function link(name) {
  const folder = join(root, "node_modules", ".bin");
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  if (lstatSync(path, { throwIfNoEntry: false })) rmSync(path);
  try {
    symlinkSync(join("..", "..", "bin", "glasshouse.js"), path);
  } catch (error) {
    // Windows needs a privilege for links; npx works there without it.
    console.error(`glasshouse: no link in node_modules/.bin (${error instanceof Error ? error.message : error})`);
  }
}
