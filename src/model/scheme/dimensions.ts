import { mapOf, need, type Of, record } from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { rule } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { Draft } from "../draft/draft.ts";
import type { Part } from "./points.ts";

const dimension = record(
  {
    weight: need(setting("35"), "how much it weighs among all dimensions"),
    value: need(parameter(rule("number", "1 - late / 10")), "how well somebody does in it; held to 0 to 1"),
  },
  "{ weight: 35, value: 1 - late / 10 }",
);

/** `scheme.dimensions`. */
export const dimensionsShape = mapOf(dimension, "dimensions by name, such as history: { weight: 35, value: ... }", {
  least: 1,
  most: 32,
});
export type Dimensions = Of<typeof dimensionsShape>;

/** What has been read of each kind of entity: a rule is read once, and its faults are said once. */
const known = new WeakMap<Draft, readonly Part[] | undefined>();

/** What each dimension contributes: its share of all weights × its value × the points from the scale's end to end. */
export function lowerDimensions(dimensions: Dimensions, span: number, draft: Draft): readonly Part[] | undefined {
  if (!known.has(draft)) known.set(draft, readDimensions(dimensions, span, draft));
  return known.get(draft);
}

function readDimensions(dimensions: Dimensions, span: number, draft: Draft): Part[] | undefined {
  const read = dimensions.map(({ name, is }) => {
    const path = `scheme.dimensions.${name}`;
    const weight = draft.setting(is.weight, `${path}.weight`, draft.globalScope, { from: 0 });
    const value = draft.within(is.value, { from: 0, to: 1 });
    return weight && value && { name, weight, value: build.clamp(value, 0, 1) };
  });
  const found = read.filter((one) => one !== undefined);
  if (found.length < read.length) return undefined;
  const all = found.map(({ weight }) => weight).reduce(build.add);
  if (all.op === "constant" && all.value === 0)
    draft.problem(
      "out-of-range",
      "these weights add up to 0",
      draft.placeOf("scheme.dimensions"),
      "a dimension with a weight above 0",
    );
  return found.map(({ name, weight, value }): Part => {
    const most = build.divideBy(build.multiply(build.constant(span), weight), all);
    return { label: name, part: build.multiply(value, build.clamp(most, 0, span)), is: "dimension" };
  });
}
