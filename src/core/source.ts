/** A piece of text that came from somewhere: a scenario file, a string, a command line. */
export interface Source {
  /** What a person would call it: a path as it was given, `<text>`, or `the command line`. */
  readonly name: string;
  readonly text: string;
  /** Whether many share it, so that what comes to nothing in one of them is no slip. */
  readonly isShared?: boolean;
}

/** A stretch of a source: UTF-16 offsets, `end` exclusive. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Where an offset is, counted as editors count: from 1, in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The whole line, without its line break. */
  readonly text: string;
}

/** The line, column and text of an offset. Offsets past the end give the last line. */
export function positionOf(source: Source, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.text.length));
  const before = source.text.slice(0, at);
  const line = countBreaks(before) + 1;
  const from = before.lastIndexOf("\n") + 1;
  const to = source.text.indexOf("\n", at);
  const text = source.text.slice(from, to < 0 ? source.text.length : to).replace(/\r$/, "");
  return { line, column: at - from + 1, text };
}

function countBreaks(text: string): number {
  let count = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  return count;
}
