import { divide } from "../core/arithmetic.ts";
import { draw, first, second, unit } from "../core/chance.ts";
import { pickUnit } from "../core/distribution.ts";
import type { ActStep, Arrival, DeliverStep, Effect, Event, Layer } from "../plan/plan.ts";
import { roundHalfEven } from "../rules/build.ts";
import { compileChance, compileLets, compileNumber, compileTruth } from "./evaluate.ts";
import { type Named, named, openNamed, type Scene } from "./scene.ts";
import { holdUnit, readUnit, writeUnit } from "./state.ts";
import type { Added } from "./trace.ts";

const { fround } = Math;

/** Compiles a step of independent Poisson acts, by thinning. */
export function compileAct(step: ActStep, scene: Scene): () => void {
  const { size, communitySize, script } = scene.plan;
  const communities = Math.ceil(size / communitySize);
  const rate = compileNumber(step.rate, scene, openNamed([]));
  const top = fround(step.layers.at(-1)?.to ?? 0);
  const doEvent = compileEvent(step, scene);
  const layers = step.layers.map((layer) => compileLayer(layer, scene));
  const tryCandidate = (entity: number, level: number): void => {
    const wanted = rate(entity);
    if (wanted > top) warn(scene, `rate of ${step.name} was above its bound`);
    if (Math.min(wanted, top) > level) doEvent(entity);
  };
  return () => {
    for (let community = 0; community < communities; community++) {
      for (const [place, walkCandidates] of layers.entries()) {
        walkCandidates(community, (slot, level, candidate) => {
          const entity = community * communitySize + slot;
          if (entity >= size || entity === script?.entity) return;
          scene.at.place = community;
          scene.at.ordinal = place * 2 ** 24 + candidate + 1;
          tryCandidate(entity, level);
        });
      }
    }
    doScript(step, scene, doEvent);
  };
}

function doScript(step: ActStep, scene: Scene, doEvent: DoEvent): void {
  const { script } = scene.plan;
  for (const [place, act] of script?.acts.entries() ?? []) {
    if (act.tick !== scene.tick || act.step !== step.name) continue;
    scene.at.place = 2 ** 32 - 1;
    scene.at.ordinal = place;
    doEvent(script!.entity, act.set);
  }
}

type SeeCandidate = (slot: number, level: number, candidate: number) => void;

function compileLayer(layer: Layer, scene: Scene): (community: number, see: SeeCandidate) => void {
  const table = named(scene.tables, layer.table, "table");
  if (table.kind !== "cuts") throw new Error(`bug: table ${layer.table} has no cuts`);
  const cuts = table.rows[0];
  const key = scene.keys.of(layer.purpose);
  const from = fround(layer.from);
  const width = fround(fround(layer.to) - from);
  const shift = 32 - Math.log2(scene.plan.communitySize);
  return (community, see) => {
    draw(key.now, community, 0);
    const candidates = pickUnit(cuts, first(), second());
    for (let candidate = 0; candidate < candidates; candidate++) {
      draw(key.now, community, candidate + 1);
      see(first() >>> shift, fround(from + fround(width * unit(second()))), candidate);
    }
  };
}

function warn(scene: Scene, text: string): void {
  scene.warnings.set(text, (scene.warnings.get(text) ?? 0) + 1);
}

/** Does what follows from an act of an entity, at the address that the scene stands at. */
type DoEvent = (entity: number, set?: Readonly<Record<string, number>>) => void;

function compileEvent({ name, event }: ActStep, scene: Scene): DoEvent {
  const locals = openNamed(event.lets.map((each) => each.name));
  const bind = compileLets(event.lets, scene, locals);
  const before = compileEffects(event.before, scene, locals);
  const when = compileTruth(event.when, scene, locals);
  const putDown = compileMisdirection(event, scene, locals);
  const delayOf = compileDelay(event, scene, locals);
  const line = event.wait === undefined ? undefined : named(scene.queues, event.wait.queue, "queue");
  const arrive = compileArrival(event.record, scene);
  const carry = event.record.carry.map((each) => named(locals.places, each, "local"));
  const { watch } = scene;
  return (entity, set) => {
    bind(entity, set);
    const adds: Added[] | undefined = watch && [];
    before(entity, adds);
    const recorded = when(entity);
    const onto = recorded ? putDown(entity) : entity;
    const delay = recorded ? delayOf(entity) : 0;
    const { tick } = scene;
    const due = tick + delay;
    if (watch?.entities.has(entity) || watch?.entities.has(onto)) {
      const seen = Object.fromEntries(event.lets.map((each, place) => [each.name, locals.values[place]]));
      const told = { tick, entity, step: name, label: event.record.label, locals: seen, onto, recorded, due };
      watch.see({ kind: "act", ...told, adds: adds ?? [] });
    }
    if (!recorded) return;
    const carried = carry.map((place) => locals.values[place]);
    if (delay > 0) line?.post({ onto, by: entity, posted: tick, due, carried });
    else arrive(onto, entity, carried);
  };
}

/** To whom an act is put down. */
function compileMisdirection({ misdirect }: Event, scene: Scene, locals: Named): (entity: number) => number {
  if (misdirect === undefined) return (entity) => entity;
  const { size, communitySize } = scene.plan;
  const goesAstray = compileChance(misdirect.purpose, compileNumber(misdirect.chance, scene, locals), scene);
  return (entity) => {
    if (!goesAstray(entity)) return entity;
    const further = 1 + Math.floor((second() * (communitySize - 1)) / 2 ** 32);
    const slot = entity % communitySize;
    const other = entity - slot + ((slot + further) % communitySize);
    return other < size ? other : entity;
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

function compileArrival(record: Arrival, scene: Scene): Arrive {
  const locals = openNamed([...record.carry, ...record.lets.map((each) => each.name)]);
  const bind = compileLets(record.lets, scene, locals);
  const effects = compileEffects(record.effects, scene, locals);
  const { watch } = scene;
  return (onto, by, carried) => {
    locals.values.set(carried);
    bind(onto);
    if (!watch?.entities.has(onto) && !watch?.entities.has(by)) return effects(onto, undefined);
    const adds: Added[] = [];
    effects(onto, adds);
    const told = Object.fromEntries(record.carry.map((name, place) => [name, carried[place]]));
    watch.see({ kind: "record", tick: scene.tick, entity: onto, by, label: record.label, carried: told, adds });
  };
}

/** Compiles a step that does the records that are due. */
export function compileDeliver(step: DeliverStep, scene: Scene): () => void {
  const line = named(scene.queues, step.queue, "queue");
  const arrive = compileArrival(step.record, scene);
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
  const { column, label = effect.column } = effect;
  return (entity, adds) => {
    const added = value(entity);
    const units = roundHalfEven(divide(added, store.resolution));
    writeUnit(store, entity, holdUnit(store, readUnit(store, entity) + units));
    adds?.push({ column, label, value: added });
  };
}
