import type { Luck } from "./luck.ts";

/** A name that a rule may use, and how many nodes it stands for. */
export interface Known {
  readonly name: string;
  readonly kind: "number" | "truth" | "option";
  readonly words?: readonly string[];
  readonly ordered?: boolean;
  readonly size: number;
  /** What follows from an owner or from what is owned: it cannot stand in a start. */
  readonly isLinked?: boolean;
}

/** What rules of a scenario may speak of. */
export interface Words {
  readonly names: readonly Known[];
  /** What `friends_mean` can be taken of. */
  readonly gathered: readonly string[];
  /** What can be asked of an owner or of what is owned, such as `owner(score)`. */
  readonly linked?: readonly string[];
}

export interface MadeRule {
  readonly text: string;
  readonly size: number;
}

const literals = [
  ..."0 0 1 1 2 0.5 0.25 0.1 3 7 10 100 1000 1.5 0.001 0.3333".split(" "),
  ..."255 65536 1.6777217e7 1e-6 1e-20 1e10 2.5 1e30 3e38 3e38 0.75 0.9".split(" "),
];
const comparisons = ["<", "<=", ">", ">=", "==", "!="];
/** More than this and a rule costs more to emit than it shows. */
const largest = 400;

/** Random rules over known names: every operation and function of the language. */
export class RuleMaker {
  readonly #luck: Luck;
  readonly #words: Words;
  #size = 0;

  constructor(luck: Luck, words: Words) {
    this.#luck = luck;
    this.#words = words;
  }

  number(depth = this.#luck.from(1, 4)): MadeRule {
    this.#size = 0;
    const text = this.#number(depth);
    return { text, size: this.#size };
  }

  truth(depth = this.#luck.from(1, 3)): MadeRule {
    this.#size = 0;
    const text = this.#truth(depth);
    return { text, size: this.#size };
  }

  /** A number that is held between two others; never a constant that is folded to something outside. */
  within(from: number, to: number, depth?: number): string {
    return `clamp((${this.number(depth).text}) + (tick - tick), ${plain(from)}, ${plain(to)})`;
  }

  #name(kinds: readonly Known["kind"][]): Known | undefined {
    const fit = this.#words.names.filter((one) => kinds.includes(one.kind) && this.#size + one.size < largest);
    if (fit.length === 0) return undefined;
    const chosen = this.#luck.pick(fit);
    this.#size += chosen.size;
    return chosen;
  }

  #number(depth: number): string {
    this.#size += 1;
    if (depth <= 0 || this.#size > largest) return this.#leaf();
    const luck = this.#luck;
    const one = (): string => this.#number(depth - 1);
    switch (luck.below(20)) {
      case 0:
      case 1:
        return `(${one()} + ${one()})`;
      case 2:
      case 3:
        return `(${one()} - ${one()})`;
      case 4:
      case 5:
      case 6:
        return `(${one()} * ${one()})`;
      case 7:
        return `(${one()} / ${one()})`;
      case 8:
        return `exp(${one()})`;
      case 9:
        return `log(${one()})`;
      case 10:
        return `pow(${one()}, ${one()})`;
      case 11:
        return `${luck.pick(["sqrt", "logistic", "abs"])}(${one()})`;
      case 12:
        return `${luck.pick(["floor", "ceil", "round"])}(${one()})`;
      case 13:
        return `${luck.pick(["min", "max"])}(${luck.list(2, 4, one).join(", ")})`;
      case 14:
        return `clamp(${one()}, ${one()}, ${one()})`;
      case 15:
      case 16:
        return `(${this.#truth(depth - 1)} ? ${one()} : ${one()})`;
      case 17:
        return `-(${one()})`;
      default:
        return this.#leaf();
    }
  }

  #leaf(): string {
    const { gathered } = this.#words;
    if (gathered.length > 0 && this.#luck.chance(0.12)) {
      this.#size += 8;
      return `friends_mean(${this.#luck.pick(gathered)})`;
    }
    const { linked = [] } = this.#words;
    if (linked.length > 0 && this.#luck.chance(0.15)) {
      this.#size += 8;
      return this.#luck.pick(linked);
    }
    const name = this.#luck.chance(0.7) ? this.#name(["number", "number", "truth"]) : undefined;
    return name?.name ?? this.#luck.pick(literals);
  }

  #truth(depth: number): string {
    this.#size += 1;
    const luck = this.#luck;
    const one = (): string => this.#truth(depth - 1);
    if (depth > 0 && this.#size < largest) {
      switch (luck.below(9)) {
        case 0:
          return `(${one()} && ${one()})`;
        case 1:
          return `(${one()} || ${one()})`;
        case 2:
          return `!(${one()})`;
        case 3:
          return `(${one()} ? ${one()} : ${one()})`;
        case 4:
          return `(${this.#number(1)} in [${luck.list(1, 3, () => this.#number(0)).join(", ")}])`;
      }
    }
    const name = luck.chance(0.55) ? this.#name(["truth", "option"]) : undefined;
    if (name?.kind === "truth") return name.name;
    if (name) return this.#option(name);
    if (luck.chance(0.04)) return luck.pick(["true", "false"]);
    return `(${this.#number(Math.min(depth, 2))} ${luck.pick(comparisons)} ${this.#number(Math.min(depth, 1))})`;
  }

  #option({ name, words = [], ordered }: Known): string {
    const luck = this.#luck;
    if (luck.chance(0.3)) return `(${name} in [${luck.some(words, 1, 3).join(", ")}])`;
    return `(${name} ${luck.pick(ordered === true ? comparisons : ["==", "!="])} ${luck.pick(words)})`;
  }
}

/** The same figure, of which no reckoning of ranges knows anything: a difference of quotients that is 0. */
export function anyhow(rule: string): string {
  return `((${rule}) + (1 / tick - 1 / tick))`;
}

/** A number as rules write it: without a sign in front that would be taken for an operation on nothing. */
export function plain(value: number): string {
  return value < 0 ? `(-${-value})` : String(value);
}
