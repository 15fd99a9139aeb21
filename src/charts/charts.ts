import { cut } from "../report/table.ts";
import type { Axis } from "./axis.ts";
import { type Inner, type Markup, tag } from "./markup.ts";

/** One unit is about a pixel on a phone; on wider screens a chart grows by a half. */
const width = 360;
const letter = 6.6;
const margin = { top: 26, right: 12, bottom: 40 };

/** What a chart says to whoever does not see it. */
export interface Said {
  readonly id: string;
  readonly title: string;
  readonly says: string;
}

export interface Line {
  readonly name: string;
  /** A figure for each tick; NaN where there is none. */
  readonly figures: readonly number[];
}

/** Points at which a series is drawn: more could not be told apart. */
const mostPoints = 120;

/** A frame with title and description, for those who see it and those who do not. */
function drawing({ id, title, says }: Said, height: number, ...inner: Inner[]): Markup {
  return tag(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": `${id}-title ${id}-says` },
    tag("title", { id: `${id}-title` }, title),
    tag("desc", { id: `${id}-says` }, says),
    ...inner,
  );
}

interface Frame {
  readonly x: (at: number) => number;
  readonly y: (at: number) => number;
  readonly height: number;
  readonly parts: readonly Markup[];
}

function frameOf(across: Axis, up: Axis, height: number): Frame {
  const left = 10 + letter * Math.max(...up.marks.map(({ text }) => text.length));
  const [right, top, bottom] = [width - margin.right, margin.top, height - margin.bottom];
  const x = (at: number): number => left + ((at - across.from) / (across.to - across.from)) * (right - left);
  const y = (at: number): number => bottom - ((at - up.from) / (up.to - up.from)) * (bottom - top);
  const rows = up.marks.flatMap(({ at, text }) => [
    tag("line", { class: at === 0 ? "base" : "grid", x1: n(left), x2: n(right), y1: n(y(at)), y2: n(y(at)) }),
    tag("text", { class: "mark end", x: n(left - 5), y: n(y(at) + 4) }, text),
  ]);
  const columns = across.marks.map(({ at, text }) => {
    const half = (text.length * letter) / 2;
    const place = Math.min(right + margin.right - half - 1, Math.max(left - 8 + half, x(at)));
    return tag("text", { class: "mark middle", x: n(place), y: n(bottom + 18) }, text);
  });
  const notches = across.marks.map(({ at }) =>
    tag("line", { class: "base", x1: n(x(at)), x2: n(x(at)), y1: n(bottom), y2: n(bottom + 4) }),
  );
  const units = [
    ...(up.unit === undefined ? [] : [tag("text", { class: "unit", x: 2, y: 11 }, cut(up.unit, 54))]),
    ...(across.unit === undefined
      ? []
      : [tag("text", { class: "unit end", x: n(right + margin.right - 2), y: n(bottom + 34) }, across.unit)]),
  ];
  return { x, y, height, parts: [...rows, ...notches, ...columns, ...units] };
}

/** Lines over time, each with a colour and a kind of stroke of its own. */
export function drawLines(said: Said, lines: readonly Line[], across: Axis, up: Axis): Markup {
  const frame = frameOf(across, up, 230);
  const paths = lines.map(({ figures }, i) =>
    tag("path", { class: `line series-${i}`, d: pathOf(figures, frame), "vector-effect": "non-scaling-stroke" }),
  );
  return drawing(said, frame.height, ...frame.parts, ...paths);
}

function pathOf(figures: readonly number[], { x, y }: Frame): string {
  let open = false;
  const parts = placesOf(figures.length).map((tick) => {
    const figure = figures[tick]!;
    // After a move every further point is a line to it.
    const command = open ? " " : "M";
    open = Number.isFinite(figure);
    return open ? `${command}${n(x(tick))} ${n(y(figure))}` : "";
  });
  return parts.join("");
}

/** Which ticks are drawn: all, or evenly spread ones with the first and the last. */
export function placesOf(ticks: number, most = mostPoints): number[] {
  if (ticks <= most) return Array.from({ length: ticks }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (ticks - 1)) / (most - 1)));
}

