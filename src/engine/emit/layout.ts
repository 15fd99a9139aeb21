import { lately } from "../../core/lately.ts";
import { carriedIn } from "../../plan/effects.ts";
import { footprintsOf, publishedIn } from "../../plan/footprint.ts";
import { communitiesOf, kindNamed, kindOfQueue, type Stretch, slotsOf, wholeShare } from "../../plan/kinds.ts";
import { type Bytes, bytesOf, type Shared, sharedIn, sharedWordsOf } from "../../plan/memory.ts";
import type { Column, Kind, Plan, Queue, Step } from "../../plan/plan.ts";
import { rankingsOf, unitsOf } from "../../plan/ranks.ts";
import { mostLevels } from "../../plan/ties.ts";
import {
  alignment,
  Cursor,
  type PlacedLayers,
  type PlacedMasks,
  placeLayers,
  placeMasks,
  scheduleWords,
  withRoom,
} from "./placing.ts";
import { bytesOfGuide, countedParts, type PlacedTable, placeTables } from "./tables.ts";

/**
 * Where everything lies in the memory of an engine: one page that host and text agree on. Addresses are bytes.
 * What the host writes each tick comes first, then tables, then a working area per thread, then the columns.
 */
export interface Layout {
  /** Entities of the world, and communities that hold them. */
  readonly size: number;
  readonly communities: number;
  /** The communities whose cells this memory holds. */
  readonly stretch: Stretch;
  /** Slots of a community, for the kind of entity that this is the layout of: see `layoutFor`. */
  readonly communitySize: number;
  readonly kinds: ReadonlyMap<string, PlacedKind>;
  /** Key schedules by purpose: eight words each (see chance.ts). */
  readonly keys: ReadonlyMap<string, number>;
  /** The layers of act steps, by step name. */
  readonly layers: ReadonlyMap<string, PlacedLayers>;
  /** Sixteen bytes for each mask of four lanes: see `packInto`. */
  readonly packing: number;
  /** Binary32 by global. */
  readonly globals: ReadonlyMap<string, number>;
  readonly tables: ReadonlyMap<string, PlacedTable>;
  /** Ranks by column: a binary32 for each unit, written before each tick. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Matchings of the near lanes: communitySize words of 16 bits, each twice the friend's slot. */
  readonly matchings: number;
  /** Two key schedules: masks of near ties, levels of far ones. */
  readonly tieKeys: number;
  /** Thresholds by level of far ties: see ties.ts. */
  readonly levels: number;
  /** Partners of blocks over far ties: a word per block, lane behind lane. */
  readonly partners: number;
  readonly partnerBytes: number;
  /** Copies of columns that far friends read, as they were before the tick: of everyone, also of other memories. */
  readonly published: ReadonlyMap<string, PlacedColumn>;
  /** Acts of a scripted life, by the step they belong to: the host lists those of a tick. */
  readonly scripts: ReadonlyMap<string, PlacedScript>;
  readonly worker: WorkerLayout;
  readonly columns: ReadonlyMap<string, PlacedColumn>;
  readonly bytes: number;
}

/** What says whose the entities of a further kind are. */
export interface PlacedKind {
  readonly kind: Kind;
  /** The slot of an owner by slot, before its community's mask turns it: words of 16 bits, one for each of the first kind. */
  readonly order: number;
  /** The schedule of the masks. */
  readonly maskKey: number;
}

/**
 * Lists of a tick's scripted acts, `stride` bytes apart: their number (one word), their ordinals, and for each name a
 * mask and a value.
 */
export interface PlacedScript {
  readonly at: number;
  readonly stride: number;
  readonly names: readonly string[];
}

/** Records under way in the working area of a thread: a list per posting tick, in a ring. */
export interface PlacedQueue {
  readonly queue: Queue;
  /** Lists in the ring: one more than the longest delay. */
  readonly lists: number;
  /** Where the next delivery reads, and where each list ends: two words a list. */
  readonly heads: number;
  readonly entries: number;
  /** Entries that a list can hold. */
  readonly capacity: number;
  /** Slots of a community, for the kind whose records wait. */
  readonly slots: number;
  /** Bytes of an entry: cell, due tick and what it carries, a word each. */
  readonly width: number;
}

