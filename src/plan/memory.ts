import type { Column } from "./plan.ts";

/** Bytes of a unit in storage: the narrowest of 1, 2 and 4 that holds the column's span. */
export function bytesOf({ lowest, highest }: Column): 1 | 2 | 4 {
  const span = highest - lowest;
  return span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : 4;
}
