import { runLimits } from "../../core/limits.ts";
import { version } from "../../core/version.ts";

/** What a checkpoint says of its run: plain data, JSON in the file. */
export interface CheckpointHead {
  /** Nobody in it is real. */
  readonly synthetic: true;
  readonly engineVersion: string;
  /** What a person calls the scenario: a path or the name of a shipped one. */
  readonly scenarioName: string;
  readonly scenarioHash: string;
  /** The merged scenario. */
  readonly scenario: string;
  readonly seed: number;
  readonly people: number;
  /** Ticks of the whole run. */
  readonly ticks: number;
  /** Ticks done; below 0 while the world settles, by as many as are still to be done. */
  readonly tick: number;
  /** Ticks from one checkpoint to the next. */
  readonly every: number;
  /** Phases by the tick in which they were entered. */
  readonly phases: readonly (readonly [name: string, tick: number])[];
  /** Of all that was measured, in all ticks. */
  readonly logDigest: string;
  readonly warnings: readonly (readonly [what: string, count: number])[];
  /** Of the state of everyone, which is in no file. */
  readonly stateHash: string;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
/** Text that is shown to a person: without anything that a terminal would obey. */
const isName: Test = (value) => typeof value === "string" && value.length <= 4096 && !/[\p{Cc}\p{Cf}]/u.test(value);
const isList = (of: Test): Test => {
  return (value) => Array.isArray(value) && value.length <= 100_000 && value.every(of);
};
const isPair = (one: Test, other: Test): Test => {
  return (value) => Array.isArray(value) && value.length === 2 && one(value[0]) && other(value[1]);
};
const isWhole = (least: number, most: number): Test => {
  return (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
};
function isHex(digits: number): Test {
  return (value) => typeof value === "string" && value.length === digits && /^[0-9a-f]+$/.test(value);
}
const isCount = isWhole(0, Number.MAX_SAFE_INTEGER);
const mostTicks = runLimits.ticks.most;

const tests: Readonly<Record<keyof CheckpointHead, Test>> = {
  synthetic: (value) => value === true,
  engineVersion: isName,
  scenarioName: isName,
  scenarioHash: isHex(32),
  scenario: isText,
  seed: isCount,
  people: isWhole(1, runLimits.people.most),
  ticks: isWhole(1, mostTicks),
  tick: isWhole(-mostTicks, mostTicks),
  every: isWhole(1, runLimits.checkpoint.most),
  phases: isList(isPair(isName, isWhole(0, mostTicks))),
  logDigest: isHex(32),
  warnings: isList(isPair(isName, isCount)),
  stateHash: isHex(16),
};

/** Bytes of a head, at most: a scenario is at most 1 MiB of text. */
export const mostHeadBytes = 16 * 2 ** 20;

/** A head as JSON in UTF-8. */
export function writeHead(head: CheckpointHead): string {
  return JSON.stringify(head);
}

/** Reads a head; undefined for anything that is not exactly one. It is hostile: nothing in it is believed yet. */
export function readHead(text: string): CheckpointHead | undefined {
  let head: unknown;
  try {
    head = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof head !== "object" || head === null) return undefined;
  const keys = Object.keys(head);
  if (keys.length !== Object.keys(tests).length) return undefined;
  // Own keys alone: JSON makes `__proto__` one, which is none of these.
  const isHead = keys.every(
    (key) => Object.hasOwn(tests, key) && tests[key as keyof CheckpointHead](head[key as keyof typeof head]),
  );
  return isHead ? (head as CheckpointHead) : undefined;
}

/** Why this engine does not go on with it, as a clause; undefined where it does. */
export function misfitOfHead({ engineVersion }: CheckpointHead): string | undefined {
  if (engineVersion === version) return undefined;
  return `it is of version ${engineVersion.slice(0, 40)} of the engine, and this is ${version}`;
}