/** The working area of the first thread, by addresses in the memory; that of every next one lies `bytes` further on. */
export interface WorkerLayout {
  readonly at: number;
  readonly bytes: number;
  /** Count and sum (two binary64) by place: everyone, then each group, measure by measure. */
  readonly totals: number;
  /** Place of a measure's first total. */
  readonly totalOf: ReadonlyMap<string, number>;
  readonly totalCount: number;
  /** Scratch columns of one community: 32-bit units. */
  readonly scratch: ReadonlyMap<string, number>;
  /** How many there are of each unit of a column that is ranked: words. */
  readonly counts: ReadonlyMap<string, number>;
  /** Candidates of one step: slots, levels, ordinals; then those who act: slots, ordinals. */
  readonly slots: number;
  readonly levels: number;
  readonly ordinals: number;
  /** The rate of each slot, where it is reckoned for everyone. */
  readonly rates: number;
  /** How many candidates each layer of the step has. */
  readonly candidates: number;
  readonly actors: number;
  readonly actorOrdinals: number;
  /** Slots of those who act at an encounter, or of whom something is due, in one step; and of whom they met. */
  readonly meeting: number;
  /** The words that decide whether they act, where that is asked when they are listed: see sift.ts. */
  readonly words: number;
  readonly met: number;
  /** Of whom a census counts, as bits: of each kind that has one. */
  readonly masks: ReadonlyMap<string | undefined, PlacedMasks>;
  /** What everybody in a community had cut before a step that cuts, by slot. */
  readonly cutBefore: number;
  /** Sixteen-bit draws of one community, as 32-bit words; one stretch per write that rounds by chance. */
  readonly coarse: number;
  readonly queues: ReadonlyMap<string, PlacedQueue>;
  /** One word: the tick; one word: set when a list of a queue was full. */
  readonly tick: number;
  readonly full: number;
  /** Times that a rate was above its bound, by step: binary64. */
  readonly warnings: number;
  /** Two words: where the hash of a column is left; and the schedule of its key. */
  readonly hash: number;
  readonly hashKey: number;
}

export interface PlacedColumn {
  readonly column: Column;
  readonly role: Column["role"];
  /** Address of the cell of the first entity (stored), or of slot 0 (scratch). */
  readonly at: number;
  /** Bytes of a cell. */
  readonly bytes: Bytes;
  /** Which bits of the cell it has, where others have the rest. */
  readonly shared?: Shared | undefined;
}

/** Purposes under which a plan draws, in the order in which they first appear. */
export function purposesOf(plan: Plan): string[] {
  const draws = [...footprintsOf(plan).values()].flatMap((print) => print.draws);
  return [...new Set(draws.map(({ purpose }) => purpose))];
}

export { communitiesOf };

/** The layout as steps of a kind see it. Cells, scratch columns and lists are those of its own slots. */
export function layoutFor(layout: Layout, of: string | undefined): Layout {
  return of === undefined ? layout : { ...layout, communitySize: layout.kinds.get(of)!.kind.slots };
}

const made = new WeakMap<Plan, Map<string, Layout>>();
/** Who asks how a world falls into memories tries many. */
const mostMade = 8;

/** The layout of a stretch of a world in one memory that so many threads share. */
export function layOut(plan: Plan, stretch: Stretch, threads: number): Layout {
  const ofPlan = made.get(plan) ?? new Map<string, Layout>();
  made.set(plan, ofPlan);
  const key = [stretch.first, stretch.end, threads].join(" ");
  return lately(ofPlan, key, mostMade, () => laidOut(plan, stretch, threads));
}

