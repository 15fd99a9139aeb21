import { choices, grouped, nearest } from "../../core/problem.ts";
import type { Place } from "../../core/source.ts";
import { quoted } from "../../core/visible.ts";
import { kindName } from "../../language/node.ts";
import { listOf, mapOf, may, need, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import type { Quantity } from "../../language/units.ts";
import { date, name, type Placed, quantity, yesOrNo } from "../../language/values.ts";
import type { Script } from "../../plan/plan.ts";
import { type Conduct, severityName } from "../conduct/conduct.ts";
import { namedConduct } from "../conduct/recordable.ts";
import type { Draft } from "../draft/draft.ts";
import type { Scheme } from "../scheme/scheme.ts";
import { namesSeverity } from "../scheme/worth.ts";
import { dayName } from "../time/days.ts";

/** A value of a trait or state: a number, a word, true or false. */
const value: Shape<{ readonly text: string }> = {
  says: "a number, a word, true or false",
  schema: { type: ["number", "string", "boolean"] },
  read: (node, reading) =>
    node.kind === "scalar" && node.value !== null
      ? { text: node.text }
      : refuse(reading, node.place, "wrong-kind", `${kindName(node)} stands here`, value.says),
};

const act = record(
  {
    on: need(date, "the day"),
    does: need(name("a conduct"), "the conduct"),
    severity: may(quantity("number", { from: 1, to: 10, whole: true }), "how grave", "1"),
    recorded: may(yesOrNo, "whether the system sees it", "true, where the conduct has a channel"),
  },
  "{ on: 2010-02-01, does: misses_repayment }",
);

/** `life`: the one scripted entity a run may have. It has no name, takes the seat of person 0 and does only this. */
export const lifeShape = record(
  {
    has: may(
      mapOf(value, "traits and states by name", { most: 128 }),
      "what it is born with; the rest is drawn as for anyone",
    ),
    acts: need(listOf(act, "a list of acts", { most: 1000 }), "what it does"),
  },
  "a mapping with acts",
);
export type LifePart = Of<typeof lifeShape>;

/** Who lives in a world with a life, at the least: itself among a thousand others. */
export const fewestAround = 1001;

/** What a life has to fit into: what people do, how graver acts count, and how many ticks and people the world has. */
interface Around {
  readonly conduct: Conduct;
  readonly scheme: Scheme | undefined;
  readonly ticks: number;
  readonly size: number;
  /** Where the size is told, unless it was asked for. */
  readonly sizePlace: Place | undefined;
}

export function lowerLife(
  life: LifePart | undefined,
  { conduct, scheme, ticks, size, sizePlace }: Around,
  draft: Draft,
): Script | undefined {
  if (!life) return undefined;
  if (size < fewestAround) {
    // A file has to be right by itself, whatever number of people a run is given.
    const world = sizePlace ? "the scenario is of" : "this run has";
    const message = `a life is told among at least ${grouped(fewestAround - 1)} others, and ${world} ${grouped(size)} in all`;
    draft.problem("life-alone", message, sizePlace, `at least ${grouped(fewestAround)} people, or no life`);
  }
  const acting = [...draft.parts.steps("act"), ...draft.parts.steps("due")];
  const acts = life.acts.flatMap(({ on, does, severity, recorded }) => {
    const kind = namedConduct(does.value, does.place, conduct, draft);
    const tick = draft.calendar.tickOf(on.value);
    if (tick < 0) draft.problem("before-start", "this day is before the start of the world", on.place, "a later day");
    if (tick >= ticks)
      draft.problem(
        "after-end",
        "this day is after the end of the world",
        on.place,
        "an earlier day, or a longer span",
      );
    checkFactor(severity, scheme, does, draft);
    if (kind?.is.at) {
      draft.problem(
        "life-meets-nobody",
        `"${does.value}" is done at encounters, and a life meets nobody`,
        does.place,
        "a conduct with a rate",
      );
      return [];
    }
    if (!kind) return [];
    const via: Record<string, number> = kind.is.channel ? { via: recorded === false ? 0 : 1 } : {};
    const dated = acting.some(
      ({ name, event }) => name === draft.step(kind.name) && event.record.carry.includes(dayName),
    );
    const day = dated ? { [dayName]: draft.calendar.dayIn(tick, on.value) } : {};
    return [{ tick, step: draft.step(kind.name), set: { ...via, ...day, [severityName]: severity?.amount ?? 1 } }];
  });
  const columns: Record<string, number> = {};
  for (const { name: called, place, is } of life.has ?? []) {
    const found = logicalValue(called, is.text, place, draft);
    if (found !== undefined) columns[draft.column(called).ref] = found;
  }
  return { entity: 0, columns, acts: [...acts].sort((a, b) => a.tick - b.tick) };
}

function checkFactor(
  severity: Quantity | undefined,
  scheme: Scheme | undefined,
  does: Placed<string>,
  draft: Draft,
): void {
  const points = scheme?.points?.find(({ name: one }) => one === does.value);
  if (!points || namesSeverity(points.is.is) || !severity || scheme?.severity === undefined) return;
  if (scheme.severity.some(({ name: level }) => level === String(severity.amount))) return;
  const message = `scheme.severity has no factor for a severity of ${severity.amount}`;
  draft.problem("severity-missing", message, does.place, choices(scheme.severity.map(({ name: level }) => level)));
}

/** What a column has to hold for a trait or state to have a value. */
function logicalValue(
  called: string,
  text: string,
  place: Parameters<Draft["problem"]>[2],
  draft: Draft,
): number | undefined {
  const meaning = draft.personScope.lookup(called);
  const columns = draft.named().map(([one]) => one);
  if (!meaning || !columns.includes(called))
    return draft.problem(
      "unknown-trait",
      `"${called}" is not something a life can have`,
      place,
      choices(columns, "nothing: there are no traits and states"),
      nearest(called, columns),
    );
  if (meaning.kind === "truth" && (text === "true" || text === "false")) return text === "true" ? 1 : 0;
  if (meaning.kind === "option" && meaning.options.has(text)) return meaning.options.get(text)!;
  const { column } = draft.column(called);
  const from = column.offset + column.lowest * column.resolution;
  const to = column.offset + column.highest * column.resolution;
  const figure = Number(text.replaceAll("_", ""));
  if (meaning.kind === "number" && Number.isFinite(figure) && figure >= from - 1e-9 && figure <= to + 1e-9)
    return figure;
  const right =
    meaning.kind === "truth"
      ? "true or false"
      : meaning.kind === "option"
        ? choices([...meaning.options.keys()])
        : `a number from ${from} to ${to}`;
  return draft.problem("bad-value", `${quoted(text)} is no value of ${called}`, place, right);
}
