import type { Entry } from "../../index.ts";

/** One line of a life. */
export interface LifeLine {
  readonly date: string;
  readonly what: string;
  readonly points: number | undefined;
  readonly score: number | undefined;
}

/** Every entry as a line of its own. */
export function linesOf(entries: readonly Entry[]): LifeLine[] {
  return entries.map(({ date, text, points, score }) => ({ date, what: text, points, score }));
}

const drifts: Readonly<Record<string, string>> = {
  pull: "friends",
  decay: "decay",
  rounding: "rounding",
  held: "ends of the scale",
  dimension: "dimensions",
  rank: "rank",
};

/**
 * What happened, without the small steps between: what moves a score without an act, and a state that goes on rising
 * or falling, become one line each until something else happens. Points still add up.
 */
export function digest(entries: readonly Entry[]): LifeLine[] {
  const lines: (LifeLine | Drift | Slope)[] = [];
  let drift: Drift | undefined;
  const slopes = new Map<string, Slope>();
  for (const entry of entries) {
    const moved = entry.kind === "state" ? readMove(entry.text) : undefined;
    if (entry.kind in drifts) {
      if (!drift) {
        drift = new Drift(entry.date);
        lines.push(drift);
      }
      drift.add(entry);
    } else if (moved) {
      const slope = slopes.get(moved.name);
      if (slope?.verb === moved.verb) slope.go(entry.date, moved.to);
      else lines.push(begin(slopes, new Slope(entry.date, moved)));
    } else {
      drift = undefined;
      slopes.clear();
      lines.push(...linesOf([entry]));
    }
  }
  return lines.map((line) => ("line" in line ? line.line() : line));
}

function begin(slopes: Map<string, Slope>, slope: Slope): Slope {
  slopes.set(slope.name, slope);
  return slope;
}

interface Move {
  readonly name: string;
  readonly verb: string;
  readonly from: string;
  readonly to: string;
}

function readMove(text: string): Move | undefined {
  const [, name, verb, from, to] = /^(\S+) (rises|falls) from (\S+) to (\S+)$/.exec(text) ?? [];
  return name && verb && from && to ? { name, verb, from, to } : undefined;
}

/** Ticks in which nothing but friends, decay and rounding moved the score. */
class Drift {
  readonly #from: string;
  readonly #sums = new Map<string, number>();
  #to: string;
  #score: number | undefined;

  constructor(date: string) {
    this.#from = date;
    this.#to = date;
  }

  add({ kind, date, points = 0, score }: Entry): void {
    this.#sums.set(kind, (this.#sums.get(kind) ?? 0) + points);
    this.#to = date;
    this.#score = score ?? this.#score;
  }

  line(): LifeLine {
    const parts = [...this.#sums].map(([kind, points]) => `${drifts[kind]} ${sayPoints(points)}`);
    const points = [...this.#sums.values()].reduce((sum, one) => sum + one, 0);
    const what = this.#from === this.#to ? parts.join(", ") : `until ${this.#to}: ${parts.join(", ")}`;
    return { date: this.#from, what, points, score: this.#score };
  }
}

/** A state that goes on rising, or goes on falling. */
class Slope {
  readonly name: string;
  readonly verb: string;
  readonly #date: string;
  readonly #from: string;
  #to: string;
  #until: string | undefined;

  constructor(date: string, { name, verb, from, to }: Move) {
    this.name = name;
    this.verb = verb;
    this.#date = date;
    this.#from = from;
    this.#to = to;
  }

  go(date: string, to: string): void {
    this.#to = to;
    this.#until = date;
  }

  line(): LifeLine {
    const until = this.#until === undefined ? "" : ` by ${this.#until}`;
    const what = `${this.name} ${this.verb} from ${this.#from} to ${this.#to}${until}`;
    return { date: this.#date, what, points: undefined, score: undefined };
  }
}

/** Points to a hundredth, with their sign. */
export function sayPoints(points: number): string {
  const size = Math.round(Math.abs(points) * 100) / 100;
  if (size === 0) return "0";
  return `${points < 0 ? "−" : "+"}${size}`;
}