function laidOut(plan: Plan, stretch: Stretch, threads: number): Layout {
  const { communitySize } = plan;
  const communities = communitiesOf(plan);
  const held = stretch.end - stretch.first;
  const cursor = new Cursor();
  // What lies from address 0 on stays empty, so that a forgotten address is noticed; it is the guide of layers that are not.
  cursor.take(bytesOfGuide(countedParts));
  const keys = new Map(purposesOf(plan).map((purpose) => [purpose, cursor.take(scheduleWords * 4)]));
  const layers = new Map<string, PlacedLayers>();
  for (const step of plan.steps)
    if (step.kind === "act") layers.set(step.name, placeLayers(step.layers.length, cursor));
  const packing = cursor.take(16 * 16);
  const globals = new Map(plan.globals.map(({ name }) => [name, cursor.take(4)]));
  const tables = placeTables(plan, cursor);
  const ranks = placeRanked(plan, cursor);
  const matchings = cursor.take((plan.ties?.near ?? 0) * communitySize * 2);
  const tieKeys = cursor.take(scheduleWords * 4 * 2);
  const levels = cursor.take((mostLevels + 1) * 4);
  const scripts = placeScripts(plan, cursor);
  const kinds = new Map(plan.kinds?.map((kind) => [kind.name, placeKind(kind, communitySize, cursor)]));
  const worker = layOutWorker(plan, tables, Math.ceil(held / threads), cursor);
  cursor.take(worker.bytes * (threads - 1));
  const far = plan.ties?.far ?? 0;
  const partnerBytes = far === 0 ? 0 : (held * communitySize) / 8;
  const partners = cursor.take(far * partnerBytes);
  const shared = sharedIn(plan);
  const wordsAt = new Map(
    [undefined, ...kinds.keys()].map((of) => {
      const take = (bytes: Bytes): number => cursor.take(held * slotsOf(plan, of) * bytes);
      return [of, sharedWordsOf(plan, of).map(take)];
    }),
  );
  const placed = (column: Column, of = held): PlacedColumn => {
    const { name, role } = column;
    const part = shared.get(name);
    const bytes = part?.bytes ?? bytesOf(column);
    const take = (): number => cursor.take(of * slotsOf(plan, column.of) * bytes);
    const at = role === "scratch" ? worker.scratch.get(name)! : part ? wordsAt.get(column.of)![part.word]! : take();
    return { column, role, at, bytes, ...(part && { shared: part }) };
  };
  const columns = new Map(plan.columns.map((column) => [column.name, placed(column)]));
  // Of the whole world, wherever its cells are: a far friend can live anywhere.
  const published = new Map(publishedIn(plan).map((name) => [name, placed(columns.get(name)!.column, communities)]));
  const ties = { scripts, matchings, tieKeys, levels, partners, partnerBytes, published };
  return {
    size: plan.size,
    communities,
    stretch,
    communitySize,
    kinds,
    keys,
    layers,
    packing,
    globals,
    tables,
    ranks,
    ...ties,
    worker,
    columns,
    bytes: cursor.at + alignment,
  };
}

/** A word for each unit of the columns that are ranked. */
function placeRanked(plan: Plan, cursor: Cursor): Map<string, number> {
  return new Map(rankingsOf(plan).map(({ column }) => [column.name, cursor.take(unitsOf(column) * 4)]));
}

function placeKind(kind: Kind, communitySize: number, cursor: Cursor): PlacedKind {
  return { kind, order: cursor.take(communitySize * 2), maskKey: cursor.take(scheduleWords * 4) };
}

/** Sixteen-bit draws come for sixteen entities in a row. */
export function coarseSlots(slots: number): number {
  return Math.max(slots, 16);
}

/** The slots that steps of some kinds go over at most in a community. */
function slotsFor(kinds: readonly Step["kind"][], plan: Plan): number {
  const found = plan.steps.filter(({ kind }) => kinds.includes(kind));
  return Math.max(0, ...found.map((step) => slotsOf(plan, "of" in step ? step.of : undefined)));
}

