import type { Layer } from "./step.ts";

const { fround } = Math;

/** How many of the lower bits of a candidate's word are its level; the slot is in those above. */
export const levelBits = 22;

/** The level of a layer's lowest candidate, half a step above its bottom, and the step from one to the next, as binary32. */
export function levelsOf({ from, to }: Pick<Layer, "from" | "to">): { readonly lowest: number; readonly step: number } {
  const width = fround(fround(to) - fround(from));
  return { lowest: fround(fround(from) + width * 2 ** -(levelBits + 1)), step: width * 2 ** -levelBits };
}

/** The level of a candidate by its word, in a layer of such levels. */
export function levelOf(word: number, { lowest, step }: ReturnType<typeof levelsOf>): number {
  return fround(lowest + fround((word & (2 ** levelBits - 1)) * step));
}
