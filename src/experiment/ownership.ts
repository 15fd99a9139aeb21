import type { Lived } from "../engine/relive/relived.ts";
import type { ConsequenceLegend, KindLegend, SightLegend } from "../model/legend/legend.ts";
import { ownersOf } from "../plan/kinds.ts";
import { entitiesIn } from "../plan/ordinals.ts";
import type { Plan } from "../plan/plan.ts";
import * as build from "../rules/build.ts";
import { replaceColumns } from "../rules/replace.ts";
import type { SeenOther } from "./life.ts";
import { sayList } from "./listStays.ts";
import { sayFigure } from "./phrases.ts";

/** How one kind of entity is tied to the other: enterprises to their owners, people to what they own. */
export interface Ownership {
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

/** How `kind` is tied to the other. */
export function openOwnership(world: Lived, kind: KindLegend, other: KindLegend): Ownership {
  const { there, sights } = kind.ownership;
  const linked = new Set<string>([...sights.map(({ felt }) => felt), ...(there ? [there] : [])]);
  // A trait never changes: it is told at the start and not again.
  const told = sights.filter(({ is, isTruth }) => isTruth && is !== "trait");
  const withoutOf = kind.consequences.map((one) => withoutOther(one, linked, world));
  return {
    other: callOther(other),
    told: told.map((one) => sayChange(one, other)),
    otherOf: otherIn(world.plan, world.seed, kind, other),
    felt: (entity) => told.map(({ felt }) => world.unitOf(felt, entity) > 0),
    say: (one) =>
      sights.map((sight) => ({ name: sight.name, value: sayValue(sight, world.valueOf(sight.column, one)) })),
    alone: (entity) => withoutOf.map((reckon) => reckon && reckon(entity) > 0),
  };
}

function sayValue({ words, isTruth }: SightLegend, value: number): string {
  return words?.[value] ?? (isTruth ? (value > 0 ? "yes" : "no") : sayFigure(value));
}

/** What was seen of the other side before the first tick and after the last. */
export function seenOf(start: ReturnType<Ownership["say"]>, end: ReturnType<Ownership["say"]>): readonly SeenOther[] {
  return start.map(({ name, value }, place) => ({ name, start: value, end: end[place]!.value }));
}

/** Of the two kinds, the one that is owned has a name in the plan. */
function otherIn(plan: Plan, seed: number, kind: KindLegend, other: KindLegend): (entity: number) => number {
  if (kind.of !== undefined) return ownersOf(plan, kind.of, seed);
  const { of } = other;
  if (of === undefined) throw new Error("bug: people own people");
  const ownerOf = ownersOf(plan, of, seed);
  return (person) => {
    const community = Math.floor(person / plan.communitySize);
    return entitiesIn(plan, of, community).find((one) => ownerOf(one) === person) ?? -1;
  };
}

function callOther({ of }: KindLegend): string {
  return of === undefined ? "its owner" : "the enterprise they own";
}

function sayChange(sight: SightLegend, other: KindLegend): { begins: string; ends: string } {
  const who = callOther(other);
  const { is, name } = sight;
  if (is === "list") {
    const said = sayList(sight);
    return { begins: `${who} is now on ${said}`, ends: `${who} is no longer on ${said}` };
  }
  if (is === "consequence") return { begins: `${who} is now under ${name}`, ends: `${who} is no longer under ${name}` };
  return { begins: `${name} now holds of ${who}`, ends: `${name} no longer holds of ${who}` };
}

/** A consequence as it would be for who has nobody on the other side; undefined where that is the same. */
function withoutOther(
  { trigger }: ConsequenceLegend,
  linked: ReadonlySet<string>,
  world: Lived,
): ((entity: number) => number) | undefined {
  const tree = build.number(trigger);
  const without = replaceColumns(tree, ({ name }) => (linked.has(name) ? build.constant(0) : undefined));
  return without === tree ? undefined : world.reckoner(without);
}
