import { argv, stderr } from "node:process";
import { fileURLToPath } from "node:url";
import { isStudioFresh } from "./studioDigest.js";

// `npm start`: serves the studio to this machine, built anew where a source has changed since. What follows `--` goes to
// `glasshouse studio`.
const root = fileURLToPath(new URL("../", import.meta.url));

if (!isStudioFresh(root)) {
  stderr.write("Building the studio, which takes about a quarter of a minute …\n");
  const { buildStudio } = await import("./studio.js");
  await buildStudio();
}
argv.splice(1, 1, fileURLToPath(new URL("../bin/glasshouse.js", import.meta.url)), "studio");
await import("../bin/glasshouse.js");
