import { first } from "../../src/core/chance.ts";
import { type Cuts, cutPoints } from "../../src/core/cuts.ts";
import { f, Luck } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
/** One enterprise for every four people: on the first of so many slots of a community. */
export const S = 16;
const persons = Array.from({ length: people }, (_, e) => e);
const filled = [8, 8, 4];
const numbers = filled.flatMap((many, g) => Array.from({ length: many }, (_, s) => g * S + s));
const bands = ["poor", "fine"];
const grades = ["bad", "good"];
const trades = ["mill", "shop"];
const loads = ["light", "heavy"];
const cells = (value: number): Float64Array => new Float64Array(3 * S).fill(value);
const severities: Cuts = cutPoints({ kind: "categorical", shares: [0.5, 0.5] }, { from: 0, resolution: 1, units: 2 });

interface Waiting {
  readonly onto: number;
  readonly due: number;
  readonly severity: number;
}

/** The world of firms.yaml by hand: enterprises, whose they are, and what each side sees of the other. */
export class Firms {
  /** Numbers of enterprises, in order. */
  readonly numbers = numbers;
  readonly calm: number[];
  readonly wealth = new Float64Array(people).fill(16);
  readonly score = new Float64Array(people).fill(60);
  readonly big = new Map<number, boolean>();
  readonly trade = new Map<number, string>();
  readonly debt = cells(1);
  readonly worth = cells(50);
  readonly fined = cells(0);
  readonly lent = cells(0);
  rows = new Rows();
  readonly #met = cells(0);
  readonly #luck: Luck;
  readonly #firmLuck: Luck;
  readonly #ownerOf = new Map<number, number>();
  readonly #firmOf = new Map<number, number>();
  #waiting: Waiting[] = [];
  /** The last tick's truths that the other side sees. */
  #shamed = new Uint8Array(people);
  #wasFined = cells(0);
  #alarm = 0;

