import type { KindLegend } from "../legend/legend.ts";

/** A kind of entity while it is lowered. */
export interface KindOf {
  /** As the plan has it; undefined for people. */
  readonly of: string | undefined;
  readonly noun: KindLegend["noun"];
  readonly nouns: KindLegend["nouns"];
  /** What stands before its names in the plan, where names of all kinds meet. */
  readonly root: string;
  /** The path in the scenario of what would stand at another if it were of people. */
  readonly pathOf: (path: string) => string;
}

/** The first kind: names and paths are their own. */
export const peopleKind: KindOf = {
  of: undefined,
  noun: "person",
  nouns: "people",
  root: "",
  pathOf: (path) => path,
};
