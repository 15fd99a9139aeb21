import { choices, nearest, type Problems } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import { quoted } from "../../core/visible.ts";
import { readDay } from "../../language/values.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Calendar } from "../draft/calendar.ts";
import type { Legend, MeasureLegend } from "../legend/legend.ts";
import type { FigureSaid, overWords, perWords } from "./questions.ts";

/** When a figure is read. */
export type When =
  | { readonly kind: "end" }
  | { readonly kind: "day"; readonly tick: number; readonly day: string }
  | { readonly kind: (typeof overWords)[number] };

/** A figure that a question is of, as one world has it. */
export interface AskedFigure {
  /** What users call the measure; and without how groups are told apart. */
  readonly id: string;
  readonly stem: string;
  /** The same in words: "on: defaulters", of enterprises after what they are. */
  readonly words: string;
  /** What of a conduct is counted; undefined for a measure. */
  readonly counts: { readonly what: "acts" | "records"; readonly conduct: string } | undefined;
  /** "" for everyone. */
  readonly group: string;
  /** The group whose figure is taken off; undefined for none. */
  readonly minus: string | undefined;
  readonly per: (typeof perWords)[number] | undefined;
  readonly when: When;
  readonly figure: Plan["measures"][number]["figure"];
  /** Whether it is of what happens, and is added up; else of what there is, and is averaged. */
  readonly flows: boolean;
  /** Whether it is a share, to be told in percent. */
  readonly isShare: boolean;
}

/** A world in which a figure is looked for. */
export interface Asked {
  readonly plan: Plan;
  readonly legend: Legend;
  readonly calendar: Calendar;
  /** Ticks that it runs for by its own file. */
  readonly ticks: number;
  readonly problems: Problems;
  /** Where faults are shown, and what is said of the world: "" for the one that is asked, " in the control". */
  readonly place: Place;
  readonly where: string;
}

/** The figure of a question in a world. Faults go to `problems`; undefined when there were any. */
export function readFigure(said: FigureSaid, asked: Asked): AskedFigure | undefined {
  const counted = said.acts ?? said.records;
  const found = counted ? measureOfConduct(said, asked) : measureOfName(said, asked);
  if (!found) return undefined;
  const { measure, id, stem, flows } = found;
  const { words, of: kind } = asked.legend.measures.find((one) => one.id === stem) ?? found;
  const whose = asked.legend.kinds.find((one) => one.of === kind)!;
  const of = asked.plan.measures.find(({ name }) => name === measure)!;
  const when = readWhen(said, flows, asked);
  const per = said.per ?? (counted ? "person_year" : undefined);
  if (!when || !fitsPer(per, said, found, of.figure, asked)) return undefined;
  return {
    id,
    stem,
    words: whose.of === undefined ? words : `${whose.nouns}, ${words}`,
    counts: counted && { what: said.acts ? "acts" : "records", conduct: counted.value },
    group: said.group?.value ?? "",
    minus: said.minus?.value,
    per,
    when,
    figure: of.figure,
    flows,
    isShare:
      of.figure === "share" ||
      asked.legend.kinds.some((kind) => kind.declared.some((one) => one.measure === measure && one.isShare)),
  };
}

function refuse(asked: Asked, place: Place, code: string, message: string, expected: string, near?: string): undefined {
  const { problems, where } = asked;
  // What is wrong in the control is shown where the control is named.
  problems.add({ code, message: message + where, place: where === "" ? place : asked.place, expected, nearest: near });
  return undefined;
}

function measureOfConduct(said: FigureSaid, asked: Asked): MeasureLegend | undefined {
  const { value: name, place } = (said.acts ?? said.records)!;
  const conducts = asked.legend.kinds.flatMap((kind) => kind.conducts);
  const found = conducts.find((one) => one.name === name);
  const names = conducts.map((one) => one.name);
  if (!found)
    return refuse(
      asked,
      place,
      "unknown-conduct",
      `there is no conduct "${name}"`,
      choices(names, "an entry under conduct"),
      nearest(name, names),
    );
  const stray = said.group ?? said.minus ?? said.by;
  if (stray)
    return refuse(
      asked,
      stray.place,
      "question-group",
      "acts and records are counted of everyone",
      `a measure, such as { mean: did(${name}), by: GROUP } under measures`,
    );
  const measure = said.acts ? found.acts : found.records;
  if (measure === undefined)
    return refuse(
      asked,
      place,
      "never-recorded",
      `the records of "${name}" are records of ${found.claims}`,
      found.claims!,
    );
  return asked.legend.measures.find((one) => one.measure === measure)!;
}

function measureOfName(said: FigureSaid, asked: Asked): MeasureLegend | undefined {
  const { value: name, place } = said.measure!;
  const { measures } = asked.legend;
  const all = measures.filter(({ id, stem }) => id === name || stem === name);
  if (all.length === 0) {
    const names = [...new Set(measures.flatMap(({ id, stem }) => [stem, id]))];
    const declared = asked.legend.kinds.flatMap((kind) => kind.declared.map((one) => one.name));
    const expected = choices(declared.length > 0 ? declared : names, "an entry under measures");
    return refuse(
      asked,
      place,
      "unknown-measure",
      `there is no measure ${quoted(name, 100)}`,
      expected,
      nearest(name, names),
    );
  }
  const group = said.group ?? said.minus;
  if (said.minus && !said.group)
    return refuse(
      asked,
      said.minus.place,
      "question-group",
      "this is taken off nothing",
      "group: the group from which it is taken",
    );
  if (!group) return all.find(({ id }) => id === name) ?? all[0];
  return measureOfGroups(said, all, group, asked);
}

