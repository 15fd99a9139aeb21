import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Place, type Problem, ProblemError, type Run, type Scenario, version } from "../index.ts";
import { quote } from "./arguments.ts";
import { codeOf, reasonOf, whyUnwritable } from "./files.ts";
import { asShellWord } from "./report/wording.ts";

/** What names a run: two runs of the same id have the same results. */
interface Scale {
  readonly seed: number;
  readonly people: number;
  /** Ticks that were asked for. */
  readonly ticks: number;
}

/** 16 hexadecimal digits that follow from the scenario, the scale and the version of the engine. */
export function runIdOf(scenario: Scenario, { seed, people, ticks }: Scale): string {
  const text = [scenario.hash, seed, people, ticks, version].join(" ");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

const manifestName = "manifest.json";
const measuresName = "measures.csv";
const asideEnding = ".part";
export const checkpointName = "checkpoint.bin";
const ours = [manifestName, measuresName, checkpointName].flatMap((name) => [name, `${name}${asideEnding}`]);

/** A folder that holds one run, and nothing before it is whole. */
export interface RunFolder {
  readonly path: string;
  /** Writes the run: each file aside and then renamed, the manifest last. Throws ProblemError. */
  keep(run: Run): void;
}

/**
 * Makes the folder, or takes one that is empty or holds the same run, and perhaps its `page`. Throws ProblemError where it
 * holds anything else.
 */
export function claimFolder(path: string, id: string, place: Place | undefined, page?: string): RunFolder {
  const beside = page !== undefined && resolve(dirname(page)) === resolve(path) ? basename(page) : undefined;
  const fault = faultOf(path, id, beside);
  if (fault) throw new ProblemError([{ ...fault, place }]);
  return reopenFolder(path, id, place);
}

/** The folder of a run that goes on, whatever stands in it. Throws ProblemError where it cannot be written. */
export function reopenFolder(path: string, id: string, place: Place | undefined): RunFolder {
  try {
    mkdirSync(path, { recursive: true });
    writeAside(path, manifestName, "");
    rmSync(join(path, `${manifestName}${asideEnding}`));
  } catch (error) {
    throw unwritable(path, error, place);
  }
  return {
    path,
    keep: (run) => {
      try {
        writeAside(path, measuresName, run.results.csv());
        writeAside(path, manifestName, `${JSON.stringify(manifestOf(run, id), null, 2)}\n`);
        renameSync(join(path, `${measuresName}${asideEnding}`), join(path, measuresName));
        renameSync(join(path, `${manifestName}${asideEnding}`), join(path, manifestName));
      } catch (error) {
        for (const name of [measuresName, manifestName]) rmSync(join(path, `${name}${asideEnding}`), { force: true });
        throw unwritable(path, error, place);
      }
    },
  };
}

/** What a run came from and what became of it, as plain data. */
function manifestOf(run: Run, id: string): object {
  const { scenario } = run;
  return {
    run: id,
    synthetic: true,
    runs: 1,
    title: scenario.title,
    scenario: JSON.parse(scenario.text),
    scenarioHash: scenario.hash,
    engineVersion: version,
    seed: run.seed,
    people: run.people,
    ticks: run.ticks,
    stopped: run.stopped,
    backend: run.backend,
    stateHash: run.stateHash,
    parameters: scenario.tally.parameters,
    assumed: scenario.tally.assumed,
    phases: run.phases,
    warnings: run.warnings,
    files: { measures: measuresName },
  };
}

function faultOf(path: string, id: string, beside: string | undefined): Problem | undefined {
  const remedy = "choose another folder, or empty this one";
  let names: string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    if (codeOf(error) === "ENOTDIR") {
      return { code: "out-not-folder", message: `${quote(path)} is not a folder`, expected: "a folder, or a new name" };
    }
    return { code: "out-unwritable", message: `${quote(path)} cannot be used: ${reasonOf(error)}` };
  }
  const foreign = names.find((name) => !ours.includes(name) && name !== beside);
  if (foreign !== undefined) {
    return { code: "out-foreign", message: `${quote(path)} holds other things, such as ${quote(foreign)}`, remedy };
  }
  const held = names.includes(manifestName) ? manifestIn(path) : undefined;
  if (held && held.run !== id) return { code: "out-taken", message: `${quote(path)} holds another run`, remedy };
  if (!names.includes(checkpointName) || held?.stopped === false) return undefined;
  // Hours may have gone into it.
  return {
    code: "out-unfinished",
    message: `${quote(path)} holds a run that did not come to its end`,
    remedy: `glasshouse run --resume ${asShellWord(path)} goes on with it; else ${remedy}`,
  };
}

/** Id and outcome of the run that a folder holds; nothing of either where its manifest is none. */
function manifestIn(path: string): { readonly run?: unknown; readonly stopped?: unknown } {
  try {
    return Object(JSON.parse(readFileSync(join(path, manifestName), "utf8")));
  } catch {
    return {};
  }
}

function writeAside(path: string, name: string, text: string): void {
  writeFileSync(join(path, `${name}${asideEnding}`), text);
}

export function unwritable(path: string, error: unknown, place: Place | undefined): unknown {
  if (codeOf(error) === undefined) return error;
  const why = whyUnwritable(error);
  return new ProblemError([{ code: "out-unwritable", message: `${quote(path)} cannot be written: ${why}`, place }]);
}
