import type { Tree } from "../rules/tree.ts";
import type { Let, Table } from "./plan.ts";

/** The trees of a let over the entity in hand, in order. Who is counted for ranks is not asked of it. */
export function treesOfLet(of: Let): readonly Tree[] {
  switch (of.kind) {
    case "number":
    case "truth":
      return [of.is];
    case "chance":
      return [of.p];
    case "pick":
      return [of.row];
    case "pickByScore":
      return [of.row, of.score];
    case "rank":
    case "uniform":
    case "normal":
      return [];
    default:
      return of satisfies never;
  }
}

/** The table that a let looks into, and the kind that it has to be, where it does. */
export function tableOfLet(of: Let): { readonly name: string; readonly kind: Table["kind"] } | undefined {
  if (of.kind === "pick") return { name: of.table, kind: "cuts" };
  return of.kind === "pickByScore" ? { name: of.table, kind: "scores" } : undefined;
}
