import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Place, ProblemError, type Run, readScenario, type Scenario, version } from "../index.ts";
import { quote } from "./arguments.ts";
import { codeOf, reasonOf } from "./files.ts";
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
    states: run.states,
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

/** What a manifest says of its run, as far as it can be held to it. */
export interface Manifest {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: number;
  readonly ticks: number;
  /** Whether states are said to be proven. */
  readonly isProven: boolean;
  readonly stateHash: string;
  readonly phases: string;
  readonly warnings: string;
  /** The same manifest, but that states are proven. */
  readonly provenText: string;
}

/** Longer ones are none: a scenario is at most 1 MiB. */
const mostBytes = 8 * 2 ** 20;

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
  const { engineVersion, scenario, scenarioHash, seed, people, ticks, stateHash } = said;
  if (engineVersion !== version)
    throw refuse(`it is of version ${String(engineVersion).slice(0, 40)} of the engine, and this is ${version}`);
  const read = scenarioIn(scenario);
  if (read === undefined || read.hash !== scenarioHash) throw refuse("its scenario is none, or another");
  if (![seed, people, ticks].every(Number.isSafeInteger)) throw refuse("its seed, people or ticks are no numbers");
  return {
    scenario: read,
    seed: seed as number,
    people: people as number,
    ticks: ticks as number,
    isProven: said.states === "proven",
    stateHash: String(stateHash),
    phases: JSON.stringify(said.phases),
    warnings: JSON.stringify(said.warnings),
    provenText: layJson({ ...said, states: "proven" }),
  };
}

function textOf(path: string, refuse: (why: string) => ProblemError): string | undefined {
  try {
    const found = statSync(path);
    if (!found.isFile()) throw refuse("it is no regular file");
    if (found.size > mostBytes) throw refuse("it is larger than 8 MiB");
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    if (codeOf(error) === undefined) throw error;
    throw refuse(reasonOf(error));
  }
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
