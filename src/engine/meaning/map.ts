import { divide } from "../../core/arithmetic.ts";
import { coarse } from "../../core/chance.ts";
import { numbersOf } from "../../plan/kinds.ts";
import type { MapStep, Write } from "../../plan/plan.ts";
import { roundHalfEven } from "../../rules/build.ts";
import { holdUnit, logicalOf, readUnit, type Store, writeUnit } from "../common/state.ts";
import { compileLets, compileNumber, compileTruth, type Reckon } from "./evaluate.ts";
import { type Named, named, openNamed, type Scene, watchOf } from "./scene.ts";

const { fround } = Math;

interface CompiledWrite {
  readonly store: Store;
  readonly changes: boolean;
  readonly value: Reckon;
  /** The whole number that a number of units becomes for an entity. */
  readonly round: (units: number, entity: number) => number;
  readonly ledger: readonly { readonly label: string; readonly part: Reckon }[];
  readonly hasLedger: boolean;
}

/** Compiles a step over each entity by itself. All that is written is reckoned from what was there before the step. */
export function compileMap(step: MapStep, scene: Scene): () => void {
  const locals = openNamed(step.lets.map((each) => each.name));
  const bind = compileLets(step.lets, scene, locals);
  const writes = step.writes.map((write) => compileWrite(write, step, scene, locals));
  const values = new Float32Array(writes.length);
  const { at } = scene;
  const watch = watchOf(scene, step.of);
  const mapOne = (entity: number): void => {
    at.place = entity;
    at.ordinal = 0;
    bind(entity);
    for (let i = 0; i < writes.length; i++) values[i] = writes[i].value(entity);
    const tell = watch?.entities.has(entity) ? noteWrites(step.name, writes, entity, scene) : undefined;
    for (let i = 0; i < writes.length; i++) {
      const wanted = unitWanted(writes[i], values[i], entity);
      const unit = holdUnit(writes[i].store, wanted);
      tell?.(i, wanted, unit);
      writeUnit(writes[i].store, entity, unit);
    }
  };
  const isDue = step.when && compileTruth(step.when, scene, openNamed([]));
  return () => {
    if (isDue && !isDue(0)) return;
    for (const { from, end } of numbersOf(scene.plan, step.of, scene.stretch))
      for (let entity = from; entity < end; entity++) mapOne(entity);
  };
}

function compileWrite(write: Write, step: MapStep, scene: Scene, locals: Named): CompiledWrite {
  const { rounding } = write;
  const value = compileNumber(write.value, scene, locals);
  return {
    store: named(scene.stores, write.column, "column"),
    changes: write.mode === "change",
    value,
    round: rounding.kind === "nearest" ? roundNearest : compileRounding(rounding.purpose, scene),
    ledger: write.ledger?.map(({ label, part }) => ({ label, part: compileNumber(part, scene, locals) })) ?? [
      { label: step.name, part: value },
    ],
    hasLedger: write.ledger !== undefined,
  };
}

function roundNearest(units: number): number {
  return roundHalfEven(units);
}

/** Up with the chance of the remainder, so that the mean is kept. */
function compileRounding(purpose: string, scene: Scene): (units: number, entity: number) => number {
  const key = scene.keys.of(purpose);
  return (units, entity) => {
    const below = Math.floor(units);
    return coarse(key.now, entity) < (units - below) * 65_536 ? below + 1 : below;
  };
}

/** The unit that a write asks for, before it is held within the column. */
function unitWanted(write: CompiledWrite, value: number, entity: number): number {
  const { store, changes } = write;
  const units = divide(changes ? value : fround(value - store.offset), store.resolution);
  const whole = write.round(units, entity);
  return changes ? readUnit(store, entity) + whole : whole;
}

/** The unit next to a logical value, held within the column. */
export function unitOfValue(store: Store, value: number): number {
  return holdUnit(store, roundHalfEven(divide(fround(fround(value) - store.offset), store.resolution)));
}

/** Reckons the ledgers of an entity before anything is written; what it gives tells of each write. */
function noteWrites(
  step: string,
  writes: readonly CompiledWrite[],
  entity: number,
  scene: Scene,
): (place: number, wanted: number, unit: number) => void {
  const ledgers = writes.map(({ store, changes, ledger }) => {
    const parts = ledger.map(({ label, part }) => ({ label, value: part(entity) }));
    if (changes) return parts;
    return [{ label: "was", value: -logicalOf(store, readUnit(store, entity)) }, ...parts];
  });
  return (place, wanted, unit) => {
    const { store, hasLedger } = writes[place];
    const old = readUnit(store, entity);
    if (!hasLedger && unit === old) return;
    const ledger = ledgers[place];
    const [before, after] = [logicalOf(store, old), logicalOf(store, unit)];
    const held = (unit - wanted) * store.resolution;
    const rounding = after - before - held - ledger.reduce((sum, part) => sum + part.value, 0);
    const { tick } = scene;
    const column = store.column.name;
    scene.watch?.see({ kind: "write", tick, step, entity, column, before, after, ledger, rounding, held });
  };
}
