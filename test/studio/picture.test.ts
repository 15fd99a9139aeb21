import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { layOut, placeOf } from "../../studio/picture/layout.ts";
import { hasChromium } from "../browser/chromium.ts";
import { closeBrowser, runInBrowser } from "../browser/harness.ts";
import { byteOf, colours, type DrawAsked, type Drawn } from "./picturePage.ts";

const entry = fileURLToPath(new URL("picturePage.ts", import.meta.url));
const there = <T>(name: string, ...args: unknown[]): Promise<T> => runInBrowser<T>(entry, name, args);
const ways = ["in its worker", "gl", "plain"] as const;
const draw = (how: (typeof ways)[number], asked: DrawAsked): Promise<Drawn> =>
  how === "in its worker" ? there<Drawn>("draw", asked) : there<Drawn>("drawHere", asked, how);
const country = { communities: 6, communitySize: 64, people: 370 };
const layout = layOut(country);
const palette = colours();
const none = [...palette.slice(255 * 4, 255 * 4 + 3)];

/** The middle of somebody in canvas pixels. */
function middleOf(person: number, [left, top, scale]: readonly [number, number, number]): [number, number] {
  const { x, y } = placeOf(person, layout);
  return [Math.floor((x + 0.5) * scale - left), Math.floor((y + 0.5) * scale - top)];
}

function pixelAt({ pixels, width }: Drawn, [x, y]: readonly [number, number]): number[] {
  return [...pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 3)];
}

describe.runIf(hasChromium)("a picture in Chromium", () => {
  afterAll(closeBrowser);

  test("is drawn by the processor where a program plays the graphics card, as it does here", async () => {
    expect(await there("brushes")).toEqual({ hasGl: true, by: "processor" });
  });

  test.each(ways)("has everyone's colour where they stand, and finds them there: %s", async (how) => {
    const view = [-7, -3, 9] as const;
    const people = [0, 1, 63, 64, 200, 369];
    const picks: [number, number][] = [...people.map((one) => middleOf(one, view)), [0, 0], [399, 299]];
    const asked: DrawAsked = { ...country, width: 400, height: 300, view, picks };
    const drawn = await draw(how, asked);
    expect([drawn.width, drawn.height]).toEqual([400, 300]);
    expect(drawn.picked).toEqual([...people, undefined, undefined]);
    for (const person of people) {
      const value = byteOf(person);
      const found = pixelAt(drawn, middleOf(person, view));
      expect(found).toEqual([...palette.slice(value * 4, value * 4 + 3)]);
    }
    expect(pixelAt(drawn, [1, 1])).toEqual(none);
  });

  test.each(ways)("shows gaps between people from near, wider ones between neighbourhoods: %s", async (how) => {
    const scale = 24;
    const drawn = await draw(how, { ...country, width: 400, height: 200, view: [0, 0, scale] });
    const row = Array.from({ length: 400 }, (_, x) => pixelAt(drawn, [x, 12]).join() === none.join());
    const gapAt = (place: number): number => {
      let [from, to] = [place * scale, place * scale];
      while (from > 0 && row[from - 1]) from--;
      while (row[to]) to++;
      return to - from;
    };
    expect(gapAt(1)).toBeGreaterThanOrEqual(2);
    expect(gapAt(layout.blockWidth)).toBeGreaterThan(gapAt(1) + 2);
  });

  test.each(ways)(
    "lets through what is behind it where nobody is, and most of it where somebody is left out: %s",
    async (how) => {
      const scale = 24;
      const asked = { ...country, width: 300, height: 200, view: [-40, 0, scale], isClear: true } as const;
      const drawn = await draw(how, asked);
      const opacityAt = ({ pixels, width }: Drawn, [x, y]: readonly [number, number]) =>
        pixels[(y * width + x) * 4 + 3]!;
      const at = middleOf(0, asked.view);
      expect([opacityAt(drawn, [5, 5]), opacityAt(drawn, [40, 12]), opacityAt(drawn, at)]).toEqual([0, 0, 255]);
      const dimmed = await draw(how, { ...asked, dim: [byteOf(0)] });
      expect(opacityAt(dimmed, at)).toBeGreaterThan(20);
      expect(opacityAt(dimmed, at)).toBeLessThan(60);
    },
  );

  test("is there again when the graphics card has forgotten it and is back", async () => {
    const asked = { ...country, width: 200, height: 150, mark: 30 };
    const [kept, back] = [await draw("gl", asked), await draw("gl", { ...asked, loses: true })];
    expect(new Set(kept.pixels).size).toBeGreaterThan(20);
    expect(back.pixels.every((byte, i) => byte === kept.pixels[i])).toBe(true);
  });

  test("has the same mean colours from far, both ways", async () => {
    for (const isClear of [false, true]) {
      const asked = { ...country, width: 60, height: 40, view: [-10, -8, 0.6] as const, isClear };
      const [gl, plain] = [await draw("gl", asked), await draw("plain", asked)];
      // As they are seen: a colour that is hardly there may be off by more.
      const seen = ({ pixels }: Drawn) =>
        [...pixels].map((byte, i) => (i % 4 === 3 ? byte : (byte * pixels[i | 3]!) / 255));
      const [one, other] = [seen(gl), seen(plain)];
      expect(Math.max(...one.map((byte, i) => Math.abs(byte - other[i]!)))).toBeLessThanOrEqual(2);
      expect(new Set(gl.pixels).size).toBeGreaterThan(20);
    }
  });

  test("is the same where a card has too small a texture for it, and its places lie in layers", async () => {
    const million = { communities: 7813, communitySize: 128, people: 1_000_000, width: 200, height: 120 };
    const tried: readonly (readonly [DrawAsked, number])[] = [
      [{ ...country, width: 120, height: 80, view: [-3, -2, 4] }, 16],
      [{ ...country, width: 120, height: 80, view: [-3, -2, 4], loses: true }, 17],
      [{ ...million, view: [30, 20, 0.2] }, 512],
      [{ ...million, view: [900, 500, 3] }, 512],
    ];
    for (const [asked, mostSide] of tried) {
      const [plain, packed] = [await draw("gl", asked), await draw("gl", { ...asked, mostSide })];
      expect(packed.pixels).toEqual(plain.pixels);
      expect(new Set(plain.pixels).size).toBeGreaterThan(10);
    }
  });

  test.each(ways)("dims what is left out, marks who is chosen, and fits the country at first: %s", async (how) => {
    const asked = { ...country, width: 400, height: 300 };
    const plain = await draw(how, asked);
    const { left, top, scale } = plain.sight;
    expect(scale * layout.width).toBeLessThanOrEqual(400);
    expect(scale * layout.height).toBeLessThanOrEqual(300);
    expect(left).toBeCloseTo((layout.width * scale - 400) / 2);
    const at = middleOf(30, [left, top, scale]);
    const dimmed = await draw(how, { ...asked, dim: [byteOf(30)] });
    const far = (a: number[], b: number[]): number => Math.hypot(...a.map((one, i) => one - b[i]!));
    expect(far(pixelAt(dimmed, at), none)).toBeLessThan(0.3 * far(pixelAt(plain, at), none));
    const marked = await draw(how, { ...asked, mark: 30 });
    expect(pixelAt(marked, at)).toEqual(pixelAt(plain, at));
    expect(marked.pixels.some((byte, i) => byte !== plain.pixels[i])).toBe(true);
  });
});
