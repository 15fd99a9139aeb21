import { useEffect, useRef, useState } from "preact/hooks";
import { axisOf } from "../../../src/charts/axis.ts";
import { drawLines, type Line, placesOf } from "../../../src/charts/charts.ts";
import type { ChartOf, Portrayed } from "../../messages.ts";
import { sayFigure, sayValueIn } from "../numbers.ts";
import { figures, gradesOver, language, marks, words } from "../state.ts";
import { say, tickUnit, told, toldBand, toldWhy } from "../told.ts";
import { Behind } from "./behind.tsx";
import { Drawing } from "./drawing.tsx";
import type { Figures } from "./saved.ts";
import { axisIn, axisOfTime } from "./time.ts";

/** Lines over time need no more pictures a second than this. */
const gap = 200;
const mostLines = 8;

/** Figures as they were a moment ago: charts are drawn again a few times a second, however fast a world goes. */
export function useSlowly(): Readonly<Record<string, readonly number[]>> {
  const [slow, setSlow] = useState(figures.value);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = figures.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setSlow(figures.value);
      }, gap);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, []);
  return slow;
}

/** One chart of figures over time, with its legend, its table and what can be saved of it. */
export function LineChart({
  chart,
  scenario,
  grown,
}: {
  chart: ChartOf;
  scenario: Portrayed;
  grown: Readonly<Record<string, readonly number[]>>;
}) {
  const box = useRef<HTMLElement>(null);
  const { charts } = words.value;
  const lines = chart.lines.slice(0, mostLines).map(({ key, says }) => ({ name: says, figures: grown[key] ?? [] }));
  const last = lines.map(({ name, figures: all }) => ({ name, figure: all.at(-1) ?? Number.NaN }));
  // Of grades that have ended there is no share: what is reckoned then is nothing of theirs.
  const isOver = gradesOver.value && asksGrades(chart, scenario);
  const tellFigure = (figure: number): string => sayFigure(figure, chart.unit, language.value);
  const tellName = chart.ofBands ? toldBand : told;
  const tellNow = (figure: number): string => (isOver ? charts.gradesOver : tellFigure(figure));
  const now = last.map(({ name, figure }) => `${tellName(name).children}: ${tellNow(figure)}`).join("; ");
  return (
    <figure class="chart" ref={box}>
      <figcaption {...told(chart.title)} />
      <Drawing markup={drawn(chart, scenario, lines, charts.says(now))} />
      {lines.length > 1 && (
        <ul class="keys">
          {last.map(({ name, figure }, i) => (
            <li key={name}>
              <span class={`key series-${i}`} aria-hidden="true" />
              <span {...tellName(name)} /> <b>{isOver ? "" : tellFigure(figure)}</b>
            </li>
          ))}
        </ul>
      )}
      {lines.length === 1 && <p class="now">{tellNow(last[0]!.figure)}</p>}
      <Behind
        name={chart.key}
        title={say(chart.title)}
        table={{
          head: [charts.tick, ...lines.map(({ name }) => tellName(name))],
          rows: rowsOf(lines, tellFigure),
        }}
        figures={() => figuresOf(lines)}
        box={box}
      />
    </figure>
  );
}

/** Whether a chart is of grades, or asks for them: by its lines, or by the rules of its measure. */
function asksGrades({ key, ofBands }: ChartOf, { sections }: Portrayed): boolean {
  if (ofBands) return true;
  const facts = sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.facts));
  return facts.some(({ path, text }) => path.startsWith(`measures.${key}.`) && /\bband\b/.test(text));
}

function drawn(chart: ChartOf, scenario: Portrayed, lines: readonly Line[], says: string) {
  const known = lines.flatMap(({ figures: all }) => all.filter(Number.isFinite));
  const least = known.reduce((low, one) => Math.min(low, one), Number.POSITIVE_INFINITY);
  const most = known.reduce((high, one) => Math.max(high, one), Number.NEGATIVE_INFINITY);
  const [from, to] = known.length === 0 ? [0, 1] : [least, most];
  // From 0 where that is near, so that small changes are not drawn as large ones.
  const low = from > 0 && from < to * 0.6 ? 0 : from;
  const unit = chart.unit === "" || chart.unit === "share" ? undefined : chart.unit;
  const up = axisOf(low, to, chart.unit === "share", unit === undefined ? {} : { unit });
  const across = axisOfTime(scenario.start, scenario.tick, scenario.ticks);
  const said = { id: `chart-${plain(chart.key)}`, title: say(chart.title), says };
  return drawLines(said, lines, axisIn(across, language.value), axisIn(up, language.value));
}

/** Letters that an id can have. */
function plain(key: string): string {
  return key.replace(/[^\w-]/g, "-");
}

function ticksOf(lines: readonly Line[]): number {
  return Math.max(0, ...lines.map(({ figures: all }) => all.length));
}

/** A dozen ticks of lines, as they are told. */
function rowsOf(lines: readonly Line[], tellFigure: (figure: number) => string): string[][] {
  const [ticks, value] = [ticksOf(lines), sayValueIn(language.value)];
  const places = ticks === 0 ? [] : placesOf(ticks, 13);
  return places.map((tick) => [value(tick), ...lines.map(({ figures: all }) => tellFigure(all[tick] ?? Number.NaN))]);
}

/** All ticks of lines. */
function figuresOf(lines: readonly Line[]): Figures {
  const rows = Array.from({ length: ticksOf(lines) }, (_, tick) => [
    tick,
    ...lines.map(({ figures: all }) => all[tick] ?? Number.NaN),
  ]);
  return { head: ["tick", ...lines.map(({ name }) => name)], rows };
}

/** What happened meanwhile, in order. */
export function Events() {
  const { charts } = words.value;
  if (marks.value.length === 0) return null;
  return (
    <ol class="events" aria-label={charts.events}>
      {marks.value.map(({ tick, name, because }) => (
        <li key={`${tick} ${name}`}>
          <span class="at">{charts.at(tick, tickUnit())}</span> <b {...told(name)} />{" "}
          {because !== undefined && <span {...toldWhy(because)} />}
        </li>
      ))}
    </ol>
  );
}
