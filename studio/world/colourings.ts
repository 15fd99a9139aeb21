import type { ColumnRef, KindLegend, Legend, Lowered, Plan } from "../../src/index.ts";
import { sayName } from "../../src/report/wording.ts";
import type { Colouring } from "../messages.ts";

/** A number over columns, as a legend has it. */
export type Tree = NonNullable<KindLegend["bands"]>["index"];

/** Where a colouring is read. Places of classes follow from the value of a column, of a tree, or of a stay on a list. */
export type Sight =
  | { readonly is: "value"; readonly column: ColumnRef }
  | { readonly is: "tree"; readonly tree: Tree; readonly none: number }
  | { readonly is: "stay"; readonly left: ColumnRef; readonly notice: ColumnRef | undefined };

export interface Sighted extends Colouring {
  readonly sight: Sight;
}

/** All by which the people of a world can be coloured, what the system says of them first. */
export function colouringsOf({ legend, plan }: Lowered): Sighted[] {
  const [people] = legend.kinds;
  return [
    ...scoreOf(people),
    ...bandsOf(people),
    ...listsOf(people),
    ...filesOf(people, plan),
    ...statesOf(people, plan),
    ...traitsOf(people, plan),
  ];
}

/** A colouring as the page has it. */
export function plainOf({ key, says, group, shows }: Sighted): Colouring {
  return { key, says, group, shows };
}

function scoreOf({ score, bands }: KindLegend): Sighted[] {
  if (!score) return [];
  const { from, to, column } = score;
  const marks = bands?.of.map((band) => ({ at: band.from, says: sayName(band.name) }));
  const shows = { is: "scale" as const, from, to, unit: "points", ...(marks && { marks }) };
  return [{ key: "score", says: "score", group: "score", shows, sight: { is: "value", column } }];
}

function bandsOf({ bands }: KindLegend): Sighted[] {
  if (!bands) return [];
  const words = [...bands.of.map(({ name }) => sayName(name)), "ungraded"];
  const sight = { is: "tree" as const, tree: bands.index, none: bands.of.length };
  const shows = { is: "classes" as const, words, tone: "order" as const, none: bands.of.length };
  return [{ key: "band", says: "band", group: "band", shows, sight }];
}

function listsOf({ lists }: KindLegend): Sighted[] {
  return lists.map(({ name, color, left, notice }): Sighted => {
    const words = ["not on it", ...(notice ? ["notified"] : []), "on it"];
    return {
      key: `list.${name}`,
      says: `on the list: ${sayName(name)}`,
      group: "list",
      shows: { is: "classes", words, tone: color === "black" ? "alarm" : "kind" },
      sight: { is: "stay", left, notice },
    };
  });
}

function filesOf({ files }: KindLegend, plan: Plan): Sighted[] {
  return files.map(({ name, column }) => numbered(`file.${name}`, `on file: ${sayName(name)}`, "state", column, plan));
}

function statesOf({ states }: KindLegend, plan: Plan): Sighted[] {
  return states.map(({ name, column }) => numbered(`state.${name}`, sayName(name), "state", column, plan));
}

function traitsOf({ traits }: KindLegend, plan: Plan): Sighted[] {
  return traits.map(({ name, column, words, isTruth }): Sighted => {
    const [key, says] = [`trait.${name}`, sayName(name)];
    if (!words && !isTruth) return numbered(key, says, "trait", column, plan);
    const called = words ? words.map(sayName) : ["no", "yes"];
    const shows = { is: "classes" as const, words: called, tone: "kind" as const };
    return { key, says, group: "trait", shows, sight: { is: "value", column } };
  });
}

/** A number by its ends; one that is 0 or 1 is yes or no. */
function numbered(key: string, says: string, group: Colouring["group"], column: ColumnRef, { columns }: Plan): Sighted {
  const { lowest, highest, offset, resolution } = columns.find(({ name }) => name === column)!;
  const sight = { is: "value" as const, column };
  if (offset + lowest * resolution === 0 && lowest + 1 === highest && resolution === 1)
    return { key, says, group, shows: { is: "classes", words: ["no", "yes"], tone: "kind" }, sight };
  const [from, to] = [lowest, highest].map((unit) => Number((offset + unit * resolution).toPrecision(6)));
  return { key, says, group, shows: { is: "scale", from: from!, to: to! }, sight };
}

/** The first by which a world is shown that nothing was said of. */
export function firstColouring(legend: Legend): string | undefined {
  const [{ score, bands }] = legend.kinds;
  return score ? "score" : bands ? "band" : undefined;
}
