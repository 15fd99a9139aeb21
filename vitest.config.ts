import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { writeShipped } from "./scripts/shipped.js";

// The shipped scenarios are a made module: tests see them as they stand in `scenarios/`.
writeShipped(fileURLToPath(new URL("./", import.meta.url)));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["scripts/build-once.js"],
    setupFiles: ["test/setup.ts"],
    exclude: [...configDefaults.exclude, "**/*.long.test.ts"],
    // Forks, not threads: engine tests start their own worker threads and some change the working folder.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
