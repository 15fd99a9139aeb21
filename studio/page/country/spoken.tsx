import { useEffect, useState } from "preact/hooks";
import { sayDay, sayFigure } from "../numbers.ts";
import { figures, language, moment, shownCharts, words } from "../state.ts";
import { say, tickUnit } from "../told.ts";

const every = 10_000;

/** The world in a sentence, for who does not see it: at most every ten seconds, and never over something else. */
export function Spoken() {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setInterval(() => setSaid(summary()), every);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="hidden" aria-live="polite" id="spoken">
      {said}
    </p>
  );
}

function summary(): string {
  const now = moment.value;
  if (!now) return "";
  const { controls, spoken } = words.value;
  const parts = shownCharts.value.slice(0, 2).flatMap(({ title, unit, lines }) => {
    const [line] = lines;
    const figure = line && figures.value[line.key]?.at(-1);
    if (!line || figure === undefined) return [];
    return [
      spoken.figure(
        lines.length > 1 ? `${say(title)}, ${say(line.says)}` : say(title),
        sayFigure(figure, unit, language.value),
      ),
    ];
  });
  return [
    `${sayDay(now.date, language.value)}, ${controls.tickOf(Math.max(0, now.tick), now.ticks, tickUnit())}.`,
    ...parts,
  ].join(" ");
}
