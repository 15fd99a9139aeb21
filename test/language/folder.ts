import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import type { Library } from "../../src/scenario/extends.ts";
import { root } from "../tidy/tree.ts";

/** Whether goldens are to be written instead of compared: `npm run goldens`. */
export const writesGoldens = env.GLASSHOUSE_GOLDENS === "write";

/** Names, without ending, of the files with an ending in a folder of the project, in order. */
export function namesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The library of `test/bad`: two shipped scenarios that never change, files beside, and one that cannot be read. */
export function libraryOf(folder: string): Library {
  return {
    shipped: (name) => (name === "none" ? textOf("test/bad/parents/county.yaml") : undefined),
    shippedNames: () => ["littering", "none"],
    catalogue: (name) => textOf(`test/bad/catalogues/${name}.yaml`),
    catalogueNames: () => namesIn("test/bad/catalogues", ".yaml"),
    sibling: (from, path) => {
      if (path.endsWith("locked.yaml")) return { fault: "permission denied" };
      const beside = join(root, folder, from, "..", path);
      return existsSync(beside) ? readFileSync(beside, "utf8") : undefined;
    },
  };
}

/** The same where there are no files, as in a browser. */
export function browserLibrary(): Library {
  const { shipped, shippedNames } = libraryOf("test/bad");
  return { shipped, shippedNames };
}
