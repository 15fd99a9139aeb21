import type { Words } from "../../src/core/chance.ts";
import { type Cells, openStore, resetStore, type Store } from "../../src/engine/common/state.ts";
import { compileAct, compileDeliver } from "../../src/engine/meaning/act.ts";
import { Counts, compileCensus } from "../../src/engine/meaning/census.ts";
import { compileDue } from "../../src/engine/meaning/due.ts";
import { compileGather, openNetwork } from "../../src/engine/meaning/gather.ts";
import { compileLink } from "../../src/engine/meaning/link.ts";
import { compileMap, unitOfValue } from "../../src/engine/meaning/map.ts";
import { compileMeet } from "../../src/engine/meaning/meet.ts";
import { WaitingLine } from "../../src/engine/meaning/queue.ts";
import { compileRanking } from "../../src/engine/meaning/rank.ts";
import { type Address, type Counter, Keys, type Scene, type TickWords } from "../../src/engine/meaning/scene.ts";
import { compileSever } from "../../src/engine/meaning/sever.ts";
import { compileUpdates } from "../../src/engine/meaning/update.ts";
import { wholeOf } from "../../src/plan/kinds.ts";
import type { Measure, Plan, Step } from "../../src/plan/plan.ts";
import { rankingsOf } from "../../src/plan/ranks.ts";
import type { Network } from "../../src/plan/ties.ts";

/**
 * The interpreter, watched from below: each step is compiled and run as it is there, over stores, keys, tables, queues
 * and tallies that note who asks for what. It knows nothing of footprints.
 */

/** What a name stands for. */
export type What = "column" | "purpose" | "measure" | "queue" | "global" | "table" | "rank";

/** Something that a step does as it runs; `at` is the address that the scene stands at. */
export type Touch =
  | { readonly does: "read" | "write"; readonly column: string; readonly entity: number; readonly at: Address }
  | { readonly does: "draw"; readonly purpose: string; readonly counter: Address | "coarse"; readonly at: Address }
  | { readonly does: "tally"; readonly measure: string }
  | { readonly does: "posts" | "delivers"; readonly queue: string; readonly onto: readonly number[] }
  | { readonly does: "global"; readonly global: string };

/** Who touches: a step, or a measure at the end of a tick. */
export type Toucher = Step | Measure;

/** The names that each toucher was compiled over: all that it could ever touch, in branches that never come up too. */
export type Compiled = ReadonlyMap<Toucher, ReadonlySet<string>>;

/** Whoever hands on the draws of the functions of chance: a test has to put its own in their place. */
export interface Draws {
  see: (key: Words, counter: Address | "coarse") => void;
}

/** Runs a plan for so many ticks. Touches are told as they happen; what each was compiled over is given at the end. */
export function recordWorld(
  plan: Plan,
  ticks: number,
  draws: Draws,
  see: (who: Toucher, touch: Touch) => void,
): Compiled {
  const recorder = new Recorder(plan, 1, draws, see);
  for (let tick = 0; tick < ticks; tick++) recorder.step(tick);
  return recorder.compiled;
}

class Recorder {
  readonly compiled = new Map<Toucher, Set<string>>();
  readonly #plan: Plan;
  readonly #see: (who: Toucher, touch: Touch) => void;
  readonly #scene: Scene;
  readonly #stores: readonly Store[];
  readonly #purposes = new WeakMap<Words, string>();
  readonly #figures: Map<string, number>;
  readonly #counts: readonly Counts[];
  readonly #updates: readonly (() => void)[];
  readonly #rankings: readonly (() => void)[];
  readonly #runs: readonly (() => void)[];
  readonly #censuses: readonly (() => void)[];
  #compiling: Toucher | undefined;
  #running: Toucher | undefined;

