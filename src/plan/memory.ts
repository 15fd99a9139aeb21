import { aNumber, anObject } from "../core/kinds.ts";
import { checkArguments } from "../core/problem.ts";
import type { Column } from "./plan.ts";

const aColumn = anObject("a column of a plan", { lowest: aNumber, highest: aNumber });

/** Bytes of a unit in storage: the narrowest of 1, 2 and 4 that holds the column's span. */
export function bytesOf(column: Column): 1 | 2 | 4 {
  checkArguments("bytesOf", { column: [column, aColumn] });
  const { lowest, highest } = column;
  const span = highest - lowest;
  return span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : 4;
}
