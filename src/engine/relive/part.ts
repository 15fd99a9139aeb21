import type { Stretch } from "../../plan/kinds.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Watch } from "../common/trace.ts";
import { World } from "../meaning/interpret.ts";
import type { Outside } from "../meaning/outside.ts";
import { named } from "../meaning/scene.ts";
import { agree } from "./agree.ts";
import type { Moment, Pause, Shown } from "./moment.ts";

/** One community, lived again: a world of the interpreter that holds no other, and what it is told of the rest. */
export class Part implements Outside {
  readonly stretch: Stretch;
  readonly world: World;
  globals: Float32Array = new Float32Array(0);
  #ranks: Moment["ranks"] = new Map();
  #shown: Shown;

  /** Makes the community as it starts. Throws Error "bug: ..." where that is not what the engine made. */
  constructor(plan: Plan, seed: number, community: number, opening: Pause, watch?: Watch) {
    this.stretch = { first: community, end: community + 1 };
    this.#shown = this.#shownIn(opening);
    this.world = new World(plan, seed, watch, this);
    this.#agree(opening);
  }

  /** Lives a tick. Throws Error "bug: ..." where what comes of it is not what the engine made. */
  live(moment: Moment): void {
    this.globals = moment.globals;
    this.#ranks = moment.ranks;
    this.world.step();
    this.#shown = this.#shownIn(moment);
    this.#agree(moment);
  }

  ranksOf(column: string): Float32Array {
    return named(this.#ranks, column, "ranked column");
  }

  /** As things stand: while a tick is lived, as they stood when it began. */
  farUnit(column: string, entity: number, lane: number): number {
    const { communitySize, ties } = this.world.plan;
    const place = (lane - ties!.near) * communitySize + (entity % communitySize);
    const { lowest } = this.world.units(column);
    return lowest + named(this.#shown, column, "gathered column")[place]!;
  }

  #shownIn({ shown }: Pause): Shown {
    const found = shown.get(this.stretch.first);
    if (found === undefined) throw new Error(`bug: community ${this.stretch.first} was not taken down`);
    return found;
  }

  #agree({ left }: Pause): void {
    const here = left?.get(this.stretch.first);
    if (here) agree(this.world, here);
  }
}
