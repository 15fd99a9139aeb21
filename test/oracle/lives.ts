import { normalQuantileF32 } from "../../src/core/arithmetic.ts";
import { first, unit } from "../../src/core/chance.ts";
import { type Cuts, cutPoints, normalCuts } from "../../src/core/cuts.ts";
import type { Distribution } from "../../src/core/distribution.ts";
import { f, Luck, nearest } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [150, 32];
const all = Array.from({ length: people }, (_, e) => e);
const lands = ["bare", "dry", "wet"];
const deeps = ["some", "much"];
const bands = ["poor", "fine"];

/** The acts of the life by tick of a month: conduct, severity, whether it is recorded, and its place among them by day. */
const script = [
  { tick: 1, does: "pays", severity: 1, recorded: true },
  { tick: 13, does: "strays", severity: 2, recorded: true },
  { tick: 14, does: "strays", severity: 5, recorded: true },
  { tick: 29, does: "pays", severity: 1, recorded: false },
  { tick: 36, does: "strays", severity: 1, recorded: true },
] as const;
type Conduct = "strays" | "pays";

/** What a draw can come to: so many units from `from` in steps of `resolution`. */
function cutsOf(is: Distribution, from: number, resolution: number, units: number): Cuts {
  return cutPoints(is, { from, resolution, units });
}

const uniform = (from: number, to: number): Distribution => ({ kind: "uniform", from, to });
const incomes = [uniform(0, 8), uniform(0, 4), uniform(2, 8)];
const wets: Distribution = { kind: "categorical", shares: [0.2, 0.3, 0.5] };
const low: Distribution = { kind: "categorical", shares: [0.75, 0.25] };

