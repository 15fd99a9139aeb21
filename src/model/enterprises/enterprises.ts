import { Problems } from "../../core/problem.ts";
import type { Entry, Node } from "../../language/node.ts";
import { type Fields, type JsonSchema, may, need, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { type Placed, quantity } from "../../language/values.ts";
import { entitiesOf, wholeShare } from "../../plan/kinds.ts";
import type { Kind } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { parseRule } from "../../rules/parse.ts";
import { readNumber } from "../../rules/read.ts";
import { Scope } from "../../rules/scope.ts";
import { type Block, type Declared, declareNames, lowerBlock } from "../block.ts";
import type { Channel, Channels } from "../conduct/channels.ts";
import { type Conduct, conductShape } from "../conduct/conduct.ts";
import { consequencesShape } from "../consequences/consequences.ts";
import { type CensusSpec, Draft } from "../draft/draft.ts";
import type { KindLegend } from "../legend/legend.ts";
import type { MeasureRef } from "../legend/refs.ts";
import { listsShape } from "../lists/lists.ts";
import { groupsShape } from "../measures/groups.ts";
import { declareMeasures, lastOf, type Measures, measuresShape } from "../measures/measures.ts";
import { traitFields } from "../population/population.ts";
import { stateShape } from "../population/state.ts";
import { redressShape } from "../redress/redress.ts";
import { schemeShape } from "../scheme/scheme.ts";
import { responseShape } from "../stakes/response.ts";
import { declareLinks, lowerLinks, type Views } from "./links.ts";

/** A part of people's lives without what enterprises do not have. The manual shows it once, with people. */
function without<T>(shape: Shape<T>, keys: readonly string[], why: string): Shape<T> {
  const { left, schema } = schemaWithout(shape, keys);
  return {
    ...shape,
    schema,
    read: (node, reading, path) => {
      const isOne = shape.wraps !== "map";
      const found = isOne
        ? [{ node, at: path }]
        : entriesOf(node).map(({ key, value }) => ({ node: value, at: `${path}.${key}` }));
      let fine = true;
      for (const { node: one, at } of found) {
        const entry = entriesOf(one).find(({ key }) => keys.includes(key));
        if (!entry) continue;
        const message = `"${entry.key}" is not a part of ${at}: ${why}`;
        refuse(reading, entry.keyPlace, "unknown-key", message, `one of ${left.join(", ")}`);
        fine = false;
      }
      return fine ? shape.read(node, reading, path) : undefined;
    },
  };
}

function entriesOf(node: Node): readonly Entry[] {
  return node.kind === "map" ? node.entries : [];
}

/** The schema of a record, or of a mapping of records, without some keys; and the keys that are left. */
function schemaWithout(
  { schema, wraps }: Shape<unknown>,
  keys: readonly string[],
): { left: string[]; schema: JsonSchema } {
  const one = (wraps === "map" ? schema.additionalProperties : schema) as JsonSchema;
  const properties = Object.entries(one.properties as object).filter(([key]) => !keys.includes(key));
  const less = { ...one, properties: Object.fromEntries(properties) };
  const left = properties.map(([key]) => key);
  return { left, schema: wraps === "map" ? { ...schema, additionalProperties: less } : less };
}

const fields = {
  one_for_every: need(
    parameter(quantity("people", { from: 2, to: 10_000 })),
    "how many people there are for each enterprise; each belongs to a person of its community, and no two to the same (kept as a whole number of 2,097,152nds)",
  ),
  traits: { ...traitFields.traits, doc: "what enterprises begin with and keep" },
  correlations: traitFields.correlations,
  derived: { ...traitFields.derived, doc: "figures that follow from traits, state, time and the owner" },
  state: may(stateShape, "what changes in enterprises besides the score"),
  conduct: may(
    without(conductShape, ["at", "falls_on", "together"], "enterprises meet nobody"),
    "what enterprises do; without encounters",
  ),
  scheme: may(
    without(schemeShape, ["friends", "shown"], "enterprises have no friends and meet nobody"),
    "how their records become a score of their own; without `friends` and `shown`",
  ),
  lists: may(listsShape, "blacklists and redlists of enterprises"),
  redress: may(redressShape, "what a record of theirs leads to later"),
  consequences: may(
    without(consequencesShape, ["family", "family_costs", "family_benefits"], "enterprises have no family"),
    "what follows for enterprises; without `family`",
  ),
  response: may(responseShape, "what enterprises change because of it"),
  groups: may(groupsShape, "how measures of enterprises can be told apart"),
  measures: may(measuresShape, "what is counted of enterprises; rules elsewhere call it `enterprises_NAME`"),
} satisfies Fields;

/** `enterprises`: a second kind of entity. What can be said of people can be said of it, in the same words. */
export const enterprisesShape = record(fields, "a mapping with one_for_every, traits and conduct");
export type Enterprises = Of<typeof enterprisesShape>;

/** The second kind of entity, while it is lowered. */
export interface Second {
  readonly kind: Kind;
  readonly block: Block;
  readonly draft: Draft;
  /** Channels that people are read by; those that only enterprises use speak of enterprises. */
  readonly ofPeople: Channels;
}

/** What stands before the names and paths of enterprises, where those of people have nothing. */
const root = "enterprises.";

/** Parts of `enterprises` are declared where those of people would be, but for what `population` holds of people. */
function pathOf(path: string): string {
  const [part = "", inner = ""] = path.split(".");
  if (part === "population" && inner in traitFields) return `${root}${path.slice(part.length + 1)}`;
  return part in fields ? `${root}${path}` : path;
}

/** A draft for enterprises beside that of people; nothing of it is known to anyone yet. */
export function draftEnterprises(
  part: Enterprises,
  shared: { readonly channels: Channels; readonly conduct: Conduct },
  people: Draft,
): Second {
  const kind = kindOf(part, people.communitySize);
  const { size, communitySize, problems, calendar, texts } = people;
  const draft = new Draft({
    kind: { of: kind.name, noun: "enterprise", nouns: "enterprises", root, pathOf },
    problems,
    calendar,
    size: Math.max(1, entitiesOf({ size, communitySize, kinds: [kind] }, kind.name)),
    communitySize: kind.slots,
    texts,
    globalScope: new Scope(people.globalScope),
  });
  draft.begun = people.begun;
  draft.accounts = people.accounts;
  const theirs = usedBy(part.conduct ?? []);
  const ours = usedBy(shared.conduct);
  const ofPeople = shared.channels.filter(({ name }) => ours.has(name) || !theirs.has(name));
  const block = { ...part, population: part, channels: shared.channels };
  return { kind, block, draft, ofPeople };
}

function kindOf({ one_for_every }: Enterprises, communitySize: number): Kind {
  const share = Math.round(wholeShare / one_for_every.amount);
  const least = (communitySize * share) / wholeShare + 1;
  const slots = Math.max(4, 2 ** Math.ceil(Math.log2(least)));
  return { name: "enterprise", slots, share, purpose: `${root}owners` };
}

function usedBy(conduct: Conduct): Map<string, Placed<string>> {
  return new Map(conduct.flatMap(({ is }) => (is.channel ?? []).map((one) => [one.value, one] as const)));
}

/** Names that stand for columns and measures, and those of the other kind. */
export function nameEnterprises({ block, draft }: Second, people: Draft): Views {
  declareNames(block, draft);
  const measures = block.measures ?? [];
  declareMeasures(measures, draft);
  nameMeasures(measures, draft, people);
  const coming = new Set((block.consequences ?? []).map((one) => one.name));
  return declareLinks(people, draft, coming);
}

/** `enterprises_NAME` for everyone: a name with a dot cannot stand in a rule. */
function nameMeasures(measures: Measures, draft: Draft, people: Draft): void {
  for (const { name, place } of measures) {
    const tree = draft.findGlobal(lastOf(name))!.leaf;
    const doc = `the measure ${name} of enterprises`;
    people.name(people.globalScope, `enterprises_${name}`, { kind: "number", tree, doc }, place);
    if (name === enterpriseCount)
      draft.problem("name-taken", `"count" is how many enterprises there are`, place, "another name");
  }
}

/** All the rest; adds what came of it to the draft of people, which is that of the whole plan. */
export function lowerEnterprises(
  second: Second,
  { declared, views }: { readonly declared: Declared; readonly views: Views },
  conduct: Conduct,
  people: Draft,
): () => Omit<KindLegend, "ownership"> {
  const { block, draft } = second;
  const used = usedBy(block.conduct ?? []);
  const channels = (block.channels ?? []).map((channel) =>
    second.ofPeople.includes(channel) ? sharedWith(channel, used.get(channel.name), draft) : channel,
  );
  const watched = channels.filter(({ name }) => used.has(name));
  const { legend } = lowerBlock({ ...block, channels }, declared, { watched, others: [] }, draft);
  const count = countAll(draft);
  const namesake = conduct.find(({ name }) => `${name}.` === root);
  if (namesake)
    people.problem(
      "name-taken",
      `"enterprises" is what stands before names of enterprises`,
      namesake.place,
      "another name",
    );
  lowerLinks(views);
  people.parts.join(draft.parts);
  return () => ({ ...legend(), count });
}

/**
 * A channel that watches people too, as enterprises have it. Where its rules speak of what only people are, that is
 * said at the conduct that uses it, and it is as if it saw everything.
 */
function sharedWith(channel: Channel, use: Placed<string> | undefined, draft: Draft): Channel {
  if (!use) return channel;
  for (const setting of [channel.is.coverage, channel.is.misattribution]) {
    if (setting?.kind !== "rule") continue;
    const found = new Problems();
    readNumber(setting.rule, draft.personScope, found);
    const [fault] = found.found;
    if (!fault) continue;
    draft.problem(
      "channel-of-people",
      `${channel.name} watches people, and its rule cannot be read for enterprises: ${fault.message}`,
      use.place,
      "a channel of their own, or a rule without what only people have",
    );
    const rule = parseRule({ ...setting.rule, text: "1" }, draft.problems)!;
    return { ...channel, is: { ...channel.is, coverage: { kind: "rule", rule }, misattribution: undefined } };
  }
  return channel;
}

/** The measure of all of them. */
const enterpriseCount = "count";

/** How many there are, by band where they have one. */
function countAll(draft: Draft): MeasureRef {
  const spec: CensusSpec = {
    value: build.constant(1),
    resolution: 1,
    figure: "count",
    groups: draft.groups.get("band"),
    doc: "enterprises; by band where they are in one",
  };
  return draft.census(enterpriseCount, spec, { topic: "count" });
}
