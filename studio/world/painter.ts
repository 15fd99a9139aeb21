import type { ColumnRef, WorldUnderWay } from "../../src/index.ts";
import type { Sighted, Tree } from "./colourings.ts";

/** Nobody. */
export const nobody = 255;
/** Of a scale, its highest colour; of a difference, as far from `same` as it goes. */
const highest = 254;
const same = 127;
/** Stretches of a scale, at most. */
const stretches = 50;

/** One world in one colouring. */
export interface Painter {
  /** Fills a byte a person, and gives how many people have each. */
  paint(into: Uint8Array): Uint32Array;
  /** What is compared with another world: the figure of each person, or the place of its class. */
  figures(into: Float32Array): void;
  /** People by stretch or class. `counts` are those of the picture. */
  spread(counts: Uint32Array): readonly number[];
}

/** A world without that colouring: it shows nobody. */
export const blank: Painter = {
  paint: (into) => {
    into.fill(nobody);
    return new Uint32Array(256);
  },
  figures: (into) => void into.fill(Number.NaN),
  spread: () => [],
};

/** A painter of a world in a colouring of its own. */
export function painterOf(world: WorldUnderWay, { shows, sight }: Sighted): Painter {
  if (sight.is === "tree") return ofTree(world, sight.tree, sight.none);
  if (sight.is === "stay") return ofStay(world, sight.left, sight.notice);
  return ofValue(world, sight.column, shows);
}

function ofValue(world: WorldUnderWay, column: ColumnRef, shows: Sighted["shows"]): Painter {
  const { lowest, highest: most, offset, resolution } = world.plan.columns.find(({ name }) => name === column)!;
  const figureOf = (cell: number): number => offset + (lowest + cell) * resolution;
  const byteOf = (cell: number): number => {
    if (shows.is === "classes") return Math.round(figureOf(cell));
    const { from, to } = shows;
    const share = to > from ? (figureOf(cell) - from) / (to - from) : 0;
    return Math.max(0, Math.min(highest, Math.round(share * highest)));
  };
  const span = most - lowest;
  const table = span < 2 ** 16 ? Uint8Array.from({ length: span + 1 }, (_, cell) => byteOf(cell)) : undefined;
  return {
    paint: (into) => {
      let person = 0;
      for (const cells of world.cells(column).pieces) {
        if (table) for (let i = 0; i < cells.length; i++) into[person++] = table[cells[i]!]!;
        else for (let i = 0; i < cells.length; i++) into[person++] = byteOf(cells[i]!);
      }
      return countsOf(into);
    },
    figures: (into) => {
      let person = 0;
      for (const cells of world.cells(column).pieces)
        for (let i = 0; i < cells.length; i++) into[person++] = figureOf(cells[i]!);
    },
    spread: (counts) =>
      shows.is === "classes" ? [...counts.subarray(0, shows.words.length)] : world.spread(column, stretches).counts,
  };
}

function ofTree(world: WorldUnderWay, tree: Tree, none: number): Painter {
  const places = new Int8Array(world.people);
  return {
    paint: (into) => {
      world.reckonAll(tree, places);
      for (let person = 0; person < places.length; person++)
        into[person] = places[person]! < 0 ? none : places[person]!;
      return countsOf(into);
    },
    // Nobody is compared who has no band.
    figures: (into) => {
      world.reckonAll(tree, places);
      for (let person = 0; person < places.length; person++)
        into[person] = places[person]! < 0 ? Number.NaN : places[person]!;
    },
    spread: (counts) => [...counts.subarray(0, none + 1)],
  };
}

function ofStay(world: WorldUnderWay, left: ColumnRef, notice: ColumnRef | undefined): Painter {
  const bytes = new Uint8Array(world.people);
  const on = notice ? 2 : 1;
  const read = (into: Uint8Array): void => {
    mark(world, left, into, on, true);
    if (notice) mark(world, notice, into, 1, false);
  };
  return {
    paint: (into) => {
      read(into);
      return countsOf(into);
    },
    figures: (into) => {
      read(bytes);
      into.set(bytes);
    },
    spread: (counts) => [...counts.subarray(0, on + 1)],
  };
}

/** Puts a mark on everyone of whom a column has more than 0; others become 0, or stay as they are. */
function mark(world: WorldUnderWay, column: ColumnRef, into: Uint8Array, as: number, clears: boolean): void {
  const { pieces, lowest } = world.cells(column);
  let person = 0;
  for (const cells of pieces) {
    for (let i = 0; i < cells.length; i++, person++) {
      if (cells[i]! + lowest > 0) into[person] = as;
      else if (clears) into[person] = 0;
    }
  }
}

function countsOf(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i]!]! += 1;
  return counts;
}

export interface Against {
  readonly above: number;
  readonly same: number;
  readonly below: number;
}

/** How one world differs from the other, person by person. `width` is by how much they can differ. */
export function paintDifference(first: Float32Array, second: Float32Array, width: number, into: Uint8Array): Against {
  let [above, below, there] = [0, 0, 0];
  const step = width > 0 ? same / width : 0;
  for (let person = 0; person < into.length; person++) {
    const gap = first[person]! - second[person]!;
    if (Number.isNaN(gap)) {
      into[person] = nobody;
      continue;
    }
    there++;
    const far = Math.max(1, Math.min(same, Math.round(Math.abs(gap) * step)));
    if (gap > 0) {
      above++;
      into[person] = same + far;
    } else if (gap < 0) {
      below++;
      into[person] = same - far;
    } else into[person] = same;
  }
  return { above, same: there - above - below, below };
}
