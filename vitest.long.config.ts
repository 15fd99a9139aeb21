import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { writeShipped } from "./scripts/shipped.js";

// The shipped scenarios are a made module: tests see them as they stand in `scenarios/`.
writeShipped(fileURLToPath(new URL("./", import.meta.url)));

export default defineConfig({
  test: {
    include: ["test/**/*.long.test.ts"],
    globalSetup: ["scripts/build-once.js"],
    setupFiles: ["test/setup.ts"],
    passWithNoTests: true,
    pool: "forks",
    // One at a time: long tests measure memory and time, and the engine takes every core itself.
    maxWorkers: 1,
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});
