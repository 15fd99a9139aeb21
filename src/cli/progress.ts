import type { Progress as Told } from "../index.ts";
import { cut, pad, widthOf } from "../report/table.ts";
import { sayLarge, saySeconds } from "../report/wording.ts";
import type { Terminal } from "./terminal.ts";

/** How far something is. */
export interface Advance {
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural. */
  readonly noun: string;
  readonly personTicksPerSecond: number;
  readonly secondsLeft: number;
}

/** How far a world is: while it settles, how far with that. */
export function advanceOf({ tick, ticks, settle, personTicksPerSecond, secondsLeft }: Told): Advance {
  const far = tick < 0 ? { done: settle + tick, total: settle } : { done: tick, total: ticks };
  return { ...far, noun: tick < 0 ? "ticks of settling" : "ticks", personTicksPerSecond, secondsLeft };
}

/** How far twins are: ticks are counted over all of their worlds. */
export function advanceOfTwins({ tick, ticks, personTicksPerSecond, secondsLeft }: Told): Advance {
  return { done: tick, total: ticks, noun: "ticks of twins", personTicksPerSecond, secondsLeft };
}

export interface Progress {
  update(advance: Advance): void;
  /** Takes the line away. */
  end(): void;
}

const redrawMillis = 100;
const lineMillis = 10_000;
const mostCells = 24;

/** One line drawn over and over on a terminal, a line every ten seconds elsewhere, nothing when `silent`. */
export function openProgress(terminal: Terminal, silent: boolean, now: () => number = Date.now): Progress {
  const pause = terminal.live ? redrawMillis : lineMillis;
  let last = terminal.live ? -pause : now();
  return {
    update: (advance) => {
      const time = now();
      if (silent || time - last < pause) return;
      last = time;
      if (terminal.live) terminal.redraw(drawAdvance(advance, terminal.liveWidth));
      else terminal.note(sayAdvance(advance));
    },
    end: () => {
      if (!silent) terminal.redraw("");
    },
  };
}

/** The line of a terminal: never wider than told, because what is broken over two lines cannot be drawn over. */
export function drawAdvance({ done, total, noun, personTicksPerSecond, secondsLeft }: Advance, width: number): string {
  const count = pad(`${done}/${total}`, String(total).length * 2 + 1, "right");
  const left = done < total ? `  ${saySeconds(secondsLeft)} left` : "";
  const text = `  ${count} ${noun}  ${sayRate(personTicksPerSecond)}${left}`;
  const cells = Math.max(4, Math.min(mostCells, width - widthOf(text)));
  const full = Math.max(0, Math.min(cells, Math.round((done / total) * cells)));
  return cut(`${"━".repeat(full)}${"·".repeat(cells - full)}${text}`, width);
}

function sayAdvance({ done, total, noun, personTicksPerSecond, secondsLeft }: Advance): string {
  return `${done} of ${total} ${noun}, ${sayRate(personTicksPerSecond)}, ${saySeconds(secondsLeft)} left`;
}

function sayRate(personTicksPerSecond: number): string {
  return `${sayLarge(personTicksPerSecond)} person-ticks/s`;
}
