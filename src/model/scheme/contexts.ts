import { choices, nearest } from "../../core/problem.ts";
import { mapOf, type Of } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { names } from "../../language/values.ts";
import type { Conduct } from "../conduct/conduct.ts";
import type { Consequences } from "../consequences/consequences.ts";
import type { Draft } from "../draft/draft.ts";
import { areasOf, checkArea } from "./areas.ts";

/** `scheme.contexts`. */
export const contextsShape = mapOf(
  parameter(names("an area or a list of areas, which may be empty", 64, { least: 0 })),
  "areas by domain, such as { credit: [commercial], travel: [public_order, judicial] }",
  { most: 64 },
);
export type Contexts = Of<typeof contextsShape>;

/** Refuses areas that no conduct belongs to, and domains that no consequence is of. */
export function checkContexts(
  contexts: Contexts = [],
  { conduct, consequences }: { readonly conduct: Conduct; readonly consequences: Consequences },
  draft: Draft,
): void {
  const areas = areasOf(conduct);
  const domains = [...new Set(consequences.flatMap(({ is }) => (is.domain ? [is.domain.value] : [])))].sort();
  for (const { name, place, is } of contexts) {
    if (!domains.includes(name))
      draft.problem(
        "unknown-domain",
        `no consequence is of the domain "${name}"`,
        place,
        choices(domains, "a domain that a consequence names"),
        nearest(name, domains),
      );
    for (const { value, place: at } of is) checkArea(value, at, areas, draft);
  }
}