  constructor(seed: number) {
    this.#luck = new Luck(seed, people, C);
    this.#firmLuck = new Luck(seed, 3 * S, S, { prefix: "enterprises.", isThere: (e) => numbers.includes(e) });
    const calm = cutPoints({ kind: "uniform", from: 0, to: 1 }, { from: 0, resolution: 0.125, units: 9 });
    this.calm = persons.map((e) => this.#luck.pick("trait.calm", e, 0, calm) / 8);
    const big = cutPoints({ kind: "chance", p: 0.5 }, { from: 0, resolution: 1, units: 2 });
    const trade = cutPoints({ kind: "categorical", shares: [0.25, 0.75] }, { from: 0, resolution: 1, units: 2 });
    const order = this.#luck.order("enterprises.owners/order");
    for (const e of numbers) {
      this.big.set(e, this.#firmLuck.pick("trait.big", e, 0, big) === 1);
      this.trade.set(e, trades[this.#firmLuck.pick("trait.trade", e, 0, trade)]!);
      const g = Math.floor(e / S);
      this.#luck.draw("enterprises.owners/mask", g, 0);
      const owner = g * C + (order[e % S]! ^ (first() % C));
      if (owner >= people) continue;
      this.#ownerOf.set(e, owner);
      this.#firmOf.set(owner, e);
    }
    this.#luck.tick = 0;
    this.#firmLuck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    this.rows = new Rows();
    this.#openRows();
    const [scores, worths, debts] = [this.score.slice(), this.worth.slice(), this.debt.slice()];
    const seenFined = (e: number): boolean => this.#wasFined[this.#firmOf.get(e) ?? -1] === 1;
    const points = new Float64Array(people);
    const earned = cells(0);
    const lent = cells(0);
    const poor = persons.map((e) => scores[e]! < 60);
    for (const { onto, due, severity } of this.#waiting)
      if (due === this.tick) this.#cheat(onto, severity, worths, earned);
    for (const { e, g, ordinal } of this.#luck.acts("skips", 0.625, (e) => {
      return (
        this.calm[e]! / 4 + ((worths[this.#firmOf.get(e) ?? -1] ?? 0) > 40 ? 0.125 : 0) + (seenFined(e) ? 0.25 : 0)
      );
    })) {
      this.rows.add("acts.skips", 1, undefined, []);
      if (!this.#luck.chance("conduct.skips/act", g, ordinal, 0.75)) continue;
      const onto = this.#luck.astray("conduct.skips/misattribution", e, g, ordinal, 0.25);
      const worth = seenFined(onto) ? -2 : -0.5;
      this.rows.add("records.skips", 1, undefined, []);
      this.rows.add("points.skips", worth, poor[onto] ? "poor" : "fine", bands);
      points[onto]! += worth;
    }
    this.#cheats(worths, earned);
    this.#lends(worths, lent);
    for (const e of persons) {
      const firm = this.#firmOf.get(e);
      const own = this.wealth[e]!;
      const next = own + (firm === undefined ? 0 : debts[firm]! / 8 + 0.25) - 0.5;
      this.wealth[e] = Math.max(0, Math.min(64, own + this.#luck.byChance((next - own) * 2, "state.wealth", e) / 2));
      const change = points[e]! + (60 - scores[e]!) / 2;
      this.score[e] = Math.max(0, Math.min(100, scores[e]! + this.#luck.byChance(change * 16, "score", e) / 16));
    }
    for (const e of numbers) this.#gradeFirm(e, scores, earned, lent);
    this.#measure();
    this.#luck.tick += 1;
    this.#firmLuck.tick += 1;
  }

  #cheats(worths: Float64Array, earned: Float64Array): void {
    const luck = this.#firmLuck;
    const rate = (e: number): number => {
      const risk = (this.big.get(e) ? 0.25 : 0.125) + (this.#shamed[this.#ownerOf.get(e) ?? -1] === 1 ? 0.125 : 0);
      return risk * (this.fined[e]! > 0 ? 0.5 : 1);
    };
    for (const { e, g, ordinal } of luck.acts("cheats", 0.375, rate)) {
      this.rows.add("enterprises.acts.cheats", 1, undefined, []);
      const inspected = luck.chance("conduct.cheats/act", g, ordinal, this.big.get(e) ? 0.75 : 0.5);
      if (!inspected && !luck.chance("conduct.cheats/seen by office", g, ordinal, 0.75)) continue;
      const severity = 1 + luck.pick("conduct.cheats/severity", g, ordinal, severities);
      const onto = luck.astray("conduct.cheats/misattribution", e, g, ordinal, inspected ? 0.5 : 0.25);
      const delay = inspected ? Math.floor(f(luck.uniform("conduct.cheats/delay", g, ordinal) * 3)) : 0;
      if (delay === 0) this.#cheat(onto, severity, worths, earned);
      else this.#waiting.push({ onto, due: this.tick + delay, severity });
    }
  }

  #cheat(onto: number, severity: number, worths: Float64Array, earned: Float64Array): void {
    this.rows.add("enterprises.records.cheats", 1, undefined, []);
    this.rows.add("enterprises.points.cheats", -2 * severity, worths[onto]! >= 45 ? "good" : "bad", grades);
    earned[onto]! -= 2 * severity;
  }

  #lends(worths: Float64Array, lent: Float64Array): void {
    const luck = this.#firmLuck;
    for (const { e, g, ordinal } of luck.acts("lends", 0.5, (e) => 0.25 + this.debt[e]! / 32)) {
      this.rows.add("enterprises.acts.lends", 1, undefined, []);
      if (!luck.chance("conduct.lends/act", g, ordinal, 0.75)) continue;
      const onto = luck.astray("conduct.lends/misattribution", e, g, ordinal, 0.25);
      this.rows.add("enterprises.records.lends", 1, undefined, []);
      this.rows.add("enterprises.points.lends", 2, worths[onto]! >= 45 ? "good" : "bad", grades);
      lent[onto]! += 2;
    }
  }

  #gradeFirm(e: number, scores: Float64Array, earned: Float64Array, lent: Float64Array): void {
    const owner = this.#ownerOf.get(e);
    const luck = this.#firmLuck;
    const own = this.debt[e]!;
    const next = own / 2 + (owner === undefined ? 0.25 : this.calm[owner]! + 0.5);
    this.debt[e] = Math.max(0, Math.min(8, own + luck.byChance((next - own) * 4, "state.debt", e) / 4));
    const before = this.tick % 4 === 0 ? 0 : this.lent[e]!;
    this.lent[e] = Math.min(3, before + lent[e]!);
    const change = earned[e]! + this.lent[e]! - before;
    this.worth[e] = Math.max(0, Math.min(60, this.worth[e]! + luck.byChance(change * 4, "score", e) / 4));
    const holds = this.worth[e]! < 42 && (owner === undefined ? 0 : scores[owner]!) < 61;
    this.fined[e] = holds && this.#met[e] === 0 ? 3 : Math.max(0, this.fined[e]! - 1);
    this.#met[e] = holds ? 1 : 0;
  }

  #openRows(): void {
    for (const [prefix, conducts, words] of [
      ["", ["skips"], bands],
      ["enterprises.", ["cheats", "lends"], grades],
    ] as const) {
      for (const one of conducts) {
        for (const what of ["acts", "records"]) this.rows.open(`${prefix}${what}.${one}`, []);
        this.rows.open(`${prefix}points.${one}`, words);
      }
    }
    for (const one of ["yuan.shamed", "enterprises.yuan.fined"]) this.rows.open(one, []);
    this.rows.open("enterprises.load by loads", loads);
  }

  #measure(): void {
    const { rows } = this;
    for (const e of persons) {
      const firm = this.#firmOf.get(e);
      const poor = this.score[e]! < 60;
      // What is fetched from what one owns is as the tick found it; the band is as it has become.
      const shamed = firm !== undefined && this.#wasFined[firm] === 1 && poor;
      rows.add("score", this.score[e]!, undefined, []);
      rows.add("people", 1, poor ? "poor" : "fine", bands);
      rows.add("misery", this.wealth[e]! + this.#alarm, undefined, []);
      if (firm !== undefined) rows.add("owners", 1, undefined, []);
      rows.add("under.shamed", shamed ? 1 : 0, undefined, []);
      if (shamed) rows.add("yuan.shamed", -1, undefined, []);
      this.#shamed[e] = shamed ? 1 : 0;
    }
    let bad = 0;
    for (const e of numbers) {
      const good = this.worth[e]! >= 45;
      bad += good ? 0 : 1;
      const load = this.debt[e]! >= 2 ? "heavy" : this.debt[e]! >= 1 ? "light" : undefined;
      const trade = this.trade.get(e)!;
      rows.add("enterprises.score", this.worth[e]!, undefined, []);
      rows.add("enterprises.count", 1, good ? "good" : "bad", grades);
      rows.add("enterprises.alarm", good ? 0 : 1, undefined, []);
      for (const [group, word, words] of [
        ["trade", trade, trades],
        ["loads", load, loads],
      ] as const) {
        rows.add(`enterprises.load by ${group}`, this.debt[e]!, word, words);
        rows.add(`enterprises.lowest band by ${group}`, good ? 0 : 1, word, words);
      }
      rows.add("enterprises.load", this.debt[e]!, undefined, []);
      rows.add("enterprises.under.fined", this.fined[e]! > 0 ? 1 : 0, undefined, []);
      if (this.fined[e]! > 0) rows.add("enterprises.yuan.fined", -2, undefined, []);
      this.#wasFined[e] = this.fined[e]! > 0 ? 1 : 0;
    }
    this.#alarm = Math.round(f(bad / numbers.length) * 1024) / 1024;
  }
}
