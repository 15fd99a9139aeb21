import type { MeasureRef, Run } from "../../index.ts";
import { sparkline } from "./chart.ts";
import { enterprisesOf } from "./kinds.ts";
import type { Paint } from "./paint.ts";
import { layTable } from "./table.ts";
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
  const { kind, count } = enterprisesOf(run) ?? { count: 0 };
  if (!kind) return [];
  const lineOf = (name: string, measure: MeasureRef | undefined, say: Line["say"], group?: string): Line[] =>
    measure ? [{ name, series: run.results.of(measure).series(group), say }] : [];
  const share = (figure: number): string => sayShare(figure / count);
  const bands = [...(kind.bands?.of ?? [])].reverse();
  return [
    ...lineOf("mean score", kind.score?.mean, sayFigure),
    ...bands.flatMap(({ name }) => lineOf(`in band ${name}`, kind.count, share, name)),
    ...kind.lists.flatMap(({ name, measures }) => lineOf(`on ${name}`, measures.on, share)),
    ...kind.consequences.flatMap(({ name, under }) => lineOf(`under ${name}`, under, sayCount)),
    ...kind.declared.flatMap(({ name, measure, isShare }) => lineOf(name, measure, isShare ? sayShare : sayFigure)),
  ];
}
