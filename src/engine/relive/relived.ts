import { slotsOf } from "../../plan/kinds.ts";
import type { Column, Plan } from "../../plan/plan.ts";
import { firstTick } from "../../plan/settle.ts";
import { type Network, networkOf } from "../../plan/ties.ts";
import { leavesOf, type NumberTree } from "../../rules/tree.ts";
import type { MeasureRow } from "../common/measured.ts";
import { logicalOf, storeOf } from "../common/state.ts";
import type { Watch } from "../common/trace.ts";
import type { World } from "../meaning/interpret.ts";
import type { Moments } from "./moment.ts";
import { Part } from "./part.ts";

/** What lives are told of: communities that are lived again, or a whole world of the interpreter. */
export interface Lived {
  readonly plan: Plan;
  readonly seed: number;
  readonly tick: number;
  readonly rows: readonly MeasureRow[];
  step(): Promise<void> | void;
  unitOf(column: string, entity: number): number;
  valueOf(column: string, entity: number): number;
  globalOf(name: string): number;
  reckoner(tree: NumberTree): (entity: number) => number;
  close?(): void;
}

/**
 * Some communities of a world, lived again by the interpreter: whatever is in them can be watched and read, as if it were a
 * world of the interpreter. A community depends on itself, on figures that are the same for everyone, on ranks, and on what
 * far friends show: that comes moment by moment from the engine that runs the world, or from a recording. What is lived
 * again is held to what that engine left there.
 */
export class Relived implements Lived {
  readonly plan: Plan;
  readonly seed: number;
  /** Ticks done; below 0 while it settles. */
  tick: number;
  readonly #moments: Moments;
  readonly #parts: ReadonlyMap<number, Part>;
  readonly #network: Network | undefined;

  /** Entities of `watch` have to live in the communities. Throws Error "bug: ..." where what the start made differs. */
  constructor(moments: Moments, watch?: Watch) {
    const { plan, seed, communities, opening } = moments;
    const { ties, communitySize, size } = plan;
    this.plan = plan;
    this.seed = seed;
    this.tick = firstTick(plan);
    this.#moments = moments;
    this.#parts = new Map(communities.map((one) => [one, new Part(plan, seed, one, opening, watch)]));
    this.#network = ties && networkOf(ties, communitySize, size, seed);
  }

  /** What was measured of the whole world in the last tick; nothing where that is not known. */
  get rows(): readonly MeasureRow[] {
    return this.#moments.rows;
  }

  /** Lives one tick. Throws Error "bug: ..." where what comes of it differs. */
  async step(): Promise<void> {
    const moment = await this.#moments.next();
    for (const part of this.#parts.values()) part.live(moment);
    this.tick += 1;
  }

  /**
   * The whole number that an entity has in a column: one of the communities, in any column, or a far friend of theirs, in a
   * column that is gathered. Throws Error "bug: ..." for what is not known.
   */
  unitOf(column: string, entity: number): number {
    const { of } = this.#columnOf(column);
    const part = this.#parts.get(this.#communityOf(entity, of));
    return part ? part.world.unitOf(column, entity) : this.#shownBy(entity, column);
  }

  /** What a far friend shows: whoever has a friend in a lane is that one's friend in it. */
  #shownBy(friend: number, column: string): number {
    const { near, far } = this.plan.ties ?? { near: 0, far: 0 };
    for (let lane = near; lane < near + far; lane++) {
      const entity = this.#network!.friend(friend, lane);
      const part = entity < 0 ? undefined : this.#parts.get(this.#communityOf(entity, undefined));
      if (part) return part.farUnit(column, entity, lane);
    }
    return unknown(friend);
  }

  /** The logical value, binary32, that an entity has in a column: as of `unitOf`. */
  valueOf(column: string, entity: number): number {
    return logicalOf(storeOf(this.#columnOf(column), new Uint8Array(0), 0), this.unitOf(column, entity));
  }

  /** The value of a global in the last tick. */
  globalOf(name: string): number {
    return this.#anyone.globalOf(name);
  }

  /** A number over columns and globals, to be reckoned for any entity of the communities from the state as it stands by then. */
  reckoner(tree: NumberTree): (entity: number) => number {
    const [read] = leavesOf(tree, "column");
    // What reads no column is the same for everyone.
    if (read === undefined) return this.#anyone.reckoner(tree);
    const { of } = this.#columnOf(read);
    const reckons = new Map([...this.#parts].map(([one, { world }]) => [one, world.reckoner(tree)]));
    return (entity) => (reckons.get(this.#communityOf(entity, of)) ?? unknown)(entity);
  }

  /** Ends what runs beside. What has come to be can still be read. */
  close(): void {
    this.#moments.close();
  }

  #communityOf(entity: number, of: string | undefined): number {
    return Math.floor(entity / slotsOf(this.plan, of));
  }

  #columnOf(name: string): Column {
    const found = this.plan.columns.find((column) => column.name === name);
    if (found === undefined) throw new Error(`bug: no column is named ${name}`);
    return found;
  }

  /** A world of those who are here: any, since it is asked for what is the same in all. */
  get #anyone(): World {
    const [part] = this.#parts.values();
    if (part === undefined) throw new Error("bug: no community is lived again");
    return part.world;
  }
}

function unknown(entity: number): never {
  throw new Error(`bug: ${entity} lives in no community that is lived again`);
}
