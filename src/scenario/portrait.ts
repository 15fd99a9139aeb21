import { checkArguments } from "../core/problem.ts";
import type { Parameter, Shape } from "../language/shape.ts";
import { tags } from "../language/tagged.ts";
import { scenarioShape } from "../model/parts.ts";
import type { Scenario } from "./scenario.ts";
import { aScenario } from "./scenarioKind.ts";

/** One thing that a scenario says, as text, and where it comes from. */
export interface Fact {
  /** Dotted path in the scenario. */
  readonly path: string;
  /** Its key inside the entry; "" where the entry is the fact. */
  readonly key: string;
  /** As a person would write it, without its provenance. */
  readonly text: string;
  /** Only figures and rules have one. */
  readonly tag: Parameter["tag"] | undefined;
  /** A source of the scenario (documented, reported) or a reason (assumed). */
  readonly source: string | undefined;
  /** Where in that source. */
  readonly where?: Parameter["where"];
  /** From where to where a figure could as well be, where the scenario says so. */
  readonly range?: Parameter["range"];
  /** Where a rule may stand that is asked tick by tick: it can change while a world goes on. No value that goes in lines can, and none that is drawn. */
  readonly isRule?: true;
}

/** What stands under one name or key. */
export interface PortraitEntry {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** A part of a scenario, or a part of that, with what the language says of it. */
export interface PortraitSection {
  readonly path: string;
  readonly says: string;
  readonly entries: readonly PortraitEntry[];
}

/** What stands before and beside the model itself. */
const besides = new Set(["title", "about", "notes", "sources", "reform", "questions"]);

interface Painting {
  readonly known: ReadonlyMap<string, Parameter>;
  /** Where a path is first met in the text. */
  readonly order: ReadonlyMap<string, number>;
  readonly sections: PortraitSection[];
}

/**
 * All that a scenario says of its model, part by part, in the order of the language: every name with its facts, every
 * figure with its provenance. Whatever is added to the language is in it. The merged scenario is told, whichever file
 * says it.
 */
export function portray(scenario: Scenario): readonly PortraitSection[] {
  checkArguments("portray", { scenario: [scenario, aScenario] });
  const known = new Map(scenario.parameters.map((one) => [one.path.replace(/\.is$/, ""), one]));
  const painting: Painting = { known, order: orderOf([...known.keys()]), sections: [] };
  const value: unknown = JSON.parse(scenario.text);
  const fields = scenarioShape.fields ?? {};
  for (const key of Object.keys(fields).filter((one) => !besides.has(one))) {
    const part = isMapping(value) ? value[key] : undefined;
    if (part !== undefined) paint(painting, fields[key]!.shape, part, key, fields[key]!.doc);
  }
  return painting.sections;
}

/** A section for a mapping; sections of their own for the mappings inside one with known keys. */
function paint(
  painting: Painting,
  shape: Shape<unknown> | undefined,
  value: unknown,
  path: string,
  says: string,
): void {
  const bare = unwrap(shape);
  if (!isMapping(value) || painting.known.has(path)) {
    painting.sections.push({ path, says, entries: [{ name: "", facts: factsAt(painting, shape, value, path, "") }] });
    return;
  }
  const section = { path, says, entries: [] as PortraitEntry[] };
  painting.sections.push(section);
  const isNamed = bare?.wraps === "map";
  for (const key of keysOf(painting, bare, value, path)) {
    const at = `${path}.${key}`;
    const field = bare?.fields?.[key];
    const inner = isNamed ? bare.inner : field?.shape;
    if (!isNamed && isMapping(value[key]) && !painting.known.has(at) && unwrap(inner)?.wraps !== "list") {
      paint(painting, inner, value[key], at, field?.doc ?? "");
    } else section.entries.push({ name: key, facts: factsAt(painting, inner, value[key], at, "") });
  }
  if (section.entries.length === 0) painting.sections.splice(painting.sections.indexOf(section), 1);
}

/** The facts of a value: itself where it is a figure, a rule or a word, else those of all that is in it. */
function factsAt(
  painting: Painting,
  shape: Shape<unknown> | undefined,
  value: unknown,
  path: string,
  key: string,
): readonly Fact[] {
  const bare = unwrap(shape);
  const parameter = painting.known.get(path);
  const below = (names: readonly string[]): readonly Fact[] => {
    const isNamed = bare?.wraps === "map";
    return names.flatMap((name) => {
      const inner = isNamed ? bare.inner : bare?.fields?.[name]?.shape;
      const called = key === "" ? name : `${key}.${name}`;
      return factsAt(painting, inner, (value as Mapping)[name], `${path}.${name}`, called);
    });
  };
  if (parameter) {
    const { tag, source, where, range } = parameter;
    const beyond = { ...(where !== undefined && { where }), ...(range && { range }), ...ruledAt(shape, value) };
    const fact = { path, key, text: sayValue(value), tag, source, ...beyond };
    const beside = isMapping(value) && "is" in value ? keysOf(painting, bare, value, path) : [];
    return [fact, ...below(beside.filter((name) => name !== "is"))];
  }
  if (isMapping(value) && (bare?.fields || holdsParameters(painting, path)))
    return below(keysOf(painting, bare, value, path));
  return [{ path, key, text: sayValue(value), tag: undefined, source: undefined, ...ruledAt(shape, value) }];
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unwrap(shape: Shape<unknown> | undefined): Shape<unknown> | undefined {
  let at = shape;
  while (at?.wraps === "parameter" && !at.fields && at.inner) at = at.inner;
  return at;
}

function ruledAt(shape: Shape<unknown> | undefined, value: unknown): Pick<Fact, "isRule"> {
  const bare = isMapping(value) && "is" in value ? value.is : value;
  const isPlain = !isMapping(bare) || ("dated" in bare && !("between" in bare));
  return isRuleAt(shape) && isPlain ? { isRule: true } : {};
}

function isRuleAt(shape: Shape<unknown> | undefined): boolean {
  if (shape?.isRule !== undefined) return shape.isRule;
  return shape?.wraps === "parameter" && isRuleAt(shape.inner ?? shape.fields?.is?.shape);
}

function isTag(key: string): boolean {
  return (tags as readonly string[]).includes(key);
}

function holdsParameters({ order }: Painting, path: string): boolean {
  return order.has(`${path}.`);
}

/** Known keys in the order of the language, names in that of the text: of the first figure that stands below each. */
function keysOf({ order }: Painting, bare: Shape<unknown> | undefined, value: Mapping, path: string): string[] {
  // A name may be `range`; beside `is` it tells of the figure.
  const keys = Object.keys(value).filter((key) => !isTag(key) && !(key === "range" && "is" in value));
  const fields = bare?.wraps === "map" ? [] : Object.keys(bare?.fields ?? {});
  const place = (key: string): number => {
    const known = fields.indexOf(key);
    return known >= 0 ? known : fields.length + (order.get(`${path}.${key}`) ?? order.size);
  };
  return keys.sort((a, b) => place(a) - place(b));
}

/** Where each path, and each of those above it, is first met; what holds others is there with a dot at its end too. */
function orderOf(paths: readonly string[]): Map<string, number> {
  const order = new Map<string, number>();
  for (const [i, path] of paths.entries()) {
    const parts = path.split(".");
    for (let length = 1; length <= parts.length; length++) {
      const above = parts.slice(0, length).join(".");
      for (const one of length < parts.length ? [above, `${above}.`] : [above]) if (!order.has(one)) order.set(one, i);
    }
  }
  return order;
}

/** A value on one line, without provenance. */
export function sayValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sayValue).join(", ")}]`;
  if (!isMapping(value)) return String(value).replace(/\s+/g, " ").trim();
  if ("is" in value) return sayValue(value.is);
  const entries = Object.entries(value).filter(([key]) => !isTag(key));
  return entries.map(([key, one]) => `${key}: ${isMapping(one) ? `{ ${sayValue(one)} }` : sayValue(one)}`).join(", ");
}
