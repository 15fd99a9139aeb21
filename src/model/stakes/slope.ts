import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { rangeOf } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { tickOf } from "../time/time.ts";

const level = "standing level";
const square = "standing square";
/** The least spread of standings that is reckoned with, as a part of the scale: rounding blurs what is finer. */
const leastSpread = 1 / 1024;
const mostSpread = 1 / 2;

/**
 * By how many points a relative score moves for each point of standing, as of the last tick, were standings spread evenly:
 * the scale over the width 2 √3 σ of an even spread of deviation σ. 1 in the first tick, when nothing is known yet.
 */
export function slopeOfRank(draft: Draft): NumberTree {
  const first = build.compare("lt", tickOf(draft), build.constant(1));
  const [mean, squares] = [momentOf(level, 1, draft), momentOf(square, 2, draft)];
  const variance = build.subtract(squares, build.multiply(mean, mean));
  const spread = build.clamp(build.unary("sqrt", build.greater(variance, build.constant(0))), leastSpread, mostSpread);
  const slope = build.divideBy(build.constant(1 / Math.sqrt(12)), spread);
  return build.choose(first, build.constant(1), slope);
}

/** The mean of a power of standings, as parts of the scale, of the last tick: counted where it is first asked for. */
function momentOf(name: string, power: 1 | 2, draft: Draft): NumberTree {
  const called = `last.${name}`;
  const known = draft.findGlobal(called);
  if (known) return known.leaf;
  const standing = draft.column("standing");
  const { from, to } = rangeOf(standing.column);
  const part = build.divideBy(build.subtract(standing.leaf, build.constant(from)), build.constant(to - from));
  const value = build.known(power === 1 ? part : build.multiply(part, part), { from: 0, to: 1 }, "it is on the scale");
  const doc = `the mean ${power === 1 ? "" : "square "}of all standings, as parts of the scale`;
  const spec = { value, resolution: 2 ** -24, figure: "mean", where: draft.covered, doc } as const;
  const measure = draft.census(name, spec, { topic: "standing" });
  return draft.addGlobal({ name: called, start: 0, range: { from: 0, to: 1 }, doc }, { kind: "measure", measure }).leaf;
}
