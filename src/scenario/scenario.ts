import { hashText, type Words } from "../core/chance.ts";
import { writtenKinds } from "../core/distribution.ts";
import { deepFreeze } from "../core/freeze.ts";
import { anObject, aText } from "../core/kinds.ts";
import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, ProblemError, Problems } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { entryOf, type MapNode, type Node } from "../language/node.ts";
import { type Reading, tallyOf } from "../language/provenance.ts";
import { tags } from "../language/tagged.ts";
import { type Lowered, lower, type Origins, rescaled, type Scale } from "../model/lower.ts";
import { type ScenarioData, scenarioShape } from "../model/parts.ts";
import { checkSources, sourceIds } from "../model/sources.ts";
import type { Scenario } from "./asRead.ts";
import { type Family, type Library, nodeOf, readFamily, setAt } from "./extends.ts";
import { isTagged, without } from "./merge.ts";
import { type Reader, readQuestions, withControls } from "./questions.ts";
import { aScale, readOptions } from "./scenarioKind.ts";
import { catalogues, shipped } from "./shipped.ts";

/** What the distribution and setting mappings begin with: one of these replaces another whole. */
const wholeKinds = [...writtenKinds.keys(), "given", "dated"];

/** What may stand in such a mapping besides. What is due and its outcomes have a `chance` too, but also other keys. */
const besides = new Set([...wholeKinds, "between", "from", "to", "resolution", "range", ...tags]);

/** Mappings that a child scenario replaces as a whole: a tagged value, a distribution, values by date. */
function replacesWhole(parent: MapNode, child: MapNode): boolean {
  if (isTagged(parent, child)) return true;
  const keys = [...parent.entries, ...child.entries].map(({ key }) => key);
  return (
    keys.some((key) => wholeKinds.includes(key)) && (!keys.includes("chance") || keys.every((key) => besides.has(key)))
  );
}

export type { Scenario } from "./asRead.ts";

/** What reading needs besides the text. */
export interface ReadOptions {
  /** What a person would call the text: usually its path. */
  readonly name?: string;
  /** Where `extends` finds others; by default the shipped scenarios alone. */
  readonly library?: Library;
}

/** Reads, checks and freezes a scenario. Throws ProblemError with every fault that was found. */
export function readScenario(text: string, options: ReadOptions = {}): Scenario {
  checkArguments("readScenario", { text: [text, aText], options: [options, readOptions] });
  const problems = new Problems();
  const source: Source = { name: options.name ?? "<text>", text };
  const library = options.library ?? shippedLibrary;
  const family = readFamily(source, library, problems, { replaces: replacesWhole });
  if (!family) throw thrown(problems);
  return scenarioOf(family, library, problems);
}

/**
 * Every scenario that was made here, by itself: a copy, a heir or a proxy of one is another object. With it the hash of all
 * but its questions.
 */
const made = new WeakMap<object, () => string>();

/** What is the same for two scenarios of the same world, whatever they are asked. */
export function worldHashOf(scenario: Scenario): string {
  checkRead(scenario);
  return made.get(scenario)!();
}

/** Throws ProblemError (scenario-unread) for what is no scenario as it was read: only what has passed all checks runs. */
export function checkRead(scenario: unknown): void {
  if (typeof scenario === "object" && scenario !== null && made.has(scenario)) return;
  throw new ProblemError([
    {
      code: "scenario-unread",
      message: "this scenario was not made by readScenario",
      expected: "what readScenario, readShipped or a scenario's own with gave, as it is and not a copy of it",
    },
  ]);
}

/** The shipped scenarios and catalogues alone. */
export const shippedLibrary: Library = {
  shipped: (name) => shipped.get(name),
  shippedNames: () => [...shipped.keys()],
  catalogue: (name) => catalogues.get(name),
  catalogueNames: () => [...catalogues.keys()],
};

/** A shipped scenario by name. Throws ProblemError where there is none. */
export function readShipped(name: string): Scenario {
  checkArguments("readShipped", { name: [name, aText] });
  const text = shipped.get(name);
  if (text !== undefined) return readScenario(text, { name });
  const problems = new Problems();
  problems.add({
    code: "no-such-scenario",
    message: `there is no scenario ${quoted(name, 100)}`,
    expected: `one of ${[...shipped.keys()].join(", ")}`,
  });
  throw thrown(problems);
}

/** @param later whether questions, and the worlds that they are against, are read when they are first asked for */
function scenarioOf(read: Family, library: Library, problems: Problems, later = false): Scenario {
  const reader: Reader = {
    library,
    replaces: replacesWhole,
    isShipped: (name) => shipped.has(name) && shipped.get(name) === library.shipped(name),
    make: (family) => scenarioOf(family, library, new Problems()),
  };
  const family = withControls(read, reader, problems);
  const sources = sourceIds(entryOf(family.node, "sources")?.value);
  const reading: Reading = { problems, parameters: [], sources };
  const data = scenarioShape.read(family.node, reading, "");
  checkSources(reading);
  if (!data || problems.any) throw thrown(problems);
  const { own, lowerNow } = loweringOf(data, problems, {
    places: placesOf(family.node),
    parameters: reading.parameters,
  });
  const questions = once(() => {
    const faults = later ? new Problems() : problems;
    const read = data.questions ? readQuestions({ family, data, lowered: own }, reader, faults) : [];
    if (faults.any) throw thrown(faults);
    return deepFreeze(read);
  });
  if (!later) questions();
  if (problems.any) throw thrown(problems);
  const text = once(() => canonicalText(family.node));
  const hash = once(() => hashOf(text()));
  const scenario: Scenario = {
    title: data.title,
    name: family.sources[0]!.name.replace(/^.*[/\\]/, "").replace(/( \(shipped\))?(\.ya?ml)?$/, ""),
    data,
    parameters: reading.parameters,
    tally: tallyOf(reading.parameters),
    get questions() {
      return questions();
    },
    sources: family.sources,
    warnings: problems.warnings,
    get hash() {
      return hash();
    },
    get text() {
      return text();
    },
    plan: (scale) => lowerNow(scale).plan,
    lower: (scale) => lowerNow(scale),
    with: (changes) => withChanges(family, library, changes),
  };
  const worldHash = (): string => hashOf(canonicalText(without(family.node, ["questions"])));
  made.set(scenario, data.questions ? once(worldHash) : hash);
  for (const inner of [data, reading.parameters, scenario.tally, family.sources, scenario.warnings]) deepFreeze(inner);
  return Object.freeze(scenario);
}

