import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { version } from "../src/core/version.ts";

const here = fileURLToPath(new URL("./", import.meta.url));

/** The studio as a folder of plain files that any host can serve from any path. Built by `scripts/studio.js`. */
export default defineConfig({
  root: here,
  base: "./",
  publicDir: "public",
  define: { glasshouseVersion: JSON.stringify(version) },
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { alias: { fs: `${here}noFiles.ts` } },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // Under a strict policy nothing is loaded but files of ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4_000,
    // On a slow machine every build would tell how slow it was.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
