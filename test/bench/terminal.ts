import type { Terminal } from "../../src/cli/terminal.ts";
import { noPaint } from "../../src/report/paint.ts";

/** A terminal that keeps what is printed. */
export function terminalInto(out: unknown[]): Terminal {
  return {
    width: 80,
    liveWidth: 80,
    paint: noPaint,
    live: false,
    print: (lines) => void out.push(...[lines].flat()),
    printJson: (value) => void out.push(JSON.parse(JSON.stringify(value))),
    note: () => {},
    redraw: () => {},
  };
}
