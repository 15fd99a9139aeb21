import type { Drawing, Painting, Picture } from "../messages.ts";
import { type Layout, layOut, personAt, placeOf, spreadOut } from "./layout.ts";
import { openBrush } from "./openBrush.ts";
import { type Brush, type View, wholeOf } from "./view.ts";

/** Of a colour that a legend leaves out, so much is left. */
const dimmed = 0.14;

/** A picture of a country. It draws when something has changed, and then once for each frame of the screen. */
export class CountryPicture implements Picture {
  readonly #open: typeof openBrush;
  #canvas: OffscreenCanvas | undefined;
  #brush: Brush | undefined;
  #layout: Layout | undefined;
  #places = new Uint8Array(0);
  /** Undefined for all of the country. */
  #view: View | undefined;
  #colours = new Uint8Array(1024);
  #dim = new Set<number>();
  #marked: number | undefined;
  #isDue = false;
  #drawn = 0;
  #paintings: MessagePort | undefined;
  /** The latest painting that is not drawn yet: the milliseconds that it took to be taken. */
  #taken: { readonly spent: number } | undefined;

  /** Another brush than what is quickest here is for tests. */
  constructor(open: typeof openBrush = openBrush) {
    this.#open = open;
  }

  start(canvas: OffscreenCanvas, paintings: MessagePort): void {
    this.#canvas = canvas;
    this.#brush = this.#open(canvas, () => this.#changed());
    this.#paintings = paintings;
    paintings.onmessage = ({ data }) => this.#take(data as Painting);
  }

  resize(width: number, height: number, ratio: number): void {
    if (!this.#canvas) return;
    this.#canvas.width = Math.max(1, Math.round(width * ratio));
    this.#canvas.height = Math.max(1, Math.round(height * ratio));
    // A canvas is empty after that, and must not be seen so.
    this.#drawNow();
  }

  palette(colours: Uint8Array): void {
    this.#colours.set(colours.subarray(0, this.#colours.length));
    this.#changed();
  }

  dim(values: Uint8Array): void {
    this.#dim = new Set(values);
    this.#changed();
  }

  view(left: number, top: number, scale: number): void {
    if (![left, top, scale].every(Number.isFinite) || scale <= 0) return;
    this.#view = { left, top, scale };
    this.#changed();
  }

  sight(): View {
    return this.#view ?? wholeOf(this.#layout, this.#canvas?.width ?? 1, this.#canvas?.height ?? 1);
  }

  fit(): void {
    this.#view = undefined;
    this.#changed();
  }

  mark(person: number | undefined): void {
    this.#marked = person;
    this.#changed();
  }

  at(x: number, y: number): number | undefined {
    const { left, top, scale } = this.sight();
    return this.#layout && personAt((x + left) / scale, (y + top) / scale, this.#layout);
  }

  find(from: number, to: number): number | undefined {
    const layout = this.#layout;
    if (!layout) return undefined;
    for (let person = 0; person < layout.country.people; person++) {
      const { x, y } = placeOf(person, layout);
      const cell = this.#places[y * layout.width + x]!;
      if (cell >= from && cell <= to) return person;
    }
    return undefined;
  }

  async png(): Promise<Blob> {
    if (!this.#canvas) throw new Error("bug: a picture that was not started has no PNG");
    this.#drawNow();
    return this.#canvas.convertToBlob({ type: "image/png" });
  }

  /** How often it was drawn, and by what: told to whoever measures. */
  drawn(): { readonly times: number; readonly by: Brush["by"] | undefined } {
    return { times: this.#drawn, by: this.#brush?.by };
  }

  #take({ cells, communities, communitySize, people }: Painting): void {
    const begin = performance.now();
    const before = this.#layout?.country;
    const isSame =
      before?.communities === communities && before.communitySize === communitySize && before.people === people;
    if (!isSame || !this.#layout) {
      this.#layout = layOut({ communities, communitySize, people });
      this.#places = new Uint8Array(this.#layout.width * this.#layout.height);
    }
    spreadOut(cells, this.#layout, this.#places);
    this.#brush?.fill(this.#places, this.#layout);
    this.#taken = { spent: performance.now() - begin };
    this.#changed();
  }

  #changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow(): void {
    this.#isDue = false;
    const begin = performance.now();
    const [layout, marked] = [this.#layout, this.#marked];
    if (!layout) return;
    this.#drawn++;
    const isThere = marked !== undefined && marked >= 0 && marked < layout.country.people;
    const mark = isThere ? placeOf(marked, layout) : undefined;
    this.#brush?.draw({ layout, view: this.sight(), palette: this.#dimmed(), mark });
    if (!this.#taken) return;
    const drawing: Drawing = { milliseconds: this.#taken.spent + performance.now() - begin };
    this.#taken = undefined;
    this.#paintings?.postMessage(drawing);
  }

  /** The colours, those that are left out near that of nobody. */
  #dimmed(): Uint8Array {
    const colours = this.#colours.slice();
    const [none, noneOpacity] = [this.#colours.subarray(255 * 4), this.#colours[255 * 4 + 3]!];
    for (const value of this.#dim) {
      const own = this.#colours[value * 4 + 3]!;
      const opacity = noneOpacity + (own - noneOpacity) * dimmed;
      for (let part = 0; part < 3; part++) {
        // By their opacity: what is clear has no colour that could be seen.
        const mixed = none[part]! * noneOpacity * (1 - dimmed) + this.#colours[value * 4 + part]! * own * dimmed;
        colours[value * 4 + part] = opacity > 0 ? Math.round(mixed / opacity) : 0;
      }
      colours[value * 4 + 3] = Math.round(opacity);
    }
    return colours;
  }
}
