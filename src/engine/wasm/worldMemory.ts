import { purposeKey, tickKey, type Words } from "../../core/chance.ts";
import { lately } from "../../core/lately.ts";
import { levelsOf } from "../../plan/candidates.ts";
import { footprintsOf } from "../../plan/footprint.ts";
import { cellsOf, ownerMaskKey, ownerOrder, type Stretch, slotsOf } from "../../plan/kinds.ts";
import { sharedIn } from "../../plan/memory.ts";
import type { Plan } from "../../plan/plan.ts";
import { chanceTick, firstTick } from "../../plan/settle.ts";
import { drawMatching, levelThresholds } from "../../plan/ties.ts";
import type { WaitingRecord } from "../common/snapshot.ts";
import { type Cells, cellsWithin, copyCells, type Store, storeOf, writeUnit } from "../common/state.ts";
import { scheduleOf, writeSchedule } from "../emit/chance.ts";
import { packingOf } from "../emit/idioms.ts";
import type { Layout, PlacedQueue } from "../emit/layout.ts";
import { bytesOfGuide, searchedOf } from "../emit/tables.ts";
import { unitOfValue } from "../meaning/map.ts";
import { named } from "../meaning/scene.ts";

/**
 * What a host writes into the memory of an emitted module and reads from it. One per memory: all of it follows from the
 * plan, the layout and the seed.
 */
export class WorldMemory {
  readonly #plan: Plan;
  readonly #layout: Layout;
  readonly #buffer: ArrayBufferLike;
  readonly #head: Uint32Array;
  readonly #threads: number;
  readonly #purposes: readonly { readonly at: number; readonly key: Words }[];
  readonly #quads: readonly { readonly at: number; readonly key: Words }[];

