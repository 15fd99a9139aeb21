import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chdir, cwd } from "node:process";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readLine } from "../../src/cli/arguments.ts";
import { openProgram } from "../../src/cli/program.ts";
import { openTerminal } from "../../src/cli/terminal.ts";
import { colourPaint, noPaint } from "../../src/report/paint.ts";
import { widthOf } from "../../src/report/table.ts";
import { terminalInto } from "../bench/terminal.ts";
import { textOf } from "../language/folder.ts";
import { atOnce } from "../scenarios/unsettled.ts";
import { useFolder } from "./command.ts";

// What is told hangs on the width of a terminal, and what is read and lived does not: it is done once for all widths.
vi.mock(import("../../src/index.ts"), async (original) => {
  const all = await original();
  const known = new Map<string, unknown>();
  const keyOf = (one: unknown): unknown => (one as { hash?: string } | undefined)?.hash ?? one;
  const once =
    <A extends readonly unknown[], T>(give: (...of: A) => T) =>
    (...of: A): T => {
      const key = JSON.stringify([give.name, ...of.map(keyOf)]);
      if (!known.has(key)) known.set(key, give(...of));
      return known.get(key) as T;
    };
  const run = once(all.run);
  return {
    ...all,
    readScenario: once(all.readScenario),
    readShipped: once(all.readShipped),
    // What is kept in a folder is lived for it.
    run: (scenario, options = {}) => (options.log ? all.run(scenario, options) : run(scenario, options)),
    compare: once(all.compare),
    explain: once(all.explain),
    explainEnterprises: once(all.explainEnterprises),
    openAnswers: once(function answers(...of: Parameters<typeof all.openAnswers>) {
      const pending = all.openAnswers(...of);
      let answered: ReturnType<typeof pending.answer> | undefined;
      return {
        answer: () => {
          answered ??= pending.answer();
          return answered;
        },
      };
    }),
  };
});

const folder = useFolder();
const before = cwd();
beforeAll(() => {
  chdir(folder.path);
  writeFileSync(join(folder.path, "world.yaml"), world);
  writeFileSync(join(folder.path, "county.yaml"), atOnce("suining"));
  writeFileSync(join(folder.path, "users.yaml"), atOnce("sesame"));
});
afterAll(() => chdir(before));

/** Everything that a summary can tell, and groups of more words than are told. */
const world = `${textOf("test/golden/cli/town.yaml").trimEnd()}\n`;

async function tell(width: number, isColoured: boolean, ...argv: string[]): Promise<string[]> {
  const out: unknown[] = [];
  const terminal = { ...terminalInto(out), width, paint: isColoured ? colourPaint : noPaint };
  const program = openProgram({ line: readLine(argv), terminal, json: false });
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (
      (error as { code?: string }).code !== "commander.helpDisplayed" &&
      (error as { code?: string }).code !== "commander.help"
    )
      throw error;
  }
  return out.flatMap((one) => String(one).split("\n"));
}

const scale = ["--people", "600", "--ticks", "60"];
/** Answers are as wide from few twins as from many. */
const asked = ["--twins", "2", "--twin-people", "300"];
const calls: readonly (readonly string[])[] = [
  ["list"],
  ["new", "a-town-with-a-rather-long-name"],
  ["check", "world.yaml"],
  ["check", "national-repair"],
  ["plan", "national"],
  ["plan", "nosedive"],
  ["run", "world.yaml", ...scale],
  ["run", "suining", ...scale, ...asked],
  ["run", "national-repair", "--people", "3000", "--ticks", "30", "--twins", "0"],
  ["run", "rongcheng", ...scale, "--twins", "0", "--out", "kept/in/a/folder"],
  ["explain", "county.yaml", "--person", "7", "--people", "600", "--tick", "60", "--all"],
  ["explain", "national-repair", "--enterprise", "3", "--people", "3000", "--tick", "20"],
  ["explain", "users.yaml", "--person", "7", "--people", "600", "--tick", "20"],
  ["compare", "none", "suining", "--people", "300", "--ticks", "30", "--seeds", "2", ...asked],
  ["bench", "littering", "--quick", "--people", "2000"],
  ["help"],
  ...["new", "list", "check", "plan", "run", "explain", "compare", "bench", "studio"].map((verb) => ["help", verb]),
];

test.each([30, 40, 60, 80])(
  "no line of any verb is wider than %i cells, in colours or without",
  { timeout: 240_000 },
  async (width) => {
    const wide: string[] = [];
    for (const [i, argv] of calls.entries()) {
      const args = argv.map((arg) => (arg.startsWith("a-town") || arg.startsWith("kept") ? `${arg}-${width}` : arg));
      const lines = await tell(width, i % 2 === 1, ...args);
      expect(lines.length, argv.join(" ")).toBeGreaterThan(3);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one.
      const bare = lines.map((line) => line.replace(/\u001b\[[0-9;]*m/g, ""));
      wide.push(...bare.filter((line) => widthOf(line) > width).map((line) => `${argv.join(" ")}: ${line}`));
    }
    expect(wide).toEqual([]);
  },
);

test("a terminal is as wide as it says, from 30 cells to 80", () => {
  const widthAt = (columns: number | undefined): number =>
    openTerminal({
      out: { write: () => {}, isTTY: true, ...(columns ? { columns } : {}) },
      err: { write: () => {} },
      env: {},
    }).width;
  expect([12, 30, 34, 79, 200, undefined].map(widthAt)).toEqual([30, 30, 34, 79, 80, 80]);
});