/**
 * Rules are typed when the plan is made, so reading makes one: a scenario that was read can be run. What can hold of how many are counted hangs
 * on how many there are, so that one is of the scenario's own size.
 */
function loweringOf(data: ScenarioData, problems: Problems, origins: Origins) {
  const own = lower(data, problems, origins);
  if (!own) throw thrown(problems);
  let last: { readonly key: string; readonly lowered: Lowered } | undefined;
  const lowerNow = (scale: Scale = {}): Lowered => {
    checkArguments("scenario.lower", { scale: [scale, aScale] });
    const faults = new Problems();
    checkScale(scale, faults);
    if (faults.any) throw thrown(faults);
    const { people = own.plan.size, ticks = own.plan.ticks } = scale;
    const key = `${people} ${ticks}`;
    // An experiment asks for the same for each of its seeds.
    if (last?.key === key) return last.lowered;
    const isOther = own.hangsOnSize && people !== own.plan.size;
    const lowered = isOther ? lower(data, faults, origins, scale) : rescaled(own, scale);
    if (!lowered) throw thrown(faults);
    last = { key, lowered };
    return lowered;
  };
  return { own, lowerNow };
}

/** What is reckoned when it is first asked for: the worlds that questions are against are seldom asked for theirs. */
function once<T>(reckon: () => T): () => T {
  let known: { readonly is: T } | undefined;
  return () => {
    known ??= { is: reckon() };
    return known.is;
  };
}

function withChanges(family: Family, library: Library, changes: Readonly<Record<string, unknown>>): Scenario {
  checkArguments("scenario.with", { changes: [changes, anObject("values by their dotted paths")] });
  const problems = new Problems();
  let node: MapNode | undefined = family.node;
  for (const [path, value] of Object.entries(changes)) {
    const is = nodeOf(value, `the value of ${path}`, problems);
    const set: MapNode | undefined = node && is && setAt(node, path, is);
    if (is && !set)
      problems.add({
        code: "unknown-path",
        message: `there is nothing at "${path}" to change`,
        expected: "the dotted path of something that the scenario says",
      });
    node = set;
  }
  if (!node || problems.any) throw thrown(problems);
  const asksAnew = Object.keys(changes).some((path) => path === "questions" || path.startsWith("questions."));
  return scenarioOf({ node, sources: family.sources }, library, problems, !asksAnew);
}

function checkScale(scale: Scale | undefined, problems: Problems): void {
  const { people, ticks } = scale ?? {};
  if (people !== undefined && !isWithin(runLimits.people, people)) {
    problems.add({
      code: "bad-people",
      message: `${people} is not a number of people`,
      expected: sayWhole(runLimits.people),
    });
  }
  if (ticks !== undefined && !isWithin(runLimits.ticks, ticks)) {
    problems.add({
      code: "bad-ticks",
      message: `${ticks} is not a number of ticks`,
      expected: sayWhole(runLimits.ticks),
    });
  }
}

function thrown(problems: Problems): never {
  problems.throwAny();
  throw new Error("bug: a scenario was refused without a problem");
}

/** Where the value of every dotted path stands. */
function placesOf(node: MapNode): Map<string, Place> {
  const places = new Map<string, Place>();
  const visit = (at: Node, path: string): void => {
    places.set(path, at.place);
    if (at.kind === "map")
      for (const { key, keyPlace, value } of at.entries) {
        visit(value, path === "" ? key : `${path}.${key}`);
        // A mapping is pointed at by its key: its own place can be pages long.
        if (value.kind !== "scalar") places.set(path === "" ? key : `${path}.${key}`, keyPlace);
      }
  };
  visit(node, "");
  return places;
}

function hashOf(canonical: string): string {
  const hex = ({ hi, lo }: Words): string =>
    (hi >>> 0).toString(16).padStart(8, "0") + (lo >>> 0).toString(16).padStart(8, "0");
  return hex(hashText(canonical)) + hex(hashText(canonical, { hi: 1, lo: 0 }));
}

/** Follows from keys and values alone: entries in the order of their keys, scalars as written. */
function canonicalText(node: Node): string {
  if (node.kind === "scalar") return JSON.stringify(node.value);
  if (node.kind === "list") return `[${node.items.map(canonicalText).join(",")}]`;
  const entries = [...node.entries].sort((a, b) => (a.key < b.key ? -1 : 1));
  return `{${entries.map(({ key, value }) => `${JSON.stringify(key)}:${canonicalText(value)}`).join(",")}}`;
}
