import { f, Luck } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const conducts = { litters: 0.25, accuses: 0.125 } as const;
const bands = ["bad", "good"];
const fading = f(1 - 2 ** (-1 / 10));

/** What somebody has, as records make it: all of them, or the true ones alone. */
class Account {
  readonly score = new Float64Array(people).fill(100);
  readonly earlier = new Float64Array(people);
  #points = new Float64Array(people);
  #fresh = new Float64Array(people);

  /** Takes in a record, and says what it is worth. */
  take(e: number, tick: number): number {
    const points = -5 * Math.min(4, 2 ** (tick % 6 === 0 ? 0 : this.earlier[e]!));
    this.#points[e]! += points;
    this.#fresh[e]! += 1;
    return points;
  }

  rate(luck: Luck): void {
    for (let e = 0; e < people; e++) {
      const change = f(this.#points[e]! + f(fading * f(100 - this.score[e]!)));
      const moved = this.score[e]! + luck.byChance(change * 16, "score", e) / 16;
      this.score[e] = Math.max(0, Math.min(100, moved));
      this.earlier[e] = Math.min(255, (luck.tick % 6 === 0 ? 0 : this.earlier[e]!) + this.#fresh[e]!);
    }
    this.#points = new Float64Array(people);
    this.#fresh = new Float64Array(people);
  }

  band(e: number): string {
    return this.score[e]! >= 80 ? "good" : "bad";
  }
}

/** The world of mistakes.yaml by hand: records that go astray, others of what nobody did, and what would be without. */
export class Mistakes {
  readonly is = new Account();
  readonly would = new Account();
  rows = new Rows();
  readonly #luck: Luck;
  readonly #urban: readonly boolean[];

  constructor(seed: number, urban: readonly boolean[]) {
    this.#luck = new Luck(seed, people, C);
    this.#urban = urban;
    this.#luck.tick = 0;
  }

  /** The words of each group that somebody is in, as things stand. */
  #groupsOf(e: number): Record<string, readonly [word: string, words: readonly string[]]> {
    const wronged = this.would.score[e]! > this.is.score[e]! + 2;
    return {
      dwellers: [this.#urban[e] ? "city" : "land", ["land", "city"]],
      fates: [wronged ? "wronged" : "well", ["well", "wronged"]],
    };
  }

  #count(measure: string, value: number, e: number, groups = ["dwellers", "fates"]): void {
    this.rows.add(measure, value, undefined, []);
    for (const group of groups) {
      const [word, words] = this.#groupsOf(e)[group]!;
      this.rows.add(`${measure} by ${group}`, value, word, words);
    }
  }

  step(): void {
    this.rows = new Rows();
    for (const tally of ["acts.litters", "acts.accuses", "records.litters", "false.litters"]) this.rows.open(tally, []);
    this.rows.open("points.litters", bands);
    this.rows.open("false.litters by dwellers", ["land", "city"]);
    this.rows.open("false.litters by fates", ["well", "wronged"]);
    for (const conduct of ["litters", "accuses"] as const) this.#act(conduct);
    for (const account of [this.is, this.would]) account.rate(this.#luck);
    this.#measure();
    this.#luck.tick += 1;
  }

  #act(conduct: keyof typeof conducts): void {
    const rate = conducts[conduct];
    for (const { e, g, ordinal } of this.#luck.acts(conduct, rate, () => rate)) {
      this.rows.add(`acts.${conduct}`, 1, undefined, []);
      if (!this.#luck.chance(`conduct.${conduct}/act`, g, ordinal, 0.5)) continue;
      const onto = this.#luck.astray(`conduct.${conduct}/misattribution`, e, g, ordinal, 0.25);
      // Of who littered it is true; of another it is not, nor is what was only claimed of anybody.
      const isTrue = conduct === "litters" && onto === e;
      this.rows.add("records.litters", 1, undefined, []);
      this.#count("false.litters", isTrue ? 0 : 1, onto);
      const points = this.is.take(onto, this.#luck.tick);
      this.rows.add("points.litters", points, this.is.band(onto), bands);
      if (isTrue) this.would.take(onto, this.#luck.tick);
    }
  }

  #measure(): void {
    const { is, would, rows } = this;
    for (const measure of ["wrong.points", "wrong.band", "wrong.cost", "innocent"])
      rows.open(`${measure} by fates`, ["well", "wronged"]);
    rows.open("lowest band by fates", ["well", "wronged"]);
    rows.open("yuan.shunned", []);
    rows.open("people", bands);
    for (let e = 0; e < people; e++) {
      const [isBad, wouldBeBad] = [is.band(e) === "bad", would.band(e) === "bad"];
      rows.add("score", is.score[e]!, undefined, []);
      rows.add("people", 1, is.band(e), bands);
      for (const [group, [word, words]] of Object.entries(this.#groupsOf(e)))
        rows.add(`lowest band by ${group}`, isBad ? 1 : 0, word, words);
      rows.add("under.shunned", isBad ? 1 : 0, undefined, []);
      if (isBad) rows.add("yuan.shunned", -1, undefined, []);
      this.#count("wrong.points", Math.abs(is.score[e]! - would.score[e]!), e);
      this.#count("wrong.band", isBad === wouldBeBad ? 0 : 1, e);
      this.#count("wrong.cost", (isBad ? 1 : 0) - (wouldBeBad ? 1 : 0), e);
      this.#count("innocent", isBad && !wouldBeBad ? 1 : 0, e, ["fates"]);
    }
  }
}
