import { grouped, type Problem, ProblemError, type Problems } from "../core/problem.ts";
import { type Entry, entryOf, type MapNode, type ScalarNode } from "../language/node.ts";
import { textOf } from "../language/tagged.ts";
import type { Lowered } from "../model/lower.ts";
import type { ScenarioData } from "../model/parts.ts";
import { readDecision } from "../model/questions/decision.ts";
import { readFigure, sayAsked } from "../model/questions/figure.ts";
import type { Questions } from "../model/questions/questions.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Control, Question, Scenario } from "./asRead.ts";
import { type Family, type Library, readBeside } from "./extends.ts";
import { type Replaces, without } from "./merge.ts";
import { valueAt } from "./path.ts";
import { applyRemove, applySet } from "./reform.ts";

/** What a scenario is read with. */
export interface Reader {
  readonly library: Library;
  readonly replaces: Replaces;
  /** Whether a name means the same wherever the scenario is read again. */
  readonly isShipped: (name: string) => boolean;
  /** Makes a scenario of a family. Throws ProblemError. */
  readonly make: (family: Family) => Scenario;
}

/**
 * A family in which each file that a question is against stands whole, so that a scenario that was read and written down can
 * be read again where there are no files. What is shipped keeps its name. Faults go to `problems`.
 */
export function withControls(family: Family, reader: Reader, problems: Problems): Family {
  const entry = entryOf(family.node, "questions");
  if (entry?.value.kind !== "map") return family;
  const inline = (one: Entry): Entry => {
    const against = one.value.kind === "map" ? entryOf(one.value, "against") : undefined;
    const value = against?.value;
    if (one.value.kind !== "map" || value?.kind !== "scalar" || reader.isShipped(String(value.value))) return one;
    const found = readBeside(family.sources[0]!, value, reader.library, problems, reader);
    // The place of the name stays: faults in what it means for the question are shown there.
    const whole = found && { ...without(found.node, ["questions"]), place: value.place };
    return whole ? { ...one, value: withEntry(one.value, { ...against!, value: whole }) } : one;
  };
  const questions: MapNode = { ...entry.value, entries: entry.value.entries.map(inline) };
  return { ...family, node: withEntry(family.node, { ...entry, value: questions }) };
}

function withEntry(node: MapNode, entry: Entry): MapNode {
  return { ...node, entries: node.entries.map((one) => (one.key === entry.key ? entry : one)) };
}

/** A world that is asked. */
interface World {
  readonly family: Family;
  readonly data: ScenarioData;
  readonly lowered: Lowered;
}

type Said = Questions[number];

/** The questions of a scenario with their controls. Faults go to `problems`. */
export function readQuestions(world: World, reader: Reader, problems: Problems): Question[] {
  const controls = new Controls(world.family, reader, problems);
  return (world.data.questions ?? []).flatMap((said) => readQuestion(said, world, controls, problems) ?? []);
}

function readQuestion(said: Said, world: World, controls: Controls, problems: Problems): Question | undefined {
  const { name, place, is } = said;
  const { data, lowered } = world;
  const hasControl = (is.against ?? is.without) !== undefined;
  const decision = readDecision(is.yes, hasControl, problems);
  const asked = { ...lowered, calendar: calendarOf(data.time), ticks: lowered.plan.ticks, problems, place, where: "" };
  const figure = readFigure(is.of, asked);
  const control = hasControl ? controls.of(said) : undefined;
  if (!figure || !decision || (hasControl && !control)) return undefined;
  const question = { name, asks: is.asks, reads: sayAsked(figure), yes: is.yes.text, figure, decision };
  if (!control) return { ...question, control };
  const at = is.against?.place ?? place;
  const other = control.scenario.lower({ people: lowered.plan.size });
  const misfit = misfitOf(world, control.scenario, other);
  if (misfit) {
    problems.add({ code: "question-control", place: at, ...misfit });
    return undefined;
  }
  const theirs = readFigure(is.of, { ...asked, ...other, place: at, where: " in the control" });
  return theirs && { ...question, control: { ...control, figure: theirs } };
}

