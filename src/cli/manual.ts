import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { cwd } from "node:process";
import { packageFolder } from "./packageFolder.ts";

/** Where every key of the language is described: the path of a file that is there, from this folder where it is below. */
export function manualPath(): string {
  const files = [join("docs", "LANGUAGE.md"), join("schema", "scenario.schema.json")];
  const path = files.map((file) => join(packageFolder, file)).find(existsSync) ?? join(packageFolder, files[0]!);
  const near = relative(cwd(), path);
  return near.startsWith("..") ? path : near;
}
