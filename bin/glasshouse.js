#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Exit codes: 0 fine, 1 the person's scenario, arguments or set-up, 2 our fault. */
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`glasshouse needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

// A reader that closes early (`glasshouse plan FILE | head`) is not a fault.
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  console.error(`error: what is printed cannot be written: ${error.message}`);
  process.exit(1);
});

const root = new URL("../", import.meta.url);
let entry = new URL("dist/main.js", root);
const builder = new URL("scripts/build.js", root);

try {
  // Only a clone has sources; an installed package has nothing but what was built.
  if (existsSync(new URL("src/", root)) && existsSync(builder)) {
    const { refresh } = await import(builder.href);
    const outcome = refresh(fileURLToPath(root));
    if (!outcome.ok) {
      console.error(outcome.message);
      process.exit(outcome.code);
    }
    entry = pathToFileURL(join(outcome.folder, "cli", "main.js"));
  }
  const { main } = await import(entry.href);
  // Not process.exit: output that is still on its way into a pipe must arrive.
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Its words may come from outside, and what shows them visibly may be what could not be loaded.
  const told = String((error instanceof Error && error.stack) || error);
  console.error(told.replace(/[^\n\x20-\x7e]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`));
  process.exitCode = 2;
}
