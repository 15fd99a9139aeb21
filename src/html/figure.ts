import { type Inner, type Markup, tag } from "../charts/markup.ts";

/** Rows below a row of heads; the first cell of a row is its name. */
export interface TableText {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Which columns hold figures. */
  readonly numbers?: readonly boolean[];
  readonly rows: readonly (readonly Inner[])[];
}

/** A table that scrolls in a frame of its own where it has no room. */
export function layTable({ caption, heads, numbers = [], rows }: TableText): Markup {
  const kind = (i: number): string | undefined => (numbers[i] ? "number" : undefined);
  const head = heads.map((text, i) => tag("th", { scope: "col", class: kind(i) }, text));
  const body = rows.map((row) =>
    tag(
      "tr",
      {},
      ...row.map((text, i) =>
        i === 0
          ? tag("th", { scope: "row", class: isDay(text) ? "day" : kind(i) }, text)
          : tag("td", { class: kind(i) }, text),
      ),
    ),
  );
  return tag(
    "div",
    { class: "table", role: "region", "aria-label": caption, tabindex: 0 },
    tag("table", {}, tag("caption", {}, caption), tag("thead", {}, tag("tr", {}, ...head)), tag("tbody", {}, ...body)),
  );
}

/** What explains the colours of a chart. */
export interface Key {
  readonly name: string;
  readonly class: string;
  readonly line?: boolean;
}

/** A chart with its key, and beside it the table that holds its data. */
export function layFigure(title: string, chart: Markup, keys: readonly Key[], table: TableText, note?: string): Markup {
  const key = keys.map(({ name, class: kind, line }) => tag("li", {}, swatch(kind, line === true), name));
  return tag(
    "figure",
    {},
    tag("figcaption", {}, tag("h3", {}, title), note === undefined ? undefined : tag("p", { class: "quiet" }, note)),
    tag(
      "div",
      { class: "pair" },
      tag("div", { class: "chart" }, chart, keys.length > 0 ? tag("ul", { class: "key" }, ...key) : undefined),
      layTable(table),
    ),
  );
}

function swatch(kind: string, line: boolean): Markup {
  const shape = line
    ? tag("path", { class: `line ${kind}`, d: "M1 6H27" })
    : tag("rect", { class: `bar ${kind}`, x: 8, y: 0, width: 12, height: 12 });
  return tag("svg", { viewBox: "0 0 28 12", width: 28, height: 12, "aria-hidden": "true" }, shape);
}

/** A section of the page with a heading that can be linked to; none where there is nothing in it. */
export function laySection(id: string, title: string, ...inner: Inner[]): Markup | undefined {
  const there = inner.flat().filter((one) => one !== undefined);
  if (there.length === 0) return undefined;
  return tag("section", { id, "aria-labelledby": `${id}-head` }, tag("h2", { id: `${id}-head` }, title), ...there);
}

function isDay(text: Inner): boolean {
  return typeof text === "string" && /^\d{4,}-\d\d-\d\d$/.test(text);
}
