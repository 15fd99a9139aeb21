import { visible, visibleJson, visibleLine } from "../core/visible.ts";
import { asColours, colourPaint, noPaint, type Paint } from "../report/paint.ts";

/**
 * Where a verb writes: what was asked for to stdout, everything else to stderr. Whatever it is given, no control, escape,
 * bidirectional or zero-width character gets through but line breaks and our own colours: it is shown as \u{…}.
 */
export interface Terminal {
  /** Cells of a line: never more than 80, so that what is printed reads the same everywhere. */
  readonly width: number;
  readonly paint: Paint;
  /** Whether a line of stderr can be drawn over. */
  readonly live: boolean;
  /** Cells of that line. */
  readonly liveWidth: number;
  /** Lines of the answer: a text of several, or a list of lines each of which stays one. */
  print(lines: string | readonly string[]): void;
  printJson(value: unknown): void;
  /** A remark beside the answer. */
  note(text: string): void;
  /** Draws over the last line of stderr; an empty text takes it away. Nothing where there is no terminal. */
  redraw(text: string): void;
}

export interface Streams {
  readonly out: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

const widest = 80;

export function openTerminal({ out, err, env }: Streams): Terminal {
  const plain = env.NO_COLOR !== undefined && env.NO_COLOR !== "";
  const colour = out.isTTY === true && !plain && env.TERM !== "dumb";
  const live = err.isTTY === true && env.TERM !== "dumb";
  return {
    width: out.isTTY ? Math.max(30, Math.min(widest, out.columns ?? widest)) : widest,
    paint: colour ? colourPaint : noPaint,
    live,
    liveWidth: Math.min(widest, err.columns ?? widest) - 1,
    print: (lines) => {
      const shown =
        typeof lines === "string"
          ? asColours(lines, visible)
          : lines.map((line) => asColours(line, visibleLine)).join("\n");
      out.write(`${shown}\n`);
    },
    printJson: (value) => void out.write(`${visibleJson(value)}\n`),
    note: (text) => void err.write(`${live ? "\r\u001b[K" : ""}${asColours(text, visible)}\n`),
    redraw: (text) => {
      if (live) err.write(`\r\u001b[K${asColours(text, visibleLine)}`);
    },
  };
}
