import { type Signal, signal } from "@preact/signals";
import type { Entry } from "../../../src/index.ts";
import type { Fault, LifeLived, LivedAct } from "../../messages.ts";
import { faultsOf, openingOf, route, theHost } from "../state.ts";

/** Among how many somebody lives: enough that the world goes as a large one does (an outcry among few comes in the first weeks), few enough that it is lived while one waits. */
export const around = 20_000;
/** The most acts that a life can have. */
const mostActs = 1000;

/** What was done by now. */
export const acts: Signal<readonly LivedAct[]> = signal([]);
export const lived: Signal<LifeLived | undefined> = signal(undefined);
export const isLiving: Signal<boolean> = signal(false);
export const wrong: Signal<readonly Fault[]> = signal([]);

let of = "";
let turns = 0;

/** Begins a life where another world was lived in. */
export async function begin(world: string): Promise<void> {
  if (world === of) return;
  of = world;
  await again();
}

export async function again(): Promise<void> {
  acts.value = [];
  lived.value = undefined;
  await liveTo(1, []);
}

/** Does something today, or nothing, and lets ticks pass. */
export async function pass(does: string | undefined, ticks: number): Promise<void> {
  const now = lived.value;
  if (!now || isLiving.value) return;
  const done = does === undefined || acts.value.length >= mostActs ? [] : [{ on: now.date, does }];
  const to = Math.min(now.ticks, now.file.tick + ticks);
  await liveTo(to, [...acts.value, ...done], now.file.tick);
}

/** Lets all pass that is left, whatever happens in it. */
export async function passAll(): Promise<void> {
  const now = lived.value;
  if (now && !isLiving.value) await liveTo(now.ticks, acts.value);
}

/** What time does not pass over, however long it was to pass. */
const halting: ReadonlySet<Entry["kind"]> = new Set([
  "record",
  "warning",
  "redress",
  "grade",
  "band",
  "list",
  "consequence",
  "phase",
]);

/** The tick after the first from `from` on in which something happened; undefined where nothing did. */
function haltOf({ file }: LifeLived, from: number): number | undefined {
  const first = file.lives[0]?.entries.find(({ tick, kind }) => tick >= from && halting.has(kind));
  return first && first.tick + 1;
}

/** Lives up to a tick, or to the first thing that happens from a tick on. */
async function liveTo(tick: number, done: readonly LivedAct[], from = tick): Promise<void> {
  const turn = ++turns;
  isLiving.value = true;
  try {
    const { seed } = route.value;
    const asked = { opening: openingOf(route.value), people: around, seed, acts: done };
    let come = await theHost().live({ ...asked, tick });
    const halt = haltOf(come, from);
    if (turn === turns && halt !== undefined && halt < tick) come = await theHost().live({ ...asked, tick: halt });
    if (turn !== turns) return;
    acts.value = done;
    lived.value = come;
    wrong.value = [];
  } catch (error) {
    if (turn === turns) wrong.value = faultsOf(error);
  } finally {
    if (turn === turns) isLiving.value = false;
  }
}
