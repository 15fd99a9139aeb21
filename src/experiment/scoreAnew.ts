import type { TracedWrite } from "../engine/meaning/interpret.ts";
import type { ScoreLegend, ScorePart } from "../model/legend/legend.ts";
import type { EntryKind } from "./life.ts";
import { sayFigure, sayMove, sayPoints } from "./phrases.ts";

/** Something that moved a score, as an entry says it. */
export interface Move {
  readonly kind: EntryKind;
  readonly points: number;
  readonly text: string;
}

/**
 * Tells what moves a score that is made anew each tick: by how much each thing that it is made of contributes more or
 * less than it did. What was told adds up to each new score.
 */
export class ScoreAnew {
  readonly #parts: ReadonlyMap<string, ScorePart>;
  readonly #contributions: Map<string, number>;
  readonly #span: number;
  readonly #step: number;
  #held = 0;
  #gathered = 0;
  /** What has moved the score since it was made, and does not last. */
  #passing = 0;

  /** What each part contributes at the start. A rank is not known then: it is whatever else does not account for. */
  constructor(start: number, contributions: ReadonlyMap<string, number>, { made, from, to, step }: ScoreLegend) {
    this.#parts = new Map(made.map((one) => [one.label, one]));
    this.#contributions = new Map(contributions);
    this.#span = to - from;
    this.#step = step;
    const rank = this.#labelOf("rank");
    if (rank === undefined) return;
    const known = [...contributions].reduce((sum, [label, value]) => sum + (label === rank ? 0 : value), 0);
    this.#contributions.set(rank, start - known);
  }

  #labelOf(what: ScorePart["is"]): string | undefined {
    return [...this.#parts.values()].find(({ is }) => is === what)?.label;
  }

  /** Notes what moved the score until it is made again. */
  pass(points: number): void {
    this.#passing += points;
  }

  /** Notes what other entries have told of the points so far, of which the score is yet to be made. */
  gather(points: number): void {
    this.#gathered += points;
    this.lower(points);
  }

  /** Notes that points so far have moved, and the score with them. */
  lower(points: number): void {
    const label = this.#labelOf("points so far");
    if (label !== undefined) this.#contributions.set(label, (this.#contributions.get(label) ?? 0) + points);
  }

  /** What a write of the score comes from. */
  tell({ ledger, before, after, held }: TracedWrite): Move[] {
    // Nothing at all is written of those who are not covered.
    if (before === after && ledger.every(({ value }) => value === 0)) return [];
    const moves: Move[] = [];
    const total = after - before - this.#gathered;
    this.#gathered = 0;
    const thinLabel = this.#labelOf("thin");
    const thin = ledger.find(({ label }) => label === thinLabel)?.value ?? 0;
    const wasThin = thinLabel === undefined ? 0 : (this.#contributions.get(thinLabel) ?? 0);
    const switched = (thin !== 0) !== (wasThin !== 0);
    for (const { label, value } of ledger) {
      const part = this.#parts.get(label);
      if (part === undefined || part.is === "was") continue;
      const points = value - (this.#contributions.get(label) ?? 0);
      this.#contributions.set(label, value);
      if (!switched && points !== 0 && part.is !== "scale" && part.is !== "points so far")
        moves.push(this.#sayPart(part, value, points));
    }
    const told = (): number => moves.reduce((sum, { points }) => sum + points, 0);
    if (switched) {
      const text =
        thin === 0
          ? `the system now has enough records to reckon a score from them: ${sayMove(total)}`
          : `too little is on file: the score is ${sayFigure(thin)}`;
      this.#passing = 0;
      this.#held = held;
      return [{ kind: "thin", points: total, text }];
    }
    if (this.#passing !== 0)
      moves.push({ kind: "grade", points: -this.#passing, text: "the grade that was given at once is over" });
    this.#passing = 0;
    if (held !== this.#held)
      moves.push({ kind: "held", points: held - this.#held, text: "the score cannot leave its scale" });
    this.#held = held;
    const rest = total - told();
    if (rest !== 0) moves.push(this.#sayRest(rest, thin));
    return moves;
  }

  #sayRest(points: number, thin: number): Move {
    if (thin !== 0)
      return { kind: "thin", points, text: `too little is on file: the score stays at ${sayFigure(thin)}` };
    if (Math.abs(points) <= 2 * this.#step)
      return { kind: "rounding", points, text: `the score is kept in steps of ${this.#step}: ${sayPoints(points)}` };
    return { kind: "dimension", points, text: "the score gives way to what it is made of" };
  }

  #sayPart({ is, name }: ScorePart, value: number, points: number): Move {
    if (is === "thin") return { kind: "thin", points, text: `the score of a thin file moves ${sayMove(points)}` };
    if (is !== "rank")
      return { kind: "dimension", points, text: `${name} makes ${sayFigure(value)} of the score: ${sayMove(points)}` };
    const share = Number(((100 * value) / this.#span).toFixed(1));
    return { kind: "rank", points, text: `stands at ${share} % of all: the score moves ${sayMove(points)}` };
  }
}
