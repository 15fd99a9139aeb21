import { deepFreeze } from "../../core/freeze.ts";
import { type Stretch, slotsOf, wholeOf } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";
import { midRanks, rankingsOf, unitsOf } from "../../plan/ranks.ts";
import { firstTick } from "../../plan/settle.ts";
import { leavesOf, type NumberTree } from "../../rules/tree.ts";
import { columnKey, StateHash } from "../common/hash.ts";
import { type Histogram, histogramOf } from "../common/histogram.ts";
import { figureOf, type MeasureRow } from "../common/measured.ts";
import type { WaitingRecord } from "../common/snapshot.ts";
import { type Cells, filledCells, readUnit } from "../common/state.ts";
import { communitiesOf, type Layout, layOut } from "../emit/layout.ts";
import { type Emitted, emitText, emptyPart, partEntry, partsOf, publishEntry, type Variant } from "../emit/text.ts";
import { compileNumber } from "../meaning/evaluate.ts";
import { named, openNamed } from "../meaning/scene.ts";
import { canWorkHere, faultOfThreads } from "../platform/threads.ts";
import { moduleOf } from "./assemble.ts";
import { type Crew, openSolo, openTeam, openThreads, type Task } from "./crew.ts";
import { Globals } from "./globals.ts";
import { WorldMemory } from "./worldMemory.ts";

/** A memory of 32-bit addresses: what one module can see. */
const mostBytes = 65_536 * 65_536;

/** A stretch of a world in a memory of its own, which one or several threads work on. */
interface Shard {
  readonly layout: Layout;
  readonly desk: WorldMemory;
  readonly tasks: readonly Task[];
}

/**
 * Runs one tick part by part on each community, and gives what each part took by a clock; the last is what calling a part
 * of nothing took, as often.
 */
export type Apart = (clock: () => number) => Promise<Float64Array>;

/** A world that runs a plan as WebAssembly, on one thread or several. It has the bits of the interpreter. */
export class WasmWorld {
  readonly backend = "wasm";
  readonly plan: Plan;
  readonly seed: number;
  tick: number;
  rows: readonly MeasureRow[] = [];
  settleRows: readonly MeasureRow[] = [];
  readonly figures: Map<string, number>;
  readonly warnings = new Map<string, number>();
  readonly #shards: readonly Shard[];
  readonly #crew: Crew;
  readonly #globals: Globals;
  readonly #ranks = new Map<string, Float32Array>();

  private constructor(plan: Plan, seed: number, shards: readonly Shard[], crew: Crew) {
    this.plan = plan;
    this.seed = seed;
    this.tick = firstTick(plan);
    this.#shards = shards;
    this.#crew = crew;
    this.figures = new Map(plan.measures.map(({ name }) => [name, 0]));
    this.#globals = new Globals(plan, seed, this.figures);
  }

  get threads(): number {
    return this.#crew.threads;
  }

  /**
   * Opens a world on so many threads (all in this one where they cannot share memory), and runs its start. `mostBytesOf`
   * a memory is for tests: it makes a small world fall into several.
   */
  static async open(plan: Plan, seed: number, threads = 1, mostBytesOf = mostBytes): Promise<WasmWorld> {
    const wanted = faultOfThreads() === undefined ? Math.max(1, Math.min(threads, communitiesOf(plan))) : 1;
    const shards: Shard[] = [];
    for (const { stretch, sharing } of intoMemories(plan, wanted, mostBytesOf))
      shards.push(await openShard(plan, seed, stretch, sharing, { shared: wanted > 1 }));
    return WasmWorld.#begin(plan, seed, shards, await openCrew(shards, wanted));
  }