  constructor(plan: Plan, seed: number, draws: Draws, see: (who: Toucher, touch: Touch) => void) {
    this.#plan = plan;
    this.#see = see;
    this.#stores = plan.columns.map((column) => this.#watchStore(openStore(column, plan, wholeOf(plan))));
    this.#scene = this.#openScene(seed);
    draws.see = (key, counter) => {
      const { at } = this.#scene;
      const purpose = this.#purposes.get(key);
      if (purpose !== undefined) this.#touch({ does: "draw", purpose, counter, at });
    };
    const scene = this.#scene;
    this.#figures = new Map(plan.measures.map(({ name }) => [name, 0]));
    const network = openNetwork(scene, seed);
    this.#counts = plan.measures.map((each) => this.#compile(each, () => new Counts(each, scene)));
    for (const [place, { name }] of plan.measures.entries()) this.#watchTally(name, this.#counts[place]!);
    this.#updates = compileUpdates(scene, this.#figures);
    this.#rankings = rankingsOf(plan).map((ranking) => compileRanking(ranking, scene));
    const starts = plan.start.map((step) => this.#compile(step, () => compileMap(step, scene)));
    this.#runs = plan.steps.map((step) => this.#compile(step, () => compileStep(step, scene, network, seed)));
    this.#censuses = plan.measures.map((each, place) =>
      this.#compile(each, () => compileCensus(each, this.#counts[place]!, scene)),
    );
    for (const [place, start] of starts.entries()) this.#run(plan.start[place]!, start);
    const { entity = 0, columns = {} } = plan.script ?? {};
    for (const store of this.#stores)
      if (store.column.name in columns)
        store.cells[entity] = unitOfValue(store, columns[store.column.name]!) - store.lowest;
  }

  step(tick: number): void {
    this.#scene.tick = tick;
    this.#scene.keys.turn(tick);
    for (const update of this.#updates) update();
    for (const store of this.#stores) if (store.column.role === "scratch") resetStore(store);
    for (const rank of this.#rankings) rank();
    for (const counts of this.#counts) counts.clear();
    for (const [place, run] of this.#runs.entries()) this.#run(this.#plan.steps[place]!, run);
    for (const [place, census] of this.#censuses.entries()) this.#run(this.#plan.measures[place]!, census);
    for (const [place, { name }] of this.#plan.measures.entries())
      this.#figures.set(name, this.#counts[place]!.figure());
  }

  #compile<T>(who: Toucher, make: () => T): T {
    this.#compiling = who;
    const made = make();
    this.#compiling = undefined;
    return made;
  }

  #run(who: Toucher, run: () => void): void {
    this.#running = who;
    run();
    this.#running = undefined;
  }

  #touch(touch: Touch): void {
    if (this.#running) this.#see(this.#running, touch);
  }

  #note(what: What, name: string): void {
    if (!this.#compiling) return;
    const names = this.compiled.get(this.#compiling) ?? new Set();
    this.compiled.set(this.#compiling, names.add(`${what} ${name}`));
  }

  #openScene(seed: number): Scene {
    const plan = this.#plan;
    const named = <T extends { readonly name: string }, U>(all: readonly T[], of: (one: T) => U): [string, U][] =>
      all.map((one) => [one.name, of(one)]);
    const places = new Map(plan.globals.map(({ name }, place) => [name, place]));
    const values = Float32Array.from(plan.globals, ({ start }) => start);
    const watched = this.#watchCells(values, (place) => {
      this.#touch({ does: "global", global: plan.globals[place]!.name });
    });
    return {
      plan,
      stretch: wholeOf(plan),
      outside: undefined,
      stores: this.#watchMap(
        "column",
        this.#stores.map((store) => [store.column.name, store]),
      ),
      globals: { places: this.#watchMap("global", [...places]), values: watched },
      tables: this.#watchMap(
        "table",
        named(plan.tables, (table) => table),
      ),
      ranks: new Map(),
      keys: new WatchedKeys(seed, (purpose, words) => {
        this.#note("purpose", purpose);
        return this.#watchWords(purpose, words);
      }),
      at: { place: 0, ordinal: 0 },
      queues: this.#watchMap(
        "queue",
        named(plan.queues, ({ name, longest }) => this.#watchQueue(name, longest)),
      ),
      tallies: this.#watchMap("measure", [] as [string, Counter][]),
      warnings: new Map(),
      watch: undefined,
      tick: -1,
    };
  }

  /** A map that notes which names are asked for while something is compiled. */
  #watchMap<T>(what: What, entries: readonly (readonly [string, T])[]): Map<string, T> {
    const map = new Map(entries);
    const get = map.get.bind(map);
    map.get = (name: string) => {
      this.#note(what, name);
      return get(name);
    };
    return map;
  }

  #watchStore(store: Store): Store {
    const { name: column } = store.column;
    const tell =
      (does: "read" | "write") =>
      (entity: number): void =>
        this.#touch({ does, column, entity, at: this.#scene.at });
    return { ...store, cells: this.#watchCells(store.cells, tell("read"), tell("write")) };
  }

  /** Numbers that tell of each that is read or written; so do copies of them. */
  #watchCells<T extends Cells | Float32Array>(
    cells: T,
    read: (place: number) => void,
    write: (place: number) => void = () => {},
  ): T {
    return new Proxy(cells, {
      get: (_, key) => {
        const place = typeof key === "string" ? Number(key) : Number.NaN;
        if (!Number.isNaN(place)) {
          read(place);
          return cells[place];
        }
        if (key === "slice") return () => this.#watchCells(cells.slice() as T, read);
        const value = Reflect.get(cells, key, cells);
        return typeof value === "function" ? value.bind(cells) : value;
      },
      set: (_, key, value) => {
        write(Number(key));
        return Reflect.set(cells, key, value, cells);
      },
    });
  }

  #watchWords(purpose: string, words: TickWords): TickWords {
    const purposes = this.#purposes;
    return {
      get now() {
        purposes.set(words.now, purpose);
        return words.now;
      },
    } as TickWords;
  }

  #watchQueue(queue: string, longest: number): WaitingLine {
    const line = new WaitingLine(longest);
    const [post, take] = [line.post.bind(line), line.take.bind(line)];
    line.post = (record) => {
      this.#touch({ does: "posts", queue, onto: [record.onto] });
      post(record);
    };
    line.take = (tick) => {
      const taken = take(tick);
      this.#touch({ does: "delivers", queue, onto: taken.map(({ onto }) => onto) });
      return taken;
    };
    return line;
  }

  #watchTally(measure: string, counts: Counts): void {
    this.#scene.tallies.set(measure, {
      add: (entity, value) => {
        this.#touch({ does: "tally", measure });
        counts.add(entity, value);
      },
    });
  }
}

class WatchedKeys extends Keys {
  readonly #wrap: (purpose: string, words: TickWords) => TickWords;

  constructor(seed: number, wrap: (purpose: string, words: TickWords) => TickWords) {
    super(seed);
    this.#wrap = wrap;
  }

  override of(purpose: string): TickWords {
    return this.#wrap(purpose, super.of(purpose));
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
