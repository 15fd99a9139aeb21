import { fileURLToPath } from "node:url";
import { createLogger, defineConfig } from "vite";
import { version } from "../src/core/version.ts";

const here = fileURLToPath(new URL("./", import.meta.url));

const logger = createLogger("warn");
/** The assembler asks for files only where there are some. */
const warn = logger.warn;
logger.warn = (said, options) => {
  if (!/Module "fs" has been externalized .*\/wabt\//.test(said)) warn(said, options);
};

/** The studio as a folder of plain files that any host can serve from any path. Built by `scripts/studio.js`. */
export default defineConfig({
  root: here,
  base: "./",
  publicDir: "public",
  define: { glasshouseVersion: JSON.stringify(version) },
  logLevel: "warn",
  customLogger: logger,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // Under a strict policy nothing is loaded but files of ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4_000,
  },
});
