import { join, resolve } from "node:path";
import { argv } from "node:process";
import { rolldown } from "rolldown";

// The command as few files, out of the hundreds that it is compiled to: a fifth of what a short command took went into finding and
// opening those. What each verb alone needs stays a file of its own, which is loaded when somebody asks for it.
//
//     node scripts/bundle.js OUT: from OUT/cli/main.js to OUT/command/main.js

/** @param {string} out folder of a build */
async function bundle(out) {
  const made = await rolldown({
    input: { main: join(out, "cli", "main.js") },
    platform: "node",
    // Their licences lie beside them, where they are installed.
    external: [/^node:/, /^[a-z@]/],
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
}

await bundle(resolve(argv[2] ?? "."));
