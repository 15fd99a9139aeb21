import type { Address, Footprint, Read, Whose, Written } from "../../src/plan/footprint.ts";
import { communitiesOf, slotsOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Touch, Toucher } from "./recorder.ts";

/** Who is gone through as something is touched: by number, where that can be known from below, and its community. */
interface Centre {
  readonly entity: number | undefined;
  readonly community: number;
}

type Cell = Touch & { readonly does: "read" | "write" };
type Deed = Exclude<Touch, { readonly does: "read" | "write" }>;
type DrawTouch = Touch & { readonly does: "draw" };

/** Whether a footprint says what is done, and by what it says, names aside. */
interface Verdict {
  readonly said: boolean;
  readonly what: string;
  readonly sorts: readonly string[];
}

const ours: readonly Whose[] = ["onto", "other", "near", "neighbours", "owner", "owned"];

/** Holds what steps of a world do to their footprints. */
export class Judge {
  readonly faults = new Set<string>();
  readonly #plan: Plan;
  readonly #prints: ReadonlyMap<Toucher, Footprint>;
  readonly #seen: Set<string>;
  readonly #of: ReadonlyMap<string, string | undefined>;
  /** Reads of a step that sums over others or looks at them: whose they were shows when it writes. */
  #waiting: Cell[] = [];
  /** The community in which a round of encounters is drawn. */
  #round = -1;
  /** On whom the records fall that are being delivered. */
  #onto = new Set<number>();

  constructor(plan: Plan, prints: ReadonlyMap<Toucher, Footprint>, seen: Set<string>) {
    this.#plan = plan;
    this.#prints = prints;
    this.#seen = seen;
    this.#of = new Map(plan.columns.map(({ name, of }) => [name, of]));
  }

  see(who: Toucher, touch: Touch): void {
    if (touch.does === "read" || touch.does === "write") this.#seeCell(who, touch);
    else this.#hold(who, this.#judge(touch as Deed, this.#prints.get(who)!));
  }

