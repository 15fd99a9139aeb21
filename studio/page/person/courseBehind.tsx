import type { RefObject } from "preact";
import { placesOf } from "../../../src/charts/charts.ts";
import type { Entry } from "../../../src/index.ts";
import { Behind } from "../charts/behind.tsx";
import type { Figures } from "../charts/saved.ts";
import { sayValueIn } from "../numbers.ts";
import { language, words } from "../state.ts";
import type { CourseOf } from "./course.tsx";

/** What stands behind a course: scores by tick, and what happened in each. */
export function CourseBehind(of: {
  readonly name: string;
  readonly title: string;
  readonly lines: CourseOf["lines"];
  readonly entries: readonly Entry[];
  readonly ticks: number;
  readonly command: string;
  readonly box: RefObject<Element | null>;
}) {
  const { name, title, lines, entries, ticks, command, box } = of;
  const value = sayValueIn(language.value);
  const head = [words.value.charts.tick, ...lines.map(({ says }) => says), words.value.person.entriesThen];
  const told = lines.length > 0 ? placesOf(ticks, 13) : [...new Set(entries.map(({ tick }) => tick))].slice(0, 13);
  const rows = told.map((tick) => [
    value(tick),
    ...lines.map(({ scores }) => (Number.isFinite(scores[tick]) ? value(scores[tick]!) : "–")),
    value(entries.filter((entry) => entry.tick === tick).length),
  ]);
  return (
    <Behind
      name={name}
      title={title}
      table={{ head, rows }}
      figures={() => figuresOf(lines, entries, ticks)}
      command={command}
      box={box}
    />
  );
}

/** Tick by tick: the score in each world, and in words what happened, a row each. */
function figuresOf(lines: CourseOf["lines"], entries: readonly Entry[], ticks: number): Figures {
  const scored = lines.map((_, i) => (i === 0 ? "score" : "score in the other world"));
  const rows = Array.from({ length: ticks }, (_, tick) => tick).flatMap((tick) => {
    const scores = lines.map(({ scores: all }) => all[tick] ?? Number.NaN);
    const then = entries.filter((entry) => entry.tick === tick);
    if (then.length === 0) return [[tick, ...scores, "", "", "", ""]];
    return then.map(({ date, kind, text, points }) => [tick, ...scores, date, kind, text, points ?? ""]);
  });
  return { head: ["tick", ...scored, "date", "kind", "what", "points"], rows };
}