function measureOfGroups(
  { by, group, minus }: FigureSaid,
  all: readonly MeasureLegend[],
  first: NonNullable<FigureSaid["group"]>,
  asked: Asked,
): MeasureLegend | undefined {
  const wordsOf = ({ measure }: MeasureLegend): readonly string[] =>
    asked.plan.measures.find(({ name }) => name === measure)?.groups?.words ?? [];
  const groupingOf = ({ measure }: MeasureLegend): string | undefined =>
    asked.plan.measures.find(({ name }) => name === measure)?.groups?.name;
  const known = all.flatMap((one) => groupingOf(one) ?? []);
  if (by && !known.includes(by.value))
    return refuse(
      asked,
      by.place,
      "unknown-group",
      `this measure is not told apart by "${by.value}"`,
      choices([...new Set(known)], "by: GROUP at the measure"),
      nearest(by.value, known),
    );
  const among = by ? all.filter((one) => groupingOf(one) === by.value) : all;
  const having = among.filter((one) => wordsOf(one).includes(first.value));
  const unknown = [group, minus].find((one) => one && !having.some((each) => wordsOf(each).includes(one.value)));
  if (unknown) {
    const words = [...new Set(among.flatMap(wordsOf))];
    return refuse(
      asked,
      unknown.place,
      "unknown-group",
      `this measure has no group "${unknown.value}"`,
      choices(words, "by: GROUP at the measure"),
      nearest(unknown.value, words),
    );
  }
  const both = having.filter((one) => !minus || wordsOf(one).includes(minus.value));
  if (both.length === 1) return both[0];
  const ways = both.flatMap((one) => groupingOf(one) ?? []);
  const message = `"${first.value}" is a group in several ways`;
  return refuse(asked, first.place, "question-group", message, `by: ${choices(ways)}`);
}

/** Whether it can be told per person, or per year. */
function fitsPer(
  per: AskedFigure["per"],
  said: FigureSaid,
  { flows, id }: MeasureLegend,
  figure: AskedFigure["figure"],
  asked: Asked,
): boolean {
  const wrong = (message: string, expected: string): boolean => {
    refuse(asked, asked.place, "question-per", message, expected);
    return false;
  };
  if (per === undefined) return true;
  if (figure === "mean" || figure === "share") return wrong(`${id} is a ${figure}, which has no sum`, "no per");
  if (!flows && per !== "person") return wrong(`${id} is what there is, and does not happen in a year`, "per: person");
  if (said.group) return wrong("this divides by all people, and not by those of a group", "a mean or a share");
  return true;
}

function readWhen({ at, over }: FigureSaid, flows: boolean, asked: Asked): When | undefined {
  if (!at) return over ? within({ kind: over }, asked) : { kind: flows ? "whole run" : "end" };
  if (flows)
    return refuse(
      asked,
      at.place,
      "question-when",
      "what happens takes time",
      "over: last year, first year or whole run",
    );
  if (at.value === "end") return { kind: "end" };
  const day = readDay(at.value);
  if (!day)
    return refuse(
      asked,
      at.place,
      "not-a-date",
      `${quoted(at.value, 40)} is no moment`,
      "end, or a date such as 2012-07-01",
    );
  const tick = asked.calendar.tickOf(day);
  if (tick >= 0 && tick < asked.ticks) return { kind: "day", tick, day: at.value };
  return refuse(
    asked,
    at.place,
    "question-span",
    `${at.value} is outside the span of this world`,
    "a day that it lives through",
  );
}

/** A year has to fit into what the file says that the world lives through. */
function within(when: Extract<When, { kind: (typeof overWords)[number] }>, asked: Asked): When | undefined {
  if (when.kind === "whole run" || ticksOfYear(asked.calendar) <= asked.ticks) return when;
  const message = `there is no ${when.kind}: this world lives for less than a year`;
  return refuse(asked, asked.place, "question-span", message, "over: whole run");
}

/** Ticks of a year, at least one. */
export function ticksOfYear({ ticksPerYear }: Pick<Calendar, "ticksPerYear">): number {
  return Math.max(1, Math.round(ticksPerYear));
}

/** The ticks over which a figure is read in a run of so many; undefined where it is too short. */
export function ticksRead(
  { when }: AskedFigure,
  ticks: number,
  year: number,
): { readonly from: number; readonly to: number } | undefined {
  if (ticks < 1) return undefined;
  switch (when.kind) {
    case "end":
      return { from: ticks - 1, to: ticks };
    case "day":
      return when.tick < ticks ? { from: when.tick, to: when.tick + 1 } : undefined;
    case "whole run":
      return { from: 0, to: ticks };
    case "first year":
      return ticks < year ? undefined : { from: 0, to: year };
    case "last year":
      return ticks < year ? undefined : { from: ticks - year, to: ticks };
  }
}

/** What the figure is: "acts of littering", "score of rich less that of poor". */
export function sayFigure({ words, counts, group, minus }: AskedFigure): string {
  const name = (counts ? `${counts.what} of ${counts.conduct}` : words).replaceAll("_", " ");
  const whose = group === "" ? "" : ` of ${group.replaceAll("_", " ")}`;
  return `${name}${whose}${minus === undefined ? "" : ` less that of ${minus.replaceAll("_", " ")}`}`;
}

/** In what it is told, and when it is read. */
export function sayWhen({ per, when }: AskedFigure): string {
  const perWords = { person: " a person", year: " a year", person_year: " a person and year" };
  const rate = per === undefined ? "" : perWords[per];
  if (when.kind === "end") return `${rate} at the end`;
  return when.kind === "day" ? `${rate} on ${when.day}` : `${rate} over the ${when.kind}`;
}

/** What is read, and when: "acts of littering a person and year over the whole run". */
export function sayAsked(figure: AskedFigure): string {
  return sayFigure(figure) + sayWhen(figure);
}
