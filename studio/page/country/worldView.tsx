import { useEffect, useState } from "preact/hooks";
import { Events, LineChart, useSlowly } from "../charts/lineChart.tsx";
import { cards, loadCards } from "../front/front.tsx";
import { Tour, TourKeys } from "../front/tour.tsx";
import { sayCount } from "../numbers.ts";
import {
  faults,
  isComing,
  language,
  look,
  moment,
  opened,
  opening,
  people,
  portrayed,
  route,
  shownCharts,
  words,
} from "../state.ts";
import { told } from "../told.ts";
import { Controls } from "./controls.tsx";
import { Country } from "./country.tsx";
import { LegendPanel } from "./legend.tsx";
import { Spoken } from "./spoken.tsx";
import { Whole } from "./whole.tsx";

/** A world under way: its country as a picture, how people stand, and what was measured. */
export function WorldView() {
  const scenario = portrayed.value;
  useEffect(() => void loadCards().catch(() => undefined), []);
  if (!scenario) return faults.value.length > 0 && !opening.value ? null : <p class="waiting">{words.value.loading}</p>;
  // The question of its card, where it has one.
  const onCard = cards.value?.find(({ name }) => name === scenario.name)?.asks;
  const asks = (scenario.questions.find((one) => one.asks === onCard) ?? scenario.questions[0])?.asks;
  return (
    <article class={route.value.tour === undefined ? "world" : "world touring"} aria-busy={isComing.value}>
      <header class="world-head">
        <h1 {...told(scenario.title)} />
        {asks !== undefined && <p class="asks" {...told(asks)} />}
      </header>
      <div class="stage">
        <Country key={`${scenario.name} ${people.value}`} />
        {route.value.tour !== undefined && <TourKeys />}
        <Controls />
      </div>
      <aside class="beside">
        {route.value.tour !== undefined && <Tour at={route.value.tour} />}
        <LegendPanel />
        <Events />
        <About />
        <Whole />
      </aside>
      <Charts />
      <Foot />
      <Spoken />
    </article>
  );
}

function About() {
  const scenario = portrayed.value!;
  const { world } = words.value;
  return (
    <details class="about">
      <summary>{world.about}</summary>
      <p {...told(scenario.about)} />
      {scenario.notes.map((note) => (
        <p key={note} {...told(note)} />
      ))}
    </details>
  );
}

function Charts() {
  const scenario = portrayed.value!;
  const grown = useSlowly();
  const { charts } = words.value;
  const shown = shownCharts.value;
  const keys = shown.map(({ key }) => key);
  if (scenario.charts.length === 0) return null;
  return (
    <section class="charts" aria-labelledby="charts-title">
      <h2 id="charts-title" class="label">
        {charts.title}
      </h2>
      <div class="chart-row">
        {shown.map((chart) => (
          <LineChart chart={chart} scenario={scenario} grown={grown} key={chart.key} />
        ))}
      </div>
      <details class="more-charts">
        <summary>{charts.choose(scenario.charts.length)}</summary>
        <ul>
          {scenario.charts.map(({ key, title }) => (
            <li key={key}>
              <label>
                <input
                  type="checkbox"
                  checked={keys.includes(key)}
                  onChange={() =>
                    void look({
                      charts: keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key].slice(-12),
                    })
                  }
                />
                <span {...told(title)} />
              </label>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** What is true of every picture here. */
function Foot() {
  const { footer } = words.value;
  const scenario = portrayed.value!;
  const tick = Math.max(0, moment.value?.tick ?? 0);
  const [note, setNote] = useState(true);
  return (
    <footer class="foot">
      <p>
        <strong>{footer.synthetic}</strong> {footer.of(sayCount(people.value, language.value), route.value.seed, tick)}{" "}
        {footer.assumed(scenario.tally.assumed, scenario.tally.parameters)}
      </p>
      {note && opened.value?.note !== undefined && (
        <p>
          <span {...told(opened.value.note)} />{" "}
          <button type="button" class="quiet" onClick={() => setNote(false)}>
            {words.value.notices.close}
          </button>
        </p>
      )}
    </footer>
  );
}
