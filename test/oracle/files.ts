import { cutPoints } from "../../src/core/cuts.ts";
import { f, Luck, nearest } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const all = Array.from({ length: people }, (_, e) => e);
const bands = ["low", "mid", "high"];
const severities = cutPoints({ kind: "categorical", shares: [0.5, 0, 0.5] }, { from: 0, resolution: 1, units: 3 });
type Conduct = "owes" | "pays" | "harms";

/** The world of files.yaml by hand: what is on file, the dimensions that make a score of it, points so far, grades. */
export class Files {
  readonly debts: Float64Array;
  readonly quiet: Float64Array;
  readonly kept: Float64Array;
  readonly soFar = new Float64Array(people);
  readonly score: Float64Array;
  rows = new Rows();
  readonly #clean: readonly number[];
  readonly #minor: readonly boolean[];
  readonly #luck: Luck;
  readonly #family: readonly (readonly number[])[];
  #waiting: { onto: number; due: number; severity: number }[] = [];
  #inbox: { points: number; debts: number; kept: number; loud: boolean; graded: boolean }[] = [];

  constructor(seed: number, clean: readonly number[], minor: readonly boolean[]) {
    const luck = new Luck(seed, people, C);
    this.#luck = luck;
    this.#clean = clean;
    this.#minor = minor;
    this.debts = Float64Array.from(clean, (one) => one * 2);
    this.quiet = Float64Array.from(clean, (one) => (one > 0.5 ? 2 : 4));
    const kept = cutPoints({ kind: "uniform", from: 0, to: 4 }, { from: 0, resolution: 0.125, units: 33 });
    this.kept = Float64Array.from(all, (e) => luck.pick("scheme.files.kept/start", e, 0, kept) / 8);
    this.score = Float64Array.from(all, (e) => (this.#isThin(e) ? 20 : 40 - 16 * clean[e]!));
    const lanes = [luck.friendsIn(0), luck.friendsIn(1)];
    this.#family = all.map((e) => lanes.map((lane) => lane[e]!).filter((one) => one >= 0));
    luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    this.rows = new Rows();
    for (const one of ["owes", "pays", "harms"]) {
      for (const what of ["acts", "records"]) this.rows.open(`${what}.${one}`, []);
      this.rows.open(`points.${one}`, bands);
    }
    this.#inbox = all.map(() => ({ points: 0, debts: 0, kept: 0, loud: false, graded: false }));
    for (const { onto, due, severity } of this.#waiting) if (due === this.tick) this.#record("owes", onto, severity);
    this.#act("owes", 0.25, () => 0.25);
    // A year has 365 days and 13 ticks.
    const daily = (share: number): number => f((share / 32) * f(365 / 13));
    this.#act("pays", daily(0.625), (e) => daily(0.5 * this.#clean[e]! + 0.125));
    this.#act("harms", f(1.625 * f(1 / 13)), () => f(1.625 * f(1 / 13)));
    for (const e of all) this.#file(e);
    for (const e of all) if (!this.#minor[e]) this.#rate(e);
    this.#measure();
    this.#luck.tick += 1;
  }

  #isThin(e: number): boolean {
    return this.debts[e] === 0 && this.#years(e) > f(0.3);
  }

  #years(e: number): number {
    return f(this.quiet[e]! * f(1 / 13));
  }

  #band(e: number): string | undefined {
    if (this.#minor[e]) return undefined;
    return this.score[e]! >= 44 ? "high" : this.score[e]! >= 32 ? "mid" : "low";
  }

  #act(conduct: Conduct, bound: number, rate: (e: number) => number): void {
    for (const { e, g, ordinal } of this.#luck.acts(conduct, bound, rate)) {
      this.rows.add(`acts.${conduct}`, 1, undefined, []);
      const years = f(this.tick / 13);
      const seen = (word: string, p: number): boolean => this.#luck.chance(`conduct.${conduct}/${word}`, g, ordinal, p);
      const posted = conduct === "owes" && seen("act", f(0.25 + f(years / 16)));
      // The desk is the second channel of what is owed, and the first of all else.
      if (!posted && !seen(conduct === "owes" ? "seen by desk" : "act", 0.75)) continue;
      const severity = conduct === "owes" ? 1 + this.#luck.pick("conduct.owes/severity", g, ordinal, severities) : 1;
      if (!posted) {
        this.#record(conduct, e, severity);
        continue;
      }
      const onto = this.#luck.astray("conduct.owes/misattribution", e, g, ordinal, this.#clean[e]! / 4);
      const delay = 1 + Math.floor(f(this.#luck.uniform("conduct.owes/delay", g, ordinal) * 2));
      this.#waiting.push({ onto, due: this.tick + delay, severity });
    }
  }

  #record(conduct: Conduct, onto: number, severity: number): void {
    const inbox = this.#inbox[onto]!;
    const covered = !this.#minor[onto];
    const points = covered ? { owes: -0.25 * severity, pays: 1, harms: -8 }[conduct] : 0;
    this.rows.add(`records.${conduct}`, 1, undefined, []);
    this.rows.add(`points.${conduct}`, points, this.#band(onto), bands);
    if (!covered) return;
    inbox.points += points;
    inbox.debts += { owes: severity, pays: -1, harms: 0 }[conduct];
    inbox.kept += conduct === "pays" ? 0.5 : 0;
    inbox.loud ||= conduct !== "pays";
    inbox.graded ||= conduct === "harms";
  }

  #file(e: number): void {
    const { debts, kept, loud } = this.#inbox[e]!;
    const fading = f(f(1 - 2 ** (-1 / 13)) * this.kept[e]!);
    const more = this.#luck.byChance(f(kept - fading) * 8, "scheme.files.kept", e) / 8;
    this.kept[e] = Math.max(0, Math.min(4, this.kept[e]! + more));
    this.debts[e] = Math.max(-2, Math.min(6, this.debts[e]! + debts));
    this.quiet[e] = loud ? 0 : Math.min(7, this.quiet[e]! + 1);
  }

  #rate(e: number): void {
    const inbox = this.#inbox[e]!;
    const before = this.soFar[e]!;
    const decay = f(f(1 - 2 ** (-1 / 4)) * f(this.#clean[e]! - 0.5 - before));
    const moved = before + this.#luck.byChance(f(inbox.points + decay) * 2, "score.points", e) / 2;
    this.soFar[e] = Math.max(-64, Math.min(64, moved));
    const held = (x: number): number => Math.max(0, Math.min(1, x));
    const kin = this.#family[e]!.map((one) => this.#clean[one]!);
    const mean = kin.length === 0 ? this.#clean[e]! : kin.reduce((a, b) => a + b, 0) / kin.length;
    const past = held(1 - this.debts[e]! / 8) * 32;
    const calm = f(held(f(f(this.#years(e) * 13) / 8)) * 16);
    const made = f(f(f(past + calm) + mean * 16) + this.soFar[e]!);
    const shown = this.#isThin(e) ? 20 : made;
    this.score[e] = Math.max(0, Math.min(64, this.score[e]! + nearest(f(shown - this.score[e]!) * 2) / 2));
    if (!inbox.graded) return;
    // A step below the band above; the points so far fall by as much.
    const over = Math.min(0, 43.5 - this.score[e]!);
    this.score[e]! += over;
    this.soFar[e] = Math.max(-64, this.soFar[e]! + over);
  }

  #measure(): void {
    this.rows.open("owed by band", bands);
    for (const e of all) {
      const band = this.#band(e);
      this.rows.add("score", this.score[e]!, undefined, []);
      this.rows.add("people", 1, band, bands);
      this.rows.add("owed", this.debts[e]!, undefined, []);
      this.rows.add("owed by band", this.debts[e]!, band, bands);
      this.rows.add("silence", nearest(this.#years(e) * 1024) / 1024, undefined, []);
      if (!this.#minor[e]) this.rows.add("thin", this.#isThin(e) ? 1 : 0, undefined, []);
    }
  }
}
