import type { Reckoner } from "../engine/backend.ts";
import * as build from "../rules/build.ts";

/** Reads the logical value of a column. */
export function readerOf(column: string, engine: Reckoner): (entity: number) => number {
  return engine.reckoner(build.column(column, { from: -Infinity, to: Infinity }));
}
