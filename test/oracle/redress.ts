import { cutPoints } from "../../src/core/cuts.ts";
import { daysUntil, f, Luck, nearest } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const lots = 2 ** 24;
const homes = ["north", "south"];
const conducts = ["litters", "lies"] as const;
type Conduct = (typeof conducts)[number];
/** What takes back points, and what takes back entries. */
const takes = {
  check: ["points", "entries"],
  dispute: ["points", "entries"],
  expiry: ["points"],
  repair: ["entries"],
} as const;
type Case = keyof typeof takes;
type Part = "points" | "entries";
/** Ticks after a record arrives: two of the same tick in the order of their names, a tick apart. */
const due: Readonly<Record<string, readonly [Case, number][]>> = {
  "litters 1": [
    ["expiry", 3],
    ["dispute", 4],
    ["repair", 10],
  ],
  "litters 3": [
    ["dispute", 4],
    ["expiry", 5],
    ["repair", 10],
  ],
  "lies 1": [["dispute", 4]],
};

/** What is known of a record as long as anything of it is to be decided. */
interface Held {
  readonly conduct: Conduct;
  readonly severity: number;
  readonly isTrue: boolean;
  readonly onto: number;
  readonly day: number;
  readonly luck: Readonly<Partial<Record<Case, number>>>;
  /** The tick in which it arrives. */
  arrives: number;
  /** Left of its points, in 1/4096, as of the last of its cases. */
  points: number;
  since: number;
  /** The day from the start on which the stay ends that it would begin. */
  until: number;
  readonly open: Set<Part>;
  readonly disputed: Map<Case, number>;
}

/** The world of redress.yaml by hand: each record is kept, with all that can still be taken back of it. */
export class Redress {
  readonly score = new Float64Array(people).fill(60);
  /** Days from the start of the tick. */
  readonly left = new Float64Array(people);
  readonly notice = new Float64Array(people);
  rows = new Rows();
  readonly #luck: Luck;
  readonly #homes: readonly string[];
  #records: Held[] = [];
  #points = new Float64Array(people);
  /** Days of this tick on which grounds fall and stays are ended, and the longest term. */
  #ground: (number | undefined)[] = [];
  #term: number[] = [];
  #struck: (number | undefined)[] = [];

