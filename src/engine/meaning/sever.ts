import { draw, first, second } from "../../core/chance.ts";
import { numbersOf } from "../../plan/kinds.ts";
import type { SeverStep } from "../../plan/plan.ts";
import type { Network } from "../../plan/ties.ts";
import { readUnit, type Store, writeUnit } from "../common/state.ts";
import { compileNumber, type Reckon } from "./evaluate.ts";
import { compileSights } from "./meet.ts";
import { type Named, named, openNamed, type Scene, watchOf } from "./scene.ts";

/** Compiles a step that cuts and mends ties. Whether the other side has cut is as it was before the step. */
export function compileSever(step: SeverStep, network: Network | undefined, scene: Scene): () => void {
  const cut = scene.plan.ties?.cut;
  if (network === undefined || cut === undefined) throw new Error(`bug: ${step.name} cuts what cannot be cut`);
  const store = named(scene.stores, cut.column, "column");
  const locals = openNamed(step.sees.map(({ local }) => local));
  const see = compileSights(step.sees, scene, locals);
  const cutting = compileNumber(step.cut, scene, locals);
  const mending = compileNumber(step.mend, scene, locals);
  const reasons = compileReasons(step, scene, locals);
  const told = step.because && watchOf(scene, undefined) ? new Told(step, network, scene) : undefined;
  const key = scene.keys.of(step.purpose);
  return () => {
    const before = store.cells.slice();
    const [{ from, end }] = numbersOf(scene.plan, undefined, scene.stretch);
    for (let entity = from; entity < end; entity++) {
      let bits = readUnit(store, entity);
      reasons.begin();
      for (let lane = 0; lane < cut.lanes; lane++) {
        const friend = network.friend(entity, lane);
        if (friend < 0) continue;
        const bit = 1 << lane;
        const isCut = (before[entity - from]! & bit) !== 0;
        if (!isCut && (before[friend - from]! & bit) !== 0) continue;
        see(friend);
        draw(key.now, entity, lane >> 1);
        const word = lane & 1 ? second() : first();
        if (!(word < (isCut ? mending : cutting)(entity) * 2 ** 32)) continue;
        bits ^= bit;
        const why = isCut ? undefined : reasons.count(entity, word);
        told?.note(entity, lane, why);
      }
      writeUnit(store, entity, bits);
      reasons.write(entity);
    }
    told?.tell(store, before, from);
  };
}

/** What counts an entity's cuts by why they are made. */
interface Reasons {
  readonly begin: () => void;
  /** Counts a cut of a word; gives the column of why. */
  readonly count: (entity: number, word: number) => string | undefined;
  readonly write: (entity: number) => void;
}

function compileReasons({ because = [] }: SeverStep, scene: Scene, locals: Named): Reasons {
  const all = because.map(({ column, until }): { store: Store; until: Reckon | undefined; many: number } => ({
    store: named(scene.stores, column, "column"),
    until: until && compileNumber(until, scene, locals),
    many: 0,
  }));
  return {
    begin: () => {
      for (const one of all) one.many = 0;
    },
    count: (entity, word) => {
      const why = all.find(({ until }) => until === undefined || word < until(entity) * 2 ** 32);
      if (why === undefined) return undefined;
      why.many += 1;
      return why.store.column.name;
    },
    write: (entity) => {
      for (const { store, many } of all) writeUnit(store, entity, many);
    },
  };
}

/** Tells those who are watched which of their ties are cut, and which are there again. */
class Told {
  readonly #step: SeverStep;
  readonly #network: Network;
  readonly #scene: Scene;
  /** The column of why, of all that was changed in a tick. */
  readonly #changed = new Map<number, string | undefined>();

  constructor(step: SeverStep, network: Network, scene: Scene) {
    this.#step = step;
    this.#network = network;
    this.#scene = scene;
  }

  note(entity: number, lane: number, why: string | undefined): void {
    this.#changed.set(placeOf(entity, lane), why);
  }

  tell(store: Store, before: Store["cells"], from: number): void {
    const { plan, tick, watch } = this.#scene;
    for (const entity of watch?.entities ?? []) {
      for (let lane = 0; lane < plan.ties!.cut!.lanes; lane++) {
        const friend = this.#network.friend(entity, lane);
        const [own, theirs] = [placeOf(entity, lane), placeOf(friend, lane)];
        if (!this.#changed.has(own) && !this.#changed.has(theirs)) continue;
        const isSet = (bits: number): boolean => ((bits >> lane) & 1) === 1;
        const wasCut = isSet(before[entity - from]! | before[friend - from]!);
        const isCut = isSet(readUnit(store, entity) | readUnit(store, friend));
        if (wasCut === isCut) continue;
        const why = { own: this.#changed.get(own), friends: this.#changed.get(theirs) };
        watch!.see({ kind: "tie", tick, step: this.#step.name, entity, lane, isCut, ...why });
      }
    }
    this.#changed.clear();
  }
}

/** There are fewer than 32 lanes. */
function placeOf(entity: number, lane: number): number {
  return entity * 32 + lane;
}