  #judge(touch: Deed, { tallies, queues, globals, draws }: Footprint): Verdict {
    switch (touch.does) {
      case "global":
        return { said: globals.includes(touch.global), what: `reads global ${touch.global}`, sorts: ["global"] };
      case "tally":
        return { said: tallies.includes(touch.measure), what: `adds to ${touch.measure}`, sorts: ["tally"] };
      case "posts":
      case "delivers": {
        if (touch.does === "delivers") this.#onto = new Set(touch.onto);
        const said = queues.some(({ queue, does }) => queue === touch.queue && does === touch.does);
        return { said, what: `${touch.does} ${touch.queue}`, sorts: [touch.does] };
      }
      case "draw": {
        const said = draws.filter(({ purpose, at }) => purpose === touch.purpose && isAt(at, touch, this.#plan));
        if (touch.counter !== "coarse" && said.some(({ at }) => at === "round")) this.#round = touch.counter.place;
        const sorts = said.map(({ at, decides }) => `draw ${at} ${decides.kind}`);
        return { said: said.length > 0, what: `draws ${touch.purpose} elsewhere`, sorts };
      }
    }
  }

  #seeCell(who: Toucher, touch: Cell): void {
    if (who.kind !== "gather" && who.kind !== "link" && who.kind !== "sever") {
      this.#hold(who, this.#judgeCell(who, touch, this.#centreOf(who, touch)));
      return;
    }
    this.#waiting.push(touch);
    if (touch.does === "read") return;
    const centre = { entity: touch.entity, community: this.#communityOf(touch) };
    for (const each of this.#waiting) this.#hold(who, this.#judgeCell(who, each, centre));
    this.#waiting = [];
  }

  #centreOf(who: Toucher, touch: Cell): Centre {
    const { place } = touch.at;
    const { script, communitySize } = this.#plan;
    if (who.kind === "map") return { entity: place, community: this.#communityOf({ ...touch, entity: place }) };
    if (who.kind === "meet") return { entity: undefined, community: this.#round };
    if (who.kind === "act" || who.kind === "due") {
      const scripted = place === 2 ** 32 - 1 && script !== undefined;
      if (scripted) return { entity: undefined, community: Math.floor(script.entity / communitySize) };
      const isDue = who.kind === "due";
      return { entity: undefined, community: isDue ? this.#communityOf({ ...touch, entity: place }) : place };
    }
    // A record is delivered to, and a measure counts, one after the other: nothing tells which but what is touched.
    const known = who.kind !== "deliver" || this.#onto.has(touch.entity);
    return { entity: touch.entity, community: known ? this.#communityOf(touch) : -1 };
  }

  #communityOf({ column, entity }: Cell): number {
    return Math.floor(entity / slotsOf(this.#plan, this.#of.get(column)));
  }

  #judgeCell(who: Toucher, touch: Cell, centre: Centre): Verdict {
    const { reads, writes, of } = this.#prints.get(who)!;
    const { column, does } = touch;
    const whose = this.#whoseIn(touch, centre, of);
    const what = `${does}s ${column} of ${whose.join(" or ")}`;
    const isHere = (each: Read | Written): boolean => each.column === column && whose.includes(each.whose);
    const written = writes.filter(isHere);
    if (does === "write") {
      const sorts = written.map(({ whose: one, how }) => `write ${one} ${how}`);
      return { said: written.length > 0, what, sorts };
    }
    const read = reads.filter(isHere);
    const builds = written.some(({ how }) => how !== "set");
    return { said: read.length > 0 || builds, what, sorts: read.map(({ whose: one, part }) => `read ${one} ${part}`) };
  }

  /** Whose a cell can be that lies there. */
  #whoseIn(touch: Cell, { entity, community }: Centre, of: string | undefined): readonly Whose[] {
    if (this.#communityOf(touch) !== community) return ["far"];
    if (entity === undefined) return ["own", ...ours];
    return touch.entity === entity && this.#of.get(touch.column) === of ? ["own", "neighbours"] : ours;
  }

  #hold(who: Toucher, { said, what, sorts }: Verdict): void {
    if (!said) this.faults.add(`${who.kind} ${who.name} ${what}`);
    for (const sort of sorts) this.#seen.add(`${who.kind} ${sort}`);
  }
}

/** What a footprint says of a kind of step, names aside. Ranks are made before steps, ledgers for lives alone. */
export function sortsOf({ kind }: Toucher, print: Footprint): string[] {
  // What a tally reads, the steps read that add to it.
  if (kind === "tally") return [];
  const reads = print.reads.filter(({ whose, part }) => whose !== "everyone" && part !== "ledger");
  return [
    ...reads.map(({ whose, part }) => `read ${whose} ${part}`),
    ...print.writes.map(({ whose, how }) => `write ${whose} ${how}`),
    ...print.draws.map(({ at, decides }) => `draw ${at} ${decides.kind}`),
    ...print.tallies.map(() => "tally"),
    ...print.queues.map(({ does }) => does),
    ...print.globals.map(() => "global"),
  ].map((sort) => `${kind} ${sort}`);
}

/** Whether a draw can be one at an address. */
function isAt(address: Address, { counter, at }: DrawTouch, plan: Plan): boolean {
  if (counter === "coarse") return address === "coarse";
  const { place, ordinal } = counter;
  const here = place === at.place && ordinal === at.ordinal;
  const inCommunity = place < communitiesOf(plan) && Number.isInteger(ordinal);
  switch (address) {
    case "coarse":
      return false;
    case "entity":
      return here && ordinal === 0;
    case "due":
      return here && (ordinal === 0 || (place === 2 ** 32 - 1 && ordinal < plan.script!.acts.length));
    case "lane":
      return place < plan.size && ordinal < (plan.ties?.cut?.lanes ?? 0);
    case "candidates":
      return inCommunity && ordinal >= 0;
    case "candidate":
      return here && (inCommunity ? ordinal > 0 : place === 2 ** 32 - 1 && ordinal < plan.script!.acts.length);
    case "round":
      return inCommunity && ordinal < 64;
    case "pair":
    case "side":
      return here && inCommunity && ordinal < 64 * plan.communitySize;
  }
}
