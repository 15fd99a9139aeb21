import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Bench,
  type BenchRow,
  bench,
  benchSteps,
  type CopyRate,
  measureCopies,
  type Scenario,
  type StartCosts,
  type StepCosts,
  shippedNames,
} from "../index.ts";
import { bar } from "../report/chart.ts";
import { fitted, layTable, wrap } from "../report/table.ts";
import { plain, sayCount, sayFigure, sayLarge, sayShare } from "../report/wording.ts";
import { given, OptionReader, placeOfWord, wholes } from "./arguments.ts";
import type { Call } from "./call.ts";
import { openScenario } from "./files.ts";
import { memoryBytes } from "./memory.ts";
import { packageFolder } from "./packageFolder.ts";
import { catchInterrupt, type Interrupt, sayNothingKept } from "./stop.ts";
import type { Terminal } from "./terminal.ts";

export interface BenchFlags {
  readonly people?: string;
  readonly threads?: string;
  readonly quick?: boolean;
  readonly steps?: boolean;
}

/** The benchmark model, in a clone and in the package alike. */
const benchmark = join(packageFolder, "bench", "r1.yaml");
const benchmarkName = "r1";

/** `bench`: how fast scenarios run on this machine, beside what its memory allows. */
export async function benchVerb(words: readonly string[], flags: BenchFlags, call: Call): Promise<void> {
  const { line } = call;
  const reader = new OptionReader(line);
  const people = reader.whole("--people", flags.people, wholes.people);
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  if (flags.steps) reader.refuse("--threads", flags.threads, "--steps measures on one thread");
  reader.throwAny();
  const stop = catchInterrupt(call);
  const wishes = { people, threads, quick: flags.quick === true, stop };
  try {
    await (flags.steps ? benchEachStep(words, wishes, call) : benchEach(words, wishes, call));
  } finally {
    stop.release();
  }
}

interface BenchWishes {
  readonly people: number | undefined;
  readonly threads: number | undefined;
  readonly quick: boolean;
  readonly stop: Interrupt;
}

async function benchEach(
  words: readonly string[],
  { people, threads, quick, stop }: BenchWishes,
  call: Call,
): Promise<void> {
  const { terminal, json } = call;
  const named = words.length > 0;
  const chosen = named ? words : [...(existsSync(benchmark) ? [benchmarkName] : []), ...shippedNames()];
  const scenarios = chosen.map((word) => {
    const begin = performance.now();
    return { scenario: openBenchmark(word, call), readSeconds: (performance.now() - begin) / 1000 };
  });
  const { signal } = stop;
  const copies = await measureCopies(quick ? 2 ** 24 : undefined, threads);
  const done: Bench[] = [];
  for (const [i, { scenario, readSeconds }] of scenarios.entries()) {
    if (signal.aborted) break;
    const sizes = sizesOf(people, quick, named || i === 0);
    const onSize = (count: number): void => {
      if (!json && terminal.live) terminal.redraw(`${plain(scenario.title)}: ${sayCount(count)} people`);
    };
    const seconds = quick ? 0.02 : 1;
    const options = { ...given({ sizes, threads, memoryBytes: memoryBytes() }), copies, seconds, readSeconds };
    done.push(await bench(scenario, { ...options, signal, onSize }));
  }
  terminal.redraw("");
  stop.end(sayNothingKept);
  if (json) terminal.printJson({ node: process.version, copies, benches: done });
  else terminal.print(fitted(layBenches(done, copies, terminal), terminal.width));
}

/** `bench --steps`: what each step of a tick costs. */
async function benchEachStep(
  words: readonly string[],
  { people, quick, stop }: BenchWishes,
  call: Call,
): Promise<void> {
  const { terminal, json } = call;
  const { signal } = stop;
  const chosen = words.length > 0 ? words : [benchmarkName];
  const done: StepCosts[] = [];
  for (const word of chosen) {
    if (signal.aborted) break;
    const scenario = openBenchmark(word, call);
    if (!json && terminal.live) terminal.redraw(`${plain(scenario.title)}: each step`);
    const size = people ?? (quick ? 20_000 : undefined);
    const wishes = { people: size, seconds: quick ? 0.1 : undefined, memoryBytes: memoryBytes() };
    done.push(await benchSteps(scenario, { ...given(wishes), signal }));
  }
  terminal.redraw("");
  stop.end(sayNothingKept);
  if (json) terminal.printJson({ node: process.version, steps: done });
  else {
    const lines = done.flatMap((one, i) => [...(i > 0 ? [""] : []), ...layCosts(one, terminal)]);
    terminal.print(fitted(lines, terminal.width));
  }
}

