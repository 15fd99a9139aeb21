import { computed, effect, type Signal, signal } from "@preact/signals";
import type { Fact, PortraitSection } from "../../../src/index.ts";
import type { Fault, Portrayed } from "../../messages.ts";
import {
  faultsOf,
  figures,
  go,
  isComing,
  moment,
  opened,
  openingOf,
  pause,
  play,
  portrayed,
  route,
  theHost,
} from "../state.ts";
import type { Flow } from "./flow.ts";
import * as knobs from "./knobs.ts";

/** The changes that are being made, with those before and after them; they run when somebody says so. */
export const past: Signal<knobs.Past> = signal(knobs.beginPast({}));
/** The scenario as its file has it. */
export const inFile: Signal<Portrayed | undefined> = signal(undefined);
/** What is wrong with the changes that are being made. */
export const wrong: Signal<readonly Fault[]> = signal([]);
export const isReading: Signal<boolean> = signal(false);

export const fileFacts = computed(() => knobs.factsOf(inFile.value?.sections ?? []));

/** What differs from the file, run or not. */
export const differences = computed<readonly knobs.Difference[]>(() =>
  Object.entries(past.value.now).map(([key, value]) => {
    const path = fileFacts.value.has(key) ? key : key.replace(/\.is$/, "");
    return { path, before: fileFacts.value.get(path)?.text ?? "", after: sayChange(value) };
  }),
);

/** Whether what runs is not what the changes say. */
export const isWaiting = computed(() => JSON.stringify(past.value.now) !== JSON.stringify(route.value.changes));

/** The sections of the file, with what was changed. */
export const sections = computed<readonly PortraitSection[]>(() => {
  const changed = new Map(
    Object.entries(past.value.now).map(([key, value]) => [
      fileFacts.value.has(key) ? key : key.replace(/\.is$/, ""),
      sayChange(latestOf(value)),
    ]),
  );
  const now = (fact: Fact): Fact => {
    const text = changed.get(fact.path);
    return text === undefined
      ? fact
      : { ...fact, text, ...(fact.tag && { tag: "assumed", source: undefined, where: undefined }) };
  };
  return (inFile.value?.sections ?? []).map((section) => ({
    ...section,
    entries: section.entries.map((entry) => ({ ...entry, facts: entry.facts.map(now) })),
  }));
});

