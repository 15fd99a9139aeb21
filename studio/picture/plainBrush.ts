import type { Layout } from "./layout.ts";
import { type Brush, gapsOf, ringOf, type Scene } from "./view.ts";

/** A brush for where there is no WebGL2: pixel by pixel, to the same picture but for its averages. */
export function openPlainBrush(canvas: OffscreenCanvas): Brush {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser has no canvas to draw on");
  let places: Uint8Array = new Uint8Array(0);
  let laid: Layout | undefined;
  return {
    fill: (bytes, layout) => {
      places = bytes;
      laid = layout;
    },
    draw: (scene) => {
      const image = context.createImageData(Math.max(1, canvas.width), Math.max(1, canvas.height));
      if (laid) paintPixels(image, places, laid, scene);
      context.putImageData(image, 0, 0);
      drawRing(context, scene);
    },
  };
}

function paintPixels({ data, width, height }: ImageData, places: Uint8Array, layout: Layout, scene: Scene): void {
  const colours = new Uint32Array(scene.palette.slice().buffer);
  const pixels = new Uint32Array(data.buffer);
  const { view } = scene;
  const gaps = gapsOf(view.scale);
  const across = axisOf(width, view.left, view.scale, layout.width, layout.blockWidth, gaps);
  const down = axisOf(height, view.top, view.scale, layout.height, layout.blockHeight, gaps);
  const none = colours[255]!;
  for (let y = 0; y < height; y++) {
    const row = down[y]!;
    for (let x = 0; x < width; x++) {
      const column = across[x]!;
      pixels[y * width + x] = row < 0 || column < 0 ? none : colours[places[row * layout.width + column]!]!;
    }
  }
}

/** The place under the middle of each pixel along one side; −1 for none, and in a gap. */
function axisOf(
  pixels: number,
  from: number,
  scale: number,
  places: number,
  block: number,
  gaps: { readonly person: number; readonly block: number },
): Int32Array {
  return Int32Array.from({ length: pixels }, (_, pixel) => {
    const at = (pixel + 0.5 + from) / scale;
    const place = Math.floor(at);
    if (place < 0 || place >= places) return -1;
    const [before, after] = [(at - place) * scale, (place + 1 - at) * scale];
    const gapBefore = place % block === 0 ? gaps.block : gaps.person;
    const gapAfter = (place + 1) % block === 0 ? gaps.block : gaps.person;
    return before < gapBefore || after < gapAfter ? -1 : place;
  });
}

function drawRing(context: OffscreenCanvasRenderingContext2D, { mark, view }: Scene): void {
  if (!mark) return;
  const { radius, width } = ringOf(view.scale);
  const [x, y] = [(mark.x + 0.5) * view.scale - view.left, (mark.y + 0.5) * view.scale - view.top];
  for (const [colour, more] of [
    ["#fff", 2.5],
    ["#000", 0],
  ] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width + more;
    context.strokeStyle = colour;
    context.stroke();
  }
}
