import { grouped } from "../../core/problem.ts";
import { mapOf, may, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import type { Quantity } from "../../language/units.ts";
import { name, names, quantity, rule, yesOrNo } from "../../language/values.ts";
import type { Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { wholeColumn } from "../draft/columns.ts";
import { inContext } from "../draft/contexts.ts";
import type { Draft } from "../draft/draft.ts";

const fields = record(
  {
    domain: may(name("a word"), "the domain of life: travel, credit, work, school, housing, welfare, ..."),
    when: may(parameter(rule("truth", "band == D")), "it holds for everyone for whom this holds"),
    on: may(
      parameter(rule("truth", "band == D")),
      "it begins for everyone for whom this comes to hold, and lasts for `lasts`",
    ),
    lasts: may(parameter(quantity("duration", { above: 0 })), "how long it lasts once it has begun"),
    costs: may(parameter(quantity("yuan per time", { from: 0 })), "what it costs the person"),
    benefits: may(parameter(quantity("yuan per time", { from: 0 })), "what it is worth to the person"),
    family: may(
      yesOrNo,
      "whether family members feel it too: for them `NAME_through_family` holds, as of the end of the last tick",
      "false",
    ),
    family_costs: may(parameter(quantity("yuan per time", { from: 0 })), "what it costs each of them"),
    family_benefits: may(parameter(quantity("yuan per time", { from: 0 })), "what it is worth to each of them"),
    costs_each: may(
      parameter(quantity("yuan", { from: 0 })),
      "instead of `costs`: what each attempt costs the person that it blocks",
    ),
    benefits_each: may(
      parameter(quantity("yuan", { from: 0 })),
      "instead of `benefits`: what each attempt that it blocks is worth to the person",
    ),
    blocks: may(names("a conduct or a list of them", 64), "the conducts that those under it attempt in vain"),
  },
  "a mapping with domain and when, or on and lasts",
);

const one: Shape<Of<typeof fields>> = {
  ...fields,
  read: (node, reading, path) => {
    const read = fields.read(node, reading, path);
    if (!read) return undefined;
    if ((read.when === undefined) === (read.on === undefined))
      return refuse(
        reading,
        node.place,
        "one-trigger",
        `${path} has ${read.when ? "two triggers" : "no trigger"}`,
        "either when, or on and lasts",
      );
    if ((read.on === undefined) !== (read.lasts === undefined))
      return refuse(
        reading,
        node.place,
        "one-trigger",
        `${path} has on without lasts, or lasts without on`,
        "either when, or on and lasts",
      );
    if ((read.costs && read.benefits) || (read.family_costs && read.family_benefits))
      return refuse(
        reading,
        node.place,
        "cost-and-benefit",
        `${path} both costs and benefits`,
        "one of costs, benefits",
      );
    const each = read.costs_each ?? read.benefits_each;
    if (each && (read.costs ?? read.benefits ?? (read.costs_each && read.benefits_each)))
      return refuse(
        reading,
        node.place,
        "cost-and-benefit",
        `${path} says in two ways what it costs or is worth`,
        "one of costs, benefits, costs_each, benefits_each",
      );
    if (each && !read.blocks)
      return refuse(
        reading,
        node.place,
        "nothing-blocked",
        `${path} prices each attempt that it blocks, but blocks none`,
        "blocks: a conduct, beside it",
      );
    if (!read.family && (read.family_costs ?? read.family_benefits))
      return refuse(
        reading,
        node.place,
        "family-not-concerned",
        `${path} says what it is to the family, but family members do not feel it`,
        "family: true beside it",
      );
    return read;
  },
};

/** `consequences`: entitlements and sanctions. Each is a name that rules may ask for: true for those it holds for. */
export const consequencesShape = mapOf(
  one,
  "consequences by name, such as no_loans: { when: band == D, domain: credit }",
  { most: 256 },
);
export type Consequences = Of<typeof consequencesShape>;

/** The measure of what a consequence is worth, to those under it or by each attempt that it blocks. */
export const worthOf = (called: string): string => `yuan.${called}`;

/** Columns of a consequence that lasts: ticks that are left, and whether its trigger held. */
const leftOf = (called: string): string => `${called}.left`;
const metOf = (called: string): string => `${called}.met`;

export interface Trigger {
  readonly name: string;
  readonly on: RuleText;
  readonly domain: string | undefined;
}

/** Names of all consequences. Their triggers may speak of traits, state, score and band, but not of each other. */
export function declareConsequences(consequences: Consequences, draft: Draft): Trigger[] {
  const meanings: { name: string; tree: TruthTree; place: (typeof consequences)[number]["place"]; domain: string }[] =
    [];
  const triggers: Trigger[] = [];
  for (const { name: called, place, is } of consequences) {
    const domain = is.domain?.value ?? "life";
    if (is.when) {
      // With a fault it holds for nobody, and rules that ask for it are no worse for that.
      const tree = inContext(draft.truth(is.when) ?? build.truth(false), is.domain?.value, draft);
      meanings.push({ name: called, tree: build.and(draft.begun, tree), place, domain });
    } else if (is.on && is.lasts) {
      const ticks = Math.max(1, Math.round(draft.calendar.ticksOf(is.lasts)));
      if (ticks > 60_000)
        draft.problem(
          "term-too-long",
          `this lasts for ${grouped(ticks)} ticks`,
          draft.placeOf(`consequences.${called}.lasts`),
          "at most 60,000 ticks",
        );
      const left = draft.addColumn(
        wholeColumn(leftOf(called), 0, ticks, "stored", `ticks for which ${called} still holds`),
      );
      draft.addColumn(wholeColumn(metOf(called), 0, 1, "stored", `whether the trigger of ${called} held`));
      meanings.push({ name: called, tree: build.compare("gt", left.leaf, build.constant(0)), place, domain });
      triggers.push({ name: called, on: is.on, domain: is.domain?.value });
    }
  }
  for (const { name: called, tree, place, domain } of meanings) {
    draft.name(draft.personScope, called, { kind: "truth", tree, doc: `the consequence ${called} (${domain})` }, place);
  }
  for (const { name: called, place, is } of consequences) if (is.family) declareSpill(called, place, draft);
  return triggers;
}

/** The name of those who feel a consequence because a family member is under it. */
export function throughFamily(consequence: string): string {
  return `${consequence}_through_family`;
}

/** Without families it is felt by nobody, so that a catalogue serves worlds with and without them. */
function declareSpill(called: string, place: Consequences[number]["place"], draft: Draft): void {
  const members = draft.most.family > 0 ? draft.personScope.functionOf("family_sum")?.apply(called) : undefined;
  const tree =
    members && members.kind !== "truth" ? build.compare("gt", members.tree, build.constant(0)) : build.truth(false);
  const doc = `a family member is under ${called}`;
  draft.name(draft.personScope, throughFamily(called), { kind: "truth", tree, doc }, place);
}

/**
 * The step that starts and counts down those that last. It stands behind the score, and reads it as it has become. Gives
 * what makes each of them begin.
 */
export function lowerConsequences(triggers: readonly Trigger[], draft: Draft): Map<string, TruthTree> {
  const writes: Write[] = [];
  const read = new Map<string, TruthTree>();
  for (const { name: called, on, domain } of triggers) {
    const said = draft.truth(on);
    if (!said) continue;
    const trigger = inContext(said, domain, draft);
    read.set(called, trigger);
    const holds = build.and(draft.begun, trigger);
    const [left, met] = [draft.column(leftOf(called)), draft.column(metOf(called))];
    const begins = build.and(holds, build.compare("eq", met.leaf, build.constant(0)));
    const next = build.choose(
      begins,
      build.constant(left.column.highest),
      build.greater(build.subtract(left.leaf, build.constant(1)), build.constant(0)),
    );
    writes.push(left.set(next), met.set(build.number(holds)));
  }
  if (writes.length > 0) draft.addStep({ kind: "map", name: "consequences", lets: [], writes });
  return read;
}

/** Yuan per tick and person: below 0 for a cost. */
export function yuanPerTick(
  costs: Quantity | undefined,
  benefits: Quantity | undefined,
  draft: Draft,
): NumberTree | undefined {
  const money = costs ?? benefits;
  if (!money) return undefined;
  const perTick = draft.perTick(build.constant(money.amount), money.per ?? "year");
  return costs ? build.unary("negate", perTick) : perTick;
}
