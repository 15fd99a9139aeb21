import { type Problem, positionOf, type Scenario } from "../index.ts";

/** What looks wrong in a scenario, a line for each: its code, what it is, and where. */
export function warningLines({ warnings }: Scenario): string[] {
  return warnings.map(
    ({ code, message, place }) => `warning[${code}]: ${message}${place ? ` (${sayPlace(place)})` : ""}`,
  );
}

function sayPlace({ source, start }: NonNullable<Problem["place"]>): string {
  const { line, column } = positionOf(source, start);
  return `${source.name}:${line}:${column}`;
}
