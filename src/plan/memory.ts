import type { Column, Plan, Queue } from "./plan.ts";

/** What a run will take, reckoned before anything is allocated. */
export interface Memory {
  /** Of the state that outlives a tick: stored columns and records under way. */
  readonly bytesPerPerson: number;
  /** At the peak: all columns, records under way and tables. */
  readonly totalBytes: number;
}

/** A record under way, packed: whom it falls on, when it is due, what it carries. */
const recordBytes = 12;

/** Bytes of a unit in storage: the narrowest of 1, 2 and 4 that holds the column's span. */
export function bytesOf({ lowest, highest }: Column): 1 | 2 | 4 {
  const span = highest - lowest;
  return span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : 4;
}

/** What a plan takes; an engine that keeps its records under way more loosely says so by `perRecord` bytes. */
export function reckon(plan: Plan, perRecord: number = recordBytes): Memory {
  return {
    bytesPerPerson: sumOf(plan.columns.filter(isStored), bytesOf) + waitingOf(plan) * recordBytes,
    totalBytes: tableBytes(plan) + peakBytesPerPerson(plan, perRecord) * plan.size,
  };
}

/** The largest number of people of this plan that fits, 0 where none does. */
export function peopleWithin(plan: Plan, bytes: number, perRecord: number = recordBytes): number {
  return Math.max(0, Math.floor((bytes - tableBytes(plan)) / Math.max(1e-9, peakBytesPerPerson(plan, perRecord))));
}

function peakBytesPerPerson(plan: Plan, perRecord: number): number {
  return sumOf(plan.columns, bytesOf) + waitingOf(plan) * perRecord;
}

/** Records under way per person, at most: as many as can be posted while the oldest still waits. */
function waitingOf({ queues }: Plan): number {
  return sumOf(queues, ({ rate, longest }: Queue) => rate * longest);
}

function tableBytes({ tables }: Plan): number {
  return sumOf(tables, (table) =>
    table.kind === "cuts"
      ? sumOf(table.rows, ({ hi, lo }) => hi.byteLength + lo.byteLength)
      : sumOf(table.rows, (row) => row.byteLength),
  );
}

function isStored({ role }: Column): boolean {
  return role === "stored";
}

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
