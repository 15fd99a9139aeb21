import { aFunction, aListOf, aNumber, anObject, aText, made, maybe, options } from "../core/kinds.ts";

/** A scenario, as `readScenario` makes it. */
export const aScenario = made(
  "a scenario, as readScenario makes it",
  {
    title: aText,
    name: aText,
    hash: aText,
    text: aText,
    data: anObject("an object"),
    parameters: aListOf(anObject("an object")),
    plan: aFunction,
    lower: aFunction,
    with: aFunction,
  },
  ["hash", "text"],
);

/** What else than the scenario says is wanted of a plan. */
export const aScale = options("people and ticks", { people: maybe(aNumber), ticks: maybe(aNumber) });

const aLibrary = anObject("a library", {
  shipped: aFunction,
  shippedNames: aFunction,
  catalogue: maybe(aFunction),
  catalogueNames: maybe(aFunction),
  sibling: maybe(aFunction),
});

export const readOptions = options("options", { name: maybe(aText), library: maybe(aLibrary) });
