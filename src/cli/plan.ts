import { type Lowered, type Plan, reckon, wasmTextOf } from "../index.ts";
import { columnRows, type StepRow, sayKind, sayTouched, stepRows } from "../report/steps.ts";
import { layTitle, sayKinds, saySettle, sayTick } from "../report/summary.ts";
import { fitted, layTable, pad, widthOf, wrap } from "../report/table.ts";
import { plain, sayBytes, sayCount, sayFigure, sayNumber } from "../report/wording.ts";
import { given, OptionReader, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import type { Terminal } from "./terminal.ts";

export interface PlanFlags {
  readonly people?: string;
  readonly ticks?: string;
  readonly wat?: boolean;
}

/** `plan`: the tick as a table of steps, what a person takes, what the run will take. */
export function planVerb(word: string, flags: PlanFlags, call: Call): void {
  const { line, terminal, json } = call;
  const reader = new OptionReader(line);
  const people = reader.whole("--people", flags.people, wholes.people);
  const ticks = reader.whole("--ticks", flags.ticks, wholes.ticks);
  reader.throwAny();
  const scenario = openScenario(word, placeOfWord(line, word));
  const lowered = scenario.lower(given({ people, ticks }));
  const { plan } = lowered;
  if (flags.wat) printText(plan, scenario.hash, call);
  else if (json) terminal.printJson(jsonOf(plan, scenario.hash));
  else terminal.print(fitted(layPlan(lowered, sayTick(scenario), terminal), terminal.width));
}

/** The text that a plan is compiled to. */
function printText(plan: Plan, scenarioHash: string, { terminal, json }: Call): void {
  const wat = wasmTextOf(plan);
  if (json) terminal.printJson({ title: plan.title, scenarioHash, people: plan.size, ticks: plan.ticks, wat });
  else terminal.print(wat.split("\n"));
}

function jsonOf(plan: Plan, scenarioHash: string): object {
  const { title, size, communitySize, ticks, settle } = plan;
  return {
    title,
    scenarioHash,
    people: size,
    communitySize,
    ticks,
    settle,
    ...reckon(plan),
    steps: stepRows(plan),
    columns: columnRows(plan),
    globals: plan.globals.map(({ name, doc }) => ({ name, doc })),
    measures: plan.measures.map(({ name, of, kind, figure, groups, doc }) => {
      return { name, of, kind, figure, groups: groups?.words ?? [], doc };
    }),
  };
}

function layPlan(lowered: Lowered, tick: string, terminal: Terminal): string[] {
  const { width, paint } = terminal;
  const { plan } = lowered;
  const rows = stepRows(plan);
  const entities = [sayNumber(plan.size, "synthetic person", "synthetic people"), ...sayKinds(lowered)].join(" and ");
  return [
    ...layTitle(plan.title, width, paint),
    ...wrap(
      `${entities} in communities of ${sayCount(plan.communitySize)}, ${sayNumber(plan.ticks, "tick")} of ${tick}.`,
      width,
    ),
    ...(plan.settle ? wrap(`It settles first: ${saySettle(plan.settle)}.`, width) : []),
    "",
    paint.title("Once, at the start"),
    ...laySteps(
      rows.filter(({ when }) => when === "start"),
      terminal,
    ),
    "",
    paint.title("Every tick, in this order"),
    ...laySteps(
      rows.filter(({ when }) => when === "tick"),
      terminal,
    ),
    "",
    ...[undefined, ...(plan.kinds ?? [])].flatMap((kind) => [...layColumns(plan, kind?.name, width, paint), ""]),
    ...layMemory(plan, paint.title),
  ];
}

/** Steps in the order in which they are taken. Where the kind changes, a line says what the steps that follow do. */
function laySteps(rows: readonly StepRow[], { width, paint }: Terminal): string[] {
  const digits = String(rows.length).length;
  const widest = Math.max(...rows.map(({ name }) => widthOf(name)));
  const names = Math.min(widest, Math.floor(width / 3) - digits - 4);
  const headOf = ({ kind, of }: StepRow): string => `${kind}${of === undefined ? "" : ` (${of})`}: ${sayKind[kind]}`;
  return rows.flatMap((row, i) => {
    const before = rows[i - 1];
    const isNew = before === undefined || headOf(before) !== headOf(row);
    const head = isNew ? wrap(headOf(row), width - 2).map((line) => paint.quiet(`  ${line}`)) : [];
    return [...head, ...layStep(String(i + 1).padStart(digits), row, { names, width }, paint)];
  });
}

/** A step: its number and name, and beside them a line or more for all that it reads, for all that it draws, ... */
function layStep(
  number: string,
  row: StepRow,
  { names, width }: { names: number; width: number },
  paint: Terminal["paint"],
): string[] {
  const left = 2 + number.length + 2 + names + 2;
  const clauses = sayTouched(row).flatMap(([does, what]) =>
    wrap(what, width - left - 8).map((line, i) => `${paint.quiet(pad(i === 0 ? does : "", 6))}  ${line}`),
  );
  const name = wrap(row.name, names);
  return Array.from({ length: Math.max(name.length, clauses.length) }, (_, i) => {
    const start = i === 0 ? paint.quiet(number) : " ".repeat(number.length);
    return `  ${start}  ${pad(name[i] ?? "", names)}  ${clauses[i] ?? ""}`.trimEnd();
  });
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
        { head: "column", wraps: true },
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
