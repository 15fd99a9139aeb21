import { aFunction, aListOf, aNumber, anObject, aText, made, maybe } from "../core/kinds.ts";

/** What results are made of, as the library hands it over. */

export const someMeasures = aListOf(
  made("a measure of a plan", {
    name: aText,
    figure: aText,
    resolution: aNumber,
    groups: maybe(anObject("groups", { words: aListOf(aText) })),
  }),
);
export const someRows = aListOf(anObject("a row of an engine"));
export const resultsOptions = anObject("options", {
  legend: maybe(made("the legend of a plan", { measures: aListOf(anObject("a measure")) })),
  log: maybe(made("a log", { add: aFunction, figuresAt: aFunction, course: aFunction })),
});
