import { grouped } from "../../core/problem.ts";
import { kindName } from "../../language/node.ts";
import { refuse, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { type Bounds, rule } from "../../language/values.ts";
import type { Let } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { ColumnSpec } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { type Declared, declaredDistribution } from "./distributions.ts";
import { rowOf, valueOfUnit } from "./population.ts";

/** How something begins: by a rule over traits, or by a distribution. */
export type Start =
  | { readonly kind: "rule"; readonly rule: RuleText }
  | { readonly kind: "drawn"; readonly is: Declared };

/** The units of a column. */
type Units = Omit<ColumnSpec, "name">;

const tagged = parameter(rule("number", "0"));

export const startShape: Shape<Start> = {
  says: "a number, a rule or a distribution",
  inner: declaredDistribution,
  schema: { anyOf: [tagged.schema, declaredDistribution.schema] },
  read: (node, reading, path) => {
    if (node.kind === "list")
      return refuse(reading, node.place, "wrong-kind", `${kindName(node)} stands here`, startShape.says);
    const isRule =
      node.kind === "scalar" || node.entries.some(({ key, value }) => key === "is" && value.kind === "scalar");
    if (isRule) {
      const found = tagged.read(node, reading, path);
      return found && { kind: "rule", rule: found };
    }
    const is = declaredDistribution.read(node, reading, path);
    return is && { kind: "drawn", is };
  },
};

/** The value at the start of what stands at `path`; what it draws is added to `lets`. */
export function startValue(
  start: Start,
  path: string,
  bounds: Bounds,
  column: Units,
  draft: Draft,
  lets: Let[],
): NumberTree | undefined {
  if (start.kind === "rule") return draft.within(start.rule, bounds);
  return drawnValue(`${path}/start`, start.is, column, draft, lets, `${path}.start`);
}

/** A draw from a distribution over the units of a column, as its logical value. */
export function drawnValue(
  purpose: string,
  declared: Declared,
  column: Units,
  draft: Draft,
  lets: Let[],
  path: string,
): NumberTree | undefined {
  const row = rowOf(declared, draft, path);
  if (!row) return undefined;
  const grid = column.highest - column.lowest > 65_000 ? coarser(column) : column;
  const rows = row.order.map((i) => declared.rows[i]!.is);
  const table = draft.addCuts(purpose, rows, grid, path);
  lets.push({ name: purpose, kind: "pick", table, row: row.tree, purpose: draft.own(purpose) });
  return valueOfUnit(build.local(purpose, { from: grid.lowest, to: grid.highest }), grid);
}

/** A table has at most 65,536 cells; a wider column is drawn in wider steps. */
function coarser(column: Units): Units {
  const range = column.highest - column.lowest;
  return { ...column, resolution: (column.resolution * range) / 65_535, lowest: 0, highest: 65_535 };
}

/** The step in which a state or a file is kept: not so fine that it cannot be, and not above the range it is for. */
export function checkStep(
  name: string,
  span: number,
  resolution: number,
  place: Parameters<Draft["problem"]>[2],
  draft: Draft,
): void {
  const steps = Math.round(span / resolution);
  if (steps > 2 ** 24)
    draft.problem(
      "too-fine",
      `${name} has ${grouped(steps)} steps`,
      place,
      `at most ${grouped(2 ** 24)}: a coarser resolution`,
    );
  if (span > 0 && resolution > span * (1 + 1e-9))
    draft.problem(
      "out-of-range",
      `a step of ${resolution} is more than the whole range of ${name}`,
      place,
      `a resolution of at most ${span}`,
    );
}
