import { languageSchema } from "./manual.ts";
import { shipped } from "./shipped.ts";

/** Names of the scenarios that come with the package. */
export function shippedNames(): readonly string[] {
  return [...shipped.keys()];
}

/** JSON Schema (2020-12) of the scenario language, for editors. */
export function scenarioJsonSchema(): object {
  return languageSchema();
}
