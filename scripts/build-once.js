import { fileURLToPath } from "node:url";
import { build } from "./build.js";

/** Compiles the sources before any test begins, so that no test does it beside others. */
export function setup() {
  const outcome = build(fileURLToPath(new URL("../", import.meta.url)));
  if (!outcome.ok) throw new Error(outcome.message);
}
