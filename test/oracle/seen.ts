import { expF32 } from "../../src/core/arithmetic.ts";
import { cutPoints } from "../../src/core/cuts.ts";
import { f, Luck, nearest } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const all = Array.from({ length: people }, (_, e) => e);
const bands = ["poor", "fine"];
const onList = ["others", "listed"];
/** Days of a tick, and of a stay. */
const days = 73;
const terms = { listed: 146, noted: 73 } as const;
type List = keyof typeof terms;
const numbers = (of: (e: number) => number): Float64Array => Float64Array.from(all, of);

/** The world of seen.yaml by hand: what friends and neighbours see of each other, and what is counted of friends. */
export class Seen {
  readonly score: Float64Array;
  readonly worry: Float64Array;
  readonly cut = numbers(() => 0);
  readonly listed = numbers(() => 0);
  readonly noted = numbers(() => 0);
  rows = new Rows();
  readonly #luck: Luck;
  readonly #calm: readonly boolean[];
  readonly #bold: readonly boolean[];
  readonly #lanes: readonly (readonly number[])[];
  /** The mean score of the calm, and the five means of friends' scores, as the last tick told them. */
  #usual = 0;
  #five = { own: 0, friends: 0, "own squared": 0, "friends squared": 0, product: 0 };

  constructor(seed: number) {
    const luck = new Luck(seed, people, C);
    this.#luck = luck;
    const chance = (name: string, p: number): boolean[] => {
      const cuts = cutPoints({ kind: "chance", p }, { from: 0, resolution: 1, units: 2 });
      return all.map((e) => luck.pick(`trait.${name}`, e, 0, cuts) === 1);
    };
    this.#calm = chance("calm", 0.75);
    this.#bold = chance("bold", 0.5);
    this.#lanes = [0, 1].map((lane) => luck.friendsIn(lane));
    this.score = numbers((e) => (this.#bold[e] ? 60 : 52));
    this.worry = numbers((e) => (this.#bold[e] ? 3 : -1));
    luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  /** The place of a band from the lowest, -1 for who has none. */
  #band(e: number): number {
    return this.#calm[e] ? (this.score[e]! >= 54 ? 1 : 0) : -1;
  }

  step(): void {
    this.rows = new Rows();
    const was = {
      score: this.score.slice(),
      band: all.map((e) => this.#band(e)),
      noted: all.map((e) => this.noted[e]! > 0),
      listed: all.map((e) => this.listed[e]! > 0),
      friends: all.map((e) => this.#friendsOf(e)),
    };
    const homeOf = (e: number): number[] => all.filter((one) => Math.floor(one / C) === Math.floor(e / C));
    const worries = all.map((e) => {
      const those = homeOf(e);
      // A worry is counted in units from -1 on.
      const units = those.reduce((sum, one) => sum + this.worry[one]! + 1, 0);
      return f(-1 + f(units / those.length));
    });
    // In the first tick one takes others to be as oneself.
    const usual = (e: number): number => (this.tick === 0 ? was.score[e]! : Math.min(100, Math.max(0, this.#usual)));
    const points = numbers(() => 0);
    for (const what of ["acts", "records"]) this.rows.open(`${what}.strays`, []);
    this.rows.open("points.strays", bands);
    // Of friends on `listed` nothing is shown; what a channel goes by is so.
    const rate = (e: number): number => 0.125 + (was.friends[e]!.some((one) => was.noted[one]) ? 0.25 : 0);
    for (const { e, g, ordinal } of this.#luck.acts("strays", 0.875, rate)) {
      this.rows.add("acts.strays", 1, undefined, []);
      const watched = homeOf(e).filter((one) => was.listed[one]).length > 5 ? 0.75 : 0.5;
      if (!this.#luck.chance("conduct.strays/act", g, ordinal, watched)) continue;
      this.rows.add("records.strays", 1, undefined, []);
      const worth = this.#calm[e] ? -2 : 0;
      this.rows.add("points.strays", worth, bands[was.band[e]!], bands);
      points[e]! += worth;
    }
    this.#sever(usual, was.noted);
    const next = all.map((e) => {
      const those = was.friends[e]!;
      const mean =
        those.length === 0 ? was.score[e]! : f(those.reduce((sum, one) => sum + was.score[one]!, 0) / those.length);
      const noted = f(homeOf(e).filter((one) => was.noted[one]).length / homeOf(e).length);
      return f(f(f(f(worries[e]! / 2) + (mean < 55 ? 4 : 0)) + f(usual(e) / 8)) + noted);
    });
    const forgets = f(1 - 2 ** (-1 / 5));
    for (const e of all) {
      const own = this.worry[e]!;
      this.worry[e] = Math.max(-1, Math.min(63, own + this.#luck.byChance(f(next[e]! - own), "state.worry", e)));
      if (!this.#calm[e]) continue;
      const change = f(points[e]! + f(forgets * f(64 - was.score[e]!)));
      this.score[e] = Math.max(0, Math.min(100, was.score[e]! + this.#luck.byChance(f(change * 16), "score", e) / 16));
    }
    this.#list("listed", (e) => this.score[e]! < 53);
    this.#list("noted", (e) => this.worry[e]! >= 8);
    this.#measure(was);
    this.#luck.tick += 1;
  }

  #friendsOf(e: number): number[] {
    return this.#lanes.flatMap((lane, i) => {
      const friend = lane[e]!;
      return friend < 0 || (((this.cut[e]! | this.cut[friend]!) >> i) & 1) === 1 ? [] : [friend];
    });
  }

  /** Who is poor is not shown of a friend who has a band: such a one is taken for the usual. */
  #sever(usual: (e: number) => number, noted: readonly boolean[]): void {
    const before = this.cut.slice();
    const chance = (rate: number): number => f(1 - expF32(-rate));
    for (const e of all)
      for (const [lane, friends] of this.#lanes.entries()) {
        const friend = friends[e]!;
        const bit = 1 << lane;
        if (friend < 0) continue;
        const [ours, theirs] = [e, friend].map((one) => (before[one]! & bit) !== 0);
        if (theirs && !ours) continue;
        const poor = this.#calm[friend]! && usual(e) < 54;
        const rate = poor ? 0.25 : noted[friend] ? 0.125 : this.#bold[friend] ? 0.0625 : 0.03125;
        if (this.#luck.changes(e, lane, chance(ours ? 0.25 : rate))) this.cut[e]! ^= bit;
      }
  }

  #list(name: List, holds: (e: number) => boolean): void {
    const left = this[name];
    const rows = this.rows;
    for (const e of all) {
      const had = left[e]!;
      const stays = Math.max(0, had - days);
      const enters = stays === 0 && holds(e);
      left[e] = enters ? terms[name] : stays;
      rows.add(`on.${name}`, left[e]! > 0 ? 1 : 0, undefined, []);
      rows.add(`days.${name}`, Math.min(had, days), undefined, []);
      rows.add(`entries.${name}`, enters ? 1 : 0, undefined, []);
      rows.add(`exits.${name}`, had > 0 && stays === 0 ? 1 : 0, undefined, []);
    }
  }

  #measure(was: {
    readonly score: Float64Array;
    readonly band: readonly number[];
    readonly noted: readonly boolean[];
    readonly listed: readonly boolean[];
    readonly friends: readonly (readonly number[])[];
  }): void {
    const { rows } = this;
    const step = 2 ** 20;
    const exact = (x: number): number => nearest(x * step) / step;
    const told = this.#five;
    const [u, v] = [variance(told["own squared"], told.own), variance(told["friends squared"], told.friends)];
    const together = f(told.product - f(told.own * told.friends));
    const root = f(f(Math.sqrt(u)) * f(Math.sqrt(v)));
    const correlation = u > f(1e-6) && v > f(1e-6) ? Math.max(-1, Math.min(1, f(together / root))) : 0;
    for (const name of ["friends alike", ...Object.keys(told).map((what) => `assortativity.${what}`)])
      rows.open(name, []);
    for (const band of bands) rows.open(`friends in ${band}`, bands);
    rows.open("usual score", []);
    for (const e of all) {
      const friends = was.friends[e]!;
      const band = this.#band(e);
      const share = (holds: (one: number) => boolean): number =>
        exact(f(friends.filter(holds).length / friends.length));
      rows.add("score", this.score[e]!, undefined, []);
      rows.add("people", 1, bands[band], bands);
      rows.add("ties cut", (this.cut[e]! & 1) + (this.cut[e]! >> 1), undefined, []);
      if (this.#calm[e]) rows.add("usual score", this.score[e]!, undefined, []);
      rows.add("without friends", friends.length === 0 ? 1 : 0, undefined, []);
      rows.add("assortativity.score", exact(correlation), undefined, []);
      if (friends.length === 0) continue;
      if (was.band[e]! >= 0)
        rows.add(
          "friends alike",
          share((one) => was.band[one] === was.band[e]),
          undefined,
          [],
        );
      for (const [i, name] of bands.entries())
        rows.add(
          `friends in ${name}`,
          share((one) => was.band[one] === i),
          bands[band],
          bands,
        );
      for (const list of ["listed", "noted"] as const)
        rows.add(
          `friends on ${list}`,
          share((one) => was[list][one]!),
          onList[this[list][e]! > 0 ? 1 : 0],
          onList,
        );
      if (!this.#calm[e]) continue;
      const mean = f(friends.reduce((sum, one) => sum + was.score[one]!, 0) / friends.length);
      const [x, y] = [was.score[e]!, mean].map((score) => f((score - 50) / 50)) as [number, number];
      const five = { own: x, friends: y, "own squared": f(x * x), "friends squared": f(y * y), product: f(x * y) };
      for (const [what, value] of Object.entries(five)) rows.add(`assortativity.${what}`, exact(value), undefined, []);
    }
    const figure = (name: string): number => {
      const [count, sum] = rows.by[name]![""]!;
      return count === 0 ? 0 : f(sum / count);
    };
    this.#usual = figure("usual score");
    for (const what of Object.keys(told) as (keyof typeof told)[]) told[what] = figure(`assortativity.${what}`);
  }
}

function variance(square: number, mean: number): number {
  return f(square - f(mean * mean));
}
