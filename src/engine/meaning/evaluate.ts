import { normalQuantileF32 } from "../../core/arithmetic.ts";
import { draw, first, joined, second, unit } from "../../core/chance.ts";
import { pickByScore, pickUnit } from "../../core/cuts.ts";
import type { Draw, DueStep, Let, Shared } from "../../plan/plan.ts";
import { binaryMeaning, comparisonMeaning, unaryMeaning } from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { logicalOf, readUnit } from "../common/state.ts";
import { withinClaim } from "./claims.ts";
import { type Named, named, type Scene } from "./scene.ts";

/** A tree, compiled: its value for an entity. Trees are pure, so a side that is not needed is not reckoned. */
export type Reckon = (entity: number) => number;
export type Judge = (entity: number) => boolean;

/** Compiles a number over columns and globals of a scene and over locals. */
export function compileNumber(tree: NumberTree, scene: Scene, locals: Named): Reckon {
  return withinClaim(tree, compileOperation(tree, scene, locals));
}

function compileOperation(tree: NumberTree, scene: Scene, locals: Named): Reckon {
  switch (tree.op) {
    case "constant": {
      const { value } = tree;
      return () => value;
    }
    case "column": {
      const store = named(scene.stores, tree.name, "column");
      return (entity) => logicalOf(store, readUnit(store, entity));
    }
    case "global":
      return readerOf(scene.globals, tree.name, "global");
    case "local":
      return readerOf(locals, tree.name, "local");
    case "choose": {
      const when = compileTruth(tree.when, scene, locals);
      const then = compileNumber(tree.then, scene, locals);
      const other = compileNumber(tree.other, scene, locals);
      return (entity) => (when(entity) ? then(entity) : other(entity));
    }
  }
  if ("of" in tree) {
    const meaning = unaryMeaning[tree.op];
    const of = compileNumber(tree.of, scene, locals);
    return (entity) => meaning(of(entity));
  }
  const meaning = binaryMeaning[tree.op];
  const left = compileNumber(tree.left, scene, locals);
  const right = compileNumber(tree.right, scene, locals);
  return (entity) => meaning(left(entity), right(entity));
}

function readerOf(all: Named, name: string, kind: string): Reckon {
  const place = named(all.places, name, kind);
  const { values } = all;
  return () => values[place];
}

/** Compiles a truth over columns and globals of a scene and over locals. */
export function compileTruth(tree: TruthTree, scene: Scene, locals: Named): Judge {
  switch (tree.op) {
    case "truth": {
      const { value } = tree;
      return () => value;
    }
    case "not": {
      const of = compileTruth(tree.of, scene, locals);
      return (entity) => !of(entity);
    }
    case "and":
    case "or": {
      const left = compileTruth(tree.left, scene, locals);
      const right = compileTruth(tree.right, scene, locals);
      if (tree.op === "and") return (entity) => left(entity) && right(entity);
      return (entity) => left(entity) || right(entity);
    }
    default: {
      const meaning = comparisonMeaning[tree.op];
      const left = compileNumber(tree.left, scene, locals);
      const right = compileNumber(tree.right, scene, locals);
      return (entity) => meaning(left(entity), right(entity));
    }
  }
}

