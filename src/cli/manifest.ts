import { createHash } from "node:crypto";
import { join } from "node:path";
import { isWithin, runLimits } from "../core/limits.ts";
import { visibleJson } from "../core/visible.ts";
import { type Answers, type Place, ProblemError, type Run, readScenario, type Scenario, version } from "../index.ts";
import { quote } from "./arguments.ts";
import { readText } from "./files.ts";
import { measuresName } from "./names.ts";
import { jsonOfAnswers, type TwinWishes } from "./twins.ts";

/** What names a run: two runs of the same id have the same results. */
export interface Named {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: number;
  /** Ticks that were asked for. */
  readonly ticks: number;
}

/** 16 hexadecimal digits that follow from the scenario, the scale and the version of the engine. */
export function runIdOf({ scenario, seed, people, ticks }: Named): string {
  const text = [scenario.hash, seed, people, ticks, version].join(" ");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** What a run came from and what became of it, as the text of a file. */
export function manifestText(
  run: Run,
  {
    ticksAsked = run.plan.ticks,
    answers,
  }: { readonly ticksAsked?: number; readonly answers?: Answers | undefined } = {},
): string {
  const { scenario, seed, people } = run;
  const manifest = {
    run: runIdOf({ scenario, seed, people, ticks: ticksAsked }),
    synthetic: true,
    runs: 1,
    title: scenario.title,
    scenario: JSON.parse(scenario.text),
    scenarioHash: scenario.hash,
    engineVersion: version,
    seed,
    people,
    ticks: run.ticks,
    ticksAsked,
    stopped: run.stopped,
    resumed: run.resumed,
    backend: run.backend,
    stateHash: run.stateHash,
    parameters: scenario.tally.parameters,
    assumed: scenario.tally.assumed,
    phases: run.phases,
    warnings: run.warnings,
    ...jsonOfAnswers(answers),
    files: { measures: measuresName },
  };
  return layJson(manifest);
}

function layJson(value: object): string {
  return `${visibleJson(value)}\n`;
}

/** What a manifest says of the run that it is of. */
export interface Manifest {
  /** All of it, as it stands. */
  readonly text: string;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: number;
  readonly ticks: number;
  /** Ticks that were asked for: more than `ticks` where it was stopped. */
  readonly ticksAsked: number;
  /** The twins from which it answers what the scenario is asked; undefined where it answers nothing. */
  readonly twins: TwinWishes | undefined;
  /** The same manifest as that run and those answers have it: but for what does not follow from them. */
  of(run: Run, answers: Answers | undefined): string;
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
  const { engineVersion, scenario, scenarioHash, seed, people, ticks, ticksAsked } = said;
  if (engineVersion !== version)
    throw refuse(`it is of version ${String(engineVersion).slice(0, 40)} of the engine, and this is ${version}`);
  const read = scenarioIn(scenario);
  if (read === undefined || read.hash !== scenarioHash) throw refuse("its scenario is none, or another");
  if (![seed, people, ticks].every(Number.isSafeInteger)) throw refuse("its seed, people or ticks are no numbers");
  const asked = askedOf(ticksAsked, ticks as number);
  return {
    text,
    scenario: read,
    seed: seed as number,
    people: people as number,
    ticks: ticks as number,
    ticksAsked: asked,
    twins: twinsOf(said.twins),
    of: (run, answers) =>
      manifestText({ ...run, ...chosen(said, run), stopped: run.ticks < asked }, { ticksAsked: asked, answers }),
  };
}

/** The twins of which answers are; one that is none is held to be of none, and then its answers are not these. */
function twinsOf(said: unknown): TwinWishes | undefined {
  if (said === undefined) return undefined;
  const { twins, people } = Object(said) as Readonly<Record<string, unknown>>;
  const isScale = isWithin(runLimits.twins, twins) && isWithin(runLimits.people, people);
  return isScale ? { twins, twinPeople: people } : { twins: 0, twinPeople: undefined };
}

/** Where a run was to end: at its last tick, where what is said is no number of ticks beyond it. */
function askedOf(said: unknown, ticks: number): number {
  return isWithin(runLimits.ticks, said) && said > ticks ? said : ticks;
}

/** What does not follow from scenario and seed: how a run was made. */
function chosen(said: Readonly<Record<string, unknown>>, run: Run): Pick<Run, "resumed" | "backend"> {
  const { resumed, backend } = said;
  const isTick = Number.isSafeInteger(resumed) && (resumed as number) >= 0 && (resumed as number) <= run.ticks;
  return {
    resumed: isTick ? (resumed as number) : undefined,
    backend: backend === "wasm" || backend === "interpret" ? backend : run.backend,
  };
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
