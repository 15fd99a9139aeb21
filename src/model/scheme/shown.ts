import { choices, nearest } from "../../core/problem.ts";
import { mapOf, may, type Named, type Of, record, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { oneOf } from "../../language/values.ts";
import { type Audience, audiences } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";

const audience = oneOf(...audiences);
const byList = mapOf(parameter(audience), "to whom by list, such as { defaulters: everyone, debtors: nobody }", {
  least: 1,
  most: 64,
});

/** All lists alike, or by name. */
type Listed =
  | { readonly kind: "all"; readonly to: Audience }
  | { readonly kind: "by name"; readonly of: readonly Named<Audience>[] };

const all = parameter(audience);
const listed: Shape<Listed> = {
  says: `${audience.says}, or one of them by list`,
  schema: { anyOf: [all.schema, byList.schema] },
  read: (node, reading, path) => {
    if (node.kind === "map" && !node.entries.some(({ key }) => key === "is")) {
      const of = byList.read(node, reading, path);
      return of && { kind: "by name", of };
    }
    const to = all.read(node, reading, path);
    return to && { kind: "all", to };
  },
};

/** `scheme.shown`: what people see of each other. */
export const shownShape = record(
  {
    score: may(
      all,
      "to whom a score is shown: `nobody`; `friends` (and family); `dealing`: to whoever is met, too; `everyone`: in what is told of neighbours, too",
      "everyone",
    ),
    band: may(all, "to whom a band is", "as the score"),
    list: may(listed, "to whom it is shown who is on a list: the same for all lists, or by list", "everyone"),
  },
  "a mapping such as { score: friends, list: everyone }",
);
type Shown = Of<typeof shownShape>;

/** What others see of whom a scheme is over. `visible: false` is another way to say that they see no score. */
export function declareShown(
  { shown, visible }: { readonly shown?: Shown | undefined; readonly visible?: boolean | undefined },
  lists: readonly string[],
  draft: Draft,
): void {
  if (visible === false && shown?.score)
    draft.problem(
      "shown-twice",
      "visible: false and shown.score both say who sees a score",
      draft.placeOf("scheme.visible"),
      "one of them",
    );
  const { audiences } = draft;
  audiences.score = shown?.score ?? (visible === false ? "nobody" : "everyone");
  audiences.band = shown?.band ?? audiences.score;
  if (shown?.list?.kind === "all") for (const name of lists) audiences.lists.set(name, shown.list.to);
  if (shown?.list?.kind !== "by name") return;
  for (const { name, place, is } of shown.list.of) {
    if (lists.includes(name)) audiences.lists.set(name, is);
    else
      draft.problem(
        "unknown-list",
        `there is no list "${name}"`,
        place,
        choices(lists, "an entry under lists"),
        nearest(name, lists),
      );
  }
}
