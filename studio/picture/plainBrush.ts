import type { Layout } from "./layout.ts";
import { type Brush, gapsOf, ringOf, type Scene, tapsOf } from "./view.ts";

/** A brush for where there is no graphics card: pixel by pixel, to the same picture but for its averages. */
export function openPlainBrush(canvas: OffscreenCanvas): Brush {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser has no canvas to draw on");
  let places: Uint8Array = new Uint8Array(0);
  let laid: Layout | undefined;
  return {
    by: "processor",
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

function paintPixels(image: ImageData, places: Uint8Array, layout: Layout, scene: Scene): void {
  const { view } = scene;
  const taps = tapsOf(view.scale);
  const gaps = gapsOf(view.scale);
  const axes = Array.from({ length: taps }, (_, tap) => {
    const at = (tap + 0.5) / taps;
    return {
      across: axisOf(image.width, {
        from: view.left + at,
        ...view,
        places: layout.width,
        block: layout.blockWidth,
        gaps,
      }),
      down: axisOf(image.height, {
        from: view.top + at,
        ...view,
        places: layout.height,
        block: layout.blockHeight,
        gaps,
      }),
    };
  });
  if (taps === 1) paintOnes(image, places, layout.width, axes[0]!, scene.palette);
  else paintMeans(image, places, layout.width, axes, scene.palette);
}

/** The places under the pixels of a row, and of a column. */
interface Axes {
  readonly across: Int32Array;
  readonly down: Int32Array;
}

/** Each pixel has the colour of one person. */
function paintOnes(
  { data, width, height }: ImageData,
  places: Uint8Array,
  stride: number,
  axes: Axes,
  palette: Uint8Array,
) {
  const { across, down } = axes;
  const colours = new Uint32Array(palette.slice().buffer);
  const pixels = new Uint32Array(data.buffer);
  const none = colours[255]!;
  for (let y = 0; y < height; y++) {
    const row = down[y]! < 0 ? -1 : down[y]! * stride;
    for (let x = 0; x < width; x++) {
      const column = across[x]!;
      pixels[y * width + x] = row < 0 || column < 0 ? none : colours[places[row + column]!]!;
    }
  }
}

/** Colours as sums can be made of them: two parts in one number each, times their opacity, so that sums do not meet. */
interface Sums {
  readonly redBlue: Uint32Array;
  readonly greenOpacity: Uint32Array;
}

/** Each pixel has the mean of the colours of some of those under it. */
function paintMeans(
  { data, width, height }: ImageData,
  places: Uint8Array,
  stride: number,
  axes: readonly Axes[],
  palette: Uint8Array,
): void {
  const sumOf = (one: (i: number) => number, other: (i: number) => number) =>
    Uint32Array.from({ length: 256 }, (_, i) => one(i) + other(i) * 65_536);
  const part = (which: number) => (i: number) => Math.round((palette[i * 4 + which]! * palette[i * 4 + 3]!) / 255);
  const sums: Sums = {
    redBlue: sumOf(part(0), part(2)),
    greenOpacity: sumOf(part(1), (i) => palette[i * 4 + 3]!),
  };
  const pixels = new Uint32Array(data.buffer);
  const line = { redBlue: new Uint32Array(width), greenOpacity: new Uint32Array(width) };
  for (let y = 0; y < height; y++) {
    line.redBlue.fill(0);
    line.greenOpacity.fill(0);
    for (const { down } of axes) {
      const row = down[y]! < 0 ? -1 : down[y]! * stride;
      for (let tap = 0; tap + 1 < axes.length; tap += 2)
        addTwos(line, places, row, axes[tap]!.across, axes[tap + 1]!.across, sums);
      if (axes.length % 2 === 1) addOnes(line, places, row, axes.at(-1)!.across, sums);
    }
    putLine(pixels, y * width, line, axes.length ** 2);
  }
}

/** Adds to each pixel of a line the colours of two places of a row. Written out: it is done for millions. */
function addTwos(line: Sums, places: Uint8Array, row: number, one: Int32Array, other: Int32Array, sums: Sums): void {
  const { redBlue, greenOpacity } = sums;
  const [twos, others] = [line.redBlue, line.greenOpacity];
  for (let x = 0; x < twos.length; x++) {
    const [a, b] = [one[x]!, other[x]!];
    const first = row < 0 || a < 0 ? 255 : places[row + a]!;
    const second = row < 0 || b < 0 ? 255 : places[row + b]!;
    twos[x] = twos[x]! + redBlue[first]! + redBlue[second]!;
    others[x] = others[x]! + greenOpacity[first]! + greenOpacity[second]!;
  }
}

function addOnes(line: Sums, places: Uint8Array, row: number, across: Int32Array, sums: Sums): void {
  const { redBlue, greenOpacity } = sums;
  const [twos, others] = [line.redBlue, line.greenOpacity];
  for (let x = 0; x < twos.length; x++) {
    const column = across[x]!;
    const value = row < 0 || column < 0 ? 255 : places[row + column]!;
    twos[x] = twos[x]! + redBlue[value]!;
    others[x] = others[x]! + greenOpacity[value]!;
  }
}

/** Puts means of so many colours into a line of pixels. */
function putLine(pixels: Uint32Array, from: number, line: Sums, taps: number): void {
  const [twos, others] = [line.redBlue, line.greenOpacity];
  for (let x = 0; x < twos.length; x++) {
    const [two, other] = [twos[x]!, others[x]!];
    const opacity = other >>> 16;
    if (opacity === 0) continue;
    const whole = 255 / opacity;
    const red = ((two & 0xffff) * whole + 0.5) | 0;
    const green = ((other & 0xffff) * whole + 0.5) | 0;
    const blue = ((two >>> 16) * whole + 0.5) | 0;
    pixels[from + x] = red | (green << 8) | (blue << 16) | ((opacity / taps + 0.5) << 24);
  }
}

/** One side of the canvas. */
interface Side {
  /** Pixels before its first, and where in a pixel to look. */
  readonly from: number;
  readonly scale: number;
  readonly places: number;
  readonly block: number;
  readonly gaps: { readonly person: number; readonly block: number };
}

/** The place under each pixel along one side; −1 for none, and in a gap. */
function axisOf(pixels: number, { from, scale, places, block, gaps }: Side): Int32Array {
  return Int32Array.from({ length: pixels }, (_, pixel) => {
    const at = (pixel + from) / scale;
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
