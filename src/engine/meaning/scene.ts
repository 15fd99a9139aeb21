import { purposeKey, tickKey, type Words } from "../../core/chance.ts";
import type { Stretch } from "../../plan/kinds.ts";
import type { Plan, Table } from "../../plan/plan.ts";
import type { Store } from "../common/state.ts";
import type { Watch } from "../common/trace.ts";
import type { Outside } from "./outside.ts";
import type { WaitingLine } from "./queue.ts";

/** The words of a purpose in the tick that runs. */
export interface TickWords {
  now: Words;
}

/** The keys of all purposes, made once a tick. */
export class Keys {
  readonly #seed: number;
  readonly #held = new Map<string, { readonly purpose: Words; readonly words: TickWords }>();
  #tick = -1;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A holder whose words follow the tick. */
  of(purpose: string): TickWords {
    const held = this.#held.get(purpose);
    if (held !== undefined) return held.words;
    const key = purposeKey(this.#seed, purpose);
    const words = { now: tickKey(key, this.#tick) };
    this.#held.set(purpose, { purpose: key, words });
    return words;
  }

  turn(tick: number): void {
    this.#tick = tick;
    for (const { purpose, words } of this.#held.values()) words.now = tickKey(purpose, tick);
  }
}

/** The counter of the draws that come next. */
export interface Address {
  place: number;
  ordinal: number;
}

/** Values by name in binary32. */
export interface Named {
  readonly places: ReadonlyMap<string, number>;
  readonly values: Float32Array;
}

export function openNamed(names: readonly string[]): Named {
  return { places: new Map(names.map((name, place) => [name, place])), values: new Float32Array(names.length) };
}

/** What entities are counted in. */
export interface Counter {
  add(entity: number, value: number): void;
}

/** All that compiled steps of one world read and write. */
export interface Scene {
  readonly plan: Plan;
  /** The communities that live here. */
  readonly stretch: Stretch;
  /** What is known of the others; undefined where there are none, or where it is reckoned elsewhere. */
  readonly outside: Outside | undefined;
  readonly stores: ReadonlyMap<string, Store>;
  readonly globals: Named;
  readonly tables: ReadonlyMap<string, Table>;
  /** The rank of each unit of a column, by the column as it was when the tick began. */
  readonly ranks: Map<string, Float32Array>;
  readonly keys: Keys;
  readonly at: Address;
  readonly queues: ReadonlyMap<string, WaitingLine>;
  readonly tallies: Map<string, Counter>;
  readonly warnings: Map<string, number>;
  readonly watch: Watch | undefined;
  /** The tick that runs; −1 while the world starts. */
  tick: number;
}

/** Whether an entity of the first kind lives in the scene. */
export function livesHere(entity: number, { plan, stretch }: Scene): boolean {
  const community = Math.floor(entity / plan.communitySize);
  return community >= stretch.first && community < stretch.end;
}

/** Who watches a step of a kind. */
export function watchOf({ watch }: Scene, of: string | undefined): Watch | undefined {
  return watch?.of === of ? watch : undefined;
}

/** What has this name. Throws an Error for one that is not there: the plan is at fault. */
export function named<T>(all: ReadonlyMap<string, T>, name: string, kind: string): T {
  const found = all.get(name);
  if (found === undefined) throw new Error(`bug: no ${kind} is named ${name}`);
  return found;
}
