import { ProblemError, readScenario, type Scenario } from "../../src/index.ts";

/** The other world of twins, and what it is to the first. */
export interface Twin {
  readonly scenario: Scenario;
  readonly says: string;
}

/** What the legend has does not turn on how many there are: as many as those with whom a scenario was read, whose plan is there. */
export const few = 1001;
/** Parts of a scenario, and of its enterprises, that make up a scheme. */
const schemeKeys = ["scheme", "lists", "consequences", "redress", "response", "institutions"];

/**
 * The world that a scenario is best seen beside: of what its questions are held against the first without a scheme; else the same
 * without its scheme, where that can be; else whatever its first question is held against.
 */
export function twinOf(scenario: Scenario): Twin | undefined {
  const controls = scenario.questions.flatMap(({ control }) => (control ? [control] : []));
  const bare = controls.find((control) => isBare(control.scenario));
  if (bare) return { scenario: bare.scenario, says: bare.says };
  const removed = isBare(scenario) ? undefined : withoutScheme(scenario);
  if (removed) return { scenario: removed, says: `${scenario.title}, without its scheme` };
  const [first] = controls;
  return first && { scenario: first.scenario, says: first.says };
}

/** Whether nobody has a score and nobody is on a list. */
function isBare(scenario: Scenario): boolean {
  const { kinds } = scenario.lower({ people: Math.min(few, scenario.data.population.size.amount) }).legend;
  return kinds.every(({ score, lists }) => score === undefined && lists.length === 0);
}

/** The same world without its scheme; undefined where the rest of it asks for that. */
function withoutScheme(scenario: Scenario): Scenario | undefined {
  const said: Record<string, unknown> = JSON.parse(scenario.text);
  const { enterprises } = said as { enterprises?: Record<string, unknown> };
  const rest = leaveOut(said, [...schemeKeys, "questions"]);
  const whole = enterprises ? { ...rest, enterprises: leaveOut(enterprises, schemeKeys) } : rest;
  try {
    return readScenario(JSON.stringify(whole), { name: `${scenario.name} without its scheme` });
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function leaveOut(said: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(said).filter(([key]) => !keys.includes(key)));
}
