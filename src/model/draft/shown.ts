import * as build from "../../rules/build.ts";
import type { Meaning } from "../../rules/scope.ts";
import type { TruthTree } from "../../rules/tree.ts";
import { type ColumnHandle, wholeColumn } from "./columns.ts";
import type { Draft } from "./draft.ts";

/** What others see: columns that an entity keeps, and truths, which have a column of their own as soon as anyone asks. */

/** The stored column that a meaning stands for, where it is one. */
export function columnOf(meaning: Meaning, draft: Draft): ColumnHandle | undefined {
  const { tree } = meaning;
  if (meaning.kind !== "number" || tree.op !== "column") return undefined;
  return draft.kept().find(([, { ref }]) => ref === tree.name)?.[1];
}

/** The column that shows a name: its own, or one that holds a truth as of the end of the last tick. */
export function columnShowing(name: string, draft: Draft): ColumnHandle {
  const meaning = draft.personScope.lookup(name);
  const number = meaning && columnOf(meaning, draft);
  if (number) return number;
  const trait = draft.find(name);
  return trait?.column.role === "stored" && trait.column.highest === 1 ? trait : shownColumn(name, draft);
}

/** The column that shows a truth, made where it is first asked for. */
export function shownColumn(name: string, draft: Draft): ColumnHandle {
  const made = [...draft.shown].find(([, shown]) => shown === name)?.[0];
  if (made) return made;
  const doc = `whether ${name} held at the end of the last tick`;
  const column = draft.addColumn(wholeColumn(`${name}.shown`, 0, 1, "stored", doc));
  draft.shown.set(column, name);
  return column;
}

/** Shows the truths that others asked for. */
export function lowerShown(draft: Draft): void {
  if (draft.shown.size === 0) return;
  const writes = [...draft.shown].map(([column, name]) => column.set(build.number(truthOf(name, draft))));
  draft.addStart({ kind: "map", name: "what others see at the start", lets: [], writes });
  draft.addStep({ kind: "map", name: "what others see", lets: [], writes });
}

/** What is shown of nothing else is that the entity is there. */
function truthOf(name: string, draft: Draft): TruthTree {
  const meaning = draft.personScope.lookup(name);
  return meaning?.kind === "truth" ? meaning.tree : build.truth(true);
}