/** Compiles a draw at the address that the scene stands at. */
export function compileDraw(of: Draw, scene: Scene, locals: Named): Reckon {
  const { at } = scene;
  switch (of.kind) {
    case "chance": {
      const p = compileNumber(of.p, scene, locals);
      const judge = compileChance(of, p, scene);
      return (entity) => (judge(entity) ? 1 : 0);
    }
    case "uniform": {
      const key = scene.keys.of(of.purpose);
      return () => {
        draw(key.now, at.place, at.ordinal);
        return unit(first());
      };
    }
    case "normal": {
      const key = scene.keys.of(of.purpose);
      return () => {
        draw(key.now, at.place, at.ordinal);
        return normalQuantileF32(Math.max(unit(first()), 2 ** -33));
      };
    }
    case "pick": {
      const word = compileWord(of, scene);
      const table = named(scene.tables, of.table, "table");
      if (table.kind !== "cuts") throw new Error(`bug: table ${of.table} has no cuts`);
      const row = compileRow(of.row, table.rows.length, scene, locals);
      return (entity) => {
        const high = word();
        return pickUnit(table.rows[row(entity)], high, second());
      };
    }
    case "rank": {
      const store = named(scene.stores, of.column, "column");
      return (entity) => named(scene.ranks, of.column, "rank")[readUnit(store, entity) - store.lowest];
    }
    case "pickByScore": {
      const table = named(scene.tables, of.table, "table");
      if (table.kind !== "scores") throw new Error(`bug: table ${of.table} has no scores`);
      const row = compileRow(of.row, table.rows.length, scene, locals);
      const score = compileNumber(of.score, scene, locals);
      return (entity) => pickByScore(table.rows[row(entity)], score(entity));
    }
  }
}

/** What a draw is of. */
interface Drawn {
  readonly purpose: string;
  readonly shares?: Shared | undefined;
}

/**
 * Whether a chance comes true by the first word at the scene's address; `second()` may be read after it.
 * The product is exact in double precision, so chances of 0 and less never do and 1 and more always do.
 */
export function compileChance(of: Drawn, p: Reckon, scene: Scene): Judge {
  const word = compileWord(of, scene);
  return (entity) => {
    const threshold = p(entity) * 2 ** 32;
    return word() < threshold;
  };
}

/** The first word of a draw at the scene's address; `second()` may be read after it. */
function compileWord({ purpose, shares }: Drawn, scene: Scene): () => number {
  const { at } = scene;
  const key = scene.keys.of(purpose);
  const own = (): number => {
    draw(key.now, at.place, at.ordinal);
    return first();
  };
  if (shares === undefined) return own;
  const shared = scene.keys.of(shares.purpose);
  return () => {
    draw(shared.now, at.place, at.ordinal);
    return joined(second(), shares.part, own());
  };
}

/** Whether the first word at the scene's address is below one chance and not below another, where there is one. */
export function compileInterval(
  { purpose, chance, above }: Pick<DueStep, "purpose" | "chance" | "above">,
  scene: Scene,
  locals: Named,
): Judge {
  const isBelow = compileChance({ purpose }, compileNumber(chance, scene, locals), scene);
  if (above === undefined) return isBelow;
  const from = compileNumber(above, scene, locals);
  return (entity) => isBelow(entity) && !(first() < from(entity) * 2 ** 32);
}

/** The row of a table: a whole number (what is behind the point is dropped), held within the table. */
function compileRow(tree: NumberTree, rows: number, scene: Scene, locals: Named): Reckon {
  const row = compileNumber(tree, scene, locals);
  return (entity) => Math.floor(Math.max(0, Math.min(row(entity) || 0, rows - 1)));
}

/** Lets of a step, compiled: reckons them all, in order, into locals; those in `set` are given instead. */
export type BindLets = (entity: number, set?: Readonly<Record<string, number>>) => void;

export function compileLets(lets: readonly Let[], scene: Scene, locals: Named): BindLets {
  const { values } = locals;
  const places = lets.map((each) => named(locals.places, each.name, "local"));
  const reckons = lets.map((each) => compileLet(each, scene, locals));
  return (entity, set) => {
    for (let i = 0; i < reckons.length; i++) {
      const given = set?.[lets[i].name];
      values[places[i]] = given === undefined ? reckons[i](entity) : given;
    }
  };
}

function compileLet(of: Let, scene: Scene, locals: Named): Reckon {
  if (of.kind === "number") return compileNumber(of.is, scene, locals);
  if (of.kind !== "truth") return compileDraw(of, scene, locals);
  const judge = compileTruth(of.is, scene, locals);
  return (entity) => (judge(entity) ? 1 : 0);
}
