import { nearest, ProblemError } from "../core/problem.ts";
import { quoted } from "../core/visible.ts";
import type { MeasureRow } from "../engine/backend.ts";
import type { Legend } from "../model/legend/legend.ts";
import type { Measure } from "../plan/plan.ts";

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

interface Series {
  readonly counts: number[];
  /** In steps of the measure's resolution. */
  readonly sums: number[];
}

/** A table of exact counts and sums: a row per tick, measure and group. */
export class Results {
  /** Under the names that users have for them. */
  readonly #measures: readonly Measure[];
  /** Their names in the plan. */
  readonly #refs: readonly string[];
  /** By place of the measure; then everyone, then its groups in order. */
  readonly #series: readonly (readonly Series[])[];
  #ticks = 0;

  /** A legend says what users call the measures; without one they are called as in the plan. */
  constructor(measures: readonly Measure[], legend?: Legend) {
    this.#refs = measures.map(({ name }) => name);
    this.#measures = measures.map((measure, place) => ({
      ...measure,
      name: legend?.measures[place]?.id ?? measure.name,
    }));
    this.#series = measures.map(({ groups }) =>
      Array.from({ length: 1 + (groups?.words.length ?? 0) }, () => ({ counts: [], sums: [] })),
    );
  }

  /** The figures of one measure, by its name in the plan: how whoever follows a legend asks. */
  of(measure: string): Figures {
    const place = this.#refs.indexOf(measure);
    if (place < 0) throw new Error(`bug: nothing is measured under ${measure}`);
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
      counts: (group) => this.#find(name, group).counts,
    };
  }

  /** Ticks that are in the table. */
  get ticks(): number {
    return this.#ticks;
  }

  /** Adds the rows of the next tick, as an engine gives them. */
  record(rows: readonly MeasureRow[]): void {
    for (const { measure, group, count, sum } of rows) {
      const series = this.#series[measure][group + 1];
      series.counts.push(count);
      series.sums.push(sum);
    }
    this.#ticks += 1;
  }

  /** In the order of the plan. */
  measures(): readonly MeasureInfo[] {
    return this.#measures.map(({ name, figure, groups, doc }) => ({ name, figure, groups: groups?.words ?? [], doc }));
  }

  /**
   * The figure of every tick: of everyone, or of one group. A mean or share of nobody is 0.
   * Throws ProblemError (unknown-measure, unknown-group).
   */
  series(measure: string, group?: string): readonly number[] {
    const { of, counts, sums } = this.#find(measure, group);
    return counts.map((count, tick) => figureOf(of, count, sums[tick]));
  }

  /** The same with NaN where a mean or share is of nobody, for charts and comparisons. Throws as `series` does. */
  gapped(measure: string, group?: string): readonly number[] {
    const { of, counts, sums } = this.#find(measure, group);
    const isQuotient = of.figure === "mean" || of.figure === "share";
    return counts.map((count, tick) => (isQuotient && count === 0 ? Number.NaN : figureOf(of, count, sums[tick])));
  }

  /** The figure of the last tick; NaN where there is none. Throws as `series` does. */
  last(measure: string, group?: string): number {
    const { of, counts, sums } = this.#find(measure, group);
    return counts.length === 0 ? Number.NaN : figureOf(of, counts.at(-1)!, sums.at(-1)!);
  }

  /** The figure of all ticks taken together: what a tally comes to over a run. Throws as `series` does. */
  total(measure: string, group?: string): number {
    const { of, counts, sums } = this.#find(measure, group);
    return figureOf(of, add(counts), add(sums));
  }

  /** The rows of a tick that is done, as an engine gave them. */
  rowsOf(tick: number): MeasureRow[] {
    return this.#series.flatMap((parts, measure) =>
      parts.map(({ counts, sums }, part) => {
        return { tick, measure, group: part - 1, count: counts[tick]!, sum: sums[tick]! };
      }),
    );
  }

  /** All rows: by tick, then by measure, everyone before the groups. */
  *rows(): Iterable<ResultRow> {
    for (let tick = 0; tick < this.#ticks; tick++) {
      for (const [place, { name, groups, resolution }] of this.#measures.entries()) {
        for (const [part, { counts, sums }] of this.#series[place].entries()) {
          const group = part === 0 ? "" : groups!.words[part - 1];
          yield { tick, measure: name, group, count: counts[tick], sum: sums[tick] * resolution };
        }
      }
    }
  }

  /** All rows as comma-separated text with a heading, a line break after each line. */
  csv(): string {
    const lines = ["tick,measure,group,count,sum"];
    for (const { tick, measure, group, count, sum } of this.rows()) {
      lines.push([tick, quoteCell(measure), quoteCell(group), count, sum].join(","));
    }
    return `${lines.join("\n")}\n`;
  }

  #find(measure: string, group: string | undefined): Series & { readonly of: Measure } {
    const place = this.#measures.findIndex(({ name }) => name === measure);
    if (place < 0) throw unknownMeasure(measure, this.#measures);
    const of = this.#measures[place];
    const words = of.groups?.words ?? [];
    const part = group === undefined || group === "" ? 0 : words.indexOf(group) + 1;
    if (part === 0 && group !== undefined && group !== "") throw unknownGroup(measure, group, words);
    return { of, ...this.#series[place][part] };
  }
}

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
