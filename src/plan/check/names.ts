import { leavesOf, type Tree } from "../../rules/tree.ts";
import type { Footprint } from "../footprint.ts";
import type { Column, Measure, Plan, Queue, Table } from "../plan.ts";

/** Whatever has a name in a plan. */
export interface Names {
  readonly columns: ReadonlyMap<string, Column>;
  readonly globals: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly measures: ReadonlyMap<string, Measure>;
}

/** Throws an Error: the program has made a plan that it must not make. */
export function fail(what: string): never {
  throw new Error(`bug: ${what}`);
}

/** What has a name among all of its kind, in words. */
export function know<T>(all: ReadonlyMap<string, T>, name: string, kind: string): T {
  return all.get(name) ?? fail(`unknown ${kind}: ${name}`);
}

/** No two of a kind, in words, have the same name. */
export function checkDistinct(names: readonly string[], kind: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) fail(`${kind} ${name} is there twice`);
    seen.add(name);
  }
}

/** The names of a plan, each of which is given once. */
export function namesOf({ columns, globals, tables, measures, queues, start, steps }: Plan): Names {
  const name = (each: { readonly name: string }): string => each.name;
  checkDistinct(columns.map(name), "column");
  // Updates read globals and measures alike.
  checkDistinct([...globals, ...measures].map(name), "global or measure");
  checkDistinct(tables.map(name), "table");
  checkDistinct(queues.map(name), "queue");
  checkDistinct(start.map(name), "start step");
  checkDistinct(steps.map(name), "step");
  return {
    columns: new Map(columns.map((each) => [each.name, each])),
    globals: new Set(globals.map(name)),
    tables: new Map(tables.map((each) => [each.name, each])),
    queues: new Map(queues.map((each) => [each.name, each])),
    measures: new Map(measures.map((each) => [each.name, each])),
  };
}

/** All that is touched is there, and takes what is done to it. */
export function checkTouched(print: Footprint, where: string, names: Names): void {
  const { reads, writes, tallies, queues, globals, tables } = print;
  for (const { column } of reads) know(names.columns, column, `column in ${where}`);
  for (const name of globals) if (!names.globals.has(name)) fail(`unknown global in ${where}: ${name}`);
  for (const name of tables) know(names.tables, name, `table in ${where}`);
  for (const { queue } of queues) know(names.queues, queue, `queue in ${where}`);
  for (const name of tallies) {
    const { kind } = know(names.measures, name, `measure in ${where}`);
    if (kind !== "tally") fail(`${where} adds to ${name}, which is a census`);
  }
  for (const { column, how } of writes) {
    const { role } = know(names.columns, column, `column written in ${where}`);
    if ((how === "add" || how === "raise") && role !== "scratch") fail(`${where} adds to ${column}, which is stored`);
  }
}

/** A tree knows the locals that it reads. */
export function checkLocals(tree: Tree, where: string, locals: ReadonlySet<string>): void {
  for (const name of leavesOf(tree, "local")) if (!locals.has(name)) fail(`unknown local in ${where}: ${name}`);
}
