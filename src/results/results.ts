import { aText, maybe, valuesThat } from "../core/kinds.ts";
import { checkArguments, nearest, ProblemError } from "../core/problem.ts";
import { quoted } from "../core/visible.ts";
import type { MeasureRow } from "../engine/backend.ts";
import { figuresOf, TickLog } from "../engine/common/tickLog.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { Measure } from "../plan/plan.ts";
import { resultsOptions, someMeasures, someRows } from "./resultsKinds.ts";

/** One row of the table. */
export interface ResultRow {
  /** From 0. */
  readonly tick: number;
  readonly measure: string;
  /** The word of the group; "" for everyone. */
  readonly group: string;
  /** Entities or effects that were counted. */
  readonly count: number;
  /** What they add up to, in the measure's own unit: a whole number of steps of its resolution. */
  readonly sum: number;
}

/** What is measured, as a reader of results meets it. */
export interface MeasureInfo {
  readonly name: string;
  /** What one figure is made of count and sum: their quotient (mean, share), the sum, or the count. */
  readonly figure: Measure["figure"];
  readonly groups: readonly string[];
  readonly doc: string;
}

/** The figures of one measure over time; of everyone, or of one of its groups. */
export interface Figures {
  /** What users call it. */
  readonly id: string;
  readonly doc: string;
  readonly figure: Measure["figure"];
  readonly groups: readonly string[];
  series(group?: string): readonly number[];
  gapped(group?: string): readonly number[];
  last(group?: string): number;
  total(group?: string): number;
  /** Entities or effects that were counted, by tick. */
  counts(group?: string): readonly number[];
}

/** What there is to a table of results besides its measures. */
export interface ResultsOptions {
  /** Says what users call the measures; without one they are called as in the plan. */
  readonly legend?: Legend | undefined;
  /** Where its rows are kept; in memory unless told. */
  readonly log?: TickLog | undefined;
}

/** A table of exact counts and sums: a row per tick, measure and group. */
export class Results {
  /** Under the names that users have for them. */
  readonly #measures: readonly Measure[];
  /** Their names in the plan. */
  readonly #refs: readonly string[];
  /** Which of them are answers of surveys: a tick without one has no figure. */
  readonly #isAnswer: readonly boolean[];
  /** Place of everyone's figure among all, by measure; its groups follow. */
  readonly #places: readonly number[];
  readonly #log: TickLog;

