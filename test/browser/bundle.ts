import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

/** What a page may ask for: path from the root of the site → text or bytes. */
export type Site = ReadonlyMap<string, string | Uint8Array>;

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Bundles a TypeScript module for the browser, its workers and assets with it, in memory. The module itself is
 * `/entry.js` and keeps its exports.
 */
export async function bundle(entry: string): Promise<Site> {
  const result = (await build({
    root,
    configFile: false,
    logLevel: "error",
    mode: "test",
    worker: { format: "es" },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      target: "es2022",
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { entry },
        preserveEntrySignatures: "strict",
        output: { format: "es", entryFileNames: "[name].js" },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file) => [`/${file.fileName}`, file.type === "chunk" ? file.code : file.source] as const),
  );
}
