import { type Signal, signal } from "@preact/signals";
import type { AnswerInPairs } from "../../../src/index.ts";
import type { Fault } from "../../messages.ts";
import { faultsOf, theHost } from "../state.ts";
import type { Cares } from "./sides.ts";

/** What the questions have come to by now, and of how many seeds. */
export const come: Signal<{ readonly seeds: number; readonly answers: readonly AnswerInPairs[] }> = signal({
  seeds: 0,
  answers: [],
});
export const asked: Signal<number> = signal(8);
export const isRunning: Signal<boolean> = signal(false);
export const wrong: Signal<readonly Fault[]> = signal([]);
/** What a reader cares about, by question. */
export const cares: Signal<Cares> = signal({});

let of = "";
let runs = 0;

/** Forgets answers of another world. */
export function answersOf(world: string): void {
  if (world === of) return;
  of = world;
  pause();
  come.value = { seeds: 0, answers: [] };
  wrong.value = [];
}

/** Runs seeds up to as many as are asked for. */
export async function answer(): Promise<void> {
  const [number, world] = [++runs, of];
  isRunning.value = true;
  try {
    await theHost().answer(asked.value, (more) => {
      // A seed that was under way when somebody paused is told as well.
      if (world === of && more.seeds >= come.value.seeds) come.value = more;
    });
  } catch (error) {
    if (number === runs) wrong.value = faultsOf(error);
  } finally {
    if (number === runs) isRunning.value = false;
  }
}

/** Pauses; asked again, it goes on where it was. */
export function pause(): void {
  if (!isRunning.value) return;
  runs++;
  isRunning.value = false;
  void theHost().stopAnswering();
}
