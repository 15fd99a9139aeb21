import { coarse, draw, first, purposeKey, second, tickKey, unit, type Words } from "../../src/core/chance.ts";
import { pickUnit, poissonCuts } from "../../src/core/cuts.ts";

/** What docs/MODEL.md says of draws, acts and the calendar, by hand: worlds of the second implementation share it. */

export const f = Math.fround;

/** A candidate of a layer: whoever sits there, in which community, at which ordinal, and from which rate on. */
export interface Candidate {
  readonly e: number;
  readonly g: number;
  readonly ordinal: number;
  readonly level: number;
}

/** The draws of a world under a seed, in the tick that it is in. */
export class Luck {
  tick = -1;
  readonly seed: number;
  readonly people: number;
  readonly C: number;

  readonly #prefix: string;
  readonly #isThere: (e: number) => boolean;

  /** Of another kind than people: what its purposes begin with, and which numbers up to `people` are those of any. */
  constructor(seed: number, people: number, C: number, of?: { prefix: string; isThere: (e: number) => boolean }) {
    this.seed = seed;
    this.people = people;
    this.C = C;
    this.#prefix = of?.prefix ?? "";
    this.#isThere = of?.isThere ?? ((e) => e < people);
  }

  /** Draws a block; `first` and `second` give its words. */
  draw(purpose: string, place: number, ordinal: number, tick = this.tick): void {
    draw(this.#key(purpose, tick), place, ordinal);
  }

  #key(purpose: string, tick: number): Words {
    return tickKey(purposeKey(this.seed, `${this.#prefix}${purpose}`), tick);
  }

  /**
   * The two words of a draw. How grave an act is has the first twenty bits from the act's own second word, and on whom it
   * falls the last twelve of that.
   */
  words(purpose: string, place: number, ordinal: number, tick = this.tick): [number, number] {
    const what = purpose.slice(purpose.lastIndexOf("/") + 1);
    this.draw(purpose.replace(/(severity|misattribution)$/, "act"), place, ordinal, tick);
    const act = second();
    this.draw(purpose, place, ordinal, tick);
    if (what === "severity") return [act - (act % 4096) + Math.floor(first() / 2 ** 20), second()];
    if (what === "misattribution") return [(act % 4096) * 2 ** 20 + Math.floor(first() / 4096), second()];
    return [first(), second()];
  }

  chance(purpose: string, place: number, ordinal: number, p: number, tick = this.tick): boolean {
    return this.words(purpose, place, ordinal, tick)[0] < f(p) * 2 ** 32;
  }

  /** Whether a tie of a lane changes: two lanes have the two words of a block. */
  changes(e: number, lane: number, p: number): boolean {
    return this.wordOfTie(e, lane) < f(p) * 2 ** 32;
  }

  wordOfTie(e: number, lane: number): number {
    this.draw("friendship/changes", e, Math.floor(lane / 2));
    return lane % 2 === 0 ? first() : second();
  }

  uniform(purpose: string, place: number, ordinal: number): number {
    this.draw(purpose, place, ordinal);
    return unit(first());
  }

  /** The cut point that 64 bits reach. */
  pick(purpose: string, place: number, ordinal: number, cuts: Parameters<typeof pickUnit>[0]): number {
    return pickUnit(cuts, ...this.words(purpose, place, ordinal));
  }

