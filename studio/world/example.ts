import type { ColumnRef, KindLegend, WorldUnderWay } from "../../src/index.ts";

/**
 * Somebody whom friends pulled down, by the world's own account: of those who stand in the upper half by their own records, the one
 * whom it cost most. Undefined where there is nobody, or where no account of friends alone is kept.
 */
export function pulledDown(world: WorldUnderWay): number | undefined {
  const [people] = world.legend.kinds;
  const standing = people.score?.standing?.column;
  if (!world.pulledBy || !standing) return undefined;
  const [moved, stands] = [valuesOf(world, world.pulledBy), valuesOf(world, standing)];
  const judged = judgedIn(world, people);
  const order = Float64Array.from(judged, (person) => stands[person]!).sort();
  const middle = order[order.length >> 1] ?? Number.POSITIVE_INFINITY;
  let [found, most]: [number | undefined, number] = [undefined, 0];
  for (const person of judged) {
    const own = stands[person]! - moved[person]!;
    if (moved[person]! >= 0 || own < middle) continue;
    // Only the place among all counts: a point costs more where many stand close together.
    const lost = placeOf(own, order) - placeOf(stands[person]!, order);
    if (lost > most) [found, most] = [person, lost];
  }
  return found;
}

/** Those whose score is their own: who is covered, and has enough on file. */
function judgedIn(world: WorldUnderWay, { bands, score }: KindLegend): number[] {
  const trees = [bands?.index, score?.made.find(({ is }) => is === "thin")?.contributes];
  const [band, thin] = trees.map((tree) => tree && world.reckoner(tree));
  return Array.from({ length: world.people }, (_, person) => person).filter(
    (person) => (band?.(person) ?? 0) >= 0 && (thin?.(person) ?? 0) === 0,
  );
}

/** How many of an order stand lower. */
function placeOf(value: number, order: Float64Array): number {
  let [from, to] = [0, order.length];
  while (from < to) {
    const half = (from + to) >> 1;
    if (order[half]! < value) from = half + 1;
    else to = half;
  }
  return from;
}

function valuesOf(world: WorldUnderWay, column: ColumnRef): Float64Array {
  const { offset, resolution } = world.plan.columns.find(({ name }) => name === column)!;
  const { pieces, lowest } = world.cells(column);
  const values = new Float64Array(world.people);
  let person = 0;
  for (const cells of pieces)
    for (let i = 0; i < cells.length && person < values.length; i++)
      values[person++] = offset + (lowest + cells[i]!) * resolution;
  return values;
}
