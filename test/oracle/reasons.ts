import { expF32 } from "../../src/core/arithmetic.ts";
import { cutPoints } from "../../src/core/cuts.ts";
import { f, Luck } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const all = Array.from({ length: people }, (_, e) => e);
const bands = ["poor", "fine"];
const edge = 54;
const points = { helps: 3, strays: -4 } as const;
const conducts = ["helps", "strays"] as const;
/** Ticks of a year. */
const yearly = 5;

/** The world of reasons.yaml by hand: why friends are dropped, and who is seen less for what it would cost. */
export class Reasons {
  readonly score: Float64Array;
  readonly cut = Float64Array.from(all, () => 0);
  rows = new Rows();
  readonly #luck: Luck;
  readonly #bold: readonly boolean[];
  readonly #lanes: readonly (readonly number[])[];

  constructor(seed: number) {
    const luck = new Luck(seed, people, C);
    this.#luck = luck;
    const cuts = cutPoints({ kind: "chance", p: 0.5 }, { from: 0, resolution: 1, units: 2 });
    this.#bold = all.map((e) => luck.pick("trait.bold", e, 0, cuts) === 1);
    this.#lanes = [0, 1].map((lane) => luck.friendsIn(lane));
    this.score = Float64Array.from(all, (e) => (this.#bold[e] ? 60 : 52));
    luck.tick = 0;
  }

  #friendsOf(e: number): number[] {
    return this.#lanes.flatMap((lane, i) => {
      const friend = lane[e]!;
      return friend < 0 || (((this.cut[e]! | this.cut[friend]!) >> i) & 1) === 1 ? [] : [friend];
    });
  }

  /** What a change of the score costs in a year: a thousand yuan by the part of the way to the edge. */
  #cost(change: number, e: number): number {
    const score = this.score[e]!;
    const part = (way: number, distance: number): number => Math.min(1, Math.max(0, way) / Math.max(distance, 1e-12));
    return score >= edge ? 1000 * part(-change, score - edge) : -1000 * part(change, edge - score);
  }

  /** What the eye sees of someone's acts: a year of all that goes through it is at stake. */
  #coverage(e: number): number {
    const stake = yearly * (0.125 * this.#cost(points.helps, e) + 0.25 * this.#cost(points.strays, e));
    const v = Math.abs(stake) / 500;
    const factor = Math.min(2, Math.exp(-0.5 * Math.sign(stake) * (1 - Math.exp(-v))));
    return Math.min(1, (this.#bold[e] ? 0.75 : 0.5) * factor);
  }

  /** The change of one's score in a year by what pulls, and by those who are counted against one. */
  #changed(before: readonly number[], after: readonly number[], e: number): number {
    const mean = (those: readonly number[]): number =>
      those.length === 0 ? this.score[e]! : those.reduce((sum, one) => sum + this.score[one]!, 0) / those.length;
    const bold = (those: readonly number[]): number => those.filter((one) => this.#bold[one]).length;
    return (mean(after) - mean(before)) * 0.0625 * yearly - 5 * (bold(after) - bold(before));
  }

  step(): void {
    this.rows = new Rows();
    const luck = this.#luck;
    const friends = all.map((e) => this.#friendsOf(e));
    const band = all.map((e) => bands[this.score[e]! >= edge ? 1 : 0]!);
    const sums = Float64Array.from(all, () => 0);
    for (const name of conducts) {
      for (const what of ["acts", "records"]) this.rows.open(`${what}.${name}`, []);
      this.rows.open(`points.${name}`, bands);
      const rate = name === "helps" ? 0.125 : 0.25;
      for (const { e, g, ordinal } of luck.acts(name, rate, () => rate)) {
        this.rows.add(`acts.${name}`, 1, undefined, []);
        const heard = name === "helps" && luck.chance(`conduct.${name}/act`, g, ordinal, 0.25);
        const byEye = name === "helps" ? "seen by eye" : "act";
        const seen = luck.chance(`conduct.${name}/${byEye}`, g, ordinal, this.#coverage(e));
        if (!heard && !seen) continue;
        this.rows.add(`records.${name}`, 1, undefined, []);
        this.rows.add(`points.${name}`, points[name], band[e], bands);
        sums[e]! += points[name];
      }
    }
    this.#sever(friends, band);
    const forgets = f(1 - 2 ** (-1 / 5));
    const changes = all.map((e) => {
      const own = this.score[e]!;
      const those = friends[e]!;
      const mean = those.length === 0 ? own : f(those.reduce((sum, one) => sum + this.score[one]!, 0) / those.length);
      const bold = those.filter((one) => this.#bold[one]).length;
      return f(f(f(sums[e]! + f(0.0625 * f(mean - own))) - bold) + f(forgets * f(64 - own)));
    });
    for (const e of all)
      this.score[e] = Math.max(0, Math.min(100, this.score[e]! + luck.byChance(f(changes[e]! * 16), "score", e) / 16));
    this.#measure();
    luck.tick += 1;
  }

  /** A tie is cut by a side once, for one reason; bored comes first. */
  #sever(friends: readonly (readonly number[])[], band: readonly string[]): void {
    const before = this.cut.slice();
    for (const name of ["bored", "low"]) this.rows.open(`dropped.${name}`, []);
    const answer = (change: number, e: number): number => Math.min(4, Math.exp(-this.#cost(change, e) / 500));
    for (const e of all) {
      const dropped = { bored: 0, low: 0 };
      for (const [lane, those] of this.#lanes.entries()) {
        const friend = those[e]!;
        const bit = 1 << lane;
        if (friend < 0) continue;
        const [ours, theirs] = [e, friend].map((one) => (before[one]! & bit) !== 0);
        if (theirs && !ours) continue;
        const now = friends[e]!;
        const word = this.#luck.wordOfTie(e, lane) / 2 ** 32;
        const chance = (rate: number): number => f(1 - expF32(-f(rate)));
        if (ours) {
          if (word < chance(0.25 * answer(this.#changed(now, [...now, friend], e), e))) this.cut[e]! ^= bit;
          continue;
        }
        const rest = [...now];
        rest.splice(rest.indexOf(friend), 1);
        const low = (band[friend] === "poor" ? 0.25 : 0.0625) * answer(this.#changed(now, rest, e), e);
        const any = chance(0.125 + low);
        if (word >= any) continue;
        this.cut[e]! ^= bit;
        dropped[word < any * (0.125 / (0.125 + low)) ? "bored" : "low"] += 1;
      }
      for (const name of ["bored", "low"] as const) this.rows.add(`dropped.${name}`, dropped[name], undefined, []);
    }
  }

  #measure(): void {
    const { rows } = this;
    for (const name of ["under.barred", "yuan.barred"]) rows.open(name, []);
    for (const e of all) {
      const isPoor = this.score[e]! < edge;
      rows.add("score", this.score[e]!, undefined, []);
      rows.add("people", 1, bands[isPoor ? 0 : 1], bands);
      rows.add("ties cut", (this.cut[e]! & 1) + (this.cut[e]! >> 1), undefined, []);
      rows.add("under.barred", isPoor ? 1 : 0, undefined, []);
      if (isPoor) rows.add("yuan.barred", -200, undefined, []);
    }
  }
}