/** Everything that one thread works in while it goes through its communities. */
function layOutWorker(
  plan: Plan,
  tables: ReadonlyMap<string, PlacedTable>,
  communities: number,
  cursor: Cursor,
): WorkerLayout {
  const at = cursor.take(0);
  const totalOf = new Map<string, number>();
  let totalCount = 0;
  for (const { name, groups } of plan.measures) {
    totalOf.set(name, totalCount);
    totalCount += 1 + (groups?.words.length ?? 0);
  }
  const totals = cursor.take(totalCount * 16);
  const scratch = new Map<string, number>();
  for (const { name, role, of } of plan.columns)
    if (role === "scratch") scratch.set(name, cursor.take(slotsOf(plan, of) * 4));
  const most = Math.max(
    0,
    ...plan.steps.map((step) =>
      step.kind === "act" ? step.layers.reduce((sum, layer) => sum + tables.get(layer.table)!.length, 0) : 0,
    ),
  );
  const list = (entries = most): number => cursor.take(withRoom(entries * 4));
  const rounded = Math.max(
    plan.communitySize,
    ...[...plan.start, ...plan.steps].map((step) => {
      if (step.kind !== "map") return 0;
      return (
        step.writes.filter(({ rounding }) => rounding.kind === "chance").length * coarseSlots(slotsOf(plan, step.of))
      );
    }),
  );
  const parts = {
    slots: list(),
    levels: list(),
    ordinals: list(),
    rates: list(plan.communitySize),
    candidates: list(Math.max(0, ...plan.steps.map((step) => (step.kind === "act" ? step.layers.length : 0)))),
    actors: list(),
    actorOrdinals: list(),
    meeting: list(slotsFor(["meet", "due"], plan)),
    words: list(slotsFor(["meet", "due"], plan)),
    met: list(slotsFor(["meet"], plan)),
    cutBefore: list(slotsFor(["sever"], plan)),
    masks: placeMasks(plan, cursor),
    tick: cursor.take(4),
    full: cursor.take(4),
    coarse: cursor.take(rounded * 4),
    warnings: cursor.take(plan.steps.length * 8),
    hash: cursor.take(8),
    hashKey: cursor.take(scheduleWords * 4),
  };
  const counts = placeRanked(plan, cursor);
  const queues = new Map(plan.queues.map((queue) => [queue.name, placeQueue(plan, queue, communities, cursor)]));
  cursor.take(alignment);
  return {
    at,
    bytes: Math.ceil((cursor.at - at) / alignment) * alignment,
    queues,
    counts,
    totals,
    totalOf,
    totalCount,
    scratch,
    ...parts,
  };
}

/** A list is as long as the acts of one tick can make it: a Poisson count stays within twelve deviations of its mean. */
function placeQueue(plan: Plan, queue: Queue, communities: number, cursor: Cursor): PlacedQueue {
  const of = kindOfQueue(plan, queue.name);
  const share = of === undefined ? 1 : kindNamed(plan, of).share / wholeShare;
  const mean = queue.rate * communities * plan.communitySize * share;
  const capacity = Math.ceil(mean + 12 * Math.sqrt(mean) + 64 + (plan.script?.acts.length ?? 0));
  const width = 4 * (2 + carriedIn(plan, queue.name).length);
  const lists = queue.longest + 1;
  return {
    queue,
    lists,
    heads: cursor.take(lists * 8),
    entries: cursor.take(lists * capacity * width),
    capacity,
    slots: slotsOf(plan, of),
    width,
  };
}

function placeScripts(plan: Plan, cursor: Cursor): Map<string, PlacedScript> {
  const acts = plan.script?.acts ?? [];
  const stride = Math.ceil((acts.length + 4) / 4) * 16;
  return new Map(
    [...new Set(acts.map(({ step }) => step))].map((step) => {
      const names = [...new Set(acts.filter((act) => act.step === step).flatMap((act) => Object.keys(act.set)))];
      return [step, { at: cursor.take(stride * (2 + 2 * names.length)), stride, names }];
    }),
  );
}
