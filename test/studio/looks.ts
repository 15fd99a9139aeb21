import type { Page } from "playwright-core";

/** How a page looks: what is on it and where, as text. Boxes in CSS pixels: left, top, width, height. */
export interface Structure {
  readonly parts: readonly { readonly is: string; readonly says: string; readonly box: readonly number[] }[];
}

/** What a reader finds a page by: heads, controls, drawings, tables, and the panels around them. */
const landmarks =
  "h1, h2, h3, button, a, select, input, canvas, svg[role=img], figure, table, aside, nav, footer, summary, legend, p, li, dt, dd";

/** All that can be seen of a page in its window, in order. */
export async function structureOf(page: Page): Promise<Structure> {
  return page.evaluate((sought) => {
    const letters = 60;
    const isSeen = (one: Element): boolean => {
      const { top, bottom, left, right, width, height } = one.getBoundingClientRect();
      const isNear = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      return (
        isNear && width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      );
    };
    const parts = [...document.querySelectorAll(sought)].filter(isSeen).map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      const named = [one.tagName.toLowerCase(), ...[...one.classList].filter((name) => !/^is-/.test(name))].join(".");
      const own = /^(canvas|svg|figure|table|aside|nav|select)$/i.test(one.tagName);
      const says = own ? "" : (one.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, letters);
      return { is: named, says, box: [left, top, width, height].map(Math.round) };
    });
    return { parts };
  }, landmarks);
}

/** A line a part: where, what it is, and what it says. */
export function written({ parts }: Structure): string {
  return parts.map(({ is, says, box }) => `${box.join(" ")}\t${is}\t${says}\n`).join("");
}

export function asWritten(text: string): Structure {
  const lines = text.trimEnd().split("\n");
  return {
    parts: lines.map((line) => {
      const [box = "", is = "", says = ""] = line.split("\t");
      return { is, says, box: box.split(" ").map(Number) };
    }),
  };
}

/** In pixels, and of what lies above: letters of another version of a browser are a little higher or wider. */
const [near, share] = [10, 0.03];

/** How a page differs from how it was kept, a line each. */
export function structuralDifferences(now: Structure, kept: Structure): string[] {
  const nameOf = ({ is, says }: Structure["parts"][number]): string => `${is} “${says}”`;
  const left = kept.parts.map((part) => ({ part, name: nameOf(part) }));
  const wrong: string[] = [];
  for (const part of now.parts) {
    const place = left.findIndex(({ name }) => name === nameOf(part));
    const [found] = place < 0 ? [] : left.splice(place, 1);
    if (!found) wrong.push(`new: ${nameOf(part)} at ${part.box}`);
    else if (
      part.box.some((one, i) => Math.abs(one - found.part.box[i]!) > near + share * Math.abs(found.part.box[i]!))
    )
      wrong.push(`moved: ${found.name} from ${found.part.box} to ${part.box}`);
  }
  return [...wrong, ...left.map(({ name, part }) => `gone: ${name} at ${part.box}`)];
}

/** Pixels of a block, across and down. */
const block = 10;
/** How far the mean light of a block may go, of 255: edges of letters and what a JPEG leaves out are less. */
const light = 26;
/** Of all blocks. */
const mostOff = 0.006;

/**
 * How much of a picture is not as it was kept, block by block of mean light; a sentence where that is more than letters and
 * their edges make.
 */
export async function pictureDifferences(page: Page, now: Buffer, kept: Buffer): Promise<string[]> {
  const urls = [now, kept].map((one) => `data:image/jpeg;base64,${one.toString("base64")}`);
  const { off, all, where } = await page.evaluate(
    async ({ pictures, side, most }) => {
      const lightOf = async (url: string) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [Math.ceil(image.width / side), Math.ceil(image.height / side)];
        const context = canvas.getContext("2d")!;
        context.imageSmoothingQuality = "high";
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const lights = Array.from({ length: data.length / 4 }, (_, i) =>
          Math.round(0.3 * data[4 * i]! + 0.6 * data[4 * i + 1]! + 0.1 * data[4 * i + 2]!),
        );
        return { lights, across: canvas.width };
      };
      const [a, b] = [await lightOf(pictures[0]!), await lightOf(pictures[1]!)];
      if (a.across !== b.across || a.lights.length !== b.lights.length) return { off: 1, all: 1, where: [0, 0] };
      const places = a.lights.flatMap((one, i) => (Math.abs(one - b.lights[i]!) > most ? [i] : []));
      const [first = 0] = places;
      return {
        off: places.length,
        all: a.lights.length,
        where: [(first % a.across) * side, Math.floor(first / a.across) * side],
      };
    },
    { pictures: urls, side: block, most: light },
  );
  return off / all > mostOff ? [`${off} of ${all} blocks are lighter or darker, the first at ${where}`] : [];
}
