import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.js";

// npm runs this after `npm ci`, before it packs, and when npx is first used in a clone. The last happens before
// anything is installed, so a missing compiler must not fail here: the command itself says what to do.
const root = fileURLToPath(new URL("../", import.meta.url));
chmodSync(join(root, "bin", "glasshouse.js"), 0o755);
if (existsSync(join(root, "node_modules"))) {
  link();
  const outcome = build(root);
  if (!outcome.ok) console.error(`${outcome.message} (the command will try again when it is run)`);
}

/** npm links the commands of dependencies, not the package's own; scripts and npx find it through this. */
function link() {
  const folder = join(root, "node_modules", ".bin");
  const path = join(folder, "glasshouse");
  mkdirSync(folder, { recursive: true });
  if (lstatSync(path, { throwIfNoEntry: false })) rmSync(path);
  try {
    symlinkSync(join("..", "..", "bin", "glasshouse.js"), path);
  } catch (error) {
    // Windows needs a privilege for links; npx works there without it.
    console.error(`glasshouse: no link in node_modules/.bin (${error instanceof Error ? error.message : error})`);
  }
}