/** What each step costs, as lines. */
export function layCosts(
  { title, people, ticks, steps, sum, watching, whole }: StepCosts,
  { width, paint }: Pick<Terminal, "width" | "paint">,
): string[] {
  const rows = steps.map(({ name, kind = "", of, nanosecondsPerPerson: cost }) => {
    const said = of === undefined ? name : `${name} (${of})`;
    return [said, kind, cost.toFixed(2), sayShare(cost / sum), bar(cost, sum, 16)];
  });
  const columns = [
    { wraps: true },
    { paint: paint.quiet },
    { head: "ns a person", align: "right" as const },
    { head: "of all", align: "right" as const },
    { paint: paint.quiet },
  ];
  return [
    paint.title(plain(title)),
    ...wrap(
      `${sayCount(people)} people, 1 thread; the middle half of ${sayCount(ticks)} ticks taken apart, in turn with as many whole ones.`,
      width,
    ),
    ...layTable(columns, rows, { width, paintHead: paint.quiet }),
    ...wrap(
      `Together ${sum.toFixed(2)} ns; a tick that is not taken apart takes ${whole.toFixed(2)}. Timing a step adds ${watching.toFixed(2)} to it, which is left out.`,
      width,
    ),
    ...(areApart(sum, whole) ? wrap(sayApart(sum / whole), width) : []),
  ];
}

/** How far the sum of the steps may lie from a whole tick before the reader is warned. */
const apartMost = 1.5;

function areApart(sum: number, whole: number): boolean {
  return !(sum <= whole * apartMost && whole <= sum * apartMost);
}

function sayApart(ratio: number): string {
  return `Note: together they are ${sayFigure(ratio)} times a whole tick, so these figures say little: other work ran beside them, or the ticks were too few. Try again on a quiet machine, without --quick.`;
}

function openBenchmark(word: string, { line }: Call): Scenario {
  const ours = word === benchmarkName && existsSync(benchmark);
  return openScenario(ours ? benchmark : word, placeOfWord(line, word));
}

/** Powers of ten up to the number of people that was asked for; one size where a scenario is only glanced at. */
function sizesOf(people: number | undefined, quick: boolean, whole: boolean): number[] {
  if (quick) return [people ?? 20_000];
  if (!whole) return [Math.min(1e6, people ?? 1e6)];
  const most = people ?? 1e7;
  const sizes = [1e5, 1e6, 1e7].filter((size) => size < most);
  return [...sizes, most];
}

function layBenches(benches: readonly Bench[], copies: readonly CopyRate[], { width, paint }: Terminal): string[] {
  const lines = [
    paint.title("Memory"),
    ...copies.map(
      ({ threads, bytesPerSecond }) =>
        `  ${sayThreads(threads)}: ${sayFigure(bytesPerSecond / 1e9)} GB copied a second.`,
    ),
  ];
  for (const { title, backend, fallback, bytesPerPerson, start, rows } of benches) {
    lines.push("", paint.title(plain(title)));
    lines.push(`  ${backend}, ${sayFigure(bytesPerPerson)} bytes a person`);
    lines.push(`  ${sayStart(start)}`);
    if (fallback !== undefined) lines.push(`  Note: ${fallback}.`);
    lines.push(...layRows(rows, width, paint.quiet), ...layScaling(rows));
  }
  lines.push("", "The bound: stored columns read and written once, as fast as memory is copied.");
  return lines;
}

function layRows(rows: readonly BenchRow[], width: number, quiet: (text: string) => string): string[] {
  return layTable(
    [
      { head: "people", align: "right" },
      { head: "threads", align: "right" },
      { head: "person-ticks/s" },
      { head: "ns each", align: "right" },
      { head: "of the bound", align: "right" },
      { head: "ticks", align: "right" },
      { head: "start s", align: "right" },
    ],
    rows.map((row) => [
      sayCount(row.people),
      String(row.threads),
      sayLarge(row.personTicksPerSecond),
      sayFigure(row.nanosecondsPerPersonTick),
      row.ofBound === undefined ? "–" : sayShare(row.ofBound),
      String(row.ticks),
      sayFigure(row.openSeconds),
    ]),
    { width, paintHead: quiet },
  );
}

function sayStart({ read, assemble }: StartCosts): string {
  const parts = [
    ["read", read],
    ["assembled", assemble],
  ] as const;
  const told = parts.flatMap(([what, seconds]) => (seconds === undefined ? [] : [`${what} ${sayFigure(seconds)}`]));
  return `Seconds before its worlds: ${told.join(", ")}.`;
}

/** What more threads bring at the largest size that was measured on one as well. */
function layScaling(rows: readonly BenchRow[]): string[] {
  const one = rows.findLast(({ threads }) => threads === 1);
  const many = rows.find(({ people, threads }) => people === one?.people && threads > 1);
  if (!one || !many) return [];
  const gain = many.personTicksPerSecond / one.personTicksPerSecond;
  return [
    `  ${sayThreads(many.threads)} do ${sayFigure(gain)} times the work of one, at ${sayCount(one.people)} people.`,
  ];
}

function sayThreads(count: number): string {
  return count === 1 ? "1 thread" : `${count} threads`;
}
