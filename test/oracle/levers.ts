import { f, Luck } from "./luck.ts";

const [people, C] = [83, 32];
const lots = 2 ** 24;
const period = 20;
const rates = { litters: 0.125, cheats: 0.0625 } as const;
type Conduct = keyof typeof rates;
const conducts = Object.keys(rates) as Conduct[];
/** The top of the band that cheating puts into: a step below the next. */
const top = 60 - 1 / 16;

/** One person as records of some conducts make them. */
interface File {
  score: number;
  late: number;
  clean: number;
  /** Of the record that `clean` counts from: what it was before, and of how many records that tick was. */
  before: number;
  of: number;
  earlier: number;
  /** Of the last grade: what it cost, how long ago it was, and whether one record alone gave it. */
  lost: number;
  ago: number;
  alone: boolean;
}

/** What a tick does to one. */
interface Tick {
  points: number;
  late: number;
  records: Record<Conduct, number>;
  /** Records that are taken back: those that `clean` counts from, and those that are repeated no more. */
  unclean: number;
  forgotten: number;
}

interface Held {
  readonly conduct: Conduct;
  readonly onto: number;
  readonly arrived: number;
  readonly points: number;
}

/** All people as records of some conducts make them. */
class Account {
  readonly #counts: readonly Conduct[];
  readonly files: File[] = Array.from({ length: people }, () => {
    const grade = { lost: 0, ago: 65_535, alone: false };
    return { score: 90, late: 0, clean: 52, before: 0, of: 0, earlier: 0, ...grade };
  });
  #ticks: Tick[] = [];

  constructor(counts: readonly Conduct[]) {
    this.#counts = counts;
    this.#open();
  }

  #open(): void {
    const records = { litters: 0, cheats: 0 };
    this.#ticks = this.files.map(() => ({ points: 0, late: 0, records: { ...records }, unclean: 0, forgotten: 0 }));
  }

  /** Takes a record in; gives its points. */
  take(conduct: Conduct, e: number, tick: number): number {
    const earlier = tick % period === 0 ? 0 : this.files[e]!.earlier;
    const points = conduct === "cheats" ? -1 : -Math.min(8, 2 ** earlier);
    if (!this.#counts.includes(conduct)) return points;
    const into = this.#ticks[e]!;
    into.points += points;
    into.late += conduct === "cheats" ? 3 : 1;
    into.records[conduct] += 1;
    return points;
  }

  /** Takes back what a record has done, as far as that is known. */
  free({ conduct, onto, arrived, points }: Held, tick: number): void {
    if (!this.#counts.includes(conduct)) return;
    const [file, into] = [this.files[onto]!, this.#ticks[onto]!];
    const age = tick - arrived;
    into.points -= points;
    into.late -= conduct === "cheats" ? 3 : 1;
    if (file.clean === age - 1) into.unclean += 1;
    if (conduct === "litters" && tick % period >= age) into.forgotten += 1;
    if (conduct === "cheats" && file.alone && file.ago === age - 1) into.points += file.lost;
  }

  close(tick: number): void {
    for (const [e, file] of this.files.entries()) {
      const { points, late, records, unclean, forgotten } = this.#ticks[e]!;
      const hold = (value: number): number => Math.max(-400, Math.min(100, value));
      file.score = hold(file.score + points);
      file.ago = Math.min(65_535, file.ago + 1);
      if (records.cheats > 0) {
        const over = Math.max(0, file.score - top);
        file.score -= over;
        [file.lost, file.ago, file.alone] = [over, 0, records.cheats === 1];
      }
      file.late = Math.max(0, Math.min(100, file.late + late));
      this.#count(file, records.litters + records.cheats, unclean);
      const earlier = tick % period === 0 ? 0 : file.earlier;
      file.earlier = Math.max(0, earlier + records.litters - forgotten);
    }
    this.#open();
  }

  #count(file: File, fresh: number, unclean: number): void {
    if (fresh > 0) {
      [file.before, file.of, file.clean] = [file.clean, fresh, 0];
      return;
    }
    const left = Math.max(0, file.of - unclean);
    const isBack = file.of > 0 && left === 0;
    file.clean = Math.min(52, isBack ? file.before + file.clean + 2 : file.clean + 1);
    file.of = left;
  }
}

/** The world of levers.yaml by hand: people as all records make them, those of either area, and none. */
export class Levers {
  readonly all = new Account(conducts);
  readonly money = new Account(["cheats"]);
  readonly order = new Account(["litters"]);
  readonly none = new Account([]);
  /** Ticks for which they still have no trains, and whether what brings it about held. */
  readonly trains = new Float64Array(people);
  readonly #met = new Array<boolean>(people).fill(false);
  readonly relief = new Float64Array(people);
  readonly #luck: Luck;
  #held: Held[] = [];

  constructor(seed: number) {
    this.#luck = new Luck(seed, people, C);
    this.#luck.tick = 0;
  }

  get accounts(): readonly Account[] {
    return [this.all, this.money, this.order, this.none];
  }

  step(): void {
    const { tick } = this.#luck;
    const freed = this.#held.filter(({ arrived }) => tick - arrived === 3);
    this.#held = this.#held.filter((one) => !freed.includes(one));
    for (const one of freed) {
      this.relief[one.onto] = Math.min(64, this.relief[one.onto]! + 1);
      for (const account of this.accounts) account.free(one, tick);
    }
    for (const conduct of conducts) this.#act(conduct, tick);
    for (const account of this.accounts) account.close(tick);
    for (let e = 0; e < people; e++) {
      const { score, clean } = this.order.files[e]!;
      const holds = score < 88 && f(clean / 52) < f(0.2);
      const left = Math.max(0, this.trains[e]! - 1);
      this.trains[e] = holds && !this.#met[e] ? 3 : left;
      this.#met[e] = holds;
    }
    this.#luck.tick += 1;
  }

  #act(conduct: Conduct, tick: number): void {
    const rate = rates[conduct];
    for (const { e, g, ordinal } of this.#luck.acts(conduct, rate, () => rate)) {
      const at = (what: string): [string, number, number] => [`conduct.${conduct}/${what}`, g, ordinal];
      if (!this.#luck.chance(...at("act"), 0.75)) continue;
      const onto = this.#luck.astray(at("misattribution")[0], e, g, ordinal, 0.5);
      const lot = Math.min(lots - 1, Math.floor(f(this.#luck.uniform(...at("redress dispute")) * lots)));
      const [points] = this.accounts.map((account) => account.take(conduct, onto, tick));
      if (lot < 0.5 * lots) this.#held.push({ conduct, onto, arrived: tick, points: points! });
    }
  }

  /** For how many each consequence holds. */
  under(): Record<string, number> {
    const count = ({ files }: Account, holds: (file: File) => boolean): number => files.filter(holds).length;
    return {
      no_loans: count(this.money, ({ score, late }) => score < 80 || late > 6),
      no_trains: this.trains.reduce((sum, left) => sum + (left > 0 ? 1 : 0), 0),
      no_office: count(this.none, ({ score }) => score < 100),
      shunned: count(this.all, ({ score }) => score < 50),
    };
  }
}
