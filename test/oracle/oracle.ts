import { expF32 } from "../../src/core/arithmetic.ts";
import { first, second } from "../../src/core/chance.ts";
import { cutPoints } from "../../src/core/cuts.ts";
import { daysUntil, f, Luck, nearest } from "./luck.ts";

const [people, C] = [83, 32];
const owed: Readonly<Record<number, readonly [term: number, after: number]>> = { 1: [21, 5], 2: [40, 20], 3: [90, 60] };
const severities = cutPoints({ kind: "categorical", shares: [0.6, 0.3, 0.1] }, { from: 0, resolution: 1, units: 3 });

/** A stay from day n up to day v, counted from the start of the world; on file until `bar` at least. */
interface Stay {
  n: number;
  v: number;
  bar: number;
}

/** What the records of a tick bring to a person. */
interface Inbox {
  points: number;
  late: number;
  /** The first day of a default and the longest term and bar of all; the first day of a payment. */
  default: number;
  term: number;
  bar: number;
  payment: number;
}

interface Waiting {
  readonly onto: number;
  readonly due: number;
  readonly severity: number;
  readonly day: number;
}

const none = (): Stay => ({ n: 0, v: 0, bar: 0 });

/**
 * The world of world.yaml by hand, for people with given traits: what docs/MODEL.md says of it, without plans and engines.
 * It shares draws, cut points of distributions and `exp` with them, and nothing else. What is not a whole number is
 * rounded to binary32 as rules are.
 */
export class Oracle {
  readonly late = new Float64Array(people);
  readonly clean = new Float64Array(people).fill(52);
  readonly soFar = new Float64Array(people);
  readonly standing = new Float64Array(people).fill(850);
  readonly score = new Float64Array(people).fill(400);
  readonly cut = new Uint8Array(people);
  readonly enrolment = new Uint8Array(people);
  readonly owers = Array.from({ length: people }, none);
  readonly praised = Array.from({ length: people }, none);
  /** Figures of the last tick, by the names of measures. */
  counts: Record<string, number> = {};
  readonly #luck: Luck;
  readonly #student: readonly boolean[];
  readonly #warmth: readonly number[];
  readonly #friend: readonly (readonly number[])[];
  #waiting: Waiting[] = [];
  #inbox: Inbox[] = [];

  constructor(seed: number, student: readonly boolean[], warmth: readonly number[]) {
    const luck = new Luck(seed, people, C);
    this.#luck = luck;
    this.#student = student;
    this.#warmth = warmth;
    this.#friend = [0, 1, 2].map((lane) => luck.friendsIn(lane));
    for (let e = 0; e < people; e++) {
      for (let lane = 0; lane < 3; lane++)
        if (luck.chance(`friendship/dormant ${lane}`, e, 0, 1 - Math.sqrt(1 - 0.19))) this.cut[e]! |= 1 << lane;
      if (!student[e]) this.enrolment[e] = luck.chance("enrolment/joins", e, 0, takeUp(0)) ? 2 : 1;
    }
    luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  #areFriends(e: number, lane: number, cut = this.cut): boolean {
    const friend = this.#friend[lane]![e]!;
    return friend >= 0 && (((cut[e]! | cut[friend]!) >> lane) & 1) === 0;
  }

