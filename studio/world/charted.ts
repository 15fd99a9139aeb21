import type { Lowered, MeasureLegend, MeasureRef, Results, Topic } from "../../src/index.ts";
import { sayName } from "../../src/report/wording.ts";
import type { ChartOf } from "../messages.ts";

/** A line of a chart: whose figures it has. */
export interface LineOf {
  readonly key: string;
  readonly says: string;
  readonly measure: MeasureRef;
  /** "" for everyone. */
  readonly group: string;
}

export interface Charted extends ChartOf {
  readonly lines: readonly LineOf[];
}

/** What a scenario asks for comes first, then what the system makes of people, then what happens. */
const order: readonly (readonly Topic[])[] = [
  ["declared"],
  ["score"],
  ["count", "lowest band"],
  ["on a list", "notified", "under"],
  ["survey thinks", "survey", "survey of"],
  ["mistakes", "disputes", "freed", "upheld", "taken back", "case costs"],
  ["entries", "exits", "performed", "struck", "days", "worth", "blocked"],
  ["acts", "records", "points", "meetings"],
];

const yuan: readonly Topic[] = ["worth", "case costs"];
const points: readonly Topic[] = ["score", "points", "taken back", "standing"];

/** A chart of every measure, of everyone or of the groups that it tells apart. What other figures are reckoned from has none. */
export function chartsOf({ legend, plan }: Lowered): Charted[] {
  const figures = new Map(plan.measures.map((one) => [one.name as string, one]));
  const charted = legend.measures.filter(({ topic }) => topic !== "moments");
  const place = ({ topic }: MeasureLegend): number => {
    const found = order.findIndex((topics) => topics.includes(topic));
    return found < 0 ? order.length : found;
  };
  const sorted = [...charted].sort((a, b) => place(a) - place(b));
  return sorted.map((one): Charted => {
    const { figure, groups } = figures.get(one.measure)!;
    const everyone = { key: one.id, says: "everyone", measure: one.measure, group: "" };
    const parts = (groups?.words ?? []).map((word) => ({
      key: `${one.id}[${word}]`,
      says: sayName(word),
      measure: one.measure,
      group: word,
    }));
    const unit = unitOf(one, figure);
    const ofBands = legend.kinds.some(({ bands }) => bands?.of.every(({ name }) => groups?.words.includes(name)));
    return { key: one.id, title: titleOf(one), unit, lines: parts.length > 0 ? parts : [everyone], ofBands };
  });
}

/** A chart as the page has it. */
export function plainChart({ key, title, unit, lines, ofBands }: Charted): ChartOf {
  return { key, title, unit, ofBands, lines: lines.map((line) => ({ key: line.key, says: line.says })) };
}

function unitOf({ topic }: MeasureLegend, figure: string): ChartOf["unit"] {
  if (figure === "share") return "share";
  if (yuan.includes(topic)) return "yuan";
  if (points.includes(topic)) return "points";
  return figure === "count" || (figure === "sum" && topic !== "declared") ? "count" : "";
}

function titleOf({ topic, id, stem, words, of }: MeasureLegend): string {
  const said = topic === "score" && id === stem ? "mean score" : sayName(words);
  const whole = of === undefined ? said : `${said}, of enterprises`;
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}`;
}

/** Figures of lines from a tick on. What a world does not measure is left out. */
export function grownFrom(
  lines: readonly LineOf[],
  results: Results,
  tick: number,
  prefix = "",
): Record<string, readonly number[]> {
  return Object.fromEntries(
    lines.map(({ key, measure, group }) => [
      `${prefix}${key}`,
      results
        .of(measure)
        .series(group === "" ? undefined : group)
        .slice(tick),
    ]),
  );
}