/** Why two worlds cannot be twins; undefined where they can. */
function misfitOf(
  { data, lowered }: World,
  { data: theirs }: Scenario,
  other: Lowered,
): Pick<Problem, "message" | "expected"> | undefined {
  const [own, their] = [data.time, theirs.time].map((time) => calendarOf(time).ticksPerYear);
  if (own !== their)
    return { message: "a tick of the control has another length", expected: "the same time.tick in both" };
  const [ticks, others] = [lowered.plan.ticks, other.plan.ticks];
  if (ticks !== others)
    return {
      message: `the control lives for ${others} ticks, and this world for ${ticks}`,
      expected: "the same time.span in both",
    };
  const [size, size2] = [data.population.size.amount, theirs.population.size.amount];
  if (size !== size2)
    return {
      message: `the control has ${grouped(size2)} people, and this world ${grouped(size)}`,
      expected: "the same population.size in both",
    };
  return undefined;
}

type Found = Omit<Control, "figure">;

/** The controls of a scenario, each made once. */
class Controls {
  readonly #family: Family;
  readonly #reader: Reader;
  readonly #problems: Problems;
  /** By what is said of them. */
  readonly #made = new Map<string, Found | undefined>();

  constructor(family: Family, reader: Reader, problems: Problems) {
    this.#family = family;
    this.#reader = reader;
    this.#problems = problems;
  }

  /** The control of a question; undefined, with problems, where it cannot be made. */
  of({ name, is }: Said): Found | undefined {
    const node = is.against ?? valueAt(this.#family.node, `questions.${name}.without`);
    if (!node || node.kind === "list") return undefined;
    const key = `${is.against ? "against" : "without"} ${textOf(node)}`;
    if (!this.#made.has(key)) this.#made.set(key, is.against ? this.#other(name, node) : this.#changed(name, node));
    return this.#made.get(key);
  }

  /** Another scenario: by its name, or whole. */
  #other(name: string, against: MapNode | ScalarNode): Found | undefined {
    if (against.kind === "map") return this.#found(name, { ...this.#family, node: against });
    const { library } = this.#reader;
    const family = readBeside(this.#family.sources[0]!, against, library, this.#problems, this.#reader);
    return family && this.#found(name, family);
  }

  /** This scenario with something taken away, and with other values. */
  #changed(name: string, changes: MapNode | ScalarNode): Found | undefined {
    if (changes.kind === "scalar") return undefined;
    const own = without(this.#family.node, ["questions"]);
    const before = this.#problems.found.length;
    const set = entryOf(changes, "set")?.value;
    const rest = applyRemove(own, changes, this.#problems);
    const node = set?.kind === "map" ? applySet(rest, set, this.#problems) : rest;
    if (this.#problems.found.length > before) return undefined;
    return this.#found(name, { ...this.#family, node }, changesIn(changes));
  }

  #found(name: string, family: Family, changed?: readonly string[]): Found | undefined {
    const scenario = this.#make(name, family);
    return scenario && { scenario, says: changed ? sayChanged(changed) : `“${scenario.title}”` };
  }

  /** Its own questions are nothing to whoever is compared with it. */
  #make(name: string, { node, sources }: Family): Scenario | undefined {
    try {
      return this.#reader.make({ node: without(node, ["questions"]), sources });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // It may be right where it stands, and wrong only with what is taken away.
      for (const problem of error.problems)
        this.#problems.add({ ...problem, message: `${problem.message}, in the control of the question ${name}` });
      return undefined;
    }
  }
}

/** What is changed, as a reader is told it: "without friendship", "scheme.points.littering: 0". */
function changesIn(changes: MapNode): string[] {
  const [remove, set] = ["remove", "set"].map((key) => entryOf(changes, key)?.value);
  const removed = remove?.kind === "list" ? remove.items.map((one) => `without ${textOf(one)}`) : [];
  const changed = set?.kind === "map" ? set.entries.map(({ key, value }) => `${key}: ${textOf(value)}`) : [];
  return [...removed, ...changed];
}

function sayChanged(changes: readonly string[]): string {
  if (changes.length === 0) return "the same world with nothing changed";
  const parts = changes.map((one) => (one.startsWith("without ") ? one : `with ${one}`));
  return `the same world ${parts.join(", ").replace(/, (?=[^,]*$)/, " and ")}`;
}
