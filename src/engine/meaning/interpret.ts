import { kindOfQueue, numbersOf, type Stretch, slotsOf, wholeOf } from "../../plan/kinds.ts";
import type { Plan, Step } from "../../plan/plan.ts";
import { rankingsOf } from "../../plan/ranks.ts";
import { chanceTick, firstTick } from "../../plan/settle.ts";
import type { Network } from "../../plan/ties.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { StateHash } from "../common/hash.ts";
import { type Histogram, histogramOf } from "../common/histogram.ts";
import type { MeasureRow } from "../common/measured.ts";
import type { WaitingRecord } from "../common/snapshot.ts";
import {
  type Cells,
  cellsWithin,
  filledCells,
  logicalOf,
  openStore,
  readUnit,
  resetStore,
  writeUnit,
} from "../common/state.ts";
import type { Watch } from "../common/trace.ts";
import { compileAct, compileDeliver } from "./act.ts";
import { Counts, compileCensus } from "./census.ts";
import { compileDue } from "./due.ts";
import { compileNumber } from "./evaluate.ts";
import { compileGather, openNetwork } from "./gather.ts";
import { compileLink } from "./link.ts";
import { compileMap, unitOfValue } from "./map.ts";
import { compileMeet } from "./meet.ts";
import type { Outside } from "./outside.ts";
import { WaitingLine } from "./queue.ts";
import { compileRanking } from "./rank.ts";
import { Keys, livesHere, named, openNamed, type Scene } from "./scene.ts";
import { compileSever } from "./sever.ts";
import { compileUpdates } from "./update.ts";

export type { MeasureRow } from "../common/measured.ts";
export type { Added, TracedAct, TracedRecord, TracedTie, TracedWrite, TraceEvent, Watch } from "../common/trace.ts";

/**
 * A world that runs a plan by interpreting it: what a plan means. Other engines are held to its bits.
 * Making one draws its ties and runs the start of the plan under tick −1. Given what is outside, it is a stretch of a world:
 * entities keep their numbers, and what is measured is measured there.
 */
export class World {
  readonly backend = "interpret";
  readonly threads = 1;
  readonly plan: Plan;
  /** A whole number from 0 to 2^53 − 1. */
  readonly seed: number;
  /** Ticks done; below 0 while it settles, by as many as are still to be done. */
  tick: number;
  /** What was measured in the last tick, unless it settled: measures in the plan's order, everyone before the groups. */
  rows: readonly MeasureRow[] = [];
  /** The same of the last tick of settling. */
  settleRows: readonly MeasureRow[] = [];
  /** The last figure of each measure; 0 before the first tick. */
  readonly figures: Map<string, number>;
  /** How often something went beyond what the plan allows for, by what it was. */
  readonly warnings = new Map<string, number>();
  readonly #scene: Scene;
  readonly #counts: readonly Counts[];
  readonly #updates: readonly (() => void)[];
  readonly #rankings: readonly (() => void)[];
  readonly #steps: readonly (() => void)[];
  readonly #censuses: readonly (() => void)[];

