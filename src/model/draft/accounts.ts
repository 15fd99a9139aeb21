import { leavesOf, type Tree } from "../../rules/tree.ts";

/** The local of a record that says to which area its conduct belongs: its number, 0 for none. */
export const areaName = "area";

/** What would be so with records of some areas alone. */
export class Account {
  readonly areas: readonly string[];
  /** Names that rules have for its columns, each with the column that it is of. */
  readonly asked = new Map<string, string>();

  constructor(areas: readonly string[]) {
    this.areas = areas;
  }

  /** What a column, a local or a step is called in it. */
  nameOf(name: string): string {
    return `${name}, ${this.says}`;
  }

  get says(): string {
    return this.areas.length === 0 ? "by no records" : `by records of ${this.areas.join(", ")}`;
  }
}

/** All accounts of a world: one for each set of areas that decides over a domain of life, whatever kind it is of. */
export class Accounts {
  readonly #areas = new Map<string, number>();
  readonly #accounts = new Map<string, Account>();
  /** Columns that say what is so whatever the records are. */
  readonly facts = new Set<string>();
  /** Whether any domain is decided by records of some areas alone. */
  isKept = false;

  get all(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  /** The account of some areas, in whatever order. */
  of(areas: readonly string[]): Account {
    const sorted = [...areas].sort();
    const key = sorted.join(" ");
    const account = this.#accounts.get(key) ?? new Account(sorted);
    this.#accounts.set(key, account);
    return account;
  }

  /** The number by which records name an area, from 1; 0 for none. */
  numberOf(area: string | undefined): number {
    if (area === undefined) return 0;
    if (!this.#areas.has(area)) this.#areas.set(area, this.#areas.size + 1);
    return this.#areas.get(area)!;
  }

  /** Whether a column is one of an account. */
  has(column: string): boolean {
    return this.all.some(({ asked }) => asked.has(column));
  }

  /** Marks what a tree is made of as so whatever the records are. */
  addFact(tree: Tree): void {
    for (const name of leavesOf(tree, "column")) this.facts.add(name);
  }
}
