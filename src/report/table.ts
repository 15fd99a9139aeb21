import { widthOf as cellsOf } from "../core/visible.ts";
import { lettersOf, unpainted } from "./paint.ts";

/** How a column of a table is set. */
export interface TableColumn {
  readonly head?: string;
  readonly align?: "left" | "right";
  /** May be narrower than its text, which then goes over several lines. */
  readonly wraps?: boolean;
  readonly paint?: (text: string) => string;
}

const gap = "  ";
const narrowest = 8;

/** Lines of a table no wider than `width` where its wrapping columns allow it; no line ends in blanks. */
export function layTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: { width?: number; indent?: string; paintHead?: (text: string) => string } = {},
): string[] {
  const { width = 80, indent = "  ", paintHead } = options;
  const heads = columns.some(({ head }) => head !== undefined) ? [columns.map(({ head }) => head ?? "")] : [];
  const widths = widthsOf(columns, [...heads, ...rows], width - indent.length);
  const taken = widths.reduce((sum, one) => sum + one, 0) + gap.length * (columns.length - 1);
  if (taken > width - indent.length) return stack(columns, rows, { width, indent });
  const lay = (row: readonly string[], head: boolean): string[] => {
    const cells = row.map((text, i) => (columns[i]!.wraps ? wrap(text, widths[i]!) : [text]));
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = cells.map((lines, i) => {
        const text = lines[line] ?? "";
        const last = i === cells.length - 1 && columns[i]!.align !== "right";
        const padded = pad(text, last ? 0 : widths[i]!, columns[i]!.align ?? "left");
        const paint = head ? paintHead : columns[i]!.paint;
        return paint && text !== "" ? padded.replace(text, () => paint(text)) : padded;
      });
      return `${indent}${parts.join(gap)}`.trimEnd();
    });
  };
  return [...heads.flatMap((row) => lay(row, true)), ...rows.flatMap((row) => lay(row, false))];
}

/** Each row by itself, where a table has no room: its first cell, and below it the others behind their heads. */
function stack(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { width, indent }: { readonly width: number; readonly indent: string },
): string[] {
  return rows.flatMap((row) => {
    const [first = "", ...others] = row;
    const cells = others
      .map((text, i) => [columns[i + 1]!.head ?? "", text] as const)
      .filter(([, text]) => text !== "");
    const said = cells.map(([head, text]) => (head === "" ? text : `${head}: ${text}`)).join(", ");
    const below = said === "" ? [] : wrap(said, width - indent.length - 4);
    const own = /^ */.exec(first)![0];
    return [
      ...(first === ""
        ? []
        : wrap(first.trim(), width - indent.length - own.length).map((line) => `${indent}${own}${line}`)),
      ...below.map((line) => `${indent}    ${line}`),
    ];
  });
}

function widthsOf(columns: readonly TableColumn[], rows: readonly (readonly string[])[], available: number): number[] {
  const widths = columns.map((_, i) => Math.max(0, ...rows.map((row) => widthOf(row[i] ?? ""))));
  const room = available - gap.length * (columns.length - 1);
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const wrapping = widths.map((one, i) => (columns[i]!.wraps && one > narrowest ? one : 0));
    const widest = wrapping.indexOf(Math.max(...wrapping));
    if (wrapping[widest] === 0) break;
    widths[widest]!--;
  }
  return widths;
}

/** Text over several lines, each at most `width` wide; a longer word is cut, behind a dot or dash where it has one. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(/\s+/)) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) <= width) {
      line = `${line} ${word}`;
      continue;
    }
    if (line !== "") lines.push(line);
    while (widthOf(word) > width) {
      const letters = lettersOf(word);
      const most = Math.max(1, lettersWithin(letters, width));
      const joint = letters.findLastIndex((letter, i) => i < most && /[._/-]/.test(letter)) + 1;
      const cut = joint > most / 3 ? joint : most;
      lines.push(letters.slice(0, cut).join(""));
      word = letters.slice(cut).join("");
    }
    line = word;
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** Escapes that colour what follows: they take no room. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one.
const colours = /\u001b\[[0-9;]*m/g;

/** Lines as they are, but for those that are wider than a terminal: these go on in the next, further in. */
export function fitted(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => (widthOf(line.replace(colours, "")) <= width ? [line] : fold(line, width)));
}

function fold(line: string, width: number): string[] {
  const indent = /^ */.exec(line)![0].slice(0, width >> 1);
  const folded: string[] = [];
  let now = "";
  let used = 0;
  const put = (word: string, size: number): void => {
    if (now !== "" && used + 1 + size <= width) {
      now += ` ${word}`;
      used += 1 + size;
      return;
    }
    if (now !== "") folded.push(now.trimEnd());
    const before = folded.length === 0 ? indent : `${indent}  `;
    now = `${before}${word}`;
    used = before.length + size;
  };
  for (const word of line.trim().split(/ +/)) {
    const bare = word.replace(colours, "");
    const room = width - indent.length - 2;
    // A word without colours can be cut; one with them is short, or a bar that is laid to its room.
    const parts = bare === word && widthOf(word) > room ? wrap(word, room) : [word];
    for (const part of parts) put(part, widthOf(part.replace(colours, "")));
  }
  return [...folded, now.trimEnd()];
}

/** A command to be copied, two blanks in: over several lines, the next ones further in, where it is too long for one. */
export function layCommand(command: string, width: number): string[] {
  return wrap(command, width - 4).map((line, i) => `${i === 0 ? "  " : "    "}${line}`);
}

/** Text cut to a width, with … where something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const letters = lettersOf(text);
  const kept = lettersWithin(letters, width - 1);
  // What ends a colour is kept.
  const marks = letters.slice(kept).filter((letter) => unpainted(letter) === "");
  return `${letters.slice(0, kept).join("")}…${marks.join("")}`;
}

export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + blanks : blanks + text;
}

/** Cells of a terminal that a text takes, whatever colours it has: East Asian characters take two. */
export function widthOf(text: string): number {
  return cellsOf(unpainted(text));
}

function lettersWithin(letters: readonly string[], width: number): number {
  let used = 0;
  for (const [i, letter] of letters.entries()) {
    used += widthOf(letter);
    if (used > width) return i;
  }
  return letters.length;
}
