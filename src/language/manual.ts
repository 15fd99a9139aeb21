import type { Field, Fields, Shape } from "./shape.ts";
import { tags } from "./tagged.ts";

/** A record of the language with the path under which it stands, such as `conduct.NAME`. */
interface Section {
  readonly path: string;
  readonly shape: Shape<unknown>;
  readonly fields: Fields;
  /** What the field that it stands under says of it. */
  readonly doc: string;
}

/**
 * A manual of what a shape reads, as Markdown: a section for each record, with a table of its keys. `level` is that of
 * the headings of its parts.
 */
export function manualOf(shape: Shape<unknown>, level = 2): string {
  const sections: Section[] = [];
  const known = new Map<Fields, string>();
  collect(shape, "", "", sections, known);
  return sections.map((section) => printSection(section, known, level)).join("\n");
}

function collect(
  shape: Shape<unknown>,
  path: string,
  doc: string,
  sections: Section[],
  known: Map<Fields, string>,
): void {
  const { record, suffix } = recordOf(shape);
  if (!record?.fields || known.has(record.fields)) return;
  const own = `${path}${suffix}`;
  known.set(record.fields, own);
  sections.push({ path: own, shape: record, fields: record.fields, doc });
  for (const [key, field] of Object.entries(record.fields)) {
    if (!isTag(key)) collect(field.shape, own === "" ? key : `${own}.${key}`, field.doc, sections, known);
  }
}

/** The record that a shape is or holds, and what its path ends in: `.NAME` for one of many, `[]` for one in a row. */
function recordOf(shape: Shape<unknown>): { record: Shape<unknown> | undefined; suffix: string } {
  let suffix = "";
  let at: Shape<unknown> | undefined = shape;
  while (at && !at.fields) {
    if (at.wraps === "map") suffix += ".NAME";
    if (at.wraps === "list") suffix += "[]";
    at = at.inner;
  }
  return { record: at, suffix };
}

function isTag(key: string): boolean {
  return (tags as readonly string[]).includes(key);
}

function printSection(
  { path, shape, fields, doc }: Section,
  known: ReadonlyMap<Fields, string>,
  level: number,
): string {
  const rows = Object.entries(fields).filter(([key]) => !isTag(key));
  const lines = rows.map(([key, field]) => printRow(key, field, known));
  const heading = path === "" ? [] : [`${"#".repeat(level + depthOf(path))} \`${path}\``, ""];
  const intro = path === "" ? [] : [`${capital(doc)}. Written as ${code(shape.says)}.`, ""];
  return [
    ...heading,
    ...intro,
    "| key | what it is | how it is written | if left out |",
    "| --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

/** A part of the top is one level up from what stands inside it. */
function depthOf(path: string): number {
  return path.replace(/\.NAME|\[\]/g, "").includes(".") ? 1 : 0;
}

function printRow(
  key: string,
  { shape, doc, required, byDefault }: Field<unknown>,
  known: ReadonlyMap<Fields, string>,
): string {
  const { record } = recordOf(shape);
  const section = record?.fields && known.get(record.fields);
  const how = section ? `${code(shape.says)}; see [${section}](#${anchorOf(section)})` : code(shape.says);
  const without = required ? "must be there" : (byDefault ?? "—");
  return `| \`${key}\`${isParameter(shape) ? " ◦" : ""} | ${cell(doc)} | ${cell(how)} | ${cell(without)} |`;
}

/** Whether provenance may stand beside a value, or beside each of several. */
function isParameter(shape: Shape<unknown>): boolean {
  return shape.wraps === "parameter" || (shape.inner !== undefined && isParameter(shape.inner));
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

const braces = /\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g;

/** What stands in quotes or braces, and every example behind "such as", in the type of code. */
function code(says: string): string {
  if (says.includes('"'))
    return says.replace(/(\{[^{}]*\})|"([^"]+)"/g, (_, braced?: string, quoted?: string) => `\`${braced ?? quoted}\``);
  const [before, examples] = says.split("such as ");
  if (examples === undefined) return says.replace(braces, (found) => `\`${found}\``);
  const each = examples.split(/,? or /).map((one) => `\`${one}\``);
  return `${before}such as ${each.join(" or ")}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The anchor that a heading gets where Markdown is shown: small letters and digits, others dropped. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
