import { Code, type Printed, read, type Text, type Value } from "./code.ts";
import { fourFrom, here, splat } from "./idioms.ts";
import type { Layout } from "./layout.ts";
import type { Surroundings } from "./surroundings.ts";

/** The function of a step as it is written. Whoever writes a part of it is given this one thing. */
export interface Body {
  readonly code: Code;
  readonly around: Surroundings;
  /** As the kind of entity that the step goes over sees it: see `layoutFor`. */
  readonly layout: Layout;
}

export function openBody(around: Surroundings, layout: Layout): Body {
  return { code: new Code(), around, layout };
}

/** Parameters of every function that goes over a community: see `here`. */
export const communityParameters = "(param $community i32) (param $cell i32) (param $filled i32)";

/** The finished function over one community. `further` are parameters besides. */
export function printOver({ code }: Body, name: string, further = ""): Printed {
  return code.print(name, `${communityParameters}${further}`);
}

/** Goes through the slots of the community in fours, filled or not: `inside` is given the first slot of each four. */
export function eachFour({ code, layout }: Body, slot: Value, inside: () => void): void {
  code.loop(slot, "(i32.const 0)", `(i32.const ${layout.communitySize})`, 4, inside);
}

/** The numbers of four entities by their slots, as words that draws are made at. */
export function entitiesOf({ code, layout }: Body, slots: Value): Value {
  return code.iadd(splat(code, firstEntity(layout)), slots);
}

/** The numbers of the four entities in a row from a slot on. */
export function entitiesFrom({ code, layout }: Body, slot: Value): Value {
  return fourFrom(code, `(i32.add ${firstEntity(layout)} ${read(slot)})`);
}

/** The number of the first entity of the community. */
export function firstEntity({ communitySize }: Layout): Text {
  return `(i32.mul ${read(here.community)} (i32.const ${communitySize}))`;
}
