import { type Signal, signal } from "@preact/signals";
import type { Fault, LifeLived, LivedAct } from "../../messages.ts";
import { faultsOf, openingOf, route, theHost } from "../state.ts";

/** Among how many somebody lives: few enough that a week is lived at once, and more than a life needs around it. */
export const around = 2000;
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
  await liveTo(Math.min(now.ticks, now.file.tick + ticks), [...acts.value, ...done]);
}

async function liveTo(tick: number, done: readonly LivedAct[]): Promise<void> {
  const turn = ++turns;
  isLiving.value = true;
  try {
    const { seed } = route.value;
    const come = await theHost().live({ opening: openingOf(route.value), people: around, seed, tick, acts: done });
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