  constructor(plan: Plan, seed: number, watch?: Watch, outside?: Outside) {
    this.plan = plan;
    this.seed = seed;
    this.tick = firstTick(plan);
    this.figures = new Map(plan.measures.map(({ name }) => [name, 0]));
    const scene = openScene(plan, seed, this.warnings, watch && this.#unlessSettling(watch), outside);
    this.#scene = scene;
    this.#counts = plan.measures.map((measure) => new Counts(measure, scene));
    for (const [place, { name }] of plan.measures.entries()) scene.tallies.set(name, this.#counts[place]);
    const network = openNetwork(scene, seed);
    this.#updates = compileUpdates(scene, this.figures);
    this.#rankings = rankingsOf(plan).map((ranking) => compileRanking(ranking, scene));
    this.#steps = plan.steps.map((step) => compileStep(step, scene, network, seed));
    this.#censuses = plan.measures.map((measure, place) => compileCensus(measure, this.#counts[place], scene));
    for (const step of plan.start) compileMap(step, scene)();
    writeScript(scene);
  }

  /** The communities that live here. */
  get stretch(): Stretch {
    return this.#scene.stretch;
  }

  /** Runs one tick. */
  step(): void {
    const scene = this.#scene;
    scene.tick = this.tick;
    scene.keys.turn(chanceTick(this.tick));
    for (const update of this.#updates) update();
    for (const store of scene.stores.values()) if (store.column.role === "scratch") resetStore(store);
    for (const rank of this.#rankings) rank();
    for (const counts of this.#counts) counts.clear();
    for (const run of this.#steps) run();
    for (const census of this.#censuses) census();
    for (const [place, { name }] of this.plan.measures.entries()) this.figures.set(name, this.#counts[place].figure());
    const rows = this.#counts.flatMap((counts, measure) => counts.rows(this.tick, measure));
    if (this.tick < 0) this.settleRows = rows;
    else this.rows = rows;
    this.tick += 1;
    // What a life is given is what it has when the world begins.
    if (this.tick === 0) writeScript(scene);
  }

  /** What goes on while a world settles is told to nobody. */
  #unlessSettling(watch: Watch): Watch {
    return { ...watch, see: (event) => (this.tick < 0 ? undefined : watch.see(event)) };
  }

  /** The whole number that an entity has in a column. Throws an Error for a column that is not in the plan. */
  unitOf(column: string, entity: number): number {
    return readUnit(named(this.#scene.stores, column, "column"), entity);
  }

  /** The logical value, binary32, that an entity has in a column. */
  valueOf(column: string, entity: number): number {
    const store = named(this.#scene.stores, column, "column");
    return logicalOf(store, readUnit(store, entity));
  }

  /** The value of a global in the last tick. */
  globalOf(name: string): number {
    const { places, values } = this.#scene.globals;
    return values[named(places, name, "global")];
  }

  /** The rank of each unit of a ranked column in the last tick, by the column as it was when the tick began. */
  ranksOf(column: string): Float32Array {
    return named(this.#scene.ranks, column, "ranked column");
  }

  /** All of a column as it stands, not a copy and not to be written: the unit of entity e is lowest + cells[e]. */
  units(column: string): { readonly cells: Cells; readonly lowest: number } {
    const { cells, lowest } = named(this.#scene.stores, column, "column");
    return { cells, lowest };
  }

  /** A number over columns and globals, to be reckoned for any entity from the state as it stands by then. */
  reckoner(tree: NumberTree): (entity: number) => number {
    return compileNumber(tree, this.#scene, openNamed([]));
  }

  /** How a column is distributed as it stands. Throws an Error for a column that is not in the plan. */
  histogram(column: string, bins: number): Histogram {
    const store = named(this.#scene.stores, column, "column");
    const cells = filledCells(store.cells, this.plan, store.column.of, this.stretch.first);
    return histogramOf(store.column, { cells, lowest: store.lowest }, bins);
  }

  /** A stored column as it stands, of the communities of a stretch or of all, not a copy: the unit is lowest + cell. */
  cells(column: string, within: Stretch = this.stretch): readonly Cells[] {
    return [cellsWithin(named(this.#scene.stores, column, "column"), this.plan, within)];
  }

  #addColumn(name: string, hash: StateHash): void {
    const store = named(this.#scene.stores, name, "column");
    hash.addColumn(store.column, numbersOf(this.plan, store.column.of, this.stretch), (entity) =>
      readUnit(store, entity),
    );
  }

  /** Records that wait, of the communities of a stretch; of all unless told. */
  *waiting({ first, end } = this.stretch): Iterable<WaitingRecord> {
    for (const [queue, line] of this.#scene.queues) {
      const slots = slotsOf(this.plan, kindOfQueue(this.plan, queue));
      for (const { onto, posted, due, carried } of line.all())
        if (onto >= first * slots && onto < end * slots) yield { queue, onto, posted, due, carried };
    }
  }

  /** Sixteen hex digits of the stored columns, the records that wait and the ticks done; takes time per cell. */
  hash(): string {
    const hash = new StateHash();
    for (const { name, role } of this.plan.columns) if (role === "stored") this.#addColumn(name, hash);
    for (const queue of this.plan.queues) {
      const line = named(this.#scene.queues, queue.name, "queue");
      for (const { onto, due, carried } of line.all()) hash.addWaiting(queue, onto, due, carried);
    }
    return hash.print(this.tick);
  }
}

function openScene(
  plan: Plan,
  seed: number,
  warnings: Map<string, number>,
  watch: Watch | undefined,
  outside: Outside | undefined,
): Scene {
  const stretch = outside?.stretch ?? wholeOf(plan);
  const globals = openNamed(plan.globals.map(({ name }) => name));
  for (const [place, { start }] of plan.globals.entries()) globals.values[place] = start;
  return {
    plan,
    stretch,
    outside,
    stores: new Map(plan.columns.map((column) => [column.name, openStore(column, plan, stretch)])),
    globals,
    tables: new Map(plan.tables.map((table) => [table.name, table])),
    ranks: new Map(),
    keys: new Keys(seed),
    at: { place: 0, ordinal: 0 },
    queues: new Map(plan.queues.map(({ name, longest }) => [name, new WaitingLine(longest)])),
    tallies: new Map(),
    warnings,
    watch,
    tick: -1,
  };
}

/** Gives the scripted entity its own traits and states, where it lives here. */
function writeScript(scene: Scene): void {
  const { script } = scene.plan;
  if (script === undefined || !livesHere(script.entity, scene)) return;
  for (const [column, value] of Object.entries(script.columns)) {
    const store = named(scene.stores, column, "column");
    writeUnit(store, script.entity, unitOfValue(store, value));
  }
}

function compileStep(step: Step, scene: Scene, network: Network | undefined, seed: number): () => void {
  switch (step.kind) {
    case "map":
      return compileMap(step, scene);
    case "act":
      return compileAct(step, scene);
    case "due":
      return compileDue(step, scene);
    case "deliver":
      return compileDeliver(step, scene);
    case "gather":
      return compileGather(step, network, scene);
    case "link":
      return compileLink(step, scene, seed);
    case "meet":
      return compileMeet(step, network, scene);
    case "sever":
      return compileSever(step, network, scene);
  }
}
