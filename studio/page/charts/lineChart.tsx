import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { axisOf } from "../../../src/charts/axis.ts";
import { drawLines, type Line, placesOf } from "../../../src/charts/charts.ts";
import type { ChartOf, Portrayed } from "../../messages.ts";
import { sayFigure, sayValueIn } from "../numbers.ts";
import { figures, language, marks, words } from "../state.ts";
import { Drawing } from "./drawing.tsx";
import { Saves } from "./saves.tsx";
import { axisOfTime } from "./time.ts";

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
  const say = (figure: number): string => sayFigure(figure, chart.unit, language.value);
  const says = charts.says(last.map(({ name, figure }) => `${name}: ${say(figure)}`).join("; "));
  return (
    <figure class="chart" ref={box}>
      <figcaption lang="en">{chart.title}</figcaption>
      <Drawing markup={drawn(chart, scenario, lines, says)} />
      {lines.length > 1 && (
        <ul class="keys">
          {last.map(({ name, figure }, i) => (
            <li key={name}>
              <span class={`key series-${i}`} aria-hidden="true" />
              <span lang="en">{name}</span> <b>{say(figure)}</b>
            </li>
          ))}
        </ul>
      )}
      {lines.length === 1 && <p class="now">{say(last[0]!.figure)}</p>}
      <Behind says={charts.behind}>
        <Table lines={lines} caption={chart.title} say={say} />
        <Saves chart={chart} lines={lines} box={box} />
      </Behind>
    </figure>
  );
}

/** What is made when somebody opens it, and not each time a world goes on. */
function Behind({ says, children }: { says: string; children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{says}</summary>
      {isOpen && children}
    </details>
  );
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
  return drawLines({ id: `chart-${plain(chart.key)}`, title: chart.title, says }, lines, across, up);
}

/** Letters that an id can have. */
function plain(key: string): string {
  return key.replace(/[^\w-]/g, "-");
}

function Table({ lines, caption, say }: { lines: readonly Line[]; caption: string; say: (figure: number) => string }) {
  const { charts } = words.value;
  const ticks = Math.max(0, ...lines.map(({ figures: all }) => all.length));
  const value = sayValueIn(language.value);
  return (
    <div class="table">
      <table>
        <caption class="hidden" lang="en">
          {caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">{charts.tick}</th>
            {lines.map(({ name }) => (
              <th scope="col" lang="en" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(ticks === 0 ? [] : placesOf(ticks, 13)).map((tick) => (
            <tr key={tick}>
              <th scope="row">{value(tick)}</th>
              {lines.map(({ name, figures: all }) => (
                <td key={name}>{say(all[tick] ?? Number.NaN)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What happened meanwhile, in order. */
export function Events() {
  const { charts } = words.value;
  if (marks.value.length === 0) return null;
  return (
    <ol class="events" aria-label={charts.events}>
      {marks.value.map(({ tick, name, because }) => (
        <li key={`${tick} ${name}`}>
          <span class="at">{charts.at(tick)}</span>{" "}
          <span lang="en">
            <b>{name.replaceAll("_", " ")}</b> {because}
          </span>
        </li>
      ))}
    </ol>
  );
}
