import { join } from "node:path";
import { type Place, ProblemError, type Run, readScenario, type Scenario, version } from "../index.ts";
import { quote } from "./arguments.ts";
import { readText } from "./files.ts";
import { measuresName } from "./names.ts";

/** What a run came from and what became of it, as the text of a file. */
export function manifestText(run: Run, id: string): string {
  const { scenario } = run;
  const manifest = {
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
    resumed: run.resumed,
    backend: run.backend,
    stateHash: run.stateHash,
    parameters: scenario.tally.parameters,
    assumed: scenario.tally.assumed,
    phases: run.phases,
    warnings: run.warnings,
    files: { measures: measuresName },
  };
  return layJson(manifest);
}

function layJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What a manifest says of the run that it is of. */
export interface Manifest {
  /** All of it, as it stands. */
  readonly text: string;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: number;
  readonly ticks: number;
  /** The same manifest as that run has it: but for what does not follow from the run itself. */
  of(run: Run): string;
}

/** Longer ones are none: a scenario is at most 1 MiB. */
export const mostOfManifest = 8 * 2 ** 20;

/** The manifest of a folder; undefined where there is none. It is anybody's file. Throws ProblemError (manifest-unreadable). */
export function readManifest(folder: string, place: Place | undefined): Manifest | undefined {
  const path = join(folder, "manifest.json");
  const refuse = (why: string): ProblemError => {
    const message = `the manifest ${quote(path)} cannot be read: ${why}`;
    return new ProblemError([{ code: "manifest-unreadable", message, place, expected: "the folder of a run" }]);
  };
  const text = textOf(path, refuse);
  if (text === undefined) return undefined;
  const said = parse(text);
  if (said === undefined) throw refuse("it is no manifest of a run");
  const { engineVersion, scenario, scenarioHash, seed, people, ticks } = said;
  if (engineVersion !== version)
    throw refuse(`it is of version ${String(engineVersion).slice(0, 40)} of the engine, and this is ${version}`);
  const read = scenarioIn(scenario);
  if (read === undefined || read.hash !== scenarioHash) throw refuse("its scenario is none, or another");
  if (![seed, people, ticks].every(Number.isSafeInteger)) throw refuse("its seed, people or ticks are no numbers");
  return {
    text,
    scenario: read,
    seed: seed as number,
    people: people as number,
    ticks: ticks as number,
    of: (run) => manifestText({ ...run, ...chosen(said, run) }, idIn(said)),
  };
}

/** What does not follow from scenario and seed: how a run was made, and where it was to end. */
function chosen(said: Readonly<Record<string, unknown>>, run: Run): Pick<Run, "stopped" | "resumed" | "backend"> {
  const { resumed, backend, stopped } = said;
  const isTick = Number.isSafeInteger(resumed) && (resumed as number) >= 0 && (resumed as number) <= run.ticks;
  return {
    stopped: stopped === true,
    resumed: isTick ? (resumed as number) : undefined,
    backend: backend === "wasm" || backend === "interpret" ? backend : run.backend,
  };
}

/** The id of a run, which follows from the ticks that were asked for, too. */
function idIn({ run }: Readonly<Record<string, unknown>>): string {
  return typeof run === "string" && /^[0-9a-f]{16}$/.test(run) ? run : "";
}

function textOf(path: string, refuse: (why: string) => ProblemError): string | undefined {
  const read = readText(path, mostOfManifest);
  if ("text" in read) return read.text;
  if (read.code === "file-missing") return undefined;
  throw refuse(read.why);
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null && !Array.isArray(said) ? { ...said } : undefined;
  } catch {
    return undefined;
  }
}

function scenarioIn(said: unknown): Scenario | undefined {
  try {
    return readScenario(JSON.stringify(said) ?? "", { name: "manifest.json" });
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
