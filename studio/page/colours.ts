import type { Colouring } from "../messages.ts";

type Rgb = readonly [number, number, number];

/** From low to high, each lighter than the one before, told apart by every kind of sight (viridis, without its darkest end). */
const order: readonly Rgb[] = [
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
];
/** Kinds that have no order (Okabe and Ito). */
const kinds: readonly Rgb[] = [
  [86, 180, 233],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [150, 150, 150],
];
const ground: Rgb = [13, 17, 23];
const absent: Rgb = [118, 124, 132];
const quiet: Rgb = [62, 70, 84];
const warned: Rgb = [230, 159, 0];
const alarm: Rgb = [240, 90, 40];
/** Of a difference: lower than in the other world, the same, higher. */
const lower: Rgb = [240, 120, 40];
const higher: Rgb = [90, 170, 240];

function between(colours: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const [at, rest] = [Math.floor(place), place % 1];
  const [a, b] = [colours[at]!, colours[Math.min(at + 1, colours.length - 1)]!];
  return [0, 1, 2].map((i) => Math.round(a[i]! + (b[i]! - a[i]!) * rest)) as unknown as Rgb;
}

/** The places of a scale, from 0 to 254, between which its colours go. */
export type Stretch = readonly [number, number];

const whole: Stretch = [0, 254];
/** Of people, who may stand beyond the stretch at each end; and how narrow it may be. */
const beyond = 0.002;
const narrowest = 254 * 0.06;

/**
 * From where to where people stand on a scale, so that small differences can be seen: never narrower than it was, or colours would
 * mean something else from tick to tick.
 */
export function widened(before: Stretch | undefined, spreads: readonly (readonly number[])[]): Stretch | undefined {
  let [low, high] = before ?? [254, 0];
  for (const counts of spreads) {
    const least = beyond * counts.reduce((sum, one) => sum + one, 0);
    const first = placeBeyond(counts, least);
    const last = counts.length - 1 - placeBeyond(counts.toReversed(), least);
    if (first > last) continue;
    low = Math.min(low, (first / counts.length) * 254);
    high = Math.max(high, ((last + 1) / counts.length) * 254);
  }
  if (low > high) return before;
  const lack = Math.max(0, narrowest - (high - low)) / 2;
  const [from, to] = [Math.max(0, low - lack), Math.min(254, high + lack)];
  return before && before[0] === from && before[1] === to ? before : [from, to];
}

/** The first place up to which more people stand. */
function placeBeyond(counts: readonly number[], least: number): number {
  let sum = 0;
  const found = counts.findIndex((count) => {
    sum += count;
    return sum > least;
  });
  return found < 0 ? counts.length : found;
}

/** The colour of a class, or of a place on a scale from 0 to 254. */
export function colourOf(shows: Colouring["shows"], cell: number, [low, high]: Stretch = whole): Rgb {
  if (shows.is === "scale") return between(order, (cell - low) / Math.max(1e-9, high - low));
  const { words, tone, none } = shows;
  if (cell === none) return absent;
  if (tone === "kind") return kinds[cell % kinds.length]!;
  if (tone === "order")
    return between(
      order,
      words.length < (none === undefined ? 2 : 3) ? 1 : cell / (words.length - (none === undefined ? 1 : 2)),
    );
  if (cell === 0) return quiet;
  return cell === words.length - 1 ? alarm : warned;
}

export function cssOf([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** A colour of the order, by share from 0 to 1. */
export function ordered(share: number): Rgb {
  return between(order, share);
}

/** 256 colours as RGBA: 255 is nobody, and the ground. */
export function paletteOf(shows: Colouring["shows"], stretch: Stretch = whole): Uint8Array {
  return filled((cell) => colourOf(shows, cell, stretch));
}

/** The palette of how two worlds differ: 127 is the same. */
export function differencePalette(): Uint8Array {
  return filled((cell) =>
    cell === 127
      ? quiet
      : cell < 127
        ? between([lower, [176, 92, 44]], cell / 127)
        : between([[62, 118, 182], higher], (cell - 127) / 127),
  );
}

function filled(of: (cell: number) => Rgb): Uint8Array {
  const palette = new Uint8Array(1024);
  palette.set([...ground, 255], 255 * 4);
  for (let cell = 0; cell < 255; cell++) palette.set([...of(cell), 255], cell * 4);
  return palette;
}

/** One line of a legend: what it is, which cells it is of, and how it looks. */
export interface LegendEntry {
  /** A class or a band, in words; empty where there is only a range. */
  readonly says: string;
  readonly range: string;
  readonly from: number;
  /** The last cell of it. */
  readonly to: number;
  readonly colours: readonly [string, string];
  /** People, where the spread says it exactly. */
  readonly people: number | undefined;
}

/** The legend of a colouring: classes, bands of a scale, or four parts of where people stand on it. */
export function legendOf(
  { shows }: Colouring,
  spread: readonly number[] | undefined,
  stretch: Stretch | undefined,
  say: (value: number) => string,
): LegendEntry[] {
  if (shows.is === "classes")
    return shows.words.map((says, cell) => {
      const colour = cssOf(colourOf(shows, cell));
      return { says, range: "", from: cell, to: cell, colours: [colour, colour], people: spread?.[cell] };
    });
  const { from, to, marks } = shows;
  const [low, high] = stretch ?? whole;
  const cellOf = (value: number): number => Math.round(((value - from) / (to - from)) * 254);
  const pointsAt = (cell: number): number => from + (cell / 254) * (to - from);
  const bands = marks && marks.length > 1 ? marks : undefined;
  const quarters = [0, 1, 2, 3].map((i) => pointsAt(low + (i * (high - low)) / 4));
  const starts = bands ? bands.map(({ at }) => Math.max(from, at)) : quarters;
  return starts.map((start, i) => {
    const next = starts[i + 1];
    const [first, last] = [i === 0 ? 0 : cellOf(start), next === undefined ? 254 : cellOf(next) - 1];
    const colours = [cssOf(colourOf(shows, first, stretch)), cssOf(colourOf(shows, last, stretch))] as const;
    const range = `${say(start)}–${say(next ?? to)}`;
    const part = i === 0 ? `< ${say(next ?? to)}` : next === undefined ? `≥ ${say(start)}` : range;
    const said = bands ? { says: bands[i]!.says, range } : { says: "", range: part };
    return { ...said, from: first, to: last, colours, people: undefined };
  });
}
