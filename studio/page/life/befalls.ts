/**
 * Conducts of the shipped worlds that nobody chooses: the language has one word for what people do and for what befalls them. A
 * conduct that is not here counts as a choice.
 */
export const befalling: ReadonlySet<string> = new Set([
  "award",
  "denied",
  "falls_ill",
  "gets_well",
  "granted",
  "honour",
  "loses_debt_suit",
  "loses_work",
  "misfiled_default",
  "misfiled_late",
  "misfiled_order",
  "model_worker",
]);

/** States that last until something is chosen: the state, what it says by then, and what ends it. */
export const lasting: readonly (readonly [state: string, value: string, ends: string])[] = [
  ["sick", "yes", "gets_well"],
  ["working", "no", "finds_work"],
  ["badly housed", "yes", "moves_home"],
];
