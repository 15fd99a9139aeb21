import { type Axis, timeAxis } from "../charts/axis.ts";
import { calendarOf, type Figures, type KindLegend, type Run, type ScoreLegend } from "../index.ts";
import type { Band } from "../report/score.ts";
import { sayDay, sayName } from "../report/wording.ts";

/** What is scored: people, or what they own. */
export interface Scoring {
  readonly kind: KindLegend;
  readonly score: ScoreLegend;
  /** "people". */
  readonly noun: KindLegend["nouns"];
  /** Lowest first; none where the score has no grades. */
  readonly bands: readonly Band[];
  /** How many are in each band, by tick; undefined where there are no grades. */
  readonly counts: Figures | undefined;
  /** The tick whose grades are told: the last in which anyone had one. −1 where nobody ever had. */
  readonly tick: number;
}

/** A run as the page tells it. */
export interface Story {
  readonly run: Run;
  /** What the person calls the scenario. */
  readonly word: string;
  readonly scorings: readonly Scoring[];
  readonly ticksPerYear: number;
  readonly across: Axis;
  /** The day on which a tick begins. */
  day(tick: number): string;
  /** "at the end", or when the grades ended. */
  when(tick: number): string;
  /** An identifier that nothing else on the page has. */
  id(): string;
}

export function storyOf(run: Run, word: string): Story {
  const calendar = calendarOf(run.scenario.data.time);
  const day = (tick: number): string => sayDay(calendar.dayOf(tick));
  let ids = 0;
  return {
    run,
    word,
    scorings: scoringsOf(run),
    ticksPerYear: calendar.ticksPerYear,
    across: timeAxis((tick) => calendar.dayOf(tick), run.ticks),
    day,
    when: (tick) => (tick < run.ticks - 1 ? `when grades ended (${day(tick)})` : "at the end"),
    id: () => `figure-${++ids}`,
  };
}

function scoringsOf(run: Run): Scoring[] {
  return run.legend.kinds.flatMap((kind) => (kind.score ? [scoringOf(run, kind, kind.score)] : []));
}

function scoringOf(run: Run, kind: KindLegend, score: ScoreLegend): Scoring {
  const bands = kind.bands?.of ?? [];
  const counts = bands.length > 0 && kind.count ? run.results.of(kind.count) : undefined;
  const series = counts === undefined ? [] : bands.map(({ name }) => counts.series(name));
  let tick = run.ticks - 1;
  while (tick >= 0 && !series.some((figures) => figures[tick]! > 0)) tick--;
  return { kind, score, noun: kind.nouns, bands, counts, tick };
}

/** A band inside a sentence: a word could be taken for one of the sentence's own. */
export function sayBand({ name }: Band): string {
  return name.length <= 3 ? sayName(name) : `“${sayName(name)}”`;
}

/** A class for place i of n bands, the worst first. */
export function bandClass(i: number): string {
  return `band-${i}`;
}
