import { f, Luck } from "./luck.ts";
import { Rows } from "./rows.ts";

const [people, C] = [83, 32];
const dwellers = ["land", "city"];
const sorts = ["others", "first"];

/** What a person is born with. */
export interface Born {
  readonly town: boolean;
  readonly warm: number;
  readonly mood: number;
}

/** The world of opinion.yaml by hand: who is asked what, who finds a place, and what blocked attempts cost. */
export class Opinion {
  readonly mood: number[];
  rows = new Rows();
  readonly #luck: Luck;
  readonly #born: readonly Born[];
  /** Of the last tick: attempts at a seat, those of who is served first, and who could be asked. */
  #tried = 0;
  #triedFirst = 0;
  /** Of the last tick that had any: attempts at a desk, and those of who is served first. */
  #enrolled = [0, 0] as [number, number];
  #askable = 0;

  constructor(seed: number, born: readonly Born[]) {
    this.#luck = new Luck(seed, people, C);
    this.#born = born;
    this.mood = born.map(({ mood }) => mood);
    this.#luck.tick = 0;
  }

  get tick(): number {
    return this.#luck.tick;
  }

  step(): void {
    this.rows = new Rows();
    for (const one of ["tries", "begs", "enrols"])
      for (const what of ["acts", "blocked", "records"]) this.rows.open(`${what}.${one}`, []);
    for (const one of ["barred", "graced", "idle"]) this.rows.open(`yuan.${one}`, []);
    for (const what of ["served", "refused"]) {
      for (const one of ["seats", "desks"]) this.rows.open(`${what}.${one}`, sorts);
      this.rows.open(`${what}.rooms`, []);
    }
    for (const one of ["tried.seats", "tried.seats first", "tried.desks", "tried.desks first"]) this.rows.open(one, []);
    this.#try();
    this.#beg();
    if (this.tick % 3 === 0) this.#enrol();
    for (let e = 0; e < people; e++) this.mood[e] = this.mood[e]! >= 8 ? 0 : this.mood[e]! + 1;
    this.#ask();
    this.#count();
    const sumOf = (name: string): number => this.rows.by[name]![""]![1];
    [this.#tried, this.#triedFirst] = [sumOf("tried.seats"), sumOf("tried.seats first")];
    if (sumOf("tried.desks") > 0) this.#enrolled = [sumOf("tried.desks"), sumOf("tried.desks first")];
    this.#luck.tick += 1;
  }

  #try(): void {
    const capacity = this.tick < 21 ? 0.75 : 0.25;
    for (const { e, g, ordinal } of this.#luck.acts("tries", 0.375, () => 0.375)) {
      const { town, warm } = this.#born[e]!;
      const first = warm >= 0.5;
      const barred = this.mood[e]! > 5;
      const graced = town && this.mood[e]! > 3;
      const none = this.#luck.chance(
        "conduct.tries/places",
        g,
        ordinal,
        this.#without(capacity, first, [this.#tried, this.#triedFirst]),
      );
      const free = !barred && !graced;
      this.#attempt("tries", !free || none);
      this.rows.add("yuan.barred", barred ? -30 / (graced ? 2 : 1) : 0, undefined, []);
      this.rows.add("yuan.graced", graced ? 8 / (barred ? 2 : 1) : 0, undefined, []);
      const sort = first ? "first" : "others";
      this.rows.add("served.seats", free && !none ? 1 : 0, sort, sorts);
      this.rows.add("refused.seats", free && none ? 1 : 0, sort, sorts);
      this.rows.add("tried.seats", free ? 1 : 0, undefined, []);
      this.rows.add("tried.seats first", free && first ? 1 : 0, undefined, []);
    }
  }

  #enrol(): void {
    for (const [e, { town }] of this.#born.entries()) {
      if (!this.#luck.chance("conduct.enrols/due", e, 0, 0.5)) continue;
      const none = this.#luck.chance("conduct.enrols/places", e, 0, this.#without(0.625, town, this.#enrolled));
      this.#attempt("enrols", none);
      this.rows.add("served.desks", none ? 0 : 1, town ? "first" : "others", sorts);
      this.rows.add("refused.desks", none ? 1 : 0, town ? "first" : "others", sorts);
      this.rows.add("tried.desks", 1, undefined, []);
      this.rows.add("tried.desks first", town ? 1 : 0, undefined, []);
    }
  }

  /** The chance that nothing is left of the places for as many as tried, all and those of who is served first. */
  #without(capacity: number, first: boolean, [all, theirs]: [number, number]): number {
    if (all === 0) return 1 - capacity;
    if (first) return theirs === 0 ? 0 : Math.max(0, f(1 - f((capacity * all) / theirs)));
    const others = all - theirs;
    return others === 0 ? 1 : f(1 - f(Math.max(0, capacity * all - theirs) / others));
  }

  #beg(): void {
    for (const { e, g, ordinal } of this.#luck.acts("begs", 0.25, () => 0.25)) {
      const barred = this.mood[e]! > 5;
      // The conduct blocks it itself: being idle costs nothing then.
      const own = this.mood[e] === 3;
      const free = !barred && !own;
      const none = this.#luck.chance("conduct.begs/places", g, ordinal, 0.5);
      this.#attempt("begs", !free || none);
      this.rows.add("yuan.barred", barred ? -30 : 0, undefined, []);
      this.rows.add("yuan.idle", 0, undefined, []);
      this.rows.add("served.rooms", free && !none ? 1 : 0, undefined, []);
      this.rows.add("refused.rooms", free && none ? 1 : 0, undefined, []);
    }
  }

  #attempt(conduct: string, stopped: boolean): void {
    this.rows.add(`acts.${conduct}`, stopped ? 0 : 1, undefined, []);
    this.rows.add(`blocked.${conduct}`, stopped ? 1 : 0, undefined, []);
  }

  #ask(): void {
    for (const one of ["poll", "poll.thinks"]) {
      this.rows.open(`surveys.${one}`, []);
      this.rows.open(`surveys.${one} by dwellers`, dwellers);
    }
    for (const one of ["poll.of", "vote", "vote.thinks"]) this.rows.open(`surveys.${one}`, []);
    const chance = f(40 / (this.#askable === 0 ? people : this.#askable));
    this.#askable = 0;
    for (const [e, { town, warm }] of this.#born.entries()) {
      const mood = this.mood[e]!;
      const lives = town ? "city" : "land";
      if (mood > 1) {
        this.#askable += 1;
        this.rows.add("surveys.poll.of", 1, undefined, []);
        this.#apart("surveys.poll.thinks", mood > 4, lives);
        if (this.tick % 2 === 0 && this.#luck.chance("surveys.poll/asked", e, 0, chance))
          this.#apart("surveys.poll", this.#luck.chance("surveys.poll/says", e, 0, warm), lives);
      }
      this.rows.add("surveys.vote.thinks", warm / 2, undefined, []);
      if (this.tick % 52 === 0 && this.#luck.chance("surveys.vote/asked", e, 0, 20 / people))
        this.rows.add("surveys.vote", mood > 2 ? 1 : 0, undefined, []);
    }
  }

  #apart(measure: string, yes: boolean, lives: string): void {
    this.rows.add(measure, yes ? 1 : 0, undefined, []);
    this.rows.add(`${measure} by dwellers`, yes ? 1 : 0, lives, dwellers);
  }

  #count(): void {
    for (const [e, { town }] of this.#born.entries()) {
      const mood = this.mood[e]!;
      this.rows.add("under.barred", mood > 5 ? 1 : 0, undefined, []);
      this.rows.add("under.graced", town && mood > 3 ? 1 : 0, undefined, []);
      this.rows.add("under.idle", mood === 3 ? 1 : 0, undefined, []);
    }
  }
}
