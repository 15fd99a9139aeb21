import { type Cuts, cutPoints } from "../../src/core/cuts.ts";
import { f, Luck } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [70, 32];
const all = Array.from({ length: people }, (_, e) => e);
const shock: Cuts = cutPoints({ kind: "chance", p: 0.25 }, { from: 0, resolution: 1, units: 2 });

/** The world of settle.yaml by hand: five ticks before the start, without a scheme and with the clock at rest. */
export class Settled {
  /** The tick that comes next. */
  tick = -5;
  readonly worry = new Float64Array(people).fill(1);
  readonly score = new Float64Array(people).fill(60);
  rows = new Rows();
  readonly #luck: Luck;

  constructor(seed: number) {
    this.#luck = new Luck(seed, people, C);
  }

  step(): void {
    const settles = this.tick < 0;
    const years = settles ? 0 : f(this.tick / 12);
    // The tick number −1 is that of the start: −6 to −2 are those of settling.
    this.#luck.tick = settles ? this.tick - 1 : this.tick;
    this.rows = new Rows();
    for (const what of ["acts", "records", "points"]) this.rows.open(`${what}.strays`, []);
    const points = new Float64Array(people);
    for (const { e, g, ordinal } of this.#luck.acts(
      "strays",
      1,
      (one) => (this.worry[one]! / 8) * (settles ? 1 : 0.5),
    )) {
      this.rows.add("acts.strays", 1, undefined, []);
      if (settles || !this.#luck.chance("conduct.strays/act", g, ordinal, 0.75)) continue;
      this.rows.add("records.strays", 1, undefined, []);
      this.rows.add("points.strays", -2, undefined, []);
      points[e]! -= 2;
    }
    for (const e of all) {
      const before = this.worry[e]!;
      const shocked = this.#luck.pick("state.worry/shock", e, 0, shock) === 1;
      const fined = !settles && this.score[e]! < 61;
      const next = f(before / 2 + (shocked ? 1 : 0) + (fined ? 0.5 : 0) + years);
      const moved = before + this.#luck.byChance(f(next - before) * 4, "state.worry", e) / 4;
      this.worry[e] = Math.max(0, Math.min(8, moved));
    }
    for (const e of all) this.score[e] = Math.max(0, this.score[e]! + points[e]!);
    for (const e of all) {
      this.rows.add("anguish", this.worry[e]!, undefined, []);
      this.rows.add("score", this.score[e]!, undefined, []);
      this.rows.add("under.fined", !settles && this.score[e]! < 61 ? 1 : 0, undefined, []);
    }
    this.tick += 1;
  }
}
