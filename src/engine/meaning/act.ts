import { divide } from "../../core/arithmetic.ts";
import { draw, first, second } from "../../core/chance.ts";
import { pickUnit } from "../../core/cuts.ts";
import { levelOf, levelsOf } from "../../plan/candidates.ts";
import { filledOf, slotsOf } from "../../plan/kinds.ts";
import type {
  ActStep,
  Arrival,
  DeliverStep,
  DueStep,
  Effect,
  Event,
  Layer,
  MeetStep,
  Posting,
} from "../../plan/plan.ts";
import { roundHalfEven } from "../../rules/build.ts";
import { holdUnit, readUnit, writeUnit } from "../common/state.ts";
import type { Added } from "../common/trace.ts";
import { compileChance, compileLets, compileNumber, compileTruth } from "./evaluate.ts";
import { livesHere, type Named, named, openNamed, type Scene, watchOf } from "./scene.ts";

const { fround } = Math;

/** Compiles a step of independent Poisson acts, by thinning. */
export function compileAct(step: ActStep, scene: Scene): () => void {
  const { plan, stretch } = scene;
  const slots = slotsOf(plan, step.of);
  const scripted = step.of === undefined ? plan.script?.entity : undefined;
  const rate = compileNumber(step.rate, scene, openNamed([]));
  const top = fround(step.layers.at(-1)?.to ?? 0);
  const doEvent = compileEvent(step, scene, openNamed(localsOf(step.event)));
  const layers = step.layers.map((layer) => compileLayer(layer, slots, scene));
  const tryCandidate = (entity: number, level: number): void => {
    const wanted = rate(entity);
    if (wanted > top) warn(scene, step.name);
    if (Math.min(wanted, top) > level) doEvent(entity, entity);
  };
  return () => {
    for (let community = stretch.first; community < stretch.end; community++) {
      const filled = filledOf(plan, step.of, community);
      for (const [place, walkCandidates] of layers.entries()) {
        walkCandidates(community, (slot, level, candidate) => {
          const entity = community * slots + slot;
          if (slot >= filled || entity === scripted) return;
          scene.at.place = community;
          scene.at.ordinal = place * 2 ** 24 + candidate + 1;
          tryCandidate(entity, level);
        });
      }
    }
    doScript(step, scene, doEvent);
  };
}

/** Does the acts that the script has for this tick. */
export function doScript(step: ActStep | DueStep, scene: Scene, doEvent: DoEvent): void {
  const { script } = scene.plan;
  if (script === undefined || !livesHere(script.entity, scene)) return;
  for (const [place, act] of script.acts.entries()) {
    if (act.tick !== scene.tick || act.step !== step.name) continue;
    scene.at.place = 2 ** 32 - 1;
    scene.at.ordinal = place;
    doEvent(script.entity, script.entity, act.set);
  }
}

type SeeCandidate = (slot: number, level: number, candidate: number) => void;

function compileLayer(layer: Layer, slots: number, scene: Scene): (community: number, see: SeeCandidate) => void {
  const table = named(scene.tables, layer.table, "table");
  if (table.kind !== "cuts") throw new Error(`bug: table ${layer.table} has no cuts`);
  const cuts = table.rows[0];
  const key = scene.keys.of(layer.purpose);
  const levels = levelsOf(layer);
  const shift = 32 - Math.log2(slots);
  return (community, see) => {
    draw(key.now, community, 0);
    const candidates = pickUnit(cuts, first(), second());
    for (let candidate = 0; candidate < candidates; candidate++) {
      draw(key.now, community, 4 * (candidate >>> 3) + (candidate & 3) + 1);
      const word = candidate & 4 ? second() : first();
      see(word >>> shift, levelOf(word, levels), candidate);
    }
  };
}

function warn(scene: Scene, step: string): void {
  scene.warnings.set(step, (scene.warnings.get(step) ?? 0) + 1);
}

/**
 * Does what follows from an act of an entity that falls on one, at the address that the scene stands at.
 * `other` is who is met, where somebody is.
 */
export type DoEvent = (entity: number, target: number, set?: Readonly<Record<string, number>>, other?: number) => void;

/** The locals that an event makes: its lets, and whether it was put down to another. */
export function localsOf({ lets, misdirect }: Event): readonly string[] {
  const names = lets.map(({ name }) => name);
  return misdirect?.says === undefined ? names : [...names, misdirect.says];
}

/** Compiles an event. `locals` has room for those that it makes, and may hold others that are known before. */
export function compileEvent(step: ActStep | DueStep | MeetStep, scene: Scene, locals: Named): DoEvent {
  const { name, event } = step;
  const of = step.kind === "meet" ? undefined : step.of;
  const bind = compileLets(event.lets, scene, locals);
  const before = compileEffects(event.before, scene, locals);
  const beside = compileEffects((step.kind === "meet" && step.beside) || [], scene, locals);
  const when = compileTruth(event.when, scene, locals);
  const putDown = compileMisdirection(event, scene, locals, of);
  const delayOf = compileDelay(event, scene, locals);
  const line = event.wait === undefined ? undefined : named(scene.queues, event.wait.queue, "queue");
  const arrive = compileArrival(event.record, scene, of);
  const says = event.misdirect?.says === undefined ? undefined : named(locals.places, event.misdirect.says, "local");
  const carry = event.record.carry.map((each) => named(locals.places, each, "local"));
  const watch = watchOf(scene, of);
  return (entity, target, set, other) => {
    bind(entity, set);
    const adds: Added[] | undefined = watch && [];
    before(entity, adds);
    if (other !== undefined) beside(other, undefined);
    const recorded = when(entity);
    const onto = recorded ? putDown(entity, target) : target;
    if (says !== undefined) locals.values[says] = onto === target ? 0 : 1;
    const delay = recorded ? delayOf(entity) : 0;
    const { tick } = scene;
    const due = tick + delay;
    if (watch?.entities.has(entity) || watch?.entities.has(onto)) {
      const seen = Object.fromEntries([...locals.places].map(([each, place]) => [each, locals.values[place]]));
      const told = { tick, entity, step: name, label: event.record.label, locals: seen, onto, recorded, due };
      watch.see({ kind: "act", ...told, adds: adds ?? [] });
    }
    if (!recorded) return;
    const carried = carry.map((place) => locals.values[place]);
    if (delay > 0) line?.post({ onto, by: entity, posted: tick, due, carried });
    else arrive(onto, entity, carried);
  };
}