  constructor(seed: number, born: readonly string[]) {
    this.#luck = new Luck(seed, people, C);
    this.#homes = born;
    this.#luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    this.#open();
    for (const one of this.#records) if (one.arrives === this.tick) this.#arrive(one);
    for (const one of this.#records) this.#decide(one);
    for (const conduct of conducts) this.#act(conduct, conduct === "litters" ? 0.125 : 0.0625);
    for (let e = 0; e < people; e++) {
      const drift = f(f(1 - 2 ** (-1 / 16)) * f(50 - this.score[e]!));
      const change = f(f(this.#points[e]! / 4096) + drift);
      const moved = this.score[e]! * 16 + this.#luck.byChance(f(change * 16), "score", e);
      this.score[e] = Math.min(100, Math.max(0, moved / 16));
      this.rows.add("score", this.score[e]!, undefined, []);
      this.#list(e);
    }
    this.#luck.tick += 1;
  }

  #open(): void {
    this.rows = new Rows();
    for (const one of conducts) for (const what of ["acts", "records", "points"]) this.rows.open(`${what}.${one}`, []);
    for (const [one, parts] of Object.entries(takes)) {
      const grouped = one === "check" || one === "dispute" ? ["disputes", "freed"] : ["freed"];
      for (const what of grouped) {
        this.rows.open(`${what}.${one}`, []);
        this.rows.open(`${what}.${one} by home`, homes);
      }
      this.rows.open(`upheld.${one}`, []);
      if ((parts as readonly Part[]).includes("points")) this.rows.open(`taken_back.${one}`, []);
    }
    this.rows.open("yuan.dispute", []);
    this.#points = new Float64Array(people);
    this.#ground = new Array(people).fill(undefined);
    this.#struck = new Array(people).fill(undefined);
    this.#term = new Array(people).fill(0);
  }

  #act(conduct: Conduct, rate: number): void {
    for (const { e, g, ordinal } of this.#luck.acts(conduct, rate, () => rate)) {
      this.rows.add(`acts.${conduct}`, 1, undefined, []);
      const at = (what: string): [string, number, number] => [`conduct.${conduct}/${what}`, g, ordinal];
      if (!this.#luck.chance(...at("act"), 0.75)) continue;
      const cuts = cutPoints({ kind: "categorical", shares: [0.5, 0, 0.5] }, { from: 0, resolution: 1, units: 3 });
      const severity = conduct === "litters" ? 1 + this.#luck.pick(...at("severity"), cuts) : 1;
      const days = daysUntil(this.tick + 1) - daysUntil(this.tick);
      const day = Math.min(days - 1, Math.floor(f(this.#luck.uniform(...at("day")) * days)));
      const onto = this.#luck.astray(at("misattribution")[0], e, g, ordinal, 0.5);
      const luck: Partial<Record<Case, number>> = {};
      for (const one of conduct === "lies" ? (["check", "dispute"] as const) : (["dispute"] as const))
        luck[one] = Math.min(lots - 1, Math.floor(f(this.#luck.uniform(...at(`redress ${one}`)) * lots)));
      const arrives = this.tick + Math.floor(f(this.#luck.uniform(...at("delay")) * 3));
      const known = { conduct, severity, isTrue: onto === e, onto, day, luck, arrives };
      const held: Held = {
        ...known,
        points: 0,
        since: 0,
        until: 0,
        open: new Set(["points", "entries"]),
        disputed: new Map(),
      };
      this.#records.push(held);
      if (arrives === this.tick) this.#arrive(held);
    }
  }

  /** Adds one record to a measure, and to the home of whom it fell on. */
  #count(what: string, one: Held, value: number): void {
    this.rows.add(what, value, undefined, []);
    this.rows.add(`${what} by home`, value, this.#homes[one.onto]!, homes);
  }

  #arrive(one: Held): void {
    const { conduct, severity, isTrue, onto, luck } = one;
    const worth = conduct === "litters" ? -1.25 * severity : -3.5;
    one.arrives = this.tick;
    one.since = this.tick;
    if (conduct === "lies") {
      const freed = this.#raise("check", one, 0.5) && this.#finds(one, "check", 0.75, 1);
      this.#count("freed.check", one, freed ? 1 : 0);
      this.rows.add("upheld.check", one.disputed.has("check") && !freed ? 1 : 0, undefined, []);
      this.rows.add("taken_back.check", 0, undefined, []);
      if (freed) one.open.clear();
    }
    const disputes = isTrue ? 0.25 : severity > 1 ? 1 : 0.5;
    const raised = luck.dispute !== undefined && this.#raise("dispute", one, 0.75 * disputes);
    this.rows.add("yuan.dispute", raised ? -8 : 0, undefined, []);
    this.rows.add(`records.${conduct}`, 1, undefined, []);
    const counts = one.open.has("points");
    this.rows.add(`points.${conduct}`, counts ? worth : 0, undefined, []);
    if (!counts) return;
    one.points = worth * 4096;
    this.#points[onto]! += one.points;
    const days = daysUntil(this.tick + 1) - daysUntil(this.tick);
    const day = Math.min(one.day, days - 1);
    this.#ground[onto] = Math.min(this.#ground[onto] ?? 99, day);
    const term = 7 * (conduct === "lies" ? 12 : severity === 1 ? 6 : 15);
    this.#term[onto] = Math.max(this.#term[onto]!, term);
    one.until = daysUntil(this.tick) + day + 5 + term;
  }

  /** Whether a record is disputed; keeps what is left of its luck. */
  #raise(name: Case, one: Held, chance: number): boolean {
    const lot = one.luck[name]!;
    const raised = lot < chance * lots;
    if (raised) one.disputed.set(name, Math.min(lots - 1, Math.floor(f(lot / f(chance)))));
    this.#count(`disputes.${name}`, one, raised ? 1 : 0);
    return raised;
  }

  #finds(one: Held, name: Case, accuracy: number, deference: number): boolean {
    const unfound = (1 - accuracy) * (1 - deference);
    return one.disputed.get(name)! < (one.isTrue ? unfound : accuracy + unfound) * lots;
  }

  /** Decides the case of a record that is due in this tick, where one is. */
  #decide(one: Held): void {
    const age = this.tick - one.arrives;
    const found = age > 0 ? due[`${one.conduct} ${one.severity}`]!.find(([, after]) => after === age) : undefined;
    if (!found) return;
    const [name] = found;
    if (name === "dispute" && !one.disputed.has("dispute")) return;
    one.points = nearest(f(one.points * f(2 ** (-(this.tick - one.since) / 16))));
    one.since = this.tick;
    const left = takes[name].filter((part) => one.open.has(part));
    const finds =
      name === "dispute" ? this.#finds(one, name, 0.5, 0.25) : name === "repair" ? this.score[one.onto]! >= 49 : true;
    const freed = finds && left.length > 0;
    this.#count(`freed.${name}`, one, freed ? 1 : 0);
    this.rows.add(`upheld.${name}`, freed ? 0 : 1, undefined, []);
    const back = freed && left.includes("points") ? -one.points : 0;
    if ((takes[name] as readonly Part[]).includes("points"))
      this.rows.add(`taken_back.${name}`, back / 4096, undefined, []);
    if (!freed) return;
    this.#points[one.onto]! += back;
    for (const part of takes[name]) one.open.delete(part);
    if (!left.includes("entries")) return;
    const days = daysUntil(this.tick + 1) - daysUntil(this.tick);
    const isIts = this.left[one.onto]! > 0 && daysUntil(this.tick) + this.left[one.onto]! === one.until;
    const day = Math.min(one.day, days - 1);
    if (isIts) this.#struck[one.onto] = Math.min(this.#struck[one.onto] ?? 99, day);
  }

  #list(e: number): void {
    const days = daysUntil(this.tick + 1) - daysUntil(this.tick);
    const [left, n] = [this.left[e]!, this.notice[e]!];
    const ends = Math.min(left, this.#struck[e] ?? left);
    const ground = this.#ground[e];
    const begins = ground !== undefined && ground >= ends ? ground + 5 : undefined;
    const finish = begins === undefined ? 0 : begins + this.#term[e]!;
    const entered = (n > 0 && n <= days && ends > n ? 1 : 0) + (begins !== undefined && begins <= days ? 1 : 0);
    const isOut = ends > n ? ends <= days : left > 0 && n === 0;
    const exited = (isOut ? 1 : 0) + (begins !== undefined && finish <= days ? 1 : 0);
    const old = Math.max(0, Math.min(ends, days) - n);
    const spent = old + (begins === undefined ? 0 : Math.max(0, Math.min(finish, days) - begins));
    this.left[e] = Math.max(0, (begins === undefined ? ends : finish) - days);
    this.notice[e] = Math.min(Math.max(0, (begins ?? n) - days), this.left[e]!);
    const on = this.left[e]! > 0 && this.notice[e] === 0;
    const counted = {
      on: on ? 1 : 0,
      notified: this.notice[e]! > 0 ? 1 : 0,
      days: spent,
      entries: entered,
      exits: exited,
    };
    for (const [what, value] of Object.entries({ ...counted, struck: ends < left ? 1 : 0 }))
      this.rows.add(`${what}.list`, value, undefined, []);
  }
}
