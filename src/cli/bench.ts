import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type Bench,
  type BenchRow,
  bench,
  type CopyRate,
  measureCopies,
  type Scenario,
  shippedNames,
} from "../index.ts";
import { given, OptionReader, placeOfWord, wholes } from "./arguments.ts";
import { type Call, memoryBytes } from "./call.ts";
import { openScenario } from "./files.ts";
import { layTable } from "./report/table.ts";
import { plain, sayCount, sayFigure, sayLarge, sayShare } from "./report/wording.ts";
import type { Terminal } from "./terminal.ts";

export interface BenchFlags {
  readonly people?: string;
  readonly threads?: string;
  readonly quick?: boolean;
}

/** The benchmark model, in a clone and in the package alike. */
const benchmark = fileURLToPath(new URL("../../bench/r1.yaml", import.meta.url));
const benchmarkName = "r1";

/** `bench`: how fast scenarios run on this machine, beside what its memory allows. */
export async function benchVerb(words: readonly string[], flags: BenchFlags, call: Call): Promise<void> {
  const { line, terminal, json } = call;
  const reader = new OptionReader(line);
  const people = reader.whole("--people", flags.people, wholes.people);
  const threads = reader.whole("--threads", flags.threads, wholes.threads);
  reader.throwAny();
  const quick = flags.quick === true;
  const named = words.length > 0;
  const chosen = named ? words : [...(existsSync(benchmark) ? [benchmarkName] : []), ...shippedNames()];
  const scenarios = chosen.map((word) => openBenchmark(word, call));
  const copies = await measureCopies(quick ? 2 ** 24 : undefined, threads);
  const done: Bench[] = [];
  for (const [i, scenario] of scenarios.entries()) {
    const sizes = sizesOf(people, quick, named || i === 0);
    const onSize = (count: number): void => {
      if (!json && terminal.live) terminal.redraw(`${plain(scenario.title)}: ${sayCount(count)} people`);
    };
    const seconds = quick ? 0.02 : 1;
    done.push(
      await bench(scenario, { ...given({ sizes, threads, memoryBytes: memoryBytes() }), copies, seconds, onSize }),
    );
  }
  terminal.redraw("");
  if (json) terminal.printJson({ node: process.version, copies, benches: done });
  else terminal.print(layBenches(done, copies, terminal));
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
  for (const { title, backend, fallback, bytesPerPerson, rows } of benches) {
    lines.push("", paint.title(plain(title)));
    lines.push(`  ${backend}, ${sayFigure(bytesPerPerson)} bytes a person`);
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
