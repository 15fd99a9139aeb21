import { cutPoints } from "../../src/core/cuts.ts";
import { daysUntil, f, Luck } from "./luck.ts";

const [people, C] = [83, 32];
const severities = cutPoints({ kind: "categorical", shares: [0.5, 0, 0.5] }, { from: 0, resolution: 1, units: 3 });
export const conducts = ["cheats", "gives", "helps", "pays"] as const;
type Conduct = (typeof conducts)[number];

/** What the records of a tick bring: points, and the first days of a ground and of a payment. */
interface Inbox {
  points: number;
  ground: number;
  payment: number;
}

/** The world of stakes.yaml by hand: what docs/MODEL.md says of stakes and of what responds to them. */
export class AtStake {
  readonly score: Float64Array;
  /** The day from which one is not on the list, and the ticks that a fine still lasts. */
  readonly ends = new Float64Array(people);
  readonly fine = new Float64Array(people);
  readonly acts: Record<string, number> = {};
  readonly #below = new Uint8Array(people);
  readonly #luck: Luck;
  readonly #bold: readonly number[];
  readonly #poor: readonly boolean[];
  #inbox: Inbox[] = [];

  constructor(seed: number, bold: readonly number[], poor: readonly boolean[]) {
    this.#luck = new Luck(seed, people, C);
    this.#bold = bold;
    this.#poor = poor;
    this.score = Float64Array.from(bold, (one) => 40 + 16 * one);
    this.#luck.tick = 0;
  }

  /** Days of the stay that are left as of the start of the tick. */
  left(e: number): number {
    return Math.max(0, this.ends[e]! - daysUntil(this.#luck.tick));
  }

  /** What one more record would cost in a year: below 0, what it would gain. */
  stake(conduct: Conduct, e: number): number {
    const score = this.score[e]!;
    const listed = this.left(e);
    const bonus = this.#poor[e] ? 0 : 600;
    if (conduct === "pays") return listed > 0 ? (-600 * Math.max(0, listed - 10)) / 365 : 0;
    if (conduct === "cheats") {
      // Half of all acts are three times as grave as the others.
      const falls = (edge: number): number => (score < edge ? 0 : 4 / Math.max(4, score - edge));
      const lost = 1200 * falls(40) + bonus * falls(60) + 1200 * falls(30);
      return lost + (listed > 0 ? 0 : (600 * 90) / 365);
    }
    const points = conduct === "gives" ? 6 : 1;
    const rises = (edge: number): number => (score >= edge ? 0 : points / Math.max(points, edge - score));
    return -1200 * rises(40) - bonus * rises(60);
  }

  #rate(conduct: Conduct, e: number): number {
    const bent = (v: number, k: number): number => (Math.sign(v) * (1 - Math.exp(-k * Math.abs(v)))) / k;
    if (conduct === "cheats") {
      const v = (this.stake("cheats", e) + (this.#poor[e] ? 100 : 0)) / (400 + 800 * this.#bold[e]!);
      return 0.25 * Math.min(2, Math.exp(-2 * (0.25 + this.#bold[e]! / 2) * bent(v, 1)));
    }
    if (conduct === "pays") return 0.0625 * Math.min(2, Math.exp(-2 * bent(this.stake("pays", e) / 500, 0.5)));
    const [gives, helps] = [this.stake("gives", e), this.stake("helps", e)].map((stake) => (-1.5 * stake) / 500);
    const own = conduct === "gives" ? gives! : helps!;
    const part = own === 0 ? 0 : own / (gives! + helps!);
    return (conduct === "gives" ? 0.125 : 0.25) * Math.min(3, Math.exp(own * part));
  }

  step(): void {
    const luck = this.#luck;
    this.#inbox = Array.from({ length: people }, () => ({ points: 0, ground: Infinity, payment: Infinity }));
    for (const conduct of conducts) {
      this.acts[conduct] = 0;
      for (const { e, g, ordinal } of luck.acts(conduct, 0.75, (one) => f(this.#rate(conduct, one)))) {
        this.acts[conduct] += 1;
        if (luck.chance(`conduct.${conduct}/act`, g, ordinal, 0.75)) this.#record(conduct, e, g, ordinal);
      }
    }
    for (let e = 0; e < people; e++) {
      this.score[e] = Math.max(0, Math.min(100, this.score[e]! + this.#inbox[e]!.points));
      this.#list(e);
      const below = this.score[e]! < 30;
      this.fine[e] = below && this.#below[e] === 0 ? 26 : Math.max(0, this.fine[e]! - 1);
      this.#below[e] = below ? 1 : 0;
    }
    luck.tick += 1;
  }

  #record(conduct: Conduct, e: number, g: number, ordinal: number): void {
    const inbox = this.#inbox[e]!;
    const days = daysUntil(this.#luck.tick + 1) - daysUntil(this.#luck.tick);
    const day = (): number =>
      Math.min(days - 1, Math.floor(f(this.#luck.uniform(`conduct.${conduct}/day`, g, ordinal) * days)));
    if (conduct === "gives") inbox.points += 6;
    else if (conduct === "helps") inbox.points += 1;
    else if (conduct === "pays") inbox.payment = Math.min(inbox.payment, day());
    else {
      inbox.points -= 2 * (1 + this.#luck.pick("conduct.cheats/severity", g, ordinal, severities));
      inbox.ground = Math.min(inbox.ground, day());
    }
  }

  /** Paying ends the stay that stood when the tick began; a ground begins one where none stands on its day. */
  #list(e: number): void {
    const begin = daysUntil(this.#luck.tick);
    const { ground, payment } = this.#inbox[e]!;
    if (this.ends[e]! > begin) this.ends[e] = Math.min(this.ends[e]!, begin + payment + 10);
    if (ground < Infinity && begin + ground >= this.ends[e]!) this.ends[e] = begin + ground + 90;
  }
}
