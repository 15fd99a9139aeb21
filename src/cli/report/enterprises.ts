import type { Run } from "../../index.ts";
import { sparkline } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
import { enterprisesOf } from "./whose.ts";
import { sayCount, sayFigure, sayShare } from "./wording.ts";

interface Line {
  readonly name: string;
  readonly series: readonly number[];
  readonly say: (figure: number) => string;
}

/** How enterprises fare: their mean score, bands, lists, consequences and declared measures over time. */
export function layEnterprises(run: Run, width: number, paint: Paint): string[] {
  const lines = linesOf(run);
  if (lines.length === 0) return [];
  const longest = Math.max(...lines.map(({ name }) => name.length));
  const cells = Math.max(10, Math.min(40, width - longest - 30));
  const rows = lines.map(({ name, series, say }) => {
    const graph = sparkline(series, cells, Math.min(...series));
    return [name, graph, say(series[0]!), say(series.at(-1)!)];
  });
  return layTable(
    [{}, { head: "over time" }, { head: "first", align: "right" }, { head: "last", align: "right" }],
    rows,
    { width, paintHead: paint.quiet },
  );
}

function linesOf(run: Run): Line[] {
  const part = run.scenario.data.enterprises;
  const { count } = enterprisesOf(run) ?? { count: 0 };
  if (!part || count === 0) return [];
  const known = new Set(run.results.measures().map(({ name }) => name));
  const lineOf = (name: string, measure: string, say: Line["say"], group?: string): Line[] =>
    known.has(measure) ? [{ name, series: run.series(measure, group), say }] : [];
  const share = (figure: number): string => sayShare(figure / count);
  const bands = [...(part.scheme?.bands ?? [])].sort((a, b) => b.is.amount - a.is.amount);
  return [
    ...lineOf("mean score", "enterprises.score", sayFigure),
    ...bands.flatMap(({ name }) => lineOf(`in band ${name}`, "enterprises.count", share, name)),
    ...(part.lists ?? []).flatMap(({ name }) => lineOf(`on ${name}`, `enterprises.on.${name}`, share)),
    ...(part.consequences ?? []).flatMap(({ name }) => lineOf(`under ${name}`, `enterprises.under.${name}`, sayCount)),
    ...(part.measures ?? []).flatMap(({ name, is }) =>
      lineOf(name, `enterprises.${name}`, is.share ? sayShare : sayFigure),
    ),
  ];
}
