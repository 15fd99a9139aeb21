import type { Fact, PortraitSection } from "../../../src/index.ts";
import { changedHere } from "../../changed.ts";
import { type Flow, isMapping, readFlow, readScalar } from "./flow.ts";

/** How a figure or rule can be changed. */
export type Control =
  | { readonly is: "number"; readonly amount: number; readonly unit: string; readonly range?: Fact["range"] }
  | { readonly is: "switch"; readonly on: boolean }
  /** A rule, on one line. */
  | { readonly is: "rule" }
  /** Several figures under one name, such as a distribution. */
  | { readonly is: "parts" };

const number = /^([+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?:\s*((?:%|[a-z]).*))?$/u;

/** The control that fits a fact; undefined for what only a file can change. */
export function controlOf({ text, tag, range }: Fact): Control | undefined {
  if (text === "true" || text === "false") return { is: "switch", on: text === "true" };
  const match = number.exec(text);
  if (match) {
    const amount = Number(match[1]!.replaceAll("_", ""));
    return { is: "number", amount, unit: match[2] ?? "", ...(range && { range }) };
  }
  if (tag === undefined) return undefined;
  if (!isMapping(text) && !text.startsWith("[")) return { is: "rule" };
  return readFlow(text) === undefined ? undefined : { is: "parts" };
}

/** What stands in a scenario where its reader has written this; undefined where it says nothing that can stand there. */
export function flowOf(text: string, control: Control): Flow | undefined {
  const said = text.trim();
  if (said === "") return undefined;
  if (control.is === "parts") return readFlow(said);
  return readScalar(said);
}

/** Values by dotted path, as `scenario.with` takes them. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * The changes with another text for a fact. What had a source has none any longer: it is assumed, and its range stays beside
 * it. Of what has further parts below it only the value is changed, so that these stay.
 */
export function changed(changes: Changes, fact: Fact, value: Flow, hasParts: boolean): Changes {
  const { path, tag, range } = fact;
  const rest = without(changes, path);
  if (tag === undefined) return { ...rest, [path]: value };
  if (hasParts) return { ...rest, [`${path}.is`]: value };
  return { ...rest, [path]: { is: value, assumed: changedHere, ...(range && { range: [range.from, range.to] }) } };
}

/** The changes without that of a path. */
export function without(changes: Changes, path: string): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => key !== path && key !== `${path}.is`));
}

/** Facts by path. */
export function factsOf(sections: readonly PortraitSection[]): ReadonlyMap<string, Fact> {
  const facts = sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.facts));
  return new Map(facts.map((fact) => [fact.path, fact]));
}

/** What a changed world says otherwise than its file. */
export interface Difference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export function differencesOf(file: ReadonlyMap<string, Fact>, now: ReadonlyMap<string, Fact>): readonly Difference[] {
  return [...now].flatMap(([path, { text }]) => {
    const before = file.get(path)?.text;
    return before === undefined || before === text ? [] : [{ path, before, after: text }];
  });
}

/** What is found of a portrait by words, by tag, and by whether it was changed. */
export interface Search {
  readonly words: string;
  readonly tag: NonNullable<Fact["tag"]> | undefined;
  /** Paths, where only these are looked for. */
  readonly among: ReadonlySet<string> | undefined;
}

/** `say`: a name in the language in which somebody searches. */
export function find(
  sections: readonly PortraitSection[],
  { words, tag, among }: Search,
  say: (name: string) => string = (name) => name,
): readonly PortraitSection[] {
  const sought = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const fits = (fact: Fact): boolean => {
    if (tag !== undefined && fact.tag !== tag) return false;
    if (among && !among.has(fact.path)) return false;
    const spoken = fact.path.split(".").map(say).join(" ");
    const said = `${fact.path} ${spoken.replaceAll("_", " ")} ${fact.text} ${fact.source ?? ""}`.toLowerCase();
    return sought.every((word) => said.includes(word));
  };
  return sections.flatMap((section) => {
    const entries = section.entries.flatMap((entry) => {
      const facts = entry.facts.filter(fits);
      return facts.length === 0 ? [] : [{ ...entry, facts }];
    });
    return entries.length === 0 ? [] : [{ ...section, entries }];
  });
}

/** Changes that can be taken back, and made again. */
export interface Past {
  readonly now: Changes;
  readonly before: readonly Changes[];
  readonly after: readonly Changes[];
}

export function beginPast(now: Changes): Past {
  return { now, before: [], after: [] };
}

export function change({ now, before }: Past, next: Changes): Past {
  if (JSON.stringify(now) === JSON.stringify(next)) return { now, before, after: [] };
  return { now: next, before: [...before, now], after: [] };
}

export function undo(past: Past): Past {
  const last = past.before.at(-1);
  return last === undefined ? past : { now: last, before: past.before.slice(0, -1), after: [past.now, ...past.after] };
}

export function redo(past: Past): Past {
  const [next, ...rest] = past.after;
  return next === undefined ? past : { now: next, before: [...past.before, past.now], after: rest };
}
