import type { WorldUnderWay } from "../../src/index.ts";
import { sayName } from "../../src/report/wording.ts";
import type { LifeHeld } from "../messages.ts";

type Held = Omit<LifeHeld, "ticks">;

/** Counts, tick by tick, for how long a person is under what the scheme can bring. */
export class HeldWatch {
  readonly #held = new Map<string, { readonly of: Held; ticks: number }>();
  readonly #seen: () => Held[];

  constructor(world: WorldUnderWay, person: number) {
    const readers = [...consequencesOf(world), bandsOf(world), ...listsOf(world), belowOf(world)];
    this.#seen = () => readers.flatMap((read) => read(person));
  }

  /** Takes in a tick that is about to be lived. */
  note(): void {
    for (const of of this.#seen()) {
      const key = `${of.is} ${of.name}`;
      const known = this.#held.get(key) ?? { of, ticks: 0 };
      known.ticks += 1;
      this.#held.set(key, known);
    }
  }

  told(): LifeHeld[] {
    return [...this.#held.values()].map(({ of, ticks }) => ({ ...of, ticks }));
  }
}

type Read = (person: number) => Held[];

function consequencesOf(world: WorldUnderWay): Read[] {
  const [{ consequences }] = world.legend.kinds;
  return consequences.map(({ name, domain, holds, blocks, path, provenance }) => {
    const says = (key: string): boolean => provenance.some((one) => one.path.startsWith(`${path}.${key}`));
    const counts = says("costs") || blocks.length > 0 ? "against" : says("benefits") ? "for" : undefined;
    const of: Held = { is: "consequence", name: sayName(name), domain: domain && sayName(domain), counts };
    const isHeld = world.reckoner(holds);
    return (person) => (isHeld(person) > 0 ? [of] : []);
  });
}

/** A band counts against who was in a higher one first. */
function bandsOf(world: WorldUnderWay): Read {
  const [{ bands }] = world.legend.kinds;
  if (!bands) return () => [];
  const placeOf = world.reckoner(bands.index);
  let first = -1;
  return (person) => {
    const place = placeOf(person);
    if (first < 0) first = place;
    if (place < 0) return [];
    return [{ is: "band", name: sayName(bands.of[place]!.name), counts: place < first ? "against" : undefined }];
  };
}

function listsOf(world: WorldUnderWay): Read[] {
  const [{ lists }] = world.legend.kinds;
  return lists.map(({ name, color, left, notice }) => {
    const of: Held = { is: "list", name: sayName(name), counts: color === "black" ? "against" : "for" };
    return (person) => {
      const waits = notice !== undefined && world.valueOf(notice, person) > 0;
      return world.valueOf(left, person) > 0 && !waits ? [of] : [];
    };
  });
}

function belowOf(world: WorldUnderWay): Read {
  const [{ score }] = world.legend.kinds;
  if (!score) return () => [];
  let first: number | undefined;
  return (person) => {
    const now = world.valueOf(score.column, person);
    first ??= now;
    return now < first ? [{ is: "below", name: "", counts: "against" }] : [];
  };
}
