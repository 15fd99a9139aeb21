import type { Layout } from "./layout.ts";

/** What of a country is seen: a place at (x, y) covers canvas pixels from x × scale − left and y × scale − top on. */
export interface View {
  readonly left: number;
  readonly top: number;
  /** Canvas pixels a person; may be below 1. */
  readonly scale: number;
}

/** All of a country in the middle of a canvas, with a little room around it. */
export function wholeOf(layout: Pick<Layout, "width" | "height"> | undefined, width: number, height: number): View {
  const { width: across, height: down } = layout ?? { width, height };
  const ideal = Math.min(width / across, height / down) * 0.97;
  // Whole pixels a person, where that is not much smaller.
  const scale = ideal >= 3 ? Math.floor(ideal) : ideal;
  return { left: (across * scale - width) / 2, top: (down * scale - height) / 2, scale };
}

/** What a brush draws. */
export interface Scene {
  readonly layout: Layout;
  readonly view: View;
  /** 256 colours as RGBA, dimmed where they are. */
  readonly palette: Uint8Array;
  /** The place that is marked. */
  readonly mark: { readonly x: number; readonly y: number } | undefined;
}

/** Draws scenes on a canvas. */
export interface Brush {
  readonly by: "graphics card" | "processor";
  /** New bytes, a place each, of a layout. */
  fill(places: Uint8Array, layout: Layout): void;
  draw(scene: Scene): void;
}

/** From this scale on people stand apart, with a gap of so much of a place; and so do neighbourhoods. */
export const apartFrom = 5;
/** Canvas pixels of half a gap between people, and between neighbourhoods, at a scale. */
export function gapsOf(scale: number): { person: number; block: number } {
  // Below 0, so that the soft edge of no gap is none.
  if (scale < apartFrom) return { person: -0.5, block: scale >= 2 ? 0.5 : 0 };
  return { person: Math.min(scale * 0.09, 6), block: Math.min(scale * 0.22, 14) };
}

/** Canvas pixels of the ring around who is marked, at a scale. */
export function ringOf(scale: number): { radius: number; width: number } {
  return { radius: Math.max(9, scale * 0.78), width: Math.max(2.5, Math.min(5, scale * 0.08)) };
}

/**
 * Colours along one side of a pixel that it is the mean of, at a scale: one where nearly everyone has a pixel, and no more than can
 * be told apart.
 */
export function tapsOf(scale: number): number {
  return scale < 0.75 ? Math.min(4, Math.ceil(1 / scale)) : 1;
}
