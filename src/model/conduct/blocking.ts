import * as build from "../../rules/build.ts";
import type { TruthTree } from "../../rules/tree.ts";
import type { Consequences } from "../consequences/consequences.ts";
import type { Draft } from "../draft/draft.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { namedConduct } from "./recordable.ts";

/** Whether anything can keep an attempt at a conduct from being done. */
export function isBlockable({ name, is }: ConductKind, consequences: Consequences): boolean {
  return is.blocked !== undefined || consequences.some((one) => one.is.blocks?.some(({ value }) => value === name));
}

/** For whom an attempt at a conduct comes to nothing, by conduct: as the conduct itself says, or a consequence. */
export function blockedBy(conduct: Conduct, consequences: Consequences, draft: Draft): Map<string, TruthTree> {
  for (const { value, place } of consequences.flatMap(({ is }) => is.blocks ?? [])) {
    namedConduct(value, place, conduct, draft);
  }
  const blocked = new Map<string, TruthTree>();
  for (const one of conduct) {
    if (!isBlockable(one, consequences)) continue;
    let holds = (one.is.blocked && draft.truth(one.is.blocked)) ?? build.truth(false);
    for (const { name, is } of consequences) {
      const under = draft.personScope.lookup(name);
      if (is.blocks?.some(({ value }) => value === one.name) && under?.kind === "truth")
        holds = build.or(holds, under.tree);
    }
    blocked.set(one.name, holds);
  }
  return blocked;
}
