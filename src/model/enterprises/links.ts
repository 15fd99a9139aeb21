import type { Column, LinkStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { Meaning } from "../../rules/scope.ts";
import { leavesOf, type NumberTree, type TruthTree } from "../../rules/tree.ts";
import { type Draft, rangeOf, wholeColumn } from "../draft/draft.ts";

/** What stands before the names of enterprises in columns, steps and measures. */
export const enterprisesPrefix = "enterprises.";
/** The name of the second kind of entity in a plan. */
export const enterpriseKind = "enterprise";

/** One kind of entity as rules of the other see it. */
interface View {
  /** The function of rules, and what it is of. */
  readonly word: "owner" | "owned";
  readonly says: string;
  readonly of: Draft;
  readonly ofPrefix: string;
  readonly by: Draft;
  readonly byPrefix: string;
  readonly direction: LinkStep["direction"];
  readonly links: LinkStep[];
  /** Truths that will be declared behind the rules that ask for them. */
  readonly coming: ReadonlySet<string>;
}

/** Both directions, for the end. */
export type Views = readonly View[];

/**
 * Gives enterprises' rules `owner(x)` and `has_owner`, and people's rules `owned(x)` and `owns`. `coming` are truths of
 * enterprises that are not declared yet: what is seen of them is a tick old, so there is no circle.
 */
export function declareLinks(people: Draft, enterprises: Draft, coming: ReadonlySet<string>): Views {
  const { links } = people;
  const owner: View = {
    word: "owner",
    says: "the owner's",
    of: people,
    ofPrefix: "",
    by: enterprises,
    byPrefix: enterprisesPrefix,
    direction: "from owner",
    links,
    coming: new Set(),
  };
  const owned: View = {
    word: "owned",
    says: "the owned enterprise's",
    of: enterprises,
    ofPrefix: enterprisesPrefix,
    by: people,
    byPrefix: "",
    direction: "to owner",
    links,
    coming,
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
  return build.compare("gt", build.column(thereOf(view), { from: 0, to: 1 }), build.constant(0));
}

/** Whether a name stands for something of one entity, kept or true, that the other kind can see. */
function isVisible(name: string, { of, coming }: View): boolean {
  if (name === "owns" || name === "has_owner" || of.globalScope.lookup(name) !== undefined) return false;
  if (of.scoreHidden && name === "score") return false;
  const meaning = of.personScope.lookup(name);
  if (!meaning) return coming.has(name);
  return meaning.kind === "truth" || columnOf(meaning, of) !== undefined;
}

/** The stored column that a number stands for, where it is one. */
function columnOf(meaning: Meaning, of: Draft): Column | undefined {
  if (meaning.kind !== "number" || meaning.tree.op !== "column") return undefined;
  const found = columnNamed(meaning.tree.name, of);
  return found?.role === "stored" ? found : undefined;
}

function columnNamed(name: string, { columns }: Draft): Column | undefined {
  return columns.find((one) => one.name === name);
}

/** The column that shows a name: its own, or one that holds a truth as of the end of the last tick. */
export function columnShowing(name: string, of: Draft): Column {
  const meaning = of.personScope.lookup(name);
  const number = meaning && columnOf(meaning, of);
  if (number) return number;
  const trait = columnNamed(name, of);
  return trait?.role === "stored" && trait.highest === 1 ? trait : shownColumn(name, of);
}

function shownColumn(name: string, of: Draft): Column {
  const shown = `${name}.shown`;
  if (!of.shown.has(shown)) {
    of.addColumn(wholeColumn(shown, 0, 1, "stored", `whether ${name} held at the end of the last tick`));
    of.shown.set(shown, name);
  }
  return columnNamed(shown, of)!;
}

/** Adds the step that fetches a name, once, and gives what rules read. */
function linked(name: string, view: View): Meaning | undefined {
  const { of, by, word } = view;
  if (!isVisible(name, view)) return undefined;
  const column = columnShowing(name, of);
  const sum = fetched(name, column, view);
  const there = isThere(view);
  const units = build.column(sum, rangeOf(columnNamed(sum, by)!));
  const value = { ...build.add(build.constant(column.offset), units), range: rangeOf(column) } as NumberTree;
  const tree = build.choose(there, value, build.constant(0));
  const doc = `${word}(${name})`;
  return of.personScope.lookup(name)?.kind === "number"
    ? { kind: "number", tree, doc }
    : { kind: "truth", tree: build.compare("gt", tree, build.constant(0)), doc };
}

/** Adds the step, once, that brings a column over; gives where it goes. */
function fetched(name: string, column: Column, view: View): string {
  const { by, word, ofPrefix, byPrefix } = view;
  const sum = `${word}.${name}.is`;
  if (columnNamed(sum, by)) return sum;
  by.addColumn({
    name: sum,
    offset: 0,
    resolution: column.resolution,
    lowest: Math.min(0, column.lowest),
    highest: Math.max(0, column.highest),
    initial: 0,
    role: "scratch",
    doc: `${view.says} ${name}${column.offset === 0 ? "" : `, less ${column.offset}`}`,
  });
  view.links.push({
    kind: "link",
    name: `${word} ${name}`,
    of: enterpriseKind,
    direction: view.direction,
    column: `${ofPrefix}${column.name}`,
    sum: `${byPrefix}${sum}`,
    count: `${byPrefix}${thereOf(view)}`,
  });
  return sum;
}

/** The column that says whether there is an owner, or an enterprise: every step that fetches something fills it. */
function thereOf({ by, word }: View): string {
  const count = `${word}.there`;
  const doc = `whether there is an ${word === "owner" ? "owner" : "enterprise"}`;
  if (!columnNamed(count, by)) by.addColumn(wholeColumn(count, 0, 1, "scratch", doc));
  return count;
}

/** Where rules ask only whether there is one, nothing is fetched by then: the narrowest column will do. */
function fillThere(view: View): void {
  const { of, by, links, direction } = view;
  if (!columnNamed(`${view.word}.there`, by) || links.some((link) => link.direction === direction)) return;
  const width = ({ lowest, highest }: Column): number => highest - lowest;
  const [narrowest] = of.columns.filter(({ role }) => role === "stored").sort((a, b) => width(a) - width(b));
  // No name of a scenario has a blank in it.
  const column = narrowest ?? shownColumn("it is there", of);
  fetched(column.name, column, view);
}

/** Once all rules are read: what was asked for is fetched, and truths are shown in the last step of the tick. */
export function lowerLinks(views: Views): void {
  for (const view of views) fillThere(view);
  for (const { by } of views) refuseAtStart(by);
  for (const { of } of views) lowerShown(of);
}

/** Shows the truths that others asked for. */
export function lowerShown(draft: Draft): void {
  if (draft.shown.size === 0) return;
  const writes = [...draft.shown].map(([column, name]) => ({
    column,
    mode: "set" as const,
    value: build.number(truthOf(name, draft)),
    rounding: { kind: "nearest" as const },
  }));
  draft.start.push({ kind: "map", name: "what others see at the start", lets: [], writes });
  draft.maps.push({ kind: "map", name: "what others see", lets: [], writes });
}

/** What is shown of nothing else is that the entity is there. */
function truthOf(name: string, draft: Draft): TruthTree {
  const meaning = draft.personScope.lookup(name);
  return meaning?.kind === "truth" ? meaning.tree : build.truth(true);
}

/** Where the start of a column stands, by the step that starts it. */
const startPaths: Readonly<Record<string, (column: string) => string>> = {
  "states at the start": (column) => `state.${column}.start`,
  "files at the start": (column) => `scheme.files.${column}.start`,
};

/** Nothing is fetched before the first tick, so a start that asked would get 0, which nobody would expect. */
function refuseAtStart(draft: Draft): void {
  for (const { name, writes } of draft.start) {
    const path = startPaths[name] ?? (() => "scheme.score.start");
    for (const { column, value } of writes) {
      const asked = leavesOf(value, "column").find((one) => /^own(er|ed)\.(.*\.is|there)$/.test(one));
      if (asked === undefined) continue;
      draft.problem(
        "link-at-start",
        `the start of ${column} cannot follow from ${asked.startsWith("owner") ? "an owner" : "what is owned"}: all start at once`,
        draft.placeOf(path(column)),
        "a start from what the entity itself is; from the first tick on, updates may ask",
      );
    }
  }
}
