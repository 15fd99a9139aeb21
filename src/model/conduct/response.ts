import { mapOf, need, type Of, record } from "../../language/shape.ts";
import { setting } from "../../language/tagged.ts";
import { names as namesShape } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { Conduct } from "./conduct.ts";
import { namedConduct } from "./recordable.ts";
import { refuseHidden } from "./sights.ts";

/** `response`: what people change because of the scheme, as a factor on how often they do things. */
export const responseShape = mapOf(
  record(
    {
      of: need(namesShape("a conduct or a list of them", 256), "the conducts it changes"),
      factor: need(
        setting("1 - 0.3 * no_government_support"),
        "by which their rates are multiplied; several responses multiply",
      ),
    },
    "a mapping with of and factor",
  ),
  "responses by name, such as caution: { of: littering, factor: 0.8 }",
  { most: 64 },
);
export type Response = Of<typeof responseShape>;

/** The factor on the rate of each conduct that anything responds to. */
export function lowerResponse(response: Response, conduct: Conduct, draft: Draft): Map<string, NumberTree> {
  const factors = new Map<string, NumberTree>();
  for (const one of response) {
    for (const { value, place } of one.is.of) {
      namedConduct(value, place, conduct, draft);
    }
    const factor = draft.setting(one.is.factor, `response.${one.name}.factor`, draft.personScope, { from: 0 });
    refuseHidden(factor, draft.placeOf(`response.${one.name}.factor`), draft);
    if (!factor) continue;
    const held = factor.range.from < 0 ? build.greater(factor, build.constant(0)) : factor;
    const sure = build.choose(draft.begun, held, build.constant(1));
    for (const { value } of one.is.of) {
      const before = factors.get(value);
      factors.set(value, before ? build.multiply(before, sure) : sure);
    }
  }
  return factors;
}