  step(): void {
    this.#inbox = Array.from({ length: people }, () => {
      return { points: 0, late: 0, default: Infinity, term: 0, bar: 0, payment: Infinity };
    });
    this.counts = { "acts.pays": 0, "records.defaults": 0, "records.rates": 0 };
    const pull = this.#pull();
    const scores = this.score.slice();
    for (const { onto, severity, day } of this.#waiting.filter(({ due }) => due === this.tick))
      this.#default(onto, severity, day);
    const late = (e: number): number => f(f(0.03) + f(f(0.04) * this.#warmth[e]!));
    for (const { e, g, ordinal } of this.#luck.acts("defaults", f(f(0.03) + f(0.04)), late)) this.#owe(e, g, ordinal);
    for (const { e, g, ordinal } of this.#luck.acts("pays", f(0.3), () => f(0.3))) this.#pay(e, g, ordinal);
    for (const name of ["strangers", "friends"]) this.#meet(name, name === "friends" ? 0.5 : 2.5);
    this.#sever(scores);
    const ranks = this.#ranks();
    for (let e = 0; e < people; e++) {
      if (this.#student[e]) this.#fade(e, 0);
      else this.#rate(e, pull[e]!, ranks);
    }
    this.#list();
    this.#enrol();
    this.#luck.tick += 1;
  }

  /** The day of the tick on which an act is done. */
  #dayOf(conduct: string, g: number, ordinal: number): number {
    const days = daysUntil(this.tick + 1) - daysUntil(this.tick);
    return Math.min(days - 1, Math.floor(f(this.#luck.uniform(`conduct.${conduct}/day`, g, ordinal) * days)));
  }

  #pay(e: number, g: number, ordinal: number): void {
    this.counts["acts.pays"]! += 1;
    if (!this.#luck.chance("conduct.pays/act", g, ordinal, 0.9)) return;
    this.#inbox[e]!.payment = Math.min(this.#inbox[e]!.payment, this.#dayOf("pays", g, ordinal));
  }

  #owe(e: number, g: number, ordinal: number): void {
    const luck = this.#luck;
    if (!luck.chance("conduct.defaults/act", g, ordinal, 0.8)) return;
    const severity = 1 + luck.pick("conduct.defaults/severity", g, ordinal, severities);
    const day = this.#dayOf("defaults", g, ordinal);
    const onto = luck.astray("conduct.defaults/misattribution", e, g, ordinal, 0.25);
    const delay = Math.floor(f(luck.uniform("conduct.defaults/delay", g, ordinal) * 4));
    if (delay === 0) this.#default(onto, severity, day);
    else this.#waiting.push({ onto, due: this.tick + delay, severity, day });
  }

  #default(onto: number, severity: number, day: number): void {
    this.counts["records.defaults"]! += 1;
    const inbox = this.#inbox[onto]!;
    const days = daysUntil(this.tick + 1) - daysUntil(this.tick);
    if (!this.#student[onto]) inbox.late += severity;
    inbox.default = Math.min(inbox.default, day, days - 1);
    inbox.term = Math.max(inbox.term, owed[severity]![0]);
    inbox.bar = Math.max(inbox.bar, owed[severity]![1]);
  }

  #meet(name: string, often: number): void {
    const rounds = Math.ceil(often);
    let sides = 0;
    for (let g = 0; g * C < people; g++) {
      for (let round = 0; round < rounds; round++) {
        this.#luck.draw(`encounters.${name}/pairs`, g, round);
        const [v, w] = [first(), second()];
        for (let s = 0; s < C; s++) {
          const [e, other] = [g * C + s, name === "friends" ? this.#met(g * C + s, v) : g * C + stranger(s, v, w)];
          if (e >= people || other < 0 || other >= people) continue;
          const at = round * C;
          const lower = Math.min(s, other % C);
          if (!this.#luck.chance(`encounters.${name}/happens`, g, at + lower, often / rounds)) continue;
          sides += 1;
          this.#rateAt(name, g, at + s, other);
        }
      }
    }
    this.counts[`meetings.${name}`] = sides / 2;
  }

  #met(e: number, v: number): number {
    const lane = Math.floor((v * 3) / 2 ** 32);
    return e < people && this.#areFriends(e, lane) ? this.#friend[lane]![e]! : -1;
  }

  #rateAt(name: string, g: number, ordinal: number, other: number): void {
    const purpose = `conduct.rates at ${name}`;
    const warmth = this.#warmth[other]!;
    if (!this.#luck.chance(`${purpose}/acts`, g, ordinal, f(0.25 + f(0.5 * warmth)))) return;
    const meant = f(1 + f(4 * warmth));
    const up = this.#luck.chance(`${purpose}/severity`, g, ordinal, meant - Math.floor(meant)) ? 1 : 0;
    if (!this.#luck.chance(`${purpose}/act`, g, ordinal, 0.9)) return;
    this.counts["records.rates"]! += 1;
    if (!this.#student[other]) this.#inbox[other]!.points += Math.floor(meant) + up - 3;
  }

  #sever(scores: Float64Array): void {
    const before = this.cut.slice();
    let held = 0;
    for (let e = 0; e < people; e++) {
      for (let lane = 0; lane < 3; lane++) {
        const friend = this.#friend[lane]![e]!;
        const mine = ((before[e]! >> lane) & 1) === 1;
        if (friend >= 0 && (mine || this.#areFriends(e, lane, before))) {
          const rate = mine ? 0.05 : scores[friend]! < 450 ? 0.3 : 0.01;
          if (this.#luck.changes(e, lane, f(1 - expF32(-f(rate))))) this.cut[e]! ^= 1 << lane;
        }
        held += (this.cut[e]! >> lane) & 1;
      }
    }
    this.counts["ties cut"] = held;
  }

  /** The pull of friends on each, by the scores that they show. */
  #pull(): number[] {
    return Array.from({ length: people }, (_, e) => {
      const friends = [0, 1, 2].filter((lane) => this.#areFriends(e, lane)).map((lane) => this.#friend[lane]![e]!);
      const sum = friends.reduce((all, friend) => all + this.score[friend]!, 0);
      const mean = friends.length === 0 ? this.score[e]! : f(sum / friends.length);
      return f(f(0.01) * f(mean - this.score[e]!));
    });
  }

  /** The mid-rank of a standing, among those who are covered and have a file. */
  #ranks(): (standing: number) => number {
    const all = [...this.standing].filter((_, e) => !this.#student[e] && this.late[e] !== 0);
    return (x) => {
      const below = all.filter((one) => one < x).length;
      const level = all.filter((one) => one === x).length;
      return f((below + level / 2) / Math.max(1, all.length));
    };
  }

  /** What is on file, with what is new. */
  #fade(e: number, fresh: number): void {
    const change = f(fresh - f(f(1 - 2 ** (-1 / 52)) * this.late[e]!));
    this.late[e] = Math.max(
      0,
      Math.min(20, this.late[e]! + this.#luck.byChance(change * 16, "scheme.files.late", e) / 16),
    );
    this.clean[e] = fresh > 0 ? 0 : Math.min(52, this.clean[e]! + 1);
  }

  #rate(e: number, pull: number, rankOf: (standing: number) => number): void {
    this.#fade(e, this.#inbox[e]!.late);
    const decay = f(f(1 - 2 ** (-1 / 26)) * f(0 - this.soFar[e]!));
    this.soFar[e]! += this.#luck.byChance(f(f(this.#inbox[e]!.points + pull) + decay), "score.points", e);
    const history = f(Math.max(0, f(1 - f(this.late[e]! / 8))) * 412.5);
    const made = f(f(f(300 + history) + f(f(this.clean[e]! / 52) * 137.5)) + this.soFar[e]!);
    this.standing[e] = Math.max(300, Math.min(850, this.standing[e]! + nearest(f(made - this.standing[e]!))));
    const shown = this.late[e] === 0 ? 400 : f(300 + f(550 * rankOf(this.standing[e]!)));
    this.score[e] = this.score[e]! + nearest(f(shown - this.score[e]!));
  }

  #list(): void {
    const [A, B] = [daysUntil(this.tick), daysUntil(this.tick + 1)];
    const count = (name: string, more: number): void => {
      this.counts[name] = (this.counts[name] ?? 0) + more;
    };
    const within = (day: number): boolean => day > A && day <= B;
    const tell = (name: string, stays: readonly Stay[]): void => {
      for (const { n, v } of stays) {
        count(`days.${name}`, Math.max(0, Math.min(v, B) - Math.max(n, A)));
        count(`entries.${name}`, v > n && within(n) ? 1 : 0);
        count(`exits.${name}`, v > n && within(v) ? 1 : 0);
      }
      const { n, v } = stays.at(-1)!;
      count(`on.${name}`, n <= B && v > B ? 1 : 0);
    };
    for (let e = 0; e < people; e++) {
      const owes = this.#owed(e, A, count);
      tell("owers", owes);
      this.owers[e] = owes.at(-1)!;
      const praised = [this.praised[e]!];
      if (this.score[e]! >= 700 && praised[0]!.v <= B) praised.push({ n: B + 2, v: B + 37, bar: 0 });
      tell("praised", praised);
      this.praised[e] = praised.at(-1)!;
    }
  }

  /** The stay that stood when the tick began, and the one that began in it. */
  #owed(e: number, A: number, count: (name: string, more: number) => void): Stay[] {
    const inbox = this.#inbox[e]!;
    const old = { ...this.owers[e]! };
    const off = A + inbox.payment + 3;
    if (old.v > A && off < Infinity) {
      const ends = Math.min(old.v, old.n > A && off <= old.n ? off : Math.max(off, old.bar));
      count("performed.owers", ends < old.v ? 1 : 0);
      old.v = ends;
    }
    const day = A + inbox.default;
    if (day === Infinity || this.#student[e]) return [old];
    if (day >= old.v) return [old, { n: day + 10, v: day + 10 + inbox.term, bar: day + 10 + inbox.bar }];
    if (old.v > Math.max(old.n, A)) old.v = Math.min(old.v + 15, Math.max(old.v, day + 60));
    return [old];
  }

  #enrol(): void {
    const [before, now] = [takeUp(Math.max(0, this.tick - 1)), takeUp(this.tick)];
    const leaving = f(1 - expF32(-f(f(0.3) * f(1 / 52))));
    for (let e = 0; e < people; e++) {
      if (this.#student[e]) continue;
      const joins = this.#luck.chance("enrolment/joins", e, 0, f(f(now - before) / f(1 - before)));
      const leaves = this.#luck.chance("enrolment/leaves", e, 0, leaving);
      if (this.tick >= 104) this.enrolment[e] = 2;
      else if (this.enrolment[e] === 2) this.enrolment[e] = leaves ? 3 : 2;
      else if (this.enrolment[e] === 1) this.enrolment[e] = joins ? 2 : 1;
    }
  }
}

function stranger(slot: number, v: number, w: number): number {
  const [turn, a, b] = [1 + Math.floor((v * (C - 1)) / 2 ** 32), BigInt(w) | 1n, w >>> 16];
  const place = (s: number): number => Number((a * BigInt(s) + BigInt(b)) % BigInt(C));
  return Array.from({ length: C }, (_, s) => s).find((s) => place(s) === (place(slot) ^ turn))!;
}

function takeUp(tick: number): number {
  return f((f(0.8) * (Math.min(tick, 52) + 52)) / 104);
}
