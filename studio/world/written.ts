import { ProblemError, readScenario, readShipped, type Scenario, shippedNames } from "../../src/index.ts";
import { changedHere, isReformHere, reformHere } from "../changed.ts";
import type { LivedAct, Opening } from "../messages.ts";
import { changedIn, valueAt, withoutReform } from "./reformed.ts";

/** Scenarios of late: whoever looks at one opens it next, and whoever changes it has it read with and without. */
const known = new Map<string, Scenario>();
const mostKnown = 6;

/** The scenario of an opening, with its changes. Throws ProblemError as reading does. */
export function scenarioOf(opening: Opening): Scenario {
  const { name, text, changes } = opening;
  const key = JSON.stringify([name, text, changes]);
  const isPlain = Object.keys(changes).length === 0;
  const found =
    known.get(key) ??
    (isPlain
      ? text === undefined
        ? readShipped(name)
        : readScenario(text, { name })
      : scenarioOf({ ...opening, changes: {} }).with(changes));
  // The latest is the last to go.
  known.delete(key);
  known.set(key, found);
  if (known.size > mostKnown) known.delete(known.keys().next().value!);
  return found;
}

/**
 * A scenario as a file that the command runs to the same hash, with a life in it where acts are told: of what is shipped an
 * heir, of a text of one's own that text with a reform behind it. Where the text has a reform already, all that it comes to
 * is written out.
 */
export function writtenOf(opening: Opening, acts?: readonly LivedAct[]): string {
  const { name, text, changes } = opening;
  const isChanged = Object.keys(changes).length > 0;
  if (text !== undefined && !isChanged && !acts) return text;
  const whole = scenarioOf(opening);
  const added = [...(isChanged ? reformOf(changes) : []), ...(acts ? lifeOf(acts) : [])];
  const isHeir = text === undefined && shippedNames().includes(name);
  const begin = isHeir
    ? [`# ${whole.title}, as it was changed in the studio. Nobody here exists.`, `extends: ${name}`]
    : [];
  const ownReform = whole.data.reform?.name;
  if (isChanged && text !== undefined && ownReform !== undefined) {
    const written = writeReformed({ ...opening, text }, ownReform, acts);
    if (comesTo(written, name, whole, acts)) return written;
  }
  const tried = `${[...begin, ...(text === undefined ? [] : [text.replace(/\s*$/, "")]), ...added].join("\n")}\n`;
  return comesTo(tried, name, whole, acts) ? tried : `${writeOut(whole, acts)}\n`;
}

function reformOf(changes: Opening["changes"]): string[] {
  const set = Object.entries(changes).map(([path, value]) => `    ${JSON.stringify(path)}: ${JSON.stringify(value)}`);
  return ["reform:", `  name: ${reformHere}`, "  set:", ...set];
}

function lifeOf(acts: readonly LivedAct[]): string[] {
  const lines = acts.map(({ on, does }) => `    - { on: ${on}, does: ${JSON.stringify(does)} }`);
  return ["life:", ...(lines.length === 0 ? ["  acts: []"] : ["  acts:", ...lines])];
}

/**
 * A text with a reform, and changes: a reform of the studio takes them up; of another all that it did is written out, and the
 * changes are the reform.
 */
function writeReformed(
  opening: Opening & { readonly text: string },
  ownReform: string,
  acts: readonly LivedAct[] | undefined,
): string {
  const { text, changes } = opening;
  const before = scenarioOf({ ...opening, changes: {} });
  const said: Record<string, unknown> = JSON.parse(before.text);
  if (ownReform === reformHere && !text.startsWith("{")) {
    const own = Object.fromEntries(changedIn(before).map((path) => [path, valueAt(said, path)]));
    return `${[withoutReform(text).trimEnd(), ...reformOf({ ...own, ...changes }), ...(acts ? lifeOf(acts) : [])].join("\n")}\n`;
  }
  const name = isReformHere(ownReform) ? ownReform : `${ownReform.slice(0, 150)}, ${changedHere}`;
  const all = { ...said, ...(acts && { life: { acts } }), reform: { name, set: changes } };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

/** All that a scenario says, as JSON, which is YAML too. */
function writeOut(whole: Scenario, acts: readonly LivedAct[] | undefined): string {
  const said: Record<string, unknown> = JSON.parse(whole.text);
  return JSON.stringify(acts ? { ...said, life: { acts } } : said, undefined, 2);
}

/** Whether a text is a scenario that runs as this one does. */
function comesTo(text: string, name: string, whole: Scenario, acts: readonly LivedAct[] | undefined): boolean {
  const asWritten = readOr(text, name);
  if (!asWritten) return false;
  const meant = acts ? readOr(writeOut(whole, acts), name) : whole;
  return meant !== undefined && planOf(asWritten) === planOf(meant);
}

function readOr(text: string, name: string): Scenario | undefined {
  try {
    return readScenario(text, { name });
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function planOf(scenario: Scenario): string {
  return JSON.stringify(scenario.plan());
}
