import type { Column, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, Range } from "../../rules/tree.ts";
import type { ColumnRef } from "../legend/refs.ts";

/** What a column is before it has a place in a plan. */
export type ColumnSpec = Omit<Column, "of" | "label">;

/** A column of a plan: what reads it, and what writes it. */
export class ColumnHandle {
  readonly column: Column;

  constructor(column: Column) {
    this.column = column;
  }

  get ref(): ColumnRef {
    return this.column.name as ColumnRef;
  }

  /** The leaf that reads it. */
  get leaf(): NumberTree {
    return build.column(this.column.name, rangeOf(this.column));
  }

  /** What gives it a new value; `ledger` are the parts that this is the sum of. */
  set(value: NumberTree, rounding: Write["rounding"] = nearest, ledger?: Write["ledger"]): Write {
    return { column: this.column.name, mode: "set", value, rounding, ...(ledger && { ledger }) };
  }

  /** What moves it by a value; `ledger` are the parts that this is the sum of. */
  change(value: NumberTree, rounding: Write["rounding"] = nearest, ledger?: Write["ledger"]): Write {
    return { column: this.column.name, mode: "change", value, rounding, ...(ledger && { ledger }) };
  }
}

const nearest = { kind: "nearest" } as const;

/** The logical values a column can have. */
export function rangeOf({ offset, resolution, lowest, highest }: Omit<ColumnSpec, "name">): Range {
  const value = (unit: number): number =>
    Math.fround(Math.fround(offset) + Math.fround(Math.fround(unit) * Math.fround(resolution)));
  return { from: value(lowest), to: value(highest) };
}

/** A stored or scratch column of whole numbers: units are values. */
export function wholeColumn(
  name: string,
  lowest: number,
  highest: number,
  role: Column["role"],
  doc: string,
  initial = 0,
): ColumnSpec {
  return { name, offset: 0, resolution: 1, lowest, highest, initial, role, doc };
}
