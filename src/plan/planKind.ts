import { aListOf, aNumber, anObject, aText, made } from "../core/kinds.ts";

const many = aListOf(anObject("an object"));

/** A plan, as `scenario.plan()` makes it. */
export const aPlan = made("a plan, as scenario.plan() makes it", {
  title: aText,
  size: aNumber,
  communitySize: aNumber,
  ticks: aNumber,
  columns: many,
  globals: many,
  tables: many,
  queues: many,
  start: many,
  steps: many,
  measures: many,
  updates: many,
});
