import { type Plan, reckon, wasmTextOf } from "../index.ts";
import { given, OptionReader, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import { columnRows, stepRows } from "./report/steps.ts";
import { layTitle, sayKinds, sayTick } from "./report/summary.ts";
import { layTable, wrap } from "./report/table.ts";
import { plain, sayBytes, sayCount, sayFigure, sayNumber } from "./report/wording.ts";
import type { Terminal } from "./terminal.ts";

export interface PlanFlags {
  readonly people?: string;
  readonly ticks?: string;
  readonly wat?: boolean;
}

/** `plan`: the tick as a table of steps, what a person takes, what the run will take. */
export function planVerb(word: string, flags: PlanFlags, { line, terminal, json }: Call): void {
  const reader = new OptionReader(line);
  const people = reader.whole("--people", flags.people, wholes.people);
  const ticks = reader.whole("--ticks", flags.ticks, wholes.ticks);
  reader.throwAny();
  const scenario = openScenario(word, placeOfWord(line, word));
  const plan = scenario.plan(given({ people, ticks }));
  if (flags.wat) terminal.print(wasmTextOf(plan).split("\n"));
  else if (json) terminal.printJson(jsonOf(plan, scenario.hash));
  else terminal.print(layPlan(plan, sayTick(scenario), terminal));
}

function jsonOf(plan: Plan, scenarioHash: string): object {
  const { title, size, communitySize, ticks } = plan;
  return {
    title,
    scenarioHash,
    people: size,
    communitySize,
    ticks,
    ...reckon(plan),
    steps: stepRows(plan),
    columns: columnRows(plan),
    globals: plan.globals.map(({ name, doc }) => ({ name, doc })),
    measures: plan.measures.map(({ name, of, kind, figure, groups, doc }) => {
      return { name, of, kind, figure, groups: groups?.words ?? [], doc };
    }),
  };
}

function layPlan(plan: Plan, tick: string, { width, paint }: Terminal): string[] {
  const rows = stepRows(plan);
  const lay = (when: "start" | "tick"): string[] =>
    layTable(
      [
        { align: "right", paint: paint.quiet },
        { head: "step", wraps: true },
        { head: "kind" },
        { head: "reads", wraps: true },
        { head: "writes", wraps: true },
      ],
      rows
        .filter((row) => row.when === when)
        .map(({ name, kind, reads, writes }, i) => [String(i + 1), name, kind, list(reads), list(writes)]),
      { width, paintHead: paint.quiet },
    );
  const kinds =
    "map: each person's own columns. act: what people do, drawn by its rate. deliver: records that arrive. gather: what friends show." +
    (plan.kinds?.length ? ` link: between ${plan.kinds.map(({ name }) => name).join(", ")} and owner.` : "");
  const entities = [sayNumber(plan.size, "synthetic person", "synthetic people"), ...sayKinds(plan)].join(" and ");
  return [
    ...layTitle(plan.title, width, paint),
    ...wrap(
      `${entities} in communities of ${sayCount(plan.communitySize)}, ${sayNumber(plan.ticks, "tick")} of ${tick}.`,
      width,
    ),
    "",
    paint.title("Once, at the start"),
    ...lay("start"),
    "",
    paint.title("Every tick, in this order"),
    ...lay("tick"),
    ...wrap(kinds, width - 2).map((one) => paint.quiet(`  ${one}`)),
    "",
    ...[undefined, ...(plan.kinds ?? [])].flatMap((kind) => [...layColumns(plan, kind?.name, width, paint), ""]),
    ...layMemory(plan, paint.title),
  ];
}

function layColumns(plan: Plan, of: string | undefined, width: number, paint: Terminal["paint"]): string[] {
  const own = columnRows(plan).filter((row) => row.of === of);
  const rows = own.map(({ name, bytes, from, to, step, kept, doc }) => {
    const values = `${sayEnd(from)} to ${sayEnd(to)}`;
    return [name, String(bytes), kept ? values : `${values} *`, sayFigure(step), plain(doc)];
  });
  return [
    paint.title(of === undefined ? "What a person is" : `What each ${of} is`),
    ...layTable(
      [
        { head: "column" },
        { head: "bytes", align: "right" },
        { head: "values", wraps: true },
        { head: "step", align: "right" },
        { head: "what", wraps: true, paint: paint.quiet },
      ],
      rows,
      { width, paintHead: paint.quiet },
    ),
    "  * only within a tick",
  ];
}

function layMemory(plan: Plan, title: (text: string) => string): string[] {
  const { bytesPerPerson, kinds, totalBytes, backend } = reckon(plan);
  const each = kinds.map(
    ({ name, bytesEach }) => `  In that, ${sayFigure(bytesEach)} bytes for each ${name}, shared out among people.`,
  );
  return [
    title("Memory"),
    `  ${sayFigure(bytesPerPerson)} bytes kept for each person, ${sayBytes(totalBytes)} for the run at its peak (${backend}).`,
    ...each,
  ];
}

/** An end of a range, which may be a year: thousands are told apart from five digits on. */
function sayEnd(end: number): string {
  return Number.isInteger(end) && Math.abs(end) < 10_000 ? String(end).replace("-", "−") : sayFigure(end);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "–" : names.join(", ");
}
