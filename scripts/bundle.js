import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

// The command as few files, out of the hundreds that it is compiled to and those of the packages that it uses: a fifth of what a
// short command took went into finding and opening those. What each verb alone needs stays a file of its own, which is loaded when
// somebody asks for it. The licences of the packages lie beside it.
//
//     node scripts/bundle.js OUT: from OUT/cli/main.js to OUT/command/main.js

/** @param {string} out folder of a build */
async function bundle(out) {
  const made = await rolldown({
    input: { main: join(out, "cli", "main.js") },
    platform: "node",
    // As modules wherever a package has both kinds: these need no wrapping.
    resolve: { conditionNames: ["import", "default"] },
    onLog: (level, log) => {
      if (level !== "warn") return;
      throw new Error(log.message);
    },
  });
  await made.write({
    dir: join(out, "command"),
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await made.close();
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const licences = Object.keys(dependencies).map((name) => {
    const folder = join(root, "node_modules", name);
    const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
    if (file === undefined) throw new Error(`${name} has no file with its licence`);
    return `${name}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  writeFileSync(
    join(out, "command", "LICENCES.txt"),
    `This folder holds copies of these packages.\n\n${licences.join("\n---\n\n")}`,
  );
}

const root = fileURLToPath(new URL("../", import.meta.url));

await bundle(resolve(argv[2] ?? "."));
