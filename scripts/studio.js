import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { refresh } from "./build.js";
import { openAside, put, textOf } from "./put.js";
import { writeShipped } from "./shipped.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const usual = join(root, "studio", "dist");
/** Of what the studio in its usual folder was built: beside the library, and not among the files that are served. */
const madeOf = "dist/studio.txt";

/**
 * Builds the studio into a folder of plain files. What lay in its usual one before goes when all of it is made.
 * @param {{ out?: string }} [options] `out`: the folder, `studio/dist` unless told
 */
export async function buildStudio({ out = usual } = {}) {
  if (out !== usual) return await make(out);
  const digest = digestOfStudio();
  const aside = openAside(root);
  try {
    await make(join(aside, "studio"));
    rmSync(usual, { recursive: true, force: true });
    renameSync(join(aside, "studio"), usual);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  put(root, madeOf, digest);
}

/** @param {string} folder */
async function make(folder) {
  // Loaded here: whoever only asks whether it is built needs no builder.
  const [{ build }, { cardsFolder }] = await Promise.all([import("vite"), import("./cards.js")]);
  // The page is built of the sources where they lie, and the module of the scenarios is made of files that may have changed.
  writeShipped(root);
  const cards = await cardsFolder();
  rmSync(folder, { recursive: true, force: true });
  await build({
    configFile: join(root, "studio", "vite.config.ts"),
    mode: "production",
    build: { outDir: folder },
  });
  cpSync(cards, join(folder, "cards"), { recursive: true });
  // What a browser keeps, to open the studio without a network.
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((one) =>
    statSync(join(folder, one)).isFile(),
  );
  const kept = ["./", ...paths.map((one) => `./${one.split(sep).join("/")}`).filter((one) => one !== "./offline.js")];
  writeFileSync(join(folder, "files.json"), JSON.stringify(kept.sort()));
}

/** Builds the studio in its usual folder, where it is not built of the sources as they stand. */
export async function refreshStudio() {
  if (existsSync(join(usual, "index.html")) && textOf(join(root, madeOf)) === digestOfStudio()) return;
  console.error("The studio is being built; that is done once for the sources as they stand.");
  await buildStudio();
}

/** A name for all that the studio is made of: the library, and its own files. No clock has a say. */
function digestOfStudio() {
  const outcome = refresh(root);
  if (!outcome.ok) throw new Error(outcome.message);
  const hash = createHash("sha256").update(outcome.folder);
  const own = readdirSync(join(root, "studio"), { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => !/^dist(\/|$)/.test(path))
    .map((path) => `studio/${path}`);
  for (const path of [...own.sort(), "package-lock.json", "scripts/cards.js", "scripts/studio.js"]) {
    if (!statSync(join(root, path)).isFile()) continue;
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  await buildStudio();
}