  constructor(measures: readonly Measure[], options: ResultsOptions = {}) {
    checkArguments("Results", { measures: [measures, someMeasures], options: [options, resultsOptions] });
    const { legend, log } = options;
    this.#refs = measures.map(({ name }) => name);
    this.#measures = measures.map((measure, place) => ({
      ...measure,
      name: legend?.measures[place]?.id ?? measure.name,
    }));
    this.#isAnswer = measures.map((_, place) => legend?.measures[place]?.topic === "survey");
    let next = 0;
    this.#places = measures.map(({ groups }) => {
      const place = next;
      next += 1 + (groups?.words.length ?? 0);
      return place;
    });
    this.#log = log ?? new TickLog(figuresOf({ measures }));
  }

  /** The figures of one measure, by its name in the plan: how whoever follows a legend asks. */
  of(measure: string): Figures {
    const place = this.#refs.indexOf(measure);
    const known = valuesThat("a measure, as the legend names it", () => place >= 0);
    checkArguments("results.of", { measure: [measure, known] });
    const { name, groups, doc, figure } = this.#measures[place];
    return {
      id: name,
      doc,
      figure,
      groups: groups?.words ?? [],
      series: (group) => this.series(name, group),
      gapped: (group) => this.gapped(name, group),
      last: (group) => this.last(name, group),
      total: (group) => this.total(name, group),
      counts: (group) => this.#courseOf(this.#find(name, group)).counts,
    };
  }

  /** Ticks that are in the table. */
  get ticks(): number {
    return this.#log.ticks;
  }

  /** Adds the rows of the next tick, as an engine gives them. */
  record(rows: readonly MeasureRow[]): void {
    checkArguments("results.record", { rows: [rows, someRows] });
    this.#log.add(rows);
  }

  /** In the order of the plan. */
  measures(): readonly MeasureInfo[] {
    return this.#measures.map(({ name, figure, groups, doc }) => ({ name, figure, groups: groups?.words ?? [], doc }));
  }

  /**
   * The figure of every tick: of everyone, or of one group. A mean or share of nobody is 0; what a survey says is NaN in
   * a tick in which nobody was asked. Throws ProblemError (unknown-measure, unknown-group).
   */
  series(measure: string, group?: string): readonly number[] {
    const found = this.#find(measure, group);
    if (found.isAnswer) return this.gapped(measure, group);
    const { counts, sums } = this.#courseOf(found);
    return counts.map((count, tick) => figureOf(found.of, count, sums[tick]!));
  }

  /** The same with NaN where a mean or share is of nobody, for charts and comparisons. Throws as `series` does. */
  gapped(measure: string, group?: string): readonly number[] {
    const found = this.#find(measure, group);
    const { counts, sums } = this.#courseOf(found);
    const isQuotient = found.of.figure === "mean" || found.of.figure === "share";
    return counts.map((count, tick) =>
      isQuotient && count === 0 ? Number.NaN : figureOf(found.of, count, sums[tick]!),
    );
  }

  /**
   * The figure of the last tick, or of the last survey that asked anybody; NaN where there is none. Throws as `series`
   * does.
   */
  last(measure: string, group?: string): number {
    const { of, place, part, isAnswer } = this.#find(measure, group);
    if (isAnswer) return this.gapped(measure, group).findLast((figure) => !Number.isNaN(figure)) ?? Number.NaN;
    const tick = this.ticks - 1;
    if (tick < 0) return Number.NaN;
    const [count, sum] = this.#partsOf(this.#log.figuresAt(tick), of, place)[part]!;
    return figureOf(of, count, sum);
  }

  /** The figure of all ticks taken together: what a tally comes to over a run. Throws as `series` does. */
  total(measure: string, group?: string): number {
    const found = this.#find(measure, group);
    const { counts, sums } = this.#courseOf(found);
    return figureOf(found.of, add(counts), add(sums));
  }

  /** All rows: by tick, then by measure, everyone before the groups. */
  *rows(): Iterable<ResultRow> {
    for (let tick = 0; tick < this.ticks; tick++) {
      // A copy: whoever reads these rows may ask for others in between.
      const figures = this.#log.figuresAt(tick).slice();
      for (const [measure, of] of this.#measures.entries()) {
        const { name, groups, resolution } = of;
        for (const [part, [count, sum]] of this.#partsOf(figures, of, this.#places[measure]!).entries()) {
          const group = part === 0 ? "" : groups!.words[part - 1]!;
          yield { tick, measure: name, group, count, sum: sum * resolution };
        }
      }
    }
  }

  /** All rows as comma-separated text with a heading, a line break after each line. */
  csv(): string {
    return [...this.csvParts()].join("");
  }

  /** The same in pieces, so that it is never in memory as a whole. */
  *csvParts(): Iterable<string> {
    let lines = ["tick,measure,group,count,sum"];
    for (const { tick, measure, group, count, sum } of this.rows()) {
      lines.push([tick, quoteCell(measure), quoteCell(group), count, sum].join(","));
      if (lines.length < linesOfPart) continue;
      yield `${lines.join("\n")}\n`;
      lines = [];
    }
    if (lines.length > 0) yield `${lines.join("\n")}\n`;
  }

  #courseOf({ place, part }: Found): { counts: readonly number[]; sums: readonly number[] } {
    return this.#log.course(place + part);
  }

  /** Count and sum of a measure in a tick, everyone before the groups. */
  #partsOf(figures: Float64Array, { groups }: Measure, place: number): (readonly [count: number, sum: number])[] {
    return Array.from({ length: 1 + (groups?.words.length ?? 0) }, (_, part): readonly [number, number] => {
      const at = 2 * (place + part);
      return [figures[at]!, figures[at + 1]!];
    });
  }

  #find(measure: string, group: string | undefined): Found {
    checkArguments("results", { measure: [measure, aText], group: [group, maybe(aText)] });
    const index = this.#measures.findIndex(({ name }) => name === measure);
    if (index < 0) throw unknownMeasure(measure, this.#measures);
    const of = this.#measures[index]!;
    const words = of.groups?.words ?? [];
    const part = group === undefined || group === "" ? 0 : words.indexOf(group) + 1;
    if (part === 0 && group !== undefined && group !== "") throw unknownGroup(measure, group, words);
    return { of, place: this.#places[index]!, part, isAnswer: this.#isAnswer[index]! };
  }
}

/** A measure, the place of everyone's figure, and which part of it is meant. */
interface Found {
  readonly of: Measure;
  readonly place: number;
  readonly part: number;
  readonly isAnswer: boolean;
}

/** Lines of a piece of text. */
const linesOfPart = 4096;

function figureOf({ figure, resolution }: Measure, count: number, sum: number): number {
  if (figure === "count") return count;
  if (figure === "sum") return sum * resolution;
  return count === 0 ? 0 : (sum * resolution) / count;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function unknownMeasure(name: string, measures: readonly Measure[]): ProblemError {
  const names = measures.map((measure) => measure.name);
  return new ProblemError([
    {
      code: "unknown-measure",
      message: `there is no measure ${quoted(name, 100)}`,
      expected: `one of ${names.join(", ")}`,
      nearest: nearest(name, names),
    },
  ]);
}

function unknownGroup(measure: string, group: string, words: readonly string[]): ProblemError {
  return new ProblemError([
    {
      code: "unknown-group",
      message: `"${measure}" has no group ${quoted(group, 100)}`,
      expected: words.length > 0 ? `one of ${words.join(", ")}` : "no group: it is of everyone",
      nearest: nearest(group, words),
    },
  ]);
}
