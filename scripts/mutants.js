import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { writeShipped } from "./shipped.js";

// usage: mutants.js --room NAME [--count N] [--seed N] [--workers N] [--json] [--again FILE]
const root = fileURLToPath(new URL("../", import.meta.url));
writeShipped(root);
const { module } = await runnerImport(join(root, "test", "mutation", "command.ts"), { logLevel: "error" });
await /** @type {{ command: (args: string[]) => Promise<void> }} */ (module).command(argv.slice(2));
