import { type Problem, ProblemError, positionOf, renderProblem } from "../../src/index.ts";
import type { Fault } from "../messages.ts";

/** Problems as the page shows them. Only those in `text` have a place in it. */
export function faultsOf(
  problems: readonly Problem[],
  text: string | undefined,
  weight: "error" | "warning" = "error",
): Fault[] {
  return problems.map((problem) => {
    const { code, message, remedy, expected, nearest, place } = problem;
    const meant = nearest === undefined ? undefined : `did you mean "${nearest}"?`;
    const told = { code, message, remedy: remedy ?? meant, expected, rendered: renderProblem(problem, weight) };
    if (!place || place.source.text !== text) return told;
    const { line, column } = positionOf(place.source, place.start);
    return { ...told, line, column, length: Math.max(1, place.end - place.start) };
  });
}

/** Whatever was thrown, as faults: what is no Problem is a fault of the program, and says so. */
export function faultsIn(error: unknown, text?: string): Fault[] {
  if (error instanceof ProblemError) return faultsOf(error.problems, text);
  if (Array.isArray(error)) return error as Fault[];
  const message = `a fault of the program: ${error instanceof Error ? error.message : String(error)}`;
  return [{ code: "bug", message, rendered: `error[bug]: ${message}` }];
}