  constructor(plan: Plan, layout: Layout, buffer: ArrayBufferLike, seed: number, threads: number) {
    this.#threads = threads;
    this.#plan = plan;
    this.#layout = layout;
    this.#buffer = buffer;
    // All schedules lie before what packs lanes.
    this.#head = new Uint32Array(buffer, 0, layout.packing / 4);
    this.#purposes = [...layout.keys].map(([purpose, at]) => ({ at, key: purposeKey(seed, purpose) }));
    const prints = footprintsOf(plan);
    this.#quads = plan.steps.flatMap((step) => {
      const layers = prints.get(step)!.draws.filter(({ at }) => at === "candidates");
      const at = layout.layers.get(step.name)?.keys ?? 0;
      return layers.map(({ purpose }, i) => ({
        at: at + (i >> 2) * 128 + (i & 3) * 4,
        key: purposeKey(seed, purpose),
      }));
    });
    this.#writeTables();
    this.#writeLayers();
    this.#writeTies(seed);
    this.#writeKinds(seed);
    this.#writeInitial();
  }

  /** Prepares the start. */
  turnToStart(): void {
    this.#writeKeys(-1);
    this.#listScript(-1);
  }

  /** Prepares a tick: its number, its keys, the lists of its queues, its scripted acts. */
  turn(tick: number): void {
    this.#writeKeys(chanceTick(tick));
    this.#listScript(tick);
    const { worker } = this.#layout;
    // Modules count from the first tick, so that no number is below 0.
    const ran = tick - firstTick(this.#plan);
    for (let thread = 0; thread < this.#threads; thread++) {
      const shift = thread * worker.bytes;
      new Int32Array(this.#buffer, worker.tick + shift, 1)[0] = ran;
      for (const { lists, heads } of worker.queues.values()) {
        const words = new Uint32Array(this.#buffer, heads + shift, lists * 2);
        for (let list = 0; list < lists; list++) words[2 * list] = 0;
        // What was posted a whole ring ago has been delivered.
        words[2 * (ran % lists) + 1] = 0;
      }
    }
  }

  /**
   * Records under way after so many ticks, of the communities of a stretch: what is due in a tick that has not begun. The
   * lists are in the order of communities.
   */
  *waiting(ticks: number, within: Stretch): Iterable<WaitingRecord> {
    const { worker, stretch } = this.#layout;
    const begin = firstTick(this.#plan);
    const ran = ticks - begin;
    for (let thread = 0; thread < this.#threads; thread++) {
      for (const [queue, placed] of worker.queues) {
        const { lists, slots } = placed;
        const [from, end] = [within.first - stretch.first, within.end - stretch.first].map((place) => place * slots);
        for (let list = 0; list < lists; list++) {
          const { cellOf, count, dueOf, carriedOf } = this.#entriesOf(placed, list, thread);
          // The latest tick before this one that has its turn at the list.
          const posted = ran - 1 - ((((ran - 1 - list) % lists) + lists) % lists);
          for (let entry = firstFrom(from!, count, cellOf); entry < count && cellOf(entry) < end!; entry++) {
            const [onto, due] = [stretch.first * slots + cellOf(entry), dueOf(entry)];
            if (due >= ran) yield { queue, onto, posted: begin + posted, due: begin + due, carried: carriedOf(entry) };
          }
        }
      }
    }
  }

  /** The entries of a list of a queue. */
  #entriesOf({ heads, lists, entries, capacity, width }: PlacedQueue, list: number, thread: number) {
    const shift = thread * this.#layout.worker.bytes;
    const count = new Uint32Array(this.#buffer, heads + shift, lists * 2)[2 * list + 1]!;
    const step = width / 4;
    const at = entries + shift + list * capacity * width;
    const words = new Uint32Array(this.#buffer, at, count * step);
    const floats = new Float32Array(this.#buffer, at, count * step);
    return {
      count,
      cellOf: (entry: number): number => words[entry * step]!,
      dueOf: (entry: number): number => words[entry * step + 1]!,
      carriedOf: (entry: number): number[] => [...floats.subarray(entry * step + 2, (entry + 1) * step)],
    };
  }

  /**
   * Takes all that outlives a tick from another memory, of the same communities on as many threads, whose plan has the same
   * columns and queues. False, and nothing is taken, where records under way find no room here.
   */
  takeOver(other: WorldMemory): boolean {
    const { worker, partners, partnerBytes } = this.#layout;
    const lists = [...worker.queues].flatMap(([name, placed]) =>
      Array.from({ length: placed.lists * this.#threads }, (_, i) => {
        const [list, thread] = [i % placed.lists, Math.floor(i / placed.lists)];
        return [this.#listAt(name, list, thread), other.#listAt(name, list, thread)] as const;
      }),
    );
    if (lists.some(([to, from]) => from.heads[1]! * from.width > to.bytes.length)) return false;
    for (const [to, { heads, bytes, width }] of lists) {
      to.heads.set(heads);
      to.bytes.set(bytes.subarray(0, heads[1]! * width));
    }
    this.#takeCells(other);
    const bytes = (this.#plan.ties?.far ?? 0) * partnerBytes;
    const met = new Uint8Array(other.#buffer, other.#layout.partners, bytes);
    new Uint8Array(this.#buffer, partners, bytes).set(met);
    return true;
  }

  /** What lies in the same words in both is taken word by word; which columns share them follows from steps too. */
  #takeCells(other: WorldMemory): void {
    const isAlike = JSON.stringify([...sharedIn(this.#plan)]) === JSON.stringify([...sharedIn(other.#plan)]);
    const taken = new Set<number>();
    for (const [name, { at, role, shared }] of this.#layout.columns) {
      if (role !== "stored" || taken.has(at)) continue;
      const [to, from] = [this.storeOf(name), other.storeOf(name)];
      if (isAlike && shared) {
        taken.add(at);
        to.cells.set(from.cells);
      } else copyCells(from, to);
    }
  }

  /** A list of a queue as it lies: its two words, and room for its entries. */
  #listAt(queue: string, list: number, thread: number) {
    const { heads, entries, capacity, width } = named(this.#layout.worker.queues, queue, "queue");
    const shift = thread * this.#layout.worker.bytes;
    return {
      heads: new Uint32Array(this.#buffer, heads + shift + list * 8, 2),
      bytes: new Uint8Array(this.#buffer, entries + shift + list * capacity * width, capacity * width),
      width,
    };
  }

  /** Whether a list of a queue was too short in any thread. */
  get overflowed(): boolean {
    const { full, bytes } = this.#layout.worker;
    return Array.from(
      { length: this.#threads },
      (_, thread) => new Int32Array(this.#buffer, full + thread * bytes, 1)[0],
    ).some((word) => word !== 0);
  }

  #listScript(tick: number): void {
    const acts = this.#plan.script?.acts ?? [];
    for (const [step, { at, stride, names }] of this.#layout.scripts) {
      const due = [...acts.entries()].filter(([, act]) => act.step === step && act.tick === tick);
      new Uint32Array(this.#buffer, at, 1)[0] = due.length;
      for (const [i, [place, act]] of due.entries()) {
        new Uint32Array(this.#buffer, at + stride + 4 * i, 1)[0] = place;
        for (const [k, name] of names.entries()) {
          const given = act.set[name];
          new Int32Array(this.#buffer, at + stride * (2 + 2 * k) + 4 * i, 1)[0] = given === undefined ? 0 : -1;
          new Float32Array(this.#buffer, at + stride * (3 + 2 * k) + 4 * i, 1)[0] = given ?? 0;
        }
      }
    }
  }

  /** Gives the scripted entity its own traits and states, where it lives in this memory. */
  writeScript(): void {
    const { script, communitySize } = this.#plan;
    if (!script) return;
    const { first, end } = this.#layout.stretch;
    if (script.entity < first * communitySize || script.entity >= end * communitySize) return;
    const stores = this.stores();
    for (const [name, value] of Object.entries(script.columns)) {
      const store = named(stores, name, "column");
      writeUnit(store, script.entity, unitOfValue(store, value));
    }
  }

  #writeKeys(tick: number): void {
    for (const { at, key } of this.#purposes) writeSchedule(this.#head, at / 4, 1, tickKey(key, tick));
    for (const { at, key } of this.#quads) writeSchedule(this.#head, at / 4, 4, tickKey(key, tick));
  }

  writeGlobals(values: ReadonlyMap<string, number>): void {
    for (const [name, at] of this.#layout.globals) new Float32Array(this.#buffer, at, 1)[0] = values.get(name)!;
  }

  /** Totals of a thread, and clears them: count and sum by place. */
  takeTotals(thread: number): Float64Array {
    const { totals, totalCount, bytes } = this.#layout.worker;
    const view = new Float64Array(this.#buffer, totals + thread * bytes, totalCount * 2);
    const taken = view.slice();
    view.fill(0);
    return taken;
  }

  /** How many there are of each unit of a column that is ranked, by one thread; and clears it. */
  takeCounts(column: string, units: number, thread: number): Uint32Array {
    const { counts, bytes } = this.#layout.worker;
    const view = new Uint32Array(this.#buffer, named(counts, column, "ranked column") + thread * bytes, units);
    const taken = view.slice();
    view.fill(0);
    return taken;
  }

  writeRanks(column: string, ranks: Float32Array): void {
    const at = named(this.#layout.ranks, column, "ranked column");
    new Float32Array(this.#buffer, at, ranks.length).set(ranks);
  }

  /** How often the rate of each step was above its bound in a thread, and clears it. */
  takeWarnings(thread: number): Float64Array {
    const { warnings, bytes } = this.#layout.worker;
    const view = new Float64Array(this.#buffer, warnings + thread * bytes, this.#plan.steps.length);
    const taken = view.slice();
    view.fill(0);
    return taken;
  }

  writeHashKey(key: Words, thread: number): void {
    const { hash, hashKey, bytes } = this.#layout.worker;
    new Uint32Array(this.#buffer, hashKey + thread * bytes, 8).set(scheduleOf(key));
    new Uint32Array(this.#buffer, hash + thread * bytes, 2).fill(0);
  }

  readHash(thread: number): Uint32Array {
    const { hash, bytes } = this.#layout.worker;
    return new Uint32Array(this.#buffer, hash + thread * bytes, 2).slice();
  }

  /** A stored column of this memory, for reading it as the interpreter does. */
  storeOf(name: string): Store {
    const { column, at, bytes, shared } = named(this.#layout.columns, name, "column");
    const { stretch } = this.#layout;
    const length = cellsOf(this.#plan, column.of, stretch);
    const Cells = bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Uint32Array;
    const cells = new Cells(this.#buffer as ArrayBuffer, at, length);
    return storeOf(column, cells, stretch.first * slotsOf(this.#plan, column.of), shared);
  }

  /**
   * The cells of a stored column as they stand, of those communities of a stretch that are in this memory: the unit is
   * lowest + cell. See `cellsOf` of a plan. A copy where the column shares words.
   */
  cellsOf(name: string, within: Stretch = this.#layout.stretch): Cells {
    return cellsWithin(this.storeOf(name), this.#plan, within);
  }

  /** What far friends see of a column in a stretch of communities, of this memory or of another: bytes, to be copied. */
  publishedOf(name: string, { first, end }: Stretch): Uint8Array {
    const { at, bytes } = named(this.#layout.published, name, "published column");
    const width = this.#layout.communitySize * bytes;
    return new Uint8Array(this.#buffer, at + first * width, (end - first) * width);
  }

  /** All stored columns of this memory, for reading them as the interpreter does. */
  stores(): Map<string, Store> {
    const stored = this.#plan.columns.filter(({ role }) => role === "stored");
    return new Map(stored.map(({ name }): [string, Store] => [name, this.storeOf(name)]));
  }

  /** Puts everyone to the initial unit of every column. A fresh memory holds the lowest unit everywhere. */
  #writeInitial(): void {
    const bytes = new Map<number, { readonly cells: Cells; holds: number }>();
    for (const { name, role, initial, lowest } of this.#plan.columns) {
      if (role !== "stored" || initial === lowest) continue;
      const { cells, shared } = this.storeOf(name);
      const { at } = named(this.#layout.columns, name, "column");
      const byte = bytes.get(at) ?? { cells, holds: 0 };
      // What several columns share is filled once, with the bits of all of them.
      byte.holds |= (initial - lowest) << (shared?.shift ?? 0);
      bytes.set(at, byte);
    }
    for (const { cells, holds } of bytes.values()) cells.fill(holds >>> 0);
  }

  #writeTables(): void {
    // Tables that are alike lie in one place.
    const distinct = new Map([...this.#layout.tables.values()].map((placed) => [placed.at, placed]));
    for (const { at, stride, guide, table } of distinct.values()) {
      for (const [i, row] of table.rows.entries()) {
        if (row instanceof Float32Array) {
          new Float32Array(this.#buffer, at + i * stride, row.length).set(row);
          continue;
        }
        const { words, guideOfParts } = searchedOf(row);
        new Uint32Array(this.#buffer, at + i * stride, words.length).set(words);
        if (!guide) continue;
        const first = guide.at + i * bytesOfGuide(guide.parts);
        new Uint32Array(this.#buffer, first, guide.parts + 1).set(guideOfParts(guide.parts));
      }
    }
  }

  #writeLayers(): void {
    for (let bits = 0; bits < 16; bits++)
      new Uint8Array(this.#buffer, this.#layout.packing + 16 * bits, 16).set(packingOf(bits));
    for (const step of this.#plan.steps) {
      if (step.kind !== "act") continue;
      const { records } = named(this.#layout.layers, step.name, "step");
      for (const [i, layer] of step.layers.entries()) {
        const { at, guide } = named(this.#layout.tables, layer.table, "table");
        new Uint32Array(this.#buffer, records + 16 * i, 2).set([at, guide!.at]);
        const { lowest, step: height } = levelsOf(layer);
        new Float32Array(this.#buffer, records + 16 * i + 8, 2).set([lowest, height]);
      }
    }
  }

  #writeKinds(seed: number): void {
    for (const { kind, order, maskKey } of this.#layout.kinds.values()) {
      new Uint16Array(this.#buffer, order, this.#plan.communitySize).set(ownerOrder(this.#plan, kind, seed));
      new Uint32Array(this.#buffer, maskKey, 8).set(scheduleOf(ownerMaskKey(kind, seed)));
    }
  }

  #writeTies(seed: number): void {
    const { ties, communitySize } = this.#plan;
    if (!ties) return;
    const start = (part: string): Words => tickKey(purposeKey(seed, `${ties.purpose}/${part}`), -1);
    const { tieKeys, levels, matchings } = this.#layout;
    new Uint32Array(this.#buffer, tieKeys, 8).set(scheduleOf(start("mask")));
    new Uint32Array(this.#buffer, tieKeys + 32, 8).set(scheduleOf(start("far")));
    new Uint32Array(this.#buffer, levels, levelThresholds.length).set(levelThresholds);
    for (let lane = 0; lane < ties.near; lane++) {
      const at = matchings + lane * communitySize * 2;
      const key = start(`matching ${lane}`);
      const doubled = lately(drawn, `${key.hi} ${key.lo} ${communitySize}`, mostDrawn, () =>
        drawMatching(key, communitySize).map((friend) => friend * 2),
      );
      new Uint16Array(this.#buffer, at, communitySize).set(doubled);
    }
  }
}

/** Matchings by their key and community, each friend's slot twice: the same in every world of a seed, whatever its figures. */
const drawn = new Map<string, Uint16Array>();
const mostDrawn = 64;

/** The first of so many cells, of which those of lower communities come first, that is not below one. */
function firstFrom(cell: number, count: number, cellOf: (entry: number) => number): number {
  let [from, end] = [0, count];
  while (from < end) {
    const middle = (from + end) >>> 1;
    if (cellOf(middle) < cell) from = middle + 1;
    else end = middle;
  }
  return from;
}
