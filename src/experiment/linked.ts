import type { World } from "../engine/meaning/interpret.ts";
import { enterpriseKind } from "../model/enterprises/links.ts";
import { ownersOf } from "../plan/kinds.ts";
import { entitiesIn } from "../plan/ordinals.ts";
import type { LinkStep, Plan } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import { replaceColumns } from "../rules/replace.ts";
import type { NumberTree } from "../rules/tree.ts";
import type { SeenOther } from "./life.ts";
import { bareName, type Subject } from "./subject.ts";
import { sayFigure } from "./words.ts";

/** Something of an owner that an enterprise's rules ask for, or the other way round. */
interface Sight {
  /** As rules have it. */
  readonly name: string;
  /** The column of the other side. */
  readonly column: string;
  /** Whether it is true or false; else a number. */
  readonly isTruth: boolean;
  /** Whether it can come and go. */
  readonly changes: boolean;
  /** The scratch column in which it is felt. */
  readonly felt: string;
}

/** How one kind of entity is tied to the other: enterprises to their owners, people to what they own. */
export interface Links {
  /** Who the other side is: "its owner". */
  readonly other: string;
  /** What comes to hold, and ceases, of the other side, as sentences. */
  readonly told: readonly { readonly begins: string; readonly ends: string }[];
  /** Who is on the other side, or −1. */
  readonly otherOf: (entity: number) => number;
  /** Whether each truth is felt now, in the order in which they are told. */
  readonly felt: (entity: number) => readonly boolean[];
  /** All that is seen, in words. */
  readonly say: (other: number) => readonly { readonly name: string; readonly value: string }[];
  /** For each consequence: whether it would hold, or begin, without the other side; undefined where it cannot matter. */
  readonly alone: (entity: number) => readonly (boolean | undefined)[];
}

/** The links of a kind of entity, `subject`, to the other. */
export function openLinks(world: World, subject: Subject, other: Subject): Links {
  const { plan, seed } = world;
  const direction: LinkStep["direction"] = subject.of === undefined ? "to owner" : "from owner";
  const links = plan.steps.filter((step) => step.kind === "link").filter((step) => step.direction === direction);
  const asked = readBy(plan);
  const sights = links.filter(({ sum }) => asked.has(sum)).map((link) => sightOf(link, other));
  const told = sights.filter(({ changes }) => changes);
  const withoutOf = consequencesWithout(world, subject, links);
  return {
    other: callOther(other),
    told: told.map(({ name }) => sayChange(name, other)),
    otherOf: otherIn(plan, seed, direction),
    felt: (entity) => told.map(({ felt }) => world.unitOf(felt, entity) > 0),
    say: (one) =>
      sights.map(({ name, column, isTruth }) => {
        const value = world.valueOf(column, one);
        const words = other.said.traits?.find((trait) => trait.name === name)?.is.words;
        return { name, value: words?.[value] ?? (isTruth ? (value > 0 ? "yes" : "no") : sayFigure(value)) };
      }),
    alone: (entity) => withoutOf.map((reckon) => reckon && reckon(entity) > 0),
  };
}

/** What was seen of the other side before the first tick and after the last. */
export function seenOf(start: ReturnType<Links["say"]>, end: ReturnType<Links["say"]>): readonly SeenOther[] {
  return start.map(({ name, value }, place) => ({ name, start: value, end: end[place]!.value }));
}

function otherIn(plan: Plan, seed: number, direction: LinkStep["direction"]): (entity: number) => number {
  const ownerOf = ownersOf(plan, enterpriseKind, seed);
  if (direction === "from owner") return ownerOf;
  return (person) => {
    const community = Math.floor(person / plan.communitySize);
    return entitiesIn(plan, enterpriseKind, community).find((one) => ownerOf(one) === person) ?? -1;
  };
}

function sightOf({ name: step, column, sum }: LinkStep, other: Subject): Sight {
  const name = step.slice(step.indexOf(" ") + 1);
  const { said } = other;
  const isTrait = said.traits?.find((trait) => trait.name === name)?.is.truth === true;
  const isShown = bareName(column) === `${name}.shown`;
  return { name, column, isTruth: isTrait || isShown, changes: isShown && !isTrait, felt: sum };
}

function callOther({ of }: Subject): string {
  return of === undefined ? "its owner" : "the enterprise they own";
}

function sayChange(name: string, other: Subject): { begins: string; ends: string } {
  const who = callOther(other);
  const { lists, consequences } = other.said;
  const list = lists?.find((one) => one.name === name);
  if (list) {
    const said = `the ${list.is.color ?? "black"}list ${name}`;
    return { begins: `${who} is now on ${said}`, ends: `${who} is no longer on ${said}` };
  }
  if (consequences?.some((one) => one.name === name))
    return { begins: `${who} is now under ${name}`, ends: `${who} is no longer under ${name}` };
  return { begins: `${name} now holds of ${who}`, ends: `${name} no longer holds of ${who}` };
}

/** Each consequence as it would be for who has nobody on the other side. */
function consequencesWithout(
  world: World,
  { said, own }: Subject,
  links: readonly LinkStep[],
): (((entity: number) => number) | undefined)[] {
  const linked = new Set(links.flatMap(({ sum, count }) => [sum, count]));
  const writes = own.steps.flatMap((step) => (step.kind === "map" ? step.writes : []));
  return (said.consequences ?? []).map(({ name, is }): ((entity: number) => number) | undefined => {
    const tree: NumberTree | undefined = is.on
      ? writes.find(({ column }) => column === `${name}.met`)?.value
      : own.measures.find((one) => one.name === `under.${name}`)?.value;
    if (!tree) return undefined;
    const without = replaceColumns(tree, ({ name: column }) => (linked.has(column) ? build.constant(0) : undefined));
    return without === tree ? undefined : world.reckoner(without);
  });
}

/** The columns that any rule reads. */
function readBy({ steps, start, measures }: Plan): ReadonlySet<string> {
  const reads = new Set<string>();
  const met = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || met.has(value)) return;
    met.add(value);
    if ("op" in value && value.op === "column" && "name" in value) reads.add(String(value.name));
    for (const inner of Object.values(value)) visit(inner);
  };
  visit([steps, start, measures]);
  return reads;
}
