import { aNumberFrom, anObject, aText, maybe } from "../core/kinds.ts";
import { runLimits } from "../core/limits.ts";
import { checkArguments } from "../core/problem.ts";
import { cellsOf, entitiesOf, kindOfQueue, wholeShare } from "../plan/kinds.ts";
import { bytesOf, storedBytesOf } from "../plan/memory.ts";
import type { Column, Kind, Plan, Queue } from "../plan/plan.ts";
import { aPlan } from "../plan/planKind.ts";
import { figuresOf, recordBytes } from "./common/tickLog.ts";
import { misfitOf } from "./emit/fit.ts";
import { layOut } from "./emit/layout.ts";
import { mostKept } from "./meaning/gather.ts";
import { faultOfMemories } from "./platform/memories.ts";
import { intoMemories, misfitOfSize } from "./wasm/world.ts";

/** What a run will take, reckoned before anything is allocated. */
export interface Memory {
  /** What would run it. */
  readonly backend: "interpret" | "wasm";
  /**
   * Of the state that outlives a tick, packed: stored columns and records under way, and a person's share of those of
   * further kinds. The same for every backend.
   */
  readonly bytesPerPerson: number;
  /** Further kinds: how many there are, and the bytes of each, packed. */
  readonly kinds: readonly { readonly name: string; readonly size: number; readonly bytesEach: number }[];
  /** Of what is measured in all ticks. */
  readonly resultBytes: number;
  /** At the peak, with all that the backend keeps besides, and results; without the program itself. */
  readonly totalBytes: number;
}

/** Who would run a plan. */
export interface Runner {
  /** "auto", the default, is WebAssembly where the plan can be emitted. */
  readonly backend?: "interpret" | "wasm" | "auto" | undefined;
  /** 1 unless told. */
  readonly threads?: number | undefined;
  /** Whether results are kept in memory, as they are unless told, elsewhere, or not at all. */
  readonly results?: "memory" | "elsewhere" | undefined;
  /** Communities that are lived again beside it; none unless told. */
  readonly relived?: number | undefined;
}

/** A record under way, packed: whom it falls on, when it is due, what it carries. */
const waitingBytes = 12;
/** A record under way in the interpreter is an object with a list. */
const looseRecordBytes = 128;

/** Why a plan cannot run as WebAssembly, as a clause; undefined when it can. */
export function misfitOfWasm(plan: Plan): string | undefined {
  return misfitOf(plan) ?? misfitOfSize(plan) ?? faultOfMemories();
}

const aRunner = anObject("options", {
  backend: maybe(aText),
  threads: maybe(aNumberFrom(1, runLimits.threads.most)),
  relived: maybe(aNumberFrom(0, runLimits.people.most)),
  results: maybe(aText),
});

/** What a plan takes on a backend. */
export function reckon(plan: Plan, options: Runner = {}): Memory {
  checkArguments("reckon", { plan: [plan, aPlan], options: [options, aRunner] });
  const { backend = "auto", threads = 1, relived = 0, results = "memory" } = options;
  const kinds = (plan.kinds ?? []).map(({ name }) => {
    return { name, size: entitiesOf(plan, name), bytesEach: storedBytes(plan, name) };
  });
  const shareOf = (kind: Kind): number => (storedBytes(plan, kind.name) * kind.share) / wholeShare;
  const bytesPerPerson = storedBytes(plan, undefined) + sumOf(plan.kinds ?? [], shareOf);
  const interprets = backend === "interpret" || (backend !== "wasm" && misfitOfWasm(plan) !== undefined);
  const beside = relived * interpretedBytes({ ...plan, size: Math.min(plan.size, plan.communitySize) });
  const record = recordBytes(figuresOf(plan));
  const resultBytes = results === "memory" ? record * plan.ticks : 0;
  const worldBytes = interprets ? interpretedBytes(plan) : emittedBytes(plan, threads);
  const totalBytes = worldBytes + beside + resultBytes;
  return { backend: interprets ? "interpret" : "wasm", bytesPerPerson, kinds, resultBytes, totalBytes };
}

/** Bytes of an entity of a kind: its stored columns and records under way. */
function storedBytes(plan: Plan, of: string | undefined): number {
  return storedBytesOf(plan, of) + waitingOf(plan, of) * waitingBytes;
}

/** The largest number of people of this plan that fits, 0 where none does. */
export function peopleWithin(plan: Plan, bytes: number, runner: Runner = {}): number {
  const fits = (size: number): boolean => reckon({ ...plan, size }, runner).totalBytes <= bytes;
  let [most, over] = [0, runLimits.people.most + 1];
  while (over - most > 1) {
    const middle = Math.floor((most + over) / 2);
    if (fits(middle)) most = middle;
    else over = middle;
  }
  return most;
}

/** All columns, scratch ones as well, the friends that are kept ready and the tables. */
function interpretedBytes(plan: Plan): number {
  const friends = plan.size * ((plan.ties?.near ?? 0) + (plan.ties?.far ?? 0));
  const cells = sumOf(plan.columns, (column: Column) => bytesOf(column) * cellsOf(plan, column.of));
  const kinds = [undefined, ...(plan.kinds ?? []).map(({ name }) => name)];
  const waiting = sumOf(kinds, (of) => waitingOf(plan, of) * entitiesOf(plan, of)) * looseRecordBytes;
  return tableBytes(plan) + cells + waiting + (friends > mostKept ? 0 : friends * 4);
}

/** The memories of the modules, as they are laid out: scratch columns for one community of each thread alone. */
function emittedBytes(plan: Plan, threads: number): number {
  const wanted = Math.max(1, Math.min(threads, Math.ceil(plan.size / plan.communitySize)));
  return sumOf(intoMemories(plan, wanted), ({ stretch, sharing }) => pagesOf(layOut(plan, stretch, sharing).bytes));
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / 65_536) * 65_536;
}

/** Records under way per entity of a kind, at most: as many as can be posted while the oldest still waits. */
function waitingOf(plan: Plan, of: string | undefined): number {
  const queues = plan.queues.filter(({ name }) => kindOfQueue(plan, name) === of);
  return sumOf(queues, ({ rate, longest }: Queue) => rate * longest);
}

function tableBytes({ tables }: Plan): number {
  return sumOf(tables, (table) =>
    table.kind === "cuts"
      ? sumOf(table.rows, ({ hi, lo }) => hi.byteLength + lo.byteLength)
      : sumOf(table.rows, (row) => row.byteLength),
  );
}

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
