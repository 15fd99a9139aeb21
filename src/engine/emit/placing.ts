import { slotsOf } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";

/** How places are given out, and what has a few of them that belong together. */

/** Words of a key's schedule: see chance.ts. */
export const scheduleWords = 8;
export const alignment = 64;
/** Bytes of masks are packed by so many: see `Masks`. */
const maskStride = 32;

/** Where the next place begins. */
export class Cursor {
  at = 0;

  take(bytes: number): number {
    const from = Math.ceil(this.at / alignment) * alignment;
    this.at = from + bytes;
    return from;
  }
}

/**
 * Bytes for what grows and shrinks with a figure, so that a small change moves nothing that lies behind it. An odd number of
 * lines of the cache: what begins at like places would drive each other out of it.
 */
export function withRoom(bytes: number): number {
  return Math.ceil(bytes / 256) * 256 + 64;
}

/** The layers of an act step, for the function that draws candidates in all of them. */
export interface PlacedLayers {
  /** Their key schedules, four layers side by side: word w of layer i lies at 128 × floor(i / 4) + 16 w + 4 (i modulo 4). */
  readonly keys: number;
  /** Four words each: where the table of their numbers is and where its guide, and as binary32 the lowest level and the step. */
  readonly records: number;
  /** A multiple of four: those behind the last layer have the guide of no cut points, and so no candidates. */
  readonly count: number;
}

export function placeLayers(layers: number, cursor: Cursor): PlacedLayers {
  const count = Math.ceil(layers / 4) * 4;
  return { keys: cursor.take(count * scheduleWords * 4), records: cursor.take(count * 16), count };
}

/** Room for so many masks of a census: `stride` bytes each with four slots to a byte, and half of it when they are packed. */
export interface PlacedMasks {
  readonly bits: number;
  readonly packed: number;
  readonly stride: number;
  readonly most: number;
}

/** A census keeps two masks for each measure at most, and one for each word of each of its groups. */
export function placeMasks(plan: Plan, cursor: Cursor): Map<string | undefined, PlacedMasks> {
  return new Map(
    [undefined, ...(plan.kinds ?? []).map(({ name }) => name)].map((of) => {
      const measures = plan.measures.filter((measure) => measure.kind === "census" && measure.of === of);
      const groups = new Map(measures.flatMap(({ groups: all }) => (all ? [[all.name, all.words.length]] : [])));
      const most = 2 * measures.length + [...groups.values()].reduce((sum, words) => sum + words, 0);
      const stride = Math.ceil(slotsOf(plan, of) / 4 / maskStride) * maskStride;
      return [of, { bits: cursor.take(most * stride), packed: cursor.take((most * stride) / 2), stride, most }];
    }),
  );
}
