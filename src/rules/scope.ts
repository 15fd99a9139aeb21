import type { RuleText } from "./parse.ts";
import type { NumberTree, TruthTree } from "./tree.ts";

/** What a name means where a rule stands. */
export type Meaning =
  | { readonly kind: "number"; readonly tree: NumberTree; readonly doc: string }
  | { readonly kind: "truth"; readonly tree: TruthTree; readonly doc: string }
  /** One of a few words, kept as its place in the list; `ordered` ones can be compared with < and >. */
  | {
      readonly kind: "option";
      readonly tree: NumberTree;
      readonly options: ReadonlyMap<string, number>;
      readonly ordered: boolean;
      readonly doc: string;
    };

/** A function over one name, such as `friends_mean(score)`, that only some rules may call. */
export interface NameFunction {
  readonly doc: string;
  /** The meaning for a name, or undefined when the name cannot be used here. */
  readonly apply: (name: string) => Meaning | undefined;
  /** Why a name that exists cannot be used, where there is more to say than that. */
  readonly faultOf?: (name: string) => { code: string; message: string; expected: string } | undefined;
  /** Whether no rule here may call it, so that it is not offered: `faultOf` says why. */
  readonly isBarred?: boolean;
  /** The names that can be used. */
  readonly names: () => readonly string[];
}

/** What a rule was typed as, and what `turns` was then. */
interface Typed {
  readonly turns: number;
  readonly number?: NumberTree;
  readonly truth?: TruthTree;
}

/** The names and functions a rule may use. A scope may stand on another and hide its names. */
export class Scope {
  readonly #meanings = new Map<string, Meaning>();
  readonly #functions = new Map<string, NameFunction>();
  readonly #below: Scope | undefined;
  readonly #typed = new WeakMap<RuleText, Typed>();
  #turns = 0;

  constructor(below?: Scope) {
    this.#below = below;
  }

  /** Adds a name; false when this very scope already has it. */
  add(name: string, meaning: Meaning): boolean {
    if (this.#meanings.has(name)) return false;
    if (this.lookup(name)) this.#turns++;
    this.#meanings.set(name, meaning);
    return true;
  }

  addFunction(name: string, of: NameFunction): void {
    if (this.functionOf(name)) this.#turns++;
    this.#functions.set(name, of);
  }

  lookup(name: string): Meaning | undefined {
    return this.#meanings.get(name) ?? this.#below?.lookup(name);
  }

  functionOf(name: string): NameFunction | undefined {
    return this.#functions.get(name) ?? this.#below?.functionOf(name);
  }

  names(): string[] {
    return [...new Set([...this.#meanings.keys(), ...(this.#below?.names() ?? [])])].sort();
  }

  functionNames(): string[] {
    const own = [...this.#functions].filter(([, { isBarred }]) => !isBarred).map(([name]) => name);
    return [...new Set([...own, ...(this.#below?.functionNames() ?? [])])].sort();
  }

  /**
   * The tree of a rule in this scope, typed when it is first asked for: whoever asks again gets the same object. What
   * could not be read is read again, since a name that it lacks may come; and so is a rule when a name turns to mean
   * something else.
   */
  once(rule: RuleText, kind: "number", read: () => NumberTree | undefined): NumberTree | undefined;
  once(rule: RuleText, kind: "truth", read: () => TruthTree | undefined): TruthTree | undefined;
  once(rule: RuleText, kind: "number" | "truth", read: () => NumberTree | TruthTree | undefined) {
    const { turns } = this;
    const typed = this.#typed.get(rule);
    const known = typed?.turns === turns ? typed : undefined;
    if (known?.[kind]) return known[kind];
    const tree = read();
    if (tree) this.#typed.set(rule, { turns, ...known, [kind]: tree });
    return tree;
  }

  /** How often a name or function was given another meaning than it had in this scope or one below. */
  get turns(): number {
    return this.#turns + (this.#below?.turns ?? 0);
  }
}
