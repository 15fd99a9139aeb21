import { publishedIn } from "../../plan/footprint.ts";
import { cellsOf } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";
import { networkOf } from "../../plan/ties.ts";
import type { MeasureRow } from "../common/measured.ts";
import type { Stateful, WaitingRecord } from "../common/snapshot.ts";
import { type Cells, openCells } from "../common/state.ts";

/**
 * What is kept of a world that runs, so that some of its communities can be lived again: all that they depend on besides
 * themselves, tick by tick. Plain data, which can be sent to another thread.
 */

/**
 * What far friends show, by column that is gathered: the unit of the friend of slot s in far lane l, less the column's
 * lowest, at l × communitySize + s; 0 where there is no friend.
 */
export type Shown = ReadonlyMap<string, Cells>;

/** A community as the engine left it: cells of its stored columns, and the records that wait in it. */
export interface Left {
  readonly cells: ReadonlyMap<string, Cells>;
  readonly waiting: readonly WaitingRecord[];
}

/** How things stand after so many ticks, by community. */
export interface Pause {
  readonly shown: ReadonlyMap<number, Shown>;
  /** What those who live it again must have come to; nothing where that is not kept. */
  readonly left?: ReadonlyMap<number, Left> | undefined;
}

/** A tick, and how things stand after it. */
export interface Moment extends Pause {
  /** Values of globals in the tick, in the plan's order. */
  readonly globals: Float32Array;
  /** The rank of each unit, by ranked column. */
  readonly ranks: ReadonlyMap<string, Float32Array>;
}

/** Where the moments of a world come from, one after the other: an engine that runs, or a recording of one. */
export interface Moments {
  readonly plan: Plan;
  readonly seed: number;
  /** Those that can be lived again, from the lowest up. */
  readonly communities: readonly number[];
  /** How things stand before the first tick. */
  readonly opening: Pause;
  /** What was measured in the last tick; nothing where that is not known. */
  readonly rows: readonly MeasureRow[];
  /** The next tick. */
  next(): Promise<Moment> | Moment;
  /** Ends what it needs, such as threads. */
  close(): void;
}

/** A cell of a column, of cells that are memory by memory. Gives undefined for one that is nowhere. */
export function cellIn(parts: readonly Cells[], place: number): number | undefined {
  let from = 0;
  for (const cells of parts) {
    if (place < from + cells.length) return cells[place - from];
    from += cells.length;
  }
  return undefined;
}

/** A community as an engine has it: a copy. */
export function leftIn(engine: Pick<Stateful, "plan" | "cells" | "waiting">, community: number): Left {
  const { plan } = engine;
  const within = { first: community, end: community + 1 };
  const stored = plan.columns.filter(({ role }) => role === "stored");
  // No community is in two memories.
  const copyOf = (name: string): Cells => {
    const parts = engine.cells(name, within);
    return (parts.find(({ length }) => length > 0) ?? new Uint8Array(0)).slice();
  };
  const cells = stored.map(({ name }): [string, Cells] => [name, copyOf(name)]);
  return { cells: new Map(cells), waiting: [...engine.waiting(within)] };
}

/** Tells what the far friends of a community show, by what reads a column; who they are does not change. */
export function openShown(
  plan: Plan,
  seed: number,
  community: number,
): (partsOf: (column: string) => readonly Cells[]) => Shown {
  const names = new Set(publishedIn(plan));
  const columns = plan.columns.filter(({ name }) => names.has(name));
  if (columns.length === 0 || plan.ties === undefined) return () => new Map();
  const { near, far } = plan.ties;
  const { communitySize, size } = plan;
  const network = networkOf(plan.ties, communitySize, size, seed);
  const slots = cellsOf(plan, undefined, { first: community, end: community + 1 });
  const friends = Int32Array.from({ length: far * communitySize }, (_, place) => {
    const [lane, slot] = [Math.floor(place / communitySize), place % communitySize];
    return slot < slots ? network.friend(community * communitySize + slot, near + lane) : -1;
  });
  return (partsOf) =>
    new Map(
      columns.map(({ name, lowest, highest }) => {
        const parts = partsOf(name);
        const shown = openCells(highest - lowest, friends.length);
        for (const [place, friend] of friends.entries()) if (friend >= 0) shown[place] = cellIn(parts, friend)!;
        return [name, shown];
      }),
    );
}