/** To whom an act of an entity is put down that should fall on another. */
type PutDown = (entity: number, target: number) => number;

function compileMisdirection({ misdirect }: Event, scene: Scene, locals: Named, of: string | undefined): PutDown {
  if (misdirect === undefined) return (_, target) => target;
  const { plan } = scene;
  const slots = slotsOf(plan, of);
  const goesAstray = compileChance(misdirect, compileNumber(misdirect.chance, scene, locals), scene);
  return (entity, target) => {
    if (!goesAstray(entity)) return target;
    const further = 1 + Math.floor((second() * (slots - 1)) / 2 ** 32);
    const slot = target % slots;
    const other = (slot + further) % slots;
    const there = other < filledOf(plan, of, (target - slot) / slots);
    return there ? target - slot + other : target;
  };
}

/** Whole ticks to wait, within what the queue can hold. */
function compileDelay({ wait }: Event, scene: Scene, locals: Named): (entity: number) => number {
  if (wait === undefined) return () => 0;
  const { longest } = named(scene.queues, wait.queue, "queue");
  const delay = compileNumber(wait.delay, scene, locals);
  return (entity) => Math.max(0, Math.min(roundHalfEven(delay(entity)) || 0, longest));
}

/** Does a record where it arrives, with the values of the locals it carries. */
type Arrive = (onto: number, by: number, carried: readonly number[]) => void;

function compileArrival(record: Arrival, scene: Scene, of: string | undefined): Arrive {
  const locals = openNamed([...record.carry, ...record.lets.map((each) => each.name)]);
  const bind = compileLets(record.lets, scene, locals);
  const effects = compileEffects(record.effects, scene, locals);
  const posts = (record.posts ?? []).map((posting) => compilePosting(posting, scene, locals));
  const watch = watchOf(scene, of);
  return (onto, by, carried) => {
    locals.values.set(carried);
    bind(onto);
    for (const post of posts) post(onto, by);
    if (!watch?.entities.has(onto) && !watch?.entities.has(by)) return effects(onto, undefined);
    const adds: Added[] = [];
    effects(onto, adds);
    const told = Object.fromEntries([...locals.places].map(([name, place]) => [name, locals.values[place]]));
    watch.see({ kind: "record", tick: scene.tick, entity: onto, by, label: record.label, carried: told, adds });
  };
}

/** Compiles what a record leads to later: it waits for at least a tick, within what the queue can hold. */
function compilePosting(posting: Posting, scene: Scene, locals: Named): (onto: number, by: number) => void {
  const line = named(scene.queues, posting.queue, "queue");
  const when = compileTruth(posting.when, scene, locals);
  const delay = compileNumber(posting.delay, scene, locals);
  const carry = posting.carry.map((tree) => compileNumber(tree, scene, locals));
  return (onto, by) => {
    if (!when(onto)) return;
    const { tick } = scene;
    const ticks = Math.max(1, Math.min(roundHalfEven(delay(onto)) || 0, line.longest));
    line.post({ onto, by, posted: tick, due: tick + ticks, carried: carry.map((value) => value(onto)) });
  };
}

/** Compiles a step that does the records that are due. */
export function compileDeliver(step: DeliverStep, scene: Scene): () => void {
  const line = named(scene.queues, step.queue, "queue");
  const arrive = compileArrival(step.record, scene, step.of);
  return () => {
    for (const { onto, by, carried } of line.take(scene.tick)) arrive(onto, by, carried);
  };
}

/** Applies effects to an entity; what is added is noted in `adds` where that is given. */
type Apply = (entity: number, adds: Added[] | undefined) => void;

function compileEffects(effects: readonly Effect[], scene: Scene, locals: Named): Apply {
  const applies = effects.map((effect) => compileEffect(effect, scene, locals));
  return (entity, adds) => {
    for (const apply of applies) apply(entity, adds);
  };
}

function compileEffect(effect: Effect, scene: Scene, locals: Named): Apply {
  const value = compileNumber(effect.value, scene, locals);
  if (effect.kind === "tally") {
    const tally = named(scene.tallies, effect.measure, "measure");
    return (entity) => tally.add(entity, value(entity));
  }
  const store = named(scene.stores, effect.column, "column");
  const unitsOf = (of: number): number => roundHalfEven(divide(of, store.resolution));
  if (effect.kind === "raise") {
    return (entity) => {
      // Held first: what is no number must not bring down what is there.
      const wanted = holdUnit(store, unitsOf(value(entity)));
      writeUnit(store, entity, Math.max(readUnit(store, entity), wanted));
    };
  }
  const { column, label = effect.column } = effect;
  return (entity, adds) => {
    const added = value(entity);
    writeUnit(store, entity, holdUnit(store, readUnit(store, entity) + unitsOf(added)));
    adds?.push({ column, label, value: added });
  };
}