  /** Whole units, rounded up with the chance of the remainder. */
  byChance(units: number, purpose: string, e: number): number {
    const below = Math.floor(units);
    const draws = coarse(this.#key(`${purpose}/rounding`, this.tick), e);
    return draws < (units - below) * 65_536 ? below + 1 : below;
  }

  /** Who does a conduct whose rate is at most `bound`, by thinning: layer by layer, community by community. */
  *acts(conduct: string, bound: number, rate: (e: number) => number): Iterable<Candidate> {
    const ends = layerEnds(bound, this.C);
    for (const [layer, to] of ends.entries()) {
      const from = layer === 0 ? 0 : ends[layer - 1]!;
      const purpose = `conduct.${conduct}/rates ${from} to ${to}`;
      for (let g = 0; g * this.C < this.people; g++) {
        const candidates = this.pick(purpose, g, 0, poissonCuts(this.C * (to - from)));
        for (let j = 0; j < candidates; j++) {
          // Eight candidates have four blocks: the first four their first words, the others their second.
          this.draw(purpose, g, 1 + (j % 4) + 4 * Math.floor(j / 8));
          const word = j % 8 < 4 ? first() : second();
          const e = g * this.C + Math.floor((word / 2 ** 32) * this.C);
          const width = f(f(to) - f(from));
          const level = f(f(f(from) + width / 2 ** 23) + f((word % 2 ** 22) * (width / 2 ** 22)));
          const ordinal = layer * 2 ** 24 + j + 1;
          if (this.#isThere(e) && rate(e) > level) yield { e, g, ordinal, level };
        }
      }
    }
  }

  /** On whom a record of e falls, which may go astray. */
  astray(purpose: string, e: number, place: number, ordinal: number, share: number): number {
    if (!this.chance(purpose, place, ordinal, share)) return e;
    const g = Math.floor(e / this.C);
    const slot = ((e % this.C) + 1 + Math.floor((second() * (this.C - 1)) / 2 ** 32)) % this.C;
    return this.#isThere(g * this.C + slot) ? g * this.C + slot : e;
  }

  /** Slots by 64-bit draws at the start of the world. */
  order(purpose: string): number[] {
    const drawn = Array.from({ length: this.C }, (_, slot) => {
      this.draw(purpose, slot, 0, -1);
      return { slot, at: BigInt(first()) * 2n ** 32n + BigInt(second()) };
    });
    return drawn.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ slot }) => slot);
  }

  /** Near friends in a lane, by person: −1 where nobody is. */
  friendsIn(lane: number): number[] {
    const order = this.order(`ties/matching ${lane}`);
    const matching = new Map(order.map((slot, i) => [slot, order[i ^ 1]!]));
    return Array.from({ length: this.people }, (_, e) => {
      this.draw("ties/mask", Math.floor(e / this.C), lane, -1);
      const mask = first() % this.C;
      const friend = e - (e % this.C) + (matching.get((e % this.C) ^ mask)! ^ mask);
      return friend < this.people ? friend : -1;
    });
  }

  /** The far friend of each in a far lane. */
  farFriendsIn(lane: number): number[] {
    const weight = (k: number): number => 2 ** (-k / 2);
    return Array.from({ length: this.people }, (_, e) => {
      const [g, s] = [Math.floor(e / this.C), e % this.C];
      const [b, r] = [Math.floor(s / 32), s % 32];
      for (let k = 26; k >= 1; k--) {
        this.draw("ties/far", Math.floor(g / 2 ** k), (128 * lane + b) * 32 + k, -1);
        const all = Array.from({ length: k }, (_, i) => weight(i + 1)).reduce((x, y) => x + y, 0);
        if (k > 1 && first() >= 2 ** 32 * (weight(k) / all)) continue;
        const partner = (g ^ (2 ** (k - 1) + (second() % 2 ** (k - 1)))) >>> 0;
        const friend = partner * this.C + 32 * b + (r ^ Math.floor(second() / 2 ** 27));
        return friend < this.people ? friend : -1;
      }
      return -1;
    });
  }
}

/** Ends of layers: the rarest acts, eight candidates a community, then parts of each doubling until the bound is reached. */
export function layerEnds(bound: number, C: number): number[] {
  const ends = [2 ** -20];
  if (bound > ends[0]!) ends.push(8 / C);
  for (let from = 8 / C; from < bound; from *= 2) {
    const parts = from * C < 64 ? 2 : Math.max(4, (from * C) / 65_536);
    for (let part = 1; part <= parts && ends.at(-1)! < bound; part++) ends.push(from + (from * part) / parts);
  }
  return ends;
}

/** The first day of a tick of a week, in whole numbers: 52 ticks are 365 days. */
export function daysUntil(tick: number): number {
  return Number((BigInt(tick) * 365n + 51n) / 52n);
}

/** The nearest whole number, halves to even. */
export function nearest(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}
