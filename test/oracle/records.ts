import { cutPoints } from "../../src/core/cuts.ts";
import { f, Luck, nearest } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const conducts = ["takes", "gives", "breaks", "begs", "robs"] as const;
type Conduct = (typeof conducts)[number];
const channels: Readonly<Record<Conduct, readonly Channel[]>> = {
  takes: ["eye", "ear", "hand"],
  gives: ["hand", "ear"],
  breaks: ["ear"],
  begs: ["ear", "eye"],
  robs: ["eye"],
};
type Channel = "eye" | "ear" | "hand";
const delays: Readonly<Record<Channel, readonly [from: number, to: number]>> = {
  eye: [1, 3],
  ear: [0, 0],
  hand: [5, 5],
};
const shares: Readonly<Partial<Record<Conduct, readonly number[]>>> = {
  takes: [0.5, 0, 0.25, 0.25],
  breaks: [0.75, 0.25],
};
const bands = ["low", "mid", "high"];
const ages = ["young", "grown", "old"];
const steps = ["bottom", "middle", "top"];

/** What the records of a tick bring to a person: points to each sum, new records, and the limit of a grade. */
interface Inbox {
  points: number;
  gives: number;
  street: number;
  begs: number;
  broken: number;
  begged: number;
  limit: number;
}

interface Waiting {
  readonly conduct: Conduct;
  readonly onto: number;
  readonly due: number;
  readonly severity: number;
}

/** What a person is born with. */
export interface Born {
  readonly urban: boolean;
  readonly age: number;
  readonly home: string;
}

/** The world of records.yaml by hand: several channels, points with all that they can have, bands, groups, measures. */
export class Records {
  readonly score: Float64Array;
  readonly earlier = new Float64Array(people);
  readonly warned = new Float64Array(people);
  readonly gained = new Float64Array(people);
  readonly street = new Float64Array(people);
  readonly barred = new Float64Array(people);
  readonly #met = new Uint8Array(people);
  /** 0 before, 1 graded, 2 late. */
  phase = 0;
  rows = new Rows();
  readonly #luck: Luck;
  readonly #born: readonly Born[];
  #poor = 0;
  #waiting: Waiting[] = [];
  #inbox: Inbox[] = [];

  constructor(seed: number, born: readonly Born[]) {
    this.#luck = new Luck(seed, people, C);
    this.#born = born;
    this.score = Float64Array.from(born, ({ age }) => nearest((40 + age / 4) * 16) / 16);
    this.#luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    const { tick } = this;
    this.rows = new Rows();
    for (const one of conducts) for (const what of ["acts", "records"]) this.rows.open(`${what}.${one}`, []);
    this.rows.open("blocked.gives", []);
    for (const one of conducts) this.rows.open(`points.${one}`, bands);
    // 1 March is the 60th day of the year; the tick in which it lies is ⌊59 × 52 / 365⌋.
    if (tick === 8) this.phase = 1;
    else if (this.phase === 1 && this.#poor > 20) this.phase = 2;
    this.#inbox = Array.from({ length: people }, () => {
      return { points: 0, gives: 0, street: 0, begs: 0, broken: 0, begged: 0, limit: 100 };
    });
    for (const { conduct, onto, severity } of this.#waiting.filter(({ due }) => due === tick))
      this.#record(conduct, onto, severity);
    const shy = (e: number): number => (this.#isWatched(e) ? 0.5 : 1);
    const keen = (e: number): number => (this.barred[e]! > 0 ? 0.25 : 1);
    const cameras = f((Math.min(tick, 104) + 52) / 156);
    this.#act("takes", 0.3, (e) => f(f(0.3) * shy(e)));
    this.#act("gives", f(26 * f(1 / 52)), () => f(26 * f(1 / 52)));
    this.#act("breaks", f(f(0.1) + 0.25), (e) => f(f(f(0.1) + f(cameras / 4)) * f(shy(e) * keen(e))));
    this.#act("begs", 0.375, () => 0.375);
    this.#act("robs", 0.125, () => 0.125);
    for (let e = 0; e < people; e++) this.#rate(e);
    for (let e = 0; e < people; e++) this.#bar(e);
    this.#measure();
    this.#luck.tick += 1;
  }

  #covers(e: number): boolean {
    return this.#born[e]!.age >= 8;
  }