  /**
   * The same world under another plan, which has the same past and fits (see `misfitOfHandOver`): what it has come to is copied
   * there, and this one is closed. Undefined where the other finds no room; then this one is as it was.
   */
  async goOnUnder(plan: Plan): Promise<WasmWorld | undefined> {
    const shards: Shard[] = [];
    for (const { layout, tasks } of this.#shards) {
      const { stretch } = layout;
      if (layOut(plan, stretch, tasks.length).bytes > mostBytes) return undefined;
      shards.push(await openShard(plan, this.seed, stretch, tasks.length, { shared: this.threads > 1 }));
    }
    if (!shards.every(({ desk }, i) => desk.takeOver(this.#shards[i]!.desk))) return undefined;
    const world = new WasmWorld(plan, this.seed, shards, await openCrew(shards, this.threads));
    world.#globals.takeOver(this.#globals, this.tick);
    for (const [name, figure] of this.figures) world.figures.set(name, figure);
    for (const [name, count] of this.warnings) world.warnings.set(name, count);
    for (const [name, ranks] of this.#ranks) world.#ranks.set(name, ranks);
    [world.tick, world.rows, world.settleRows] = [this.tick, this.rows, this.settleRows];
    this.close();
    return world;
  }

  /** Runs the start of a world. */
  static async #begin(plan: Plan, seed: number, shards: readonly Shard[], crew: Crew): Promise<WasmWorld> {
    try {
      const world = new WasmWorld(plan, seed, shards, crew);
      world.#tellGlobals(world.#globals.values);
      for (const { desk } of shards) desk.turnToStart();
      await crew.run(["start"]);
      for (const { desk } of shards) desk.writeScript();
      return world;
    } catch (error) {
      crew.close();
      throw error;
    }
  }

  /**
   * Opens a world on this thread alone whose ticks can be taken apart: `parts` are what they are made of. It is the same
   * world, with entries besides.
   */
  static async openApart(plan: Plan, seed: number): Promise<{ world: WasmWorld; parts: string[]; apart: Apart }> {
    const shards: Shard[] = [];
    for (const { stretch, sharing } of intoMemories(plan, 1, mostBytes))
      shards.push(await openShard(plan, seed, stretch, sharing, { shared: false, apart: true }));
    const crew = await openSolo(shards.flatMap(({ tasks }) => tasks));
    const world = await WasmWorld.#begin(plan, seed, shards, crew);
    const parts = partsOf(plan);
    const entries = [...parts.map((_, i) => partEntry(i)), emptyPart];
    const apart = async (clock: () => number): Promise<Float64Array> => {
      await world.#before();
      const spent = crew.time(entries, clock);
      world.#after();
      return spent;
    };
    return { world, parts, apart };
  }

  /** Runs one tick. */
  async step(): Promise<void> {
    await this.#before();
    await this.#crew.run(["tick"]);
    this.#after();
  }

  /** What stands before a tick: its keys and figures, what far friends show, where everyone stands. */
  async #before(): Promise<void> {
    this.#tellGlobals(this.#globals.turn(this.tick));
    for (const { desk } of this.#shards) desk.turn(this.tick);
    const published = [...this.#shards[0]!.layout.published.keys()].map((_, i) => publishEntry(i));
    // What far friends see must be whole before anyone looks.
    if (published.length > 0) await this.#crew.run(published);
    this.#exchange();
    await this.#rank();
  }

  #after(): void {
    this.#collect();
    this.tick += 1;
    if (this.tick === 0) for (const { desk } of this.#shards) desk.writeScript();
  }

  /** Copies what each memory has published to the others, in one piece a column. */
  #exchange(): void {
    for (const from of this.#shards) {
      for (const name of from.layout.published.keys()) {
        const cells = from.desk.publishedOf(name, from.layout.stretch);
        for (const to of this.#shards) if (to !== from) to.desk.publishedOf(name, from.layout.stretch).set(cells);
      }
    }
  }

  /** Counts the columns that are ranked, everywhere, and tells every memory what ranks there are. */
  async #rank(): Promise<void> {
    const rankings = rankingsOf(this.plan);
    if (rankings.length === 0) return;
    await this.#crew.run(["count"]);
    for (const { column } of rankings) {
      const all = new Float64Array(unitsOf(column));
      for (const { desk, tasks } of this.#shards) {
        for (const thread of tasks.keys())
          for (const [unit, count] of desk.takeCounts(column.name, all.length, thread).entries()) all[unit]! += count;
      }
      const ranks = midRanks(all);
      this.#ranks.set(column.name, ranks);
      for (const { desk } of this.#shards) desk.writeRanks(column.name, ranks);
    }
  }

  #tellGlobals(globals: Float32Array): void {
    const values = new Map(this.plan.globals.map(({ name }, i) => [name, globals[i]!]));
    for (const { desk } of this.#shards) desk.writeGlobals(values);
  }

  /** Adds up what the threads counted. Whole numbers in binary64: their order does not matter. */
  #collect(): void {
    const totals = new Float64Array(this.#shards[0]!.layout.worker.totalCount * 2);
    const beyond = new Float64Array(this.plan.steps.length);
    for (const { desk, tasks } of this.#shards) {
      for (const thread of tasks.keys()) {
        addTo(totals, desk.takeTotals(thread));
        addTo(beyond, desk.takeWarnings(thread));
      }
    }
    if (this.#shards.some(({ desk }) => desk.overflowed))
      throw new Error("bug: more records are under way than can be");
    this.#readTotals(totals);
    for (const [i, { name }] of this.plan.steps.entries()) {
      if (beyond[i]! > 0) this.warnings.set(name, (this.warnings.get(name) ?? 0) + beyond[i]!);
    }
  }

  #readTotals(totals: Float64Array): void {
    const rows: MeasureRow[] = [];
    let place = 0;
    for (const [measure, each] of this.plan.measures.entries()) {
      const groups = 1 + (each.groups?.words.length ?? 0);
      for (let group = 0; group < groups; group++, place++) {
        rows.push({
          tick: this.tick,
          measure,
          group: group - 1,
          count: totals[2 * place]!,
          sum: totals[2 * place + 1]!,
        });
      }
      const all = rows[rows.length - groups]!;
      this.figures.set(each.name, figureOf(each, all.count, all.sum));
    }
    if (this.tick < 0) this.settleRows = rows;
    else this.rows = rows;
  }

  /** The whole number that an entity has in a column. */
  unitOf(name: string, entity: number): number {
    const { column } = named(this.#shards[0]!.layout.columns, name, "column");
    const { desk } = this.#shards[this.#memoryOf(entity, column.of)]!;
    return readUnit(desk.storeOf(name), entity);
  }

  /** The place of the memory that an entity of a kind lives in. */
  #memoryOf(entity: number, of: string | undefined): number {
    const slots = slotsOf(this.plan, of);
    return this.#shards.findIndex(({ layout }) => entity < layout.stretch.end * slots);
  }

  /** The value of a global in the last tick. */
  globalOf(name: string): number {
    return this.#globals.valueOf(name);
  }

  /** The rank of each unit of a ranked column in the last tick. */
  ranksOf(column: string): Float32Array {
    return named(this.#ranks, column, "ranked column");
  }

  /**
   * A number over columns and globals, to be reckoned for any entity, of the kind whose columns it reads, from the state as
   * it stands by then.
   */
  reckoner(tree: NumberTree): (entity: number) => number {
    const readers = this.#shards.map(({ desk }) =>
      compileNumber(tree, { ...this.#globals.scene, stores: desk.stores() }, openNamed([])),
    );
    const [read] = leavesOf(tree, "column");
    const of = this.plan.columns.find(({ name }) => name === read)?.of;
    return (entity) => readers[this.#memoryOf(entity, of)]!(entity);
  }

  /** How a column is distributed as it stands. */
  histogram(name: string, bins: number): Histogram {
    const column = this.plan.columns.find((each) => each.name === name)!;
    const parts = this.#shards.map(({ desk, layout }) => {
      const cells = filledCells(desk.cellsOf(name), this.plan, column.of, layout.stretch.first);
      return histogramOf(column, { cells, lowest: column.lowest }, bins);
    });
    const counts = parts[0]!.counts.map((_, i) => parts.reduce((sum, part) => sum + part.counts[i]!, 0));
    return { ...parts[0]!, counts };
  }

  /** Sixteen hex digits of the state: those of the interpreter. */
  async hash(): Promise<string> {
    const hash = new StateHash();
    for (const { name, role } of this.plan.columns) if (role === "stored") await this.#addColumn(name, hash);
    const queues = new Map(this.plan.queues.map((queue) => [queue.name, queue]));
    for (const { queue, onto, due, carried } of this.waiting())
      hash.addWaiting(named(queues, queue, "queue"), onto, due, carried);
    return hash.print(this.tick);
  }

  async #addColumn(name: string, hash: StateHash): Promise<void> {
    const stored = this.plan.columns.filter(({ role }) => role === "stored");
    const place = stored.findIndex((each) => each.name === name);
    const key = columnKey(stored[place]!);
    for (const { desk, tasks } of this.#shards) for (const thread of tasks.keys()) desk.writeHashKey(key, thread);
    await this.#crew.run([`hash_${place}`]);
    for (const { desk, tasks } of this.#shards) for (const thread of tasks.keys()) hash.addSums(desk.readHash(thread));
  }

  /** A stored column as it stands, memory by memory: the unit is lowest + cell. A copy where it shares words. */
  cells(column: string, within?: Stretch): readonly Cells[] {
    return this.#shards.map(({ desk }) => desk.cellsOf(column, within));
  }

  /** Records that wait, of the communities of a stretch; of all unless told. */
  *waiting(within = wholeOf(this.plan)): Iterable<WaitingRecord> {
    for (const { desk } of this.#shards) yield* desk.waiting(this.tick, within);
  }

  /** Ends its threads. What has come to be can still be read. */
  close(): void {
    this.#crew.close();
  }
}

/**
 * Into how many memories a world falls, and how many threads share each: one for all where it fits, else enough that
 * each fits and every thread has as many as the others.
 */
export function intoMemories(plan: Plan, threads: number, most = mostBytes): { stretch: Stretch; sharing: number }[] {
  const communities = communitiesOf(plan);
  const whole = { first: 0, end: communities };
  const bytesOf = (end: number, sharing: number): number => layOut(plan, { first: 0, end }, sharing).bytes;
  // Far ties hold a world together: better fewer threads than several memories.
  const fewest = (plan.ties?.far ?? 0) > 0 ? 1 : threads;
  for (let sharing = threads; sharing >= fewest; sharing--)
    if (bytesOf(communities, sharing) <= most) return [{ stretch: whole, sharing }];
  const least = Math.ceil(Math.ceil(bytesOf(communities, 1) / most) / threads) * threads;
  for (let shards = least; shards <= communities; shards += threads) {
    if (bytesOf(Math.ceil(communities / shards), 1) <= most)
      return split(whole, shards).map((stretch) => ({ stretch, sharing: 1 }));
  }
  if (bytesOf(1, 1) <= most) return split(whole, communities).map((stretch) => ({ stretch, sharing: 1 }));
  throw new Error("bug: not even one community fits into a memory");
}

/** Why a plan's size does not go with its far ties, as a clause; undefined when it does. */
export function misfitOfSize(plan: Plan): string | undefined {
  if ((plan.ties?.far ?? 0) === 0 || layOut(plan, { first: 0, end: 1 }, 1).bytes <= mostBytes) return undefined;
  return "what its far friends see does not fit into one memory of 4 GiB";
}

function addTo(all: Float64Array, part: Float64Array): void {
  for (let i = 0; i < all.length; i++) all[i]! += part[i]!;
}

/** Equal parts of a stretch, as near as whole communities allow. */
function split({ first: from, end }: Stretch, parts: number): Stretch[] {
  const cut = (i: number): number => from + Math.floor(((end - from) * i) / parts);
  return Array.from({ length: parts }, (_, i) => ({ first: cut(i), end: cut(i + 1) }));
}

function openCrew(shards: readonly Shard[], threads: number): Promise<Crew> {
  if (threads === 1) return openSolo(shards.flatMap(({ tasks }) => tasks));
  const lists = dealTasks(shards, threads);
  return canWorkHere ? openTeam(lists) : openThreads(lists);
}

async function openShard(
  plan: Plan,
  seed: number,
  stretch: Stretch,
  sharing: number,
  variant: Variant,
): Promise<Shard> {
  const { shared } = variant;
  const layout = layOut(plan, stretch, sharing);
  const pages = Math.ceil(layout.bytes / 65_536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  // Emitted, assembled and compiled once: threads are sent the module itself.
  const emitted = emittedFor(plan, layout, variant);
  const module = await moduleOf(emitted);
  const tasks = split(stretch, sharing).map((range, thread): Task => {
    return { module, memory, own: thread * layout.worker.bytes, numbers: emitted.numbers, ...range };
  });
  return { layout, desk: new WorldMemory(plan, layout, memory.buffer, seed, sharing), tasks };
}

/**
 * Texts of plans, by what besides the plan they follow from: an experiment opens a plan again for each of its seeds. A plan that
 * has one is frozen, since its text would not follow a change.
 */
const texts = new WeakMap<Plan, Map<string, Emitted>>();

function emittedFor(plan: Plan, layout: Layout, variant: Variant): Emitted {
  const ofPlan = texts.get(plan) ?? new Map<string, Emitted>();
  if (!texts.has(plan)) texts.set(deepFreeze(plan), ofPlan);
  const { stretch, bytes } = layout;
  const key = [stretch.first, stretch.end, bytes, variant.shared, variant.apart === true].join(" ");
  const emitted = ofPlan.get(key) ?? emitText(plan, layout, variant);
  ofPlan.set(key, emitted);
  return emitted;
}

/** Tasks by thread: those of a shared memory one each, whole memories in turn. */
function dealTasks(shards: readonly Shard[], threads: number): Task[][] {
  const lists = Array.from({ length: threads }, (): Task[] => []);
  for (const [i, task] of shards.flatMap(({ tasks }) => tasks).entries()) lists[i % threads]!.push(task);
  return lists;
}
