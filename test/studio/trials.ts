import { draw, first, hashText } from "../../src/core/chance.ts";
import { changesFrom, type Fact, ProblemError, portray, readShipped, type Scenario } from "../../src/index.ts";
import type { Flow } from "../../studio/page/rules/flow.ts";
import * as knobs from "../../studio/page/rules/knobs.ts";

/** A fact that has a control, whether its label lets it change while a world goes on, and whether it can. */
export interface Tried {
  readonly path: string;
  readonly text: string;
  readonly says: "now" | "restart";
  readonly is: "now" | "restart";
}

/** Tries facts of a shipped scenario, those for which `isDrawn` holds by their place. Nothing is lived: plans tell. */
export function tryFacts(name: string, isDrawn: (place: number, count: number) => boolean): Tried[] {
  const scenario = readShipped(name);
  const facts = [...knobs.factsOf(portray(scenario)).values()];
  const known = facts.filter((fact) => knobs.controlOf(fact) !== undefined);
  return known
    .filter((_, place) => isDrawn(place, known.length))
    .flatMap((fact): Tried[] => {
      const hasParts = facts.some(({ path }) => path.startsWith(`${fact.path}.`));
      const is = truthOf(scenario, fact, hasParts);
      return is ? [{ path: fact.path, text: fact.text, says: fact.isRule ? "now" : "restart", is }] : [];
    });
}

/** Undefined where none of the values that are tried can stand there. */
function truthOf(scenario: Scenario, fact: Fact, hasParts: boolean): Tried["is"] | undefined {
  for (const value of valuesFor(fact)) {
    const changes = knobs.changed({}, fact, value, hasParts);
    if (!isRead(() => scenario.with(changes))) continue;
    return isRead(() => changesFrom(scenario, 5, changes)) ? "now" : "restart";
  }
  return undefined;
}

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

/** Values that a fact could become, by its control. */
function valuesFor(fact: Fact): Flow[] {
  const control = knobs.controlOf(fact)!;
  switch (control.is) {
    case "switch":
      return [!control.on];
    case "number": {
      const { amount, unit } = control;
      const amounts = [amount / 2, amount * 2, amount + 1, amount - 1, 0.5].filter((one) => one !== amount);
      return amounts.map((one) => (unit === "" ? one : `${one} ${unit}`));
    }
    case "rule":
      return [`0.5 * (${fact.text})`, `!(${fact.text})`];
    case "parts": {
      const flow = knobs.flowOf(fact.text, control);
      return flow === undefined
        ? []
        : [[0.5, 2].map((by) => turned(flow, by))].flat().filter((one) => one !== undefined);
    }
  }
}

/** With its last number another. */
function turned(flow: Flow, by: number): Flow | undefined {
  if (typeof flow === "number") return flow === 0 ? by / 4 : flow * by;
  if (typeof flow !== "object") return undefined;
  const entries = Object.entries(flow);
  for (const [key, one] of entries.toReversed()) {
    const other = turned(one as Flow, by);
    if (other === undefined) continue;
    return Array.isArray(flow) ? flow.with(Number(key), other) : { ...flow, [key]: other };
  }
  return undefined;
}

/** Which of some places to try: so many of them, by a seed. */
export function drawn(many: number, seed: string): (place: number, count: number) => boolean {
  const key = hashText(seed);
  return (place, count) => {
    draw(key, place, 0);
    return first() < (many / count) * 2 ** 32;
  };
}