/** Shares over time that lie on one another, the first at the bottom. Classes are the caller's. */
export function drawStack(said: Said, layers: readonly (Line & { class: string })[], across: Axis, up: Axis): Markup {
  const frame = frameOf(across, up, 230);
  const places = placesOf(layers[0]!.figures.length);
  let below = places.map(() => 0);
  const areas = layers.map(({ figures, class: kind }) => {
    const above = places.map((tick, i) => below[i]! + figures[tick]!);
    const point = (height: number, i: number): string => `${n(frame.x(places[i]!))} ${n(frame.y(height))}`;
    const there = above.map(point);
    const back = below.map(point).reverse();
    below = above;
    return tag("path", { class: `area ${kind}`, d: `M${[...there, ...back].join(" ")}Z` });
  });
  return drawing(said, frame.height, ...areas, ...frame.parts);
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  /** What it is as high as. */
  readonly height: number;
  readonly class: string;
}

/** Upright bars over a scale, and dashed lines where something begins. */
export function drawHistogram(
  said: Said,
  bins: readonly Bin[],
  cuts: readonly { readonly at: number; readonly text: string }[],
  across: Axis,
  up: Axis,
): Markup {
  const frame = frameOf(across, up, 250);
  const bottom = frame.y(up.from);
  const bars = bins.map(({ from, to, height, class: kind }) => {
    const [x, y] = [frame.x(from), frame.y(height)];
    const gap = Math.min(1, (frame.x(to) - x) / 6);
    return tag("rect", {
      class: `bar ${kind}`,
      x: n(x + gap / 2),
      y: n(y),
      width: n(frame.x(to) - x - gap),
      height: n(bottom - y),
    });
  });
  let free = Number.NEGATIVE_INFINITY;
  const marks = cuts.flatMap(({ at, text }, i) => {
    const x = frame.x(at);
    const next = cuts[i + 1];
    const line = tag("line", { class: "cut", x1: n(x), x2: n(x), y1: margin.top - 2, y2: n(bottom) });
    const label = cut(text, 12);
    const long = 3 + label.length * letter;
    // At the right end there is room on the left of the line only.
    const isBehind = x + long <= width;
    if (isBehind && next && x + long > frame.x(next.at)) return [line];
    if ((isBehind ? x : x - long) < free) return [line];
    free = (isBehind ? x + long : x) + letter;
    const place = { class: isBehind ? "mark" : "mark end", x: n(isBehind ? x + 3 : x - 3), y: margin.top + 6 };
    return [line, tag("text", place, label)];
  });
  return drawing(said, frame.height, ...frame.parts, ...bars, ...marks);
}

export interface BarRow {
  readonly name: string;
  /** Stands above the row: it begins a group of them. */
  readonly head?: string | undefined;
  readonly figure: number;
  readonly text: string;
}

/** Lying bars, each with its name before and its figure behind it. */
export function drawBars(said: Said, rows: readonly BarRow[], kind: string): Markup {
  const names = Math.min(150, 8 + letter * Math.max(...rows.map(({ name }) => name.length)));
  const figures = 10 + letter * Math.max(...rows.map(({ text }) => text.length));
  const sizes = rows.map(({ figure }) => (Number.isFinite(figure) ? Math.abs(figure) : 0));
  const most = Math.max(...sizes, Number.MIN_VALUE);
  const room = width - names - figures - 4;
  let y = 4;
  const parts = rows.flatMap(({ name, head, text }, i) => {
    const above = head === undefined ? [] : [tag("text", { class: "head", x: 0, y: y + 15 }, cut(head, 52))];
    if (head !== undefined) y += 22;
    const size = (sizes[i]! / most) * room;
    const row = [
      tag("text", { class: "mark end", x: n(names - 6), y: y + 14 }, cut(name, 22)),
      tag("rect", { class: `bar ${kind}`, x: n(names), y: y + 3, width: n(Math.max(size, 0.5)), height: 14 }),
      tag("text", { class: "figure", x: n(names + size + 5), y: y + 14 }, text),
    ];
    y += 21;
    return [...above, ...row];
  });
  return drawing(said, y + 4, ...parts);
}

/** A place on a drawing, to a tenth of a unit. */
function n(place: number): string {
  return String(Math.round(place * 10) / 10);
}
