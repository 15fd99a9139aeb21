import { transfer } from "comlink";
import type { Painting } from "../../studio/messages.ts";
import { openGlBrush } from "../../studio/picture/glBrush.ts";
import { openBrush } from "../../studio/picture/openBrush.ts";
import { openPicture } from "../../studio/picture/openPicture.ts";
import { CountryPicture } from "../../studio/picture/picture.ts";
import { openPlainBrush } from "../../studio/picture/plainBrush.ts";

/** What is tried of a picture in a page. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8ClampedArray;
  readonly picked: readonly (number | undefined)[];
  readonly sight: { readonly left: number; readonly top: number; readonly scale: number };
}

export interface DrawAsked {
  readonly communities: number;
  readonly communitySize: number;
  readonly people: number;
  readonly width: number;
  readonly height: number;
  readonly view?: readonly [number, number, number] | undefined;
  readonly mark?: number | undefined;
  readonly dim?: readonly number[] | undefined;
  /** Whether nobody has no colour at all. */
  readonly isClear?: boolean | undefined;
  /** Whether the graphics card forgets all, and is back. */
  readonly loses?: boolean;
  /** Places along a side of a texture, at most: less than the card's own. */
  readonly mostSide?: number;
  /** Canvas pixels at which somebody is picked. */
  readonly picks?: readonly (readonly [number, number])[] | undefined;
}

/** Everyone has the number within the community, modulo 200; colours are told apart by red and green. */
export const byteOf = (person: number): number => person % 200;
export function colours(isClear = false): Uint8Array {
  const all = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) all.set([i, 255 - i, 40, 255], i * 4);
  all.set(isClear ? [0, 0, 0, 0] : [250, 250, 255, 255], 255 * 4);
  return all;
}

function paintingOf({ communities, communitySize, people }: DrawAsked): Painting {
  const cells = Uint8Array.from({ length: people }, (_, person) => byteOf(person));
  return { tick: 0, communities, communitySize, people, cells, difference: false };
}

/** Draws in a worker, as the page has it done. */
export async function draw(asked: DrawAsked): Promise<Drawn> {
  const picture = openPicture();
  const canvas = document.createElement("canvas").transferControlToOffscreen();
  const { port1, port2 } = new MessageChannel();
  await picture.start(transfer(canvas, [canvas]), transfer(port2, [port2]));
  await picture.resize(asked.width, asked.height, 1);
  await picture.palette(colours(asked.isClear));
  port1.postMessage(paintingOf(asked));
  if (asked.view) await picture.view(...asked.view);
  if (asked.mark !== undefined) await picture.mark(asked.mark);
  if (asked.dim) await picture.dim(Uint8Array.from(asked.dim));
  // The painting comes by another way.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const sight = await picture.sight();
  const picked = [];
  for (const [x, y] of asked.picks ?? []) picked.push(await picture.at(x, y));
  return { ...(await pixelsOf(await picture.png())), sight, picked };
}

/** The same here, by one brush, whatever would be quickest. */
export async function drawHere(asked: DrawAsked, by: "gl" | "plain"): Promise<Drawn> {
  const canvas = new OffscreenCanvas(1, 1);
  const picture = new CountryPicture(
    by === "gl" ? (on, again) => openGlBrush(on, again, asked.mostSide)! : openPlainBrush,
  );
  const { port1, port2 } = new MessageChannel();
  picture.start(canvas, port2);
  picture.resize(asked.width, asked.height, 1);
  picture.palette(colours(asked.isClear));
  port1.postMessage(paintingOf(asked));
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (asked.view) picture.view(...asked.view);
  picture.mark(asked.mark);
  picture.dim(Uint8Array.from(asked.dim ?? []));
  if (asked.loses) await loseContext(canvas);
  const picked = (asked.picks ?? []).map(([x, y]) => picture.at(x, y));
  return { ...(await pixelsOf(await picture.png())), sight: picture.sight(), picked };
}

async function loseContext(canvas: OffscreenCanvas): Promise<void> {
  const means = canvas.getContext("webgl2")!.getExtension("WEBGL_lose_context")!;
  means.loseContext();
  await new Promise((resolve) => setTimeout(resolve, 50));
  means.restoreContext();
  await new Promise((resolve) => setTimeout(resolve, 200));
}

async function pixelsOf(png: Blob): Promise<Pick<Drawn, "width" | "height" | "pixels">> {
  const image = await createImageBitmap(png);
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.drawImage(image, 0, 0);
  return { width, height, pixels: context.getImageData(0, 0, width, height).data };
}

/** Whether there is WebGL2 here, and with what a picture is drawn all the same. */
export function brushes(): { readonly hasGl: boolean; readonly by: string } {
  const hasGl = new OffscreenCanvas(1, 1).getContext("webgl2") !== null;
  return { hasGl, by: openBrush(new OffscreenCanvas(1, 1), () => {}).by };
}