/** The world of lives.yaml by hand: traits, states, ties near and far, families, responses, a life. */
export class Lives {
  readonly calm: number[];
  readonly rich: boolean[];
  readonly land: string[];
  readonly income: number[];
  readonly skill: number[];
  readonly tall: number[];
  readonly wealth: number[];
  readonly patience: number[];
  readonly worry: Float64Array;
  readonly habit: Float64Array;
  readonly score = new Float64Array(people).fill(60);
  readonly helped = new Float64Array(people);
  rows = new Rows();
  readonly #met = new Uint8Array(people);
  readonly #luck: Luck;
  readonly #friends: readonly (readonly number[])[];
  readonly #family: readonly (readonly number[])[];
  #points = new Float64Array(people);
  #due: { onto: number; due: number }[] = [];
  /** What friends and family showed at the end of the last tick. */
  #shown = {
    worry: new Float64Array(people),
    score: new Float64Array(people),
    barred: new Uint8Array(people),
    helped: new Uint8Array(people),
  };

  constructor(seed: number) {
    const luck = new Luck(seed, people, C);
    this.#luck = luck;
    const draw = (what: string, cuts: (e: number) => Cuts, from: number, resolution: number): number[] =>
      all.map((e) => f(from + f(luck.pick(what, e, 0, cuts(e)) * f(resolution))));
    const trait = (name: string, is: Distribution, from: number, resolution: number, units: number): number[] => {
      const cuts = cutsOf(is, from, resolution, units);
      return draw(`trait.${name}`, () => cuts, from, resolution);
    };
    const [calm, skill, tall] = ["calm", "skill", "tall"].map((name) =>
      all.map((e) => {
        luck.draw(`trait.${name}`, e, 0);
        return normalQuantileF32(Math.max(unit(first()), 2 ** -33));
      }),
    ) as [number[], number[], number[]];
    // By the factor of correlations 0.6 (calm and skill) and -0.64 (skill and tall): rows 1; 0.6, 0.8; 0, -0.8, 0.6.
    const byScore = (
      score: (e: number) => number,
      is: Distribution,
      from: number,
      resolution: number,
      units: number,
    ) => {
      const cuts = normalCuts(is, { from, resolution, units });
      const under = (z: number): number => cuts.reduce((units, cut) => (cut <= z ? units + 1 : units), 0);
      return all.map((e) => f(from + f(under(score(e)) * f(resolution))));
    };
    const skilled = (e: number): number => f(f(f(0.6) * calm[e]!) + f(f(0.8) * skill[e]!));
    const high = (e: number): number => f(f(f(-0.8) * skill[e]!) + f(f(0.6) * tall[e]!));
    this.calm = byScore((e) => calm[e]!, uniform(0, 1), 0, 0.125, 9);
    this.rich = trait("rich", { kind: "chance", p: 0.25 }, 0, 1, 2).map((one) => one === 1);
    const land = trait("land", wets, 0, 1, 3);
    const rows = incomes.map((is) => cutsOf(is, 0, 1, 9));
    this.income = draw("trait.income", (e) => rows[land[e]!]!, 0, 1);
    this.land = land.map((one) => lands[one]!);
    this.skill = byScore(skilled, { kind: "beta", alpha: 2, beta: 5, from: 0, to: 1 }, 0, 1 / 65_535, 65_536);
    this.tall = byScore(high, { kind: "normal", mean: 170, sd: 10 }, 110, 1, 121);
    this.wealth = trait("wealth", { kind: "lognormal", median: 8, sigma: 1 }, 1, 1, 50);
    this.patience = trait("patience", { kind: "weibull", median: 2, shape: 1.5 }, 0, 0.25, 33);
    this.worry = Float64Array.from(this.calm, (calm) => (calm < 0.5 ? 2 : 0.5));
    const habits = cutsOf(uniform(-1, 1), -1, 0.5, 9);
    this.habit = Float64Array.from(draw("state.habit/start", () => habits, -1, 0.5));
    [this.calm[0], this.rich[0], this.land[0], this.worry[0]] = [0.5, false, "wet", 1];
    const lanes = [0, 1, 2, 3].map((lane) => luck.friendsIn(lane));
    const far = luck.farFriendsIn(0);
    const those = (of: readonly (readonly number[])[], e: number): number[] =>
      of.map((lane) => lane[e]!).filter((friend) => friend >= 0);
    // Two near friends and a far one; families are the near lanes behind those of friends.
    this.#friends = all.map((e) => those([lanes[0]!, lanes[1]!, far], e));
    this.#family = all.map((e) => those([lanes[2]!, lanes[3]!], e));
    luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    this.rows = new Rows();
    for (const one of ["strays", "pays"]) {
      for (const what of ["acts", "blocked", "records"]) this.rows.open(`${what}.${one}`, []);
      this.rows.open(`points.${one}`, bands);
    }
    // Friends show the worry and the score that they have now; whether they are barred, as the last tick left it.
    this.#shown = {
      worry: this.worry.slice(),
      score: this.score.slice(),
      barred: this.#shown.barred,
      helped: this.#shown.helped,
    };
    this.#points = new Float64Array(people);
    for (const { onto } of this.#due.filter(({ due }) => due === this.tick)) this.#record("pays", onto, 1);
    this.#act("strays", 1.25 * 0.5 * 2.5, (e) =>
      f(
        f(this.#burden(e) * (this.worry[e]! > 1 ? 0.5 : 0.25)) *
          f(this.#careful(e) * Math.max(0, 2.5 - this.#friends[e]!.length)),
      ),
    );
    this.#act("pays", f(6 * f(1 / 12)), (e) => f(f(6 * f(1 / 12)) * this.#careful(e)));
    this.#live();
    for (const e of all) this.#rate(e);
    for (const e of all) this.#help(e);
    this.#measure();
    this.#shown.barred = Uint8Array.from(all, (e) => (this.#isBarred(e) ? 1 : 0));
    this.#shown.helped = Uint8Array.from(all, (e) => (this.helped[e]! > 0 ? 1 : 0));
    this.#luck.tick += 1;
  }

  #isBarred(e: number): boolean {
    return this.score[e]! < 54;
  }

  #kinBarred(e: number): boolean {
    return this.#family[e]!.some((one) => this.#shown.barred[one] === 1);
  }

  #kinHelped(e: number): boolean {
    return this.#family[e]!.some((one) => this.#shown.helped[one] === 1);
  }

  #careful(e: number): number {
    return this.#isBarred(e) ? 0.5 : this.#kinBarred(e) ? 0.75 : 1;
  }

  #burden(e: number): number {
    return 1 - this.calm[e]! / 2 + (this.land[e] === "dry" ? 0.25 : 0);
  }

  #meanOf(what: ArrayLike<number>, own: number, e: number): number {
    const friends = this.#friends[e]!;
    return friends.length === 0 ? own : f(friends.reduce((sum, one) => sum + what[one]!, 0) / friends.length);
  }

  #act(conduct: Conduct, bound: number, rate: (e: number) => number): void {
    for (const { e, g, ordinal } of this.#luck.acts(conduct, bound, rate)) {
      if (e === 0) continue;
      const severity =
        conduct === "pays"
          ? 1
          : 1 +
            this.#luck.pick(
              "conduct.strays/severity",
              g,
              ordinal,
              cutsOf({ kind: "categorical", shares: [0.5, 0.5] }, 0, 1, 2),
            );
      const calm = this.calm[e]!;
      const seen = (word: string, p: number): boolean => this.#luck.chance(`conduct.${conduct}/${word}`, g, ordinal, p);
      const byDesk = conduct === "pays" && seen("act", calm / 2);
      const byWatch = seen(conduct === "pays" ? "seen by watch" : "act", 0.75);
      const via = byDesk ? "desk" : byWatch ? "watch" : undefined;
      this.#done(conduct, e, g, ordinal, severity, via);
    }
    for (const [place, { tick, does, severity, recorded }] of script.entries()) {
      // What a life does is seen by the first of its conduct's channels.
      const first = does === "pays" ? "desk" : "watch";
      if (tick === this.tick && does === conduct)
        this.#done(conduct, 0, 2 ** 32 - 1, place, severity, recorded ? first : undefined);
    }
  }

  #done(conduct: Conduct, e: number, g: number, ordinal: number, severity: number, via: string | undefined): void {
    const blocked = conduct === "pays" ? this.rich[e]! && this.worry[e]! > 2 : this.helped[e]! > 0;
    this.rows.add(`acts.${conduct}`, blocked ? 0 : 1, undefined, []);
    this.rows.add(`blocked.${conduct}`, blocked ? 1 : 0, undefined, []);
    if (blocked || via === undefined) return;
    if (via === "desk") this.#due.push({ onto: e, due: this.tick + 1 });
    else this.#record(conduct, this.#luck.astray(`conduct.${conduct}/misattribution`, e, g, ordinal, 0.25), severity);
  }

  #record(conduct: Conduct, onto: number, severity: number): void {
    const points = conduct === "pays" ? 1 : -4 * severity;
    this.rows.add(`records.${conduct}`, 1, undefined, []);
    this.rows.add(`points.${conduct}`, points, this.#isBarred(onto) ? "poor" : "fine", bands);
    this.#points[onto]! += points;
  }

  /** The next states, from everything as it was when the tick began. */
  #live(): void {
    const shock = cutsOf({ kind: "chance", p: 0.25 }, 0, 1, 2);
    const mood = cutsOf(low, 0, 1, 2);
    const size = cutsOf(uniform(0, 2), 0, 0.5, 5);
    const before = this.worry.slice();
    for (const e of all) {
      const shocked = this.#luck.pick("state.worry/shock", e, 0, shock) === 1;
      const isLow = this.#luck.pick("state.worry/mood", e, 0, mood) === 1;
      const large = this.#luck.pick("state.worry/size", e, 0, size) * 0.5;
      const among = this.#friends[e]!.filter((one) => this.#shown.barred[one] === 1).length;
      let next = before[e]! / 2 + (shocked ? large : 0) + (isLow ? 0.25 : 0);
      next = f(f(next) + f(this.#meanOf(this.#shown.worry, before[e]!, e) / 4));
      next = f(f(next + (among > 1 ? 0.5 : 0)) + (this.#kinBarred(e) ? 0.25 : 0));
      const moved = before[e]! + this.#luck.byChance(f(next - before[e]!) * 4, "state.worry", e) / 4;
      this.worry[e] = Math.max(0, Math.min(4, moved));
      const more = this.#luck.byChance((this.rich[e] ? 0.125 : 0.0625) * 2, "state.habit", e) / 2;
      this.habit[e] = Math.min(3, this.habit[e]! + more);
    }
  }

  #rate(e: number): void {
    const own = this.score[e]!;
    const pull = f((this.rich[e] ? 0.0625 : 0.125) * f(this.#meanOf(this.#shown.score, own, e) - own));
    const among = this.#friends[e]!.filter((one) => this.#shown.barred[one] === 1).length;
    const company = f(f(-12 * among) * f(1 / 12));
    const decay = f(f(1 - 2 ** (-1 / 6)) * f(f(60 + 8 * this.calm[e]!) - own));
    const change = f(f(f(this.#points[e]! + pull) + company) + decay);
    this.score[e] = Math.max(0, Math.min(100, own + this.#luck.byChance(change * 8, "score", e) / 8));
  }

  #help(e: number): void {
    const holds = this.worry[e]! > 2;
    this.helped[e] = holds && this.#met[e] === 0 ? 3 : Math.max(0, this.helped[e]! - 1);
    this.#met[e] = holds ? 1 : 0;
  }

  #measure(): void {
    const { rows } = this;
    rows.open("anguish by deep", deeps);
    rows.open("shamed by deep", deeps);
    rows.open("people", bands);
    for (const called of ["yuan.barred", "yuan.barred through family", "yuan.helped", "yuan.helped through family"])
      rows.open(called, []);
    for (const e of all) {
      const worry = this.worry[e]!;
      const deep = worry >= 2 ? "much" : worry >= 0.5 ? "some" : undefined;
      const land = this.land[e]!;
      const poor = this.#isBarred(e);
      rows.add("score", this.score[e]!, undefined, []);
      rows.add("people", 1, poor ? "poor" : "fine", bands);
      rows.add("lowest band by land", poor ? 1 : 0, land, lands);
      rows.add("lowest band by deep", poor ? 1 : 0, deep, deeps);
      if (!this.rich[e]) {
        rows.add("anguish", worry, undefined, []);
        rows.add("anguish by land", worry, land, lands);
        rows.add("anguish by deep", worry, deep, deeps);
      }
      const kin = this.#family[e]!.reduce((sum, one) => sum + this.#shown.worry[one]!, 0);
      rows.add("kin", kin, undefined, []);
      rows.add("kin by land", kin, land, lands);
      rows.add("company", this.#friends[e]!.length + this.#family[e]!.length / 4, undefined, []);
      const date = f(f(2010 + this.tick / 12) - 2000);
      if (this.calm[e]! > 0.5) rows.add("date", nearest(date * 1024) / 1024, undefined, []);
      const shamed = this.#meanOf(this.#shown.barred, poor ? 1 : 0, e) > 0.25 ? 1 : 0;
      rows.add("shamed", shamed, undefined, []);
      rows.add("shamed by deep", shamed, deep, deeps);
      rows.add("seen", this.#meanOf(this.#shown.score, this.score[e]!, e) > 60 ? 1 : 0, undefined, []);
      this.#under("barred", poor, -2);
      this.#under("barred through family", this.#kinBarred(e), -1);
      this.#under("helped", this.helped[e]! > 0, 0.5);
      this.#under("helped through family", this.#kinHelped(e), 0.25);
    }
  }

  #under(consequence: string, holds: boolean, yuan: number): void {
    this.rows.add(`under.${consequence}`, holds ? 1 : 0, undefined, []);
    if (holds) this.rows.add(`yuan.${consequence}`, nearest(yuan * 256) / 256, undefined, []);
  }
}
