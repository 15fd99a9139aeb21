import type { LinkStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { Meaning } from "../../rules/scope.ts";
import { leavesOf, type NumberTree, type TruthTree } from "../../rules/tree.ts";
import { type ColumnHandle, rangeOf, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { columnOf, columnShowing, lowerShown, shownColumn } from "../draft/shown.ts";
import type { KindLegend, OwnershipLegend, SightLegend } from "../legend/legend.ts";
import { audienceOfList, concealedIn, listOf, usualOf } from "../population/seen.ts";
import { statesAtStart } from "../population/state.ts";
import { filesAtStart } from "../scheme/files.ts";

/** One kind of entity as rules of the other see it. */
interface View {
  /** The function of rules, and what it is of. */
  readonly word: "owner" | "owned";
  readonly says: string;
  readonly of: Draft;
  readonly by: Draft;
  readonly direction: LinkStep["direction"];
  /** The kind that is owned, as the plan has it. */
  readonly kind: string;
  /** Truths that will be declared behind the rules that ask for them. */
  readonly coming: ReadonlySet<string>;
  /** What has been asked for: what shows it, and where it is felt. */
  readonly fetched: Map<string, { readonly shows: ColumnHandle; readonly felt: ColumnHandle }>;
}

/** Both directions, for the end. */
export type Views = readonly [ofOwners: View, ofOwned: View];

/**
 * Gives enterprises' rules `owner(x)` and `has_owner`, and people's rules `owned(x)` and `owns`. `coming` are truths of
 * enterprises that are not declared yet: what is seen of them is a tick old, so there is no circle.
 */
export function declareLinks(people: Draft, enterprises: Draft, coming: ReadonlySet<string>): Views {
  const kind = enterprises.kind.of;
  if (kind === undefined) throw new Error("bug: people own people");
  const owner: View = {
    word: "owner",
    says: "the owner's",
    of: people,
    by: enterprises,
    direction: "from owner",
    kind,
    coming: new Set(),
    fetched: new Map(),
  };
  const owned: View = {
    word: "owned",
    says: "the owned enterprise's",
    of: enterprises,
    by: people,
    direction: "to owner",
    kind,
    coming,
    fetched: new Map(),
  };
  for (const view of [owner, owned]) declareView(view);
  return [owner, owned];
}

function declareView(view: View): void {
  const { word, of, by } = view;
  by.personScope.addFunction(word, {
    doc: `${view.says} trait, state, score or truth, as of the end of the last tick; 0 or false where there is none`,
    names: () => [...of.personScope.names(), ...view.coming].filter((name) => isVisible(name, view)).sort(),
    apply: (name) => linked(name, view),
  });
  const doc = word === "owner" ? "whether it has an owner" : "whether this person owns an enterprise";
  // A step of its own only where a rule asks: reading the tree makes it.
  const meaning: Meaning = {
    kind: "truth",
    doc,
    get tree() {
      return isThere(view);
    },
  };
  by.ownName(by.personScope, word === "owner" ? "has_owner" : "owns", meaning, undefined);
}

function isThere(view: View): TruthTree {
  return build.compare("gt", thereOf(view).leaf, build.constant(0));
}

/** Whether a name stands for something of one entity, kept or true, that the other kind can see. */
function isVisible(name: string, { of, coming }: View): boolean {
  if (name === "owns" || name === "has_owner" || of.globalScope.lookup(name) !== undefined) return false;
  const meaning = of.personScope.lookup(name);
  if (!meaning) return coming.has(name);
  if (meaning.kind === "truth") return true;
  return columnOf(meaning, of) !== undefined;
}

/** Adds the step that fetches a name, once, and gives what rules read. */
function linked(name: string, view: View): Meaning | undefined {
  const { of, word } = view;
  if (!isVisible(name, view)) return undefined;
  const shows = columnShowing(name, of);
  const felt = fetch(name, shows, view);
  const there = isThere(view);
  const fetched = build.add(build.constant(shows.column.offset), felt.leaf);
  const value = build.known(fetched, rangeOf(shows.column), "what is fetched is a value of the column it comes from");
  const tree = build.choose(there, value, build.constant(0));
  const usual = unseenOf(name, shows, value, of);
  if (usual) view.by.audiences.unseen.set(tree, () => build.choose(there, usual(), build.constant(0)));
  const doc = `${word}(${name})`;
  return of.personScope.lookup(name)?.kind === "number"
    ? { kind: "number", tree, doc }
    : { kind: "truth", tree: build.compare("gt", tree, build.constant(0)), doc };
}

/** What an owner, or what is owned, is taken for where nobody is shown a name: the usual, or on no list. */
function unseenOf(name: string, shows: ColumnHandle, value: NumberTree, of: Draft): (() => NumberTree) | undefined {
  const column = concealedIn(shows.ref, of);
  if (column) return of.audiences.score === "nobody" ? () => usualOf(column, value, of) : undefined;
  const list = listOf(name, of);
  return list !== undefined && audienceOfList(list, of) === "nobody" ? () => build.constant(0) : undefined;
}

/** Adds the step, once, that brings a column over; gives where it goes. */
function fetch(name: string, shows: ColumnHandle, view: View): ColumnHandle {
  const { by, word } = view;
  const known = view.fetched.get(name);
  if (known) return known.felt;
  const { column } = shows;
  const felt = by.addColumn({
    name: `${word}.${name}.is`,
    offset: 0,
    resolution: column.resolution,
    lowest: Math.min(0, column.lowest),
    highest: Math.max(0, column.highest),
    initial: 0,
    role: "scratch",
    doc: `${view.says} ${name}${column.offset === 0 ? "" : `, less ${column.offset}`}`,
  });
  view.fetched.set(name, { shows, felt });
  addLink(name, shows, felt, view);
  return felt;
}

/** Links are steps of the whole plan, under names of people's. */
function addLink(name: string, shows: ColumnHandle, felt: ColumnHandle, view: View): void {
  const { word, kind, direction, of, by } = view;
  const people = of.kind.of === undefined ? of : by;
  people.addStep({
    kind: "link",
    name: `${word} ${name}`,
    of: kind,
    direction,
    column: shows.ref,
    sum: felt.ref,
    count: thereOf(view).ref,
  });
}

/** The column that says whether there is an owner, or an enterprise: every step that fetches something fills it. */
function thereOf(view: View): ColumnHandle {
  const { by, word } = view;
  const count = thereIn(view);
  const doc = `whether there is an ${word === "owner" ? "owner" : "enterprise"}`;
  return by.find(count) ?? by.addColumn(wholeColumn(count, 0, 1, "scratch", doc));
}

function thereIn({ word }: View): string {
  return `${word}.there`;
}

/** Where rules ask only whether there is one, nothing is fetched by then: the narrowest column will do. */
function fillThere(view: View): void {
  const { of, by, fetched } = view;
  if (!by.find(thereIn(view)) || fetched.size > 0) return;
  const width = ({ column }: ColumnHandle): number => column.highest - column.lowest;
  const kept = of.kept().map(([, column]) => column);
  const [narrowest] = kept.sort((a, b) => width(a) - width(b));
  // No name of a scenario has a blank in it.
  const shows = narrowest ?? shownColumn("it is there", of);
  fetch(of.nameOf(shows), shows, view);
}

/** Once all rules are read: what was asked for is fetched, and truths are shown in the last step of the tick. */
export function lowerLinks(views: Views): void {
  for (const view of views) fillThere(view);
  for (const view of views) refuseAtStart(view);
  for (const { of } of views) lowerShown(of);
}

/** Where the start of a column stands, by the step that starts it. */
const startPaths: Readonly<Record<string, (column: string) => string>> = {
  [statesAtStart]: (column) => `state.${column}.start`,
  [filesAtStart]: (column) => `scheme.files.${column}.start`,
};

/** Nothing is fetched before the first tick, so a start that asked would get 0, which nobody would expect. */
function refuseAtStart(view: View): void {
  const { by, word } = view;
  const felt = new Set<string>([...view.fetched.values()].map((one) => one.felt.ref));
  const there = by.find(thereIn(view));
  if (there) felt.add(there.ref);
  for (const { name, writes } of by.parts.start) {
    const path =
      Object.entries(startPaths).find(([step]) => by.step(step) === name)?.[1] ?? (() => "scheme.score.start");
    for (const { column, value } of writes) {
      if (!leavesOf(value, "column").some((one) => felt.has(one))) continue;
      const called = by.kept().find(([, { ref }]) => ref === column)?.[0] ?? column;
      by.problem(
        "link-at-start",
        `the start of ${called} cannot follow from ${word === "owner" ? "an owner" : "what is owned"}: all start at once`,
        by.placeOf(path(called)),
        "a start from what the entity itself is; from the first tick on, updates may ask",
      );
    }
  }
}

/**
 * What rules of a kind see of the other kind. `seen` is the legend of that other kind, and `reads` says whether any rule
 * reads a column.
 */
export function legendOfOwnership(
  view: View,
  seen: Omit<KindLegend, "ownership">,
  reads: (column: string) => boolean,
): OwnershipLegend {
  return { there: view.by.find(thereIn(view))?.ref, sights: sightsOf(view, seen, reads) };
}

function sightsOf(view: View, seen: Omit<KindLegend, "ownership">, reads: (column: string) => boolean): SightLegend[] {
  return [...view.fetched]
    .filter(([, { felt }]) => reads(felt.ref))
    .map(([name, { shows, felt }]) => {
      const trait = seen.traits.find((one) => one.name === name);
      const list = seen.lists.find((one) => one.name === name);
      const isShown = view.of.shown.get(shows) === name;
      const what = list ? "list" : seen.consequences.some((one) => one.name === name) ? "consequence" : "truth";
      return {
        name,
        is: trait ? "trait" : isShown ? what : "number",
        isTruth: trait?.isTruth === true || isShown,
        column: shows.ref,
        felt: felt.ref,
        words: trait?.words,
        color: list?.color,
      };
    });
}