  /** Undefined for the ungraded. */
  #band(e: number): string | undefined {
    if (this.phase === 0 || !this.#covers(e)) return undefined;
    return this.score[e]! >= 55 ? "high" : this.score[e]! >= 40 ? "mid" : "low";
  }

  #isWatched(e: number): boolean {
    return this.#band(e) === "low";
  }

  #act(conduct: Conduct, bound: number, rate: (e: number) => number): void {
    for (const { e, g, ordinal } of this.#luck.acts(conduct, bound, rate)) {
      const blocked = conduct === "gives" && this.#isWatched(e);
      if (conduct === "gives") {
        this.rows.add("acts.gives", blocked ? 0 : 1, undefined, []);
        this.rows.add("blocked.gives", blocked ? 1 : 0, undefined, []);
      } else this.rows.add(`acts.${conduct}`, 1, undefined, []);
      if (!blocked) this.#seen(conduct, e, g, ordinal);
    }
  }

  #seen(conduct: Conduct, e: number, g: number, ordinal: number): void {
    const { urban, age } = this.#born[e]!;
    const coverage = { eye: urban ? 0.5 : 0.25, ear: 0.5, hand: this.tick < 21 ? 0.25 : 0.75 };
    const via = channels[conduct].find((one, i) =>
      this.#luck.chance(`conduct.${conduct}/${i === 0 ? "act" : `seen by ${one}`}`, g, ordinal, coverage[one]),
    );
    if (via === undefined) return;
    const cuts = shares[conduct];
    const severity = cuts
      ? 1 +
        this.#luck.pick(
          `conduct.${conduct}/severity`,
          g,
          ordinal,
          cutPoints({ kind: "categorical", shares: cuts }, { from: 0, resolution: 1, units: cuts.length }),
        )
      : 1;
    const strays = { eye: 0.25, ear: age < 32 ? 0.5 : 0, hand: 0 }[via];
    const onto = this.#luck.astray(`conduct.${conduct}/misattribution`, e, g, ordinal, strays);
    const [from, to] = delays[via];
    const due =
      this.tick + from + Math.floor(f(this.#luck.uniform(`conduct.${conduct}/delay`, g, ordinal) * (to - from + 1)));
    if (due === this.tick) this.#record(conduct, onto, severity);
    else this.#waiting.push({ conduct, onto, due, severity });
  }

  #record(conduct: Conduct, onto: number, severity: number): void {
    const inbox = this.#inbox[onto]!;
    const covered = this.#covers(onto);
    const graver = severity === 3 ? 2.5 : severity;
    const again = Math.min(5, 2 ** (this.tick % 6 === 0 ? 0 : this.earlier[onto]!));
    const worth = {
      takes: -2 * graver * 0.75,
      gives: 3.5,
      breaks: -0.5 * severity * again,
      begs: -3,
      robs: (this.tick < 52 ? -1 : -1.25) * 0.75,
    }[conduct];
    const points = covered ? worth : 0;
    this.rows.add(`records.${conduct}`, 1, undefined, []);
    if (conduct !== "begs") this.rows.add(`points.${conduct}`, points, this.#band(onto), bands);
    inbox[({ takes: "street", robs: "street", gives: "gives", breaks: "points", begs: "begs" } as const)[conduct]] +=
      points;
    if (!covered) return;
    if (conduct === "breaks") inbox.broken += 1;
    if (conduct === "begs") inbox.begged += 1;
    // A step of the score below the band above.
    if (conduct === "robs") inbox.limit = Math.min(inbox.limit, 40 - 1 / 16);
  }

  #rate(e: number): void {
    const inbox = this.#inbox[e]!;
    const { tick } = this;
    const warned = tick % 9 === 0 ? 0 : this.warned[e]!;
    const counts = Math.max(0, inbox.begged - (2 - warned));
    const net = f(inbox.begs * f(counts / Math.max(1, inbox.begged)));
    if (counts > 0) inbox.limit = Math.min(inbox.limit, 55 - 1 / 16);
    inbox.points = nearest(f(inbox.points + net) * 4096) / 4096;
    inbox.begs = nearest(net * 4096) / 4096;
    this.warned[e] = Math.min(2, warned + inbox.begged);
    this.earlier[e] = (tick % 6 === 0 ? 0 : this.earlier[e]!) + inbox.broken;
    const gained = tick % 10 === 0 ? 0 : this.gained[e]!;
    this.gained[e] = Math.min(8, gained + inbox.gives);
    const lost = tick % 8 === 0 ? 0 : this.street[e]!;
    this.street[e] = Math.max(-6, Math.min(1, lost + inbox.street));
    const change = inbox.points + this.gained[e]! - gained + this.street[e]! - lost;
    const moved = this.score[e]! + this.#luck.byChance(change * 16, "score", e) / 16;
    this.score[e] = Math.min(Math.max(0, Math.min(100, moved)), inbox.limit);
  }

  #bar(e: number): void {
    const holds = this.score[e]! < 45;
    this.barred[e] = holds && this.#met[e] === 0 ? 3 : Math.max(0, this.barred[e]! - 1);
    this.#met[e] = holds ? 1 : 0;
  }

  #measure(): void {
    const { rows } = this;
    for (const called of ["mean_score", "years_lived", "below", "poor", "people", "yuan.watched", "yuan.barred"])
      rows.open(called, called === "people" ? bands : []);
    const count = (
      measure: string,
      value: number,
      by: Record<string, readonly [string | undefined, readonly string[]]>,
    ): void => {
      rows.add(measure, value, undefined, []);
      for (const [group, [word, words]] of Object.entries(by)) rows.add(`${measure} by ${group}`, value, word, words);
    };
    this.#openGroups();
    for (const [e, { urban, age, home }] of this.#born.entries()) {
      const score = this.score[e]!;
      const band = [this.#band(e), bands] as const;
      const lived = [age >= 40 ? "old" : age >= 20 ? "grown" : age >= 10 ? "young" : undefined, ages] as const;
      const dwells = [urban ? "city" : "land", ["land", "city"]] as const;
      const at = [score >= 55 ? "top" : score >= 40 ? "middle" : "bottom", steps] as const;
      const lives = [home, ["middle", "north", "south"]] as const;
      const own = { ages: lived, dwellers: dwells, home: lives, steps: at };
      rows.add("score", score, undefined, []);
      count("mean_score", score, { ...own, band });
      if (urban) count("years_lived", age, { ages: lived });
      if (age >= 12) count("below", score < 50 ? 1 : 0, { ages: lived, band });
      if (score < 45) count("poor", 1, { dwellers: dwells, ages: lived });
      count("in_late", this.phase === 2 ? 1 : 0, {});
      rows.add("people", 1, ...band);
      const lowest = this.#band(e) === "low" ? 1 : 0;
      for (const [group, [word, words]] of Object.entries(own))
        rows.add(`lowest band by ${group}`, lowest, word, words);
      rows.add("under.watched", lowest, undefined, []);
      rows.add("under.barred", this.barred[e]! > 0 ? 1 : 0, undefined, []);
      if (lowest === 1) rows.add("yuan.watched", -1, undefined, []);
      if (this.barred[e]! > 0) rows.add("yuan.barred", 2, undefined, []);
      const { begs } = this.#inbox[e]!;
      if (begs !== 0) rows.add("points.begs", begs, ...band);
    }
    this.#poor = rows.by.poor![""]![0];
  }

  #openGroups(): void {
    for (const measure of ["years_lived by ages", "below by ages", "poor by ages"]) this.rows.open(measure, ages);
    for (const measure of ["mean_score by band", "below by band"]) this.rows.open(measure, bands);
    this.rows.open("poor by dwellers", ["land", "city"]);
  }
}
