import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.long.test.ts"],
    passWithNoTests: true,
    pool: "forks",
    // One at a time: long tests measure memory and time, and the engine takes every core itself.
    maxWorkers: 1,
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});
