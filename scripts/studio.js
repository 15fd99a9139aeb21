import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { writeCards } from "./cards.js";
import { digestOf, readStudioInputs } from "./inputs.js";
import { markStudio } from "./studioDigest.js";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Builds the studio into a folder of plain files.
 * @param {{ out?: string }} [options] `out`: the folder, `studio/dist` unless told
 */
export async function buildStudio({ out = join(root, "studio", "dist") } = {}) {
  const digest = digestOf(readStudioInputs(root));
  await writeCards(join(root, "studio", "public", "cards"));
  rmSync(out, { recursive: true, force: true });
  await build({
    configFile: join(root, "studio", "vite.config.ts"),
    mode: "production",
    build: { outDir: out },
  });
  // What a browser keeps, to open the studio without a network.
  const paths = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((one) =>
    statSync(join(out, one)).isFile(),
  );
  const kept = ["./", ...paths.map((one) => `./${one.split(sep).join("/")}`).filter((one) => one !== "./offline.js")];
  writeFileSync(join(out, "files.json"), JSON.stringify(kept.sort()));
  markStudio(out, digest);
}

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  await buildStudio();
}
