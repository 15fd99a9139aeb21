import { first, second } from "../../src/core/chance.ts";
import { cutPoints } from "../../src/core/cuts.ts";
import { Luck } from "./luck.ts";

const [people, C] = [83, 32];
const severities = cutPoints({ kind: "categorical", shares: [0.5, 0.5] }, { from: 0, resolution: 1, units: 2 });
const conducts = ["late", "missed", "paid", "borrowed", "helped", "refused", "parted", "gave", "kept"] as const;
type Conduct = (typeof conducts)[number];

/** Whether each person is calm, by how much, and owes anything. */
export interface Born {
  readonly calm: readonly number[];
  readonly owes: readonly boolean[];
}

type Counts = Record<Conduct, Uint8Array>;

const counts = (): Counts =>
  Object.fromEntries(conducts.map((name) => [name, new Uint8Array(people)])) as unknown as Counts;

/** The world of moments.yaml by hand: what is due, one of several outcomes, what two do together, counts of a tick. */
export class Moments {
  readonly debt = new Float64Array(people).fill(2);
  readonly trust = new Float64Array(people);
  readonly score = new Float64Array(people).fill(60);
  /** What was done, recorded, tried in vain and undergone in the tick, by person. */
  did = counts();
  recorded = counts();
  blocked = counts();
  met = counts();
  readonly #luck: Luck;
  readonly #born: Born;
  #waiting: { readonly onto: number; readonly due: number; readonly severity: number }[] = [];
  #points = new Float64Array(people);

  constructor(seed: number, born: Born) {
    this.#luck = new Luck(seed, people, C);
    this.#born = born;
    this.#luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    [this.did, this.recorded, this.blocked, this.met] = [counts(), counts(), counts(), counts()];
    this.#points = new Float64Array(people);
    for (const { onto, due, severity } of this.#waiting) if (due === this.tick) this.#record("missed", onto, severity);
    for (let e = 0; e < people; e++) this.#decide(e);
    for (let g = 0; g * C < people; g++) for (let round = 0; round < 2; round++) this.#meet(g, round);
    for (let e = 0; e < people; e++) this.#live(e);
    this.#luck.tick += 1;
  }

  #factor(e: number): number {
    return this.score[e]! < 56 ? 0.5 : 1;
  }

  /** The first of some outcomes whose share, behind those before it, holds a word; undefined where none does. */
  #oneOf(word: number, shares: readonly (readonly [Conduct, number])[]): Conduct | undefined {
    let end = 0;
    for (const [name, share] of shares) {
      end += share;
      if (word < end * 2 ** 32) return name;
    }
    return undefined;
  }

  /** A bill every third week, and a loan that may be asked for in any. */
  #decide(e: number): void {
    const [debt, calm] = [this.debt[e]!, this.#born.calm[e]!];
    if (this.tick % 3 === 0 && this.#born.owes[e] && debt > 0) {
      this.#luck.draw("conduct.bill/due", e, 0);
      const missed = (0.25 + calm / 4) * this.#factor(e);
      const came = this.#oneOf(first(), [
        ["late", 0.125],
        ["missed", missed],
        ["paid", 1],
      ])!;
      this.did[came][e]! += 1;
      if (came === "missed") this.#miss(e);
    }
    if (debt >= 5 || !this.#luck.chance("conduct.borrowed/due", e, 0, 0.375)) return;
    const stopped = calm > 0.75;
    this[stopped ? "blocked" : "did"].borrowed[e]! += 1;
    if (!stopped && this.#luck.chance("conduct.borrowed/act", e, 0, 0.5)) this.#record("borrowed", e, 1);
  }

  #miss(e: number): void {
    const luck = this.#luck;
    if (!luck.chance("conduct.missed/act", e, 0, 0.75)) return;
    const severity = 1 + luck.pick("conduct.missed/severity", e, 0, severities);
    const onto = luck.astray("conduct.missed/misattribution", e, e, 0, 0.25);
    const delay = Math.floor(luck.uniform("conduct.missed/delay", e, 0) * 3);
    if (delay === 0) this.#record("missed", onto, severity);
    else this.#waiting.push({ onto, due: this.tick + delay, severity });
  }

  #meet(g: number, round: number): void {
    this.#luck.draw("encounters.strangers/pairs", g, round);
    const [v, w] = [first(), second()];
    for (let slot = 0; slot < C; slot++) {
      const met = stranger(slot, v, w);
      const [e, other] = [g * C + slot, g * C + met];
      if (e >= people || other >= people) continue;
      const pair = round * C + Math.min(slot, met);
      if (!this.#luck.chance("encounters.strangers/happens", g, pair, 0.75)) continue;
      this.#aid(g, pair, round * C + slot, e, other);
      this.#deal(g, round * C + slot, e, other);
    }
  }

  /** One word for both, by the product of what each would do; both have to be calm enough. */
  #aid(g: number, pair: number, side: number, e: number, other: number): void {
    const { calm } = this.#born;
    if (calm[e]! < 0.125 || calm[other]! < 0.125) return;
    this.#luck.draw("conduct.aid at strangers/acts", g, pair);
    const helps = (one: number, another: number): number => (0.25 + calm[another]! / 2) * this.#factor(one);
    const both = helps(e, other) * helps(other, e);
    const came = this.#oneOf(first(), [
      ["helped", both],
      ["refused", 0.25],
      ["parted", 1],
    ])!;
    this.did[came][e]! += 1;
    this.met[came][other]! += 1;
    const isSeen = came === "helped" && this.#luck.chance("conduct.helped at strangers/act", g, side, 0.5);
    if (isSeen) this.#record("helped", e, 1);
  }

  /** Each side by itself. */
  #deal(g: number, side: number, e: number, other: number): void {
    const came = this.#luck.chance("conduct.deal at strangers/acts", g, side, 0.5) ? "gave" : "kept";
    if (came === "gave" && this.#born.owes[e]) {
      this.blocked.gave[e]! += 1;
      return;
    }
    this.did[came][e]! += 1;
    this.met[came][other]! += 1;
    const isSeen = came === "gave" && this.#luck.chance("conduct.gave at strangers/act", g, side, 0.5);
    if (isSeen) this.#record("gave", other, 1);
  }

  #record(conduct: "missed" | "borrowed" | "helped" | "gave", onto: number, severity: number): void {
    this.recorded[conduct][onto]! += 1;
    const worth = { missed: -4 * severity, borrowed: 0, helped: 1, gave: 1 }[conduct];
    if (this.#born.calm[onto]! < 1) this.#points[onto]! += worth;
  }

  #live(e: number): void {
    const { did, recorded, blocked, met } = this;
    const held = (value: number, from: number, to: number): number => Math.max(from, Math.min(to, value));
    this.debt[e] = held(this.debt[e]! + did.borrowed[e]! - did.paid[e]!, 0, 6);
    const good = did.helped[e]! + met.gave[e]! - blocked.gave[e]! - recorded.missed[e]!;
    this.trust[e] = held(this.trust[e]! + good, -40, 40);
    this.score[e] = held(this.score[e]! + this.#points[e]!, 0, 100);
  }
}

function stranger(slot: number, v: number, w: number): number {
  const [turn, a, b] = [1 + Math.floor((v * (C - 1)) / 2 ** 32), BigInt(w) | 1n, w >>> 16];
  const place = (s: number): number => Number((a * BigInt(s) + BigInt(b)) % BigInt(C));
  return Array.from({ length: C }, (_, s) => s).find((s) => place(s) === (place(slot) ^ turn))!;
}
