import { readFileSync, writeFileSync } from "node:fs";
import { root } from "./engine.js";

const path = `${root}docs/PERFORMANCE.md`;

/**
 * A table in Markdown.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function layMarkdown(head, rows) {
  const lay = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [lay(head), `|${head.map((_, i) => (i === 0 ? "---" : "---:")).join("|")}|`, ...rows.map(lay)];
}

/**
 * Puts lines into their place on the page of figures, between `<!-- NAME -->` and `<!-- /NAME -->`.
 * @param {string} name
 * @param {string[]} lines
 */
export function writeSection(name, lines) {
  const text = readFileSync(path, "utf8");
  const [from, to] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const start = text.indexOf(from) + from.length;
  const end = text.indexOf(to);
  if (start < from.length || end < start) throw new Error(`${path} has no place for ${name}`);
  writeFileSync(path, `${text.slice(0, start)}\n${lines.join("\n")}\n\n${text.slice(end)}`);
}

/** A rate in millions a second. @param {number} rate */
export function sayMillions(rate) {
  const millions = rate / 1e6;
  return millions >= 10 ? millions.toFixed(1) : millions.toFixed(2);
}

/** The middle of some figures. @param {readonly number[]} figures */
export function medianOf(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
