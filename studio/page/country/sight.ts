import { type Layout, layOut, personAt } from "../../picture/layout.ts";
import { wholeOf } from "../../picture/view.ts";
import type { PictureCalls } from "../connect.ts";
import { opened } from "../state.ts";

/** What a canvas shows: in its pixels what is at the top left, and pixels a person. */
interface Sight {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

const largest = 64;
const stride = 60;

let laid: Layout | undefined;

/** Where people of the open world stand: reckoned here too, since a picture that is being drawn answers late. */
function layoutNow(): Layout | undefined {
  const world = opened.value;
  if (!world) return undefined;
  const { communities, communitySize, people } = world;
  const { country } = laid ?? {};
  const isSame =
    country?.communities === communities && country.communitySize === communitySize && country.people === people;
  if (!isSame) laid = layOut({ communities, communitySize, people });
  return laid;
}

/** What is shown of all of the country in a box, as the picture reckons it. */
function wholeIn(box: HTMLElement): Sight {
  const { width, height } = box.getBoundingClientRect();
  const inPixels = (side: number): number => Math.max(1, Math.round(Math.max(1, Math.round(side)) * devicePixelRatio));
  return wholeOf(layoutNow(), inPixels(width), inPixels(height));
}

/** Moves a picture and comes closer to it: by pointer, wheel, pinch and keys. Returns how to end it. */
export function moveBy(box: HTMLElement, picture: PictureCalls, pick: (person: number) => void): () => void {
  let sight: Sight | undefined;
  const current = (): Sight => sight ?? wholeIn(box);
  const show = (to: Sight): void => {
    sight = to;
    void picture.view(to.left, to.top, to.scale);
  };
  const zoom = (factor: number, x: number, y: number): void => {
    const { left, top, scale } = current();
    const next = Math.min(largest, Math.max(0.02, scale * factor));
    const grown = next / scale;
    show({ scale: next, left: (left + x) * grown - x, top: (top + y) * grown - y });
  };
  const pan = (across: number, down: number): void => {
    const { left, top, scale } = current();
    show({ scale, left: left + across, top: top + down });
  };
  const all = (): void => {
    sight = undefined;
    void picture.fit();
  };
  const middle = (): [number, number] => {
    const { width, height } = box.getBoundingClientRect();
    return [(width / 2) * devicePixelRatio, (height / 2) * devicePixelRatio];
  };
  const choose = (x: number, y: number): void => {
    const [{ left, top, scale }, layout] = [current(), layoutNow()];
    const person = layout && personAt((x + left) / scale, (y + top) / scale, layout);
    if (person !== undefined) pick(person);
  };
  const keys: Record<string, () => unknown> = {
    ArrowLeft: () => pan(-stride, 0),
    ArrowRight: () => pan(stride, 0),
    ArrowUp: () => pan(0, -stride),
    ArrowDown: () => pan(0, stride),
    "+": () => zoom(1.5, ...middle()),
    "=": () => zoom(1.5, ...middle()),
    "-": () => zoom(1 / 1.5, ...middle()),
    "0": all,
    Home: all,
    Enter: () => choose(...middle()),
  };
  const press = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const roll = (event: WheelEvent): void => {
    // Without it the page scrolls as it does everywhere: a picture is no trap.
    if (!event.ctrlKey && document.activeElement !== box) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...at(event));
  };
  const ends = [pointers(box, { pan, zoom, choose })];
  box.addEventListener("keydown", press);
  box.addEventListener("wheel", roll, { passive: false });
  box.addEventListener("dblclick", (event) => zoom(2, ...at(event)));
  ends.push(() => box.removeEventListener("keydown", press));
  ends.push(() => box.removeEventListener("wheel", roll));
  const buttons = (event: Event): void => {
    const key = (event.target as HTMLElement).closest<HTMLElement>("[data-key]")?.dataset.key;
    if (key !== undefined) keys[key]?.();
  };
  box.parentElement?.addEventListener("click", buttons);
  ends.push(() => box.parentElement?.removeEventListener("click", buttons));
  return () => {
    for (const end of ends) end();
  };
}

/** Where an event is, in pixels of the canvas. */
function at(event: MouseEvent): [number, number] {
  const target = event.currentTarget as HTMLElement;
  const { left, top } = target.getBoundingClientRect();
  return [(event.clientX - left) * devicePixelRatio, (event.clientY - top) * devicePixelRatio];
}

interface Acts {
  pan(across: number, down: number): void;
  zoom(factor: number, x: number, y: number): void;
  choose(x: number, y: number): void;
}

/** One pointer moves, two come closer, and one that has hardly moved chooses. */
function pointers(box: HTMLElement, { pan, zoom, choose }: Acts): () => void {
  const held = new Map<number, [number, number]>();
  let moved = 0;
  const down = (event: PointerEvent): void => {
    if (held.size === 0) moved = 0;
    held.set(event.pointerId, at(event));
    box.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    held.set(event.pointerId, now);
    const [across, upright] = [now[0] - before[0], now[1] - before[1]];
    moved += Math.abs(across) + Math.abs(upright);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const far = (one: [number, number]): number => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
      zoom(far(now) / far(before), other[0], other[1]);
    } else if (moved > 6) pan(-across, -upright);
  };
  const up = (event: PointerEvent): void => {
    if (held.delete(event.pointerId) && held.size === 0 && moved <= 6) choose(...at(event));
  };
  const lost = (event: PointerEvent): void => void held.delete(event.pointerId);
  const events = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: lost };
  for (const [name, hear] of Object.entries(events)) box.addEventListener(name, hear as EventListener);
  return () => {
    for (const [name, hear] of Object.entries(events)) box.removeEventListener(name, hear as EventListener);
  };
}