/** What a value has come to, where it changed while the world went on. */
function latestOf(value: unknown): unknown {
  if (typeof value === "string") return /^tick >= \d+ \? \(/.test(value) ? firstInBrackets(value) : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if ("is" in value) return latestOf(value.is);
  if (!("dated" in value) || typeof value.dated !== "object" || value.dated === null) return value;
  return Object.values(value.dated).at(-1) ?? value;
}

/** What stands between the first bracket and the one that closes it. */
function firstInBrackets(rule: string): string {
  const from = rule.indexOf("(");
  let open = 0;
  for (let at = from; at < rule.length; at++) {
    if (rule[at] === "(") open++;
    if (rule[at] === ")" && --open === 0) return rule.slice(from + 1, at);
  }
  return rule;
}

/** A value as a change has it, on one line. */
function sayChange(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(sayChange).join(", ")}]`;
  if ("is" in value) return sayChange(value.is);
  if ("dated" in value && typeof value.dated === "object" && value.dated !== null)
    return Object.entries(value.dated)
      .map(([day, one], i) => (i === 0 ? sayChange(one) : `from ${day} on ${sayChange(one)}`))
      .join(", ");
  const inner = (one: unknown): string =>
    typeof one === "object" && one !== null && !Array.isArray(one) ? `{ ${sayChange(one)} }` : sayChange(one);
  return Object.entries(value)
    .map(([key, one]) => `${key}: ${inner(one)}`)
    .join(", ");
}

let readAs = "";
let reads = 0;

/** Reads the file of the scenario that is open, where another was read. */
export async function readTheFile(): Promise<void> {
  const { scenario, text, changes } = route.value;
  const key = JSON.stringify([scenario, text]);
  if (key === readAs || scenario === "") return;
  readAs = key;
  past.value = knobs.beginPast(changes);
  wrong.value = [];
  const read = await theHost().read({ name: scenario, text, changes: {} });
  if (key !== readAs) return;
  if (read.ok) inFile.value = read.portrayed;
  else wrong.value = read.faults;
}

/** Follows the address to other scenarios; gives what ends that. */
export function followFile(): () => void {
  return effect(() => {
    void [route.value.scenario, route.value.text];
    void readTheFile();
  });
}

async function put(next: knobs.Past): Promise<void> {
  past.value = next;
  const number = ++reads;
  isReading.value = true;
  const found = await faultsIn(next.now);
  if (number !== reads) return;
  isReading.value = false;
  wrong.value = found;
}

async function faultsIn(changes: knobs.Changes): Promise<readonly Fault[]> {
  try {
    const read = await theHost().read({ ...openingOf(route.value), changes });
    return read.ok ? [] : read.faults;
  } catch (error) {
    return faultsOf(error);
  }
}

export function changeFact(fact: Fact, value: Flow): void {
  const hasParts = [...fileFacts.value.keys()].some((path) => path.startsWith(`${fact.path}.`));
  const file = fileFacts.value.get(fact.path);
  const isBack = file !== undefined && sayChange(value) === file.text;
  const now = past.value.now;
  const next = isBack ? knobs.without(now, fact.path) : knobs.changed(now, file ?? fact, value, hasParts);
  void put(knobs.change(past.value, next));
}

export function putBack({ path }: { readonly path: string }): void {
  void put(knobs.change(past.value, knobs.without(past.value.now, path)));
}

export function putAllBack(): void {
  void put(knobs.change(past.value, {}));
}

export function undo(): void {
  void put(knobs.undo(past.value));
}

export function redo(): void {
  void put(knobs.redo(past.value));
}

/** What figures were when the rules were changed, by line. */
export interface Before {
  readonly tick: number;
  readonly lines: Readonly<Record<string, { readonly at: number; readonly figure: number }>>;
  readonly changes: knobs.Changes;
}

/** Each restart, the latest last. */
export const restarts: Signal<readonly Before[]> = signal([]);

/** Runs the world with the changes from its first day on, and up to where it is now. */
export async function runChanges(): Promise<void> {
  const lines = Object.fromEntries(
    Object.entries(figures.value).flatMap(([key, all]) =>
      all.length === 0 ? [] : [[key, { at: all.length - 1, figure: all.at(-1)! }]],
    ),
  );
  const tick = Math.max(0, moment.value?.tick ?? 0);
  restarts.value = [...restarts.value, { tick, lines, changes: route.value.changes }];
  await go({ changes: past.value.now, tick });
}

/** Whether changes are to hold from now on, where a world goes on, and not from its first day. */
export const isFromNow: Signal<boolean> = signal(true);
/** Whether there is a world that has come so far that a change could come after its first day. */
export const isUnderWay = computed(
  () => opened.value !== undefined && Math.max(moment.value?.tick ?? 0, route.value.tick) > 0,
);
/** Does what is waiting: from now on, or from the first day. What is changed while the world is still coming would come too early. */
export async function doChanges(): Promise<void> {
  if (isComing.value) return;
  if (isUnderWay.value && isFromNow.value) await goOn();
  else await runChanges();
}

/** Lets the world go on under the changes, which hold from the tick that comes next. */
async function goOn(): Promise<void> {
  const isPlaying = moment.value?.playing === true;
  await pause();
  const running = route.value.changes;
  const tick = Math.max(0, moment.value?.tick ?? 0);
  isReading.value = true;
  try {
    const come = await theHost().from(openingOf(route.value), tick, newIn(past.value.now, running));
    if (!come.ok) {
      wrong.value = come.faults;
      return;
    }
    const next = { ...running, ...come.changes };
    past.value = { ...past.value, now: next };
    await go({ changes: next, tick });
    if (isPlaying) await play();
  } catch (error) {
    wrong.value = faultsOf(error);
  } finally {
    isReading.value = false;
  }
}

/** What is to become otherwise; what was put back becomes what it is in the file. */
function newIn(wanted: knobs.Changes, running: knobs.Changes): knobs.Changes {
  const others = Object.entries(wanted).filter(
    ([path, value]) => JSON.stringify(value) !== JSON.stringify(running[path]),
  );
  const back = Object.keys(running).flatMap((path) => {
    const file = fileFacts.value.get(path) ?? fileFacts.value.get(path.replace(/\.is$/, ""));
    const control = file && knobs.controlOf(file);
    const value = path in wanted || !file || !control ? undefined : knobs.flowOf(file.text, control);
    return value === undefined ? [] : [[path, value] as const];
  });
  return Object.fromEntries([...others, ...back]);
}

/** One line of a chart before the last restart and after it, on the same day. */
export interface Moved {
  readonly chart: string;
  readonly line: string;
  readonly unit: Portrayed["charts"][number]["unit"];
  readonly before: number;
  readonly after: number | undefined;
}

export const moved = computed<readonly Moved[]>(() => {
  const before = restarts.value.at(-1);
  if (!before) return [];
  return (portrayed.value?.charts ?? []).flatMap(({ title, unit, lines }) =>
    lines.flatMap(({ key, says }) => {
      const was = before.lines[key];
      return was ? [{ chart: title, line: says, unit, before: was.figure, after: figures.value[key]?.[was.at] }] : [];
    }),
  );
});
