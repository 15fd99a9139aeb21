import { childrenOf, type Tree } from "../rules/tree.ts";
import { tableOfLet, treesOfLet } from "./lets.ts";
import type { Effect, Let, Plan, Shared, Sight } from "./plan.ts";
import type { Address, Decision, Drawn, Footprint, Part, Queued, Ranked, Read, Whose, Written } from "./touched.ts";

/** What a step's footprint depends on besides the step. */
export type Surroundings = Pick<Plan, "ties" | "measures">;

/** Whose columns are read, and when. */
export interface Point {
  readonly whose: Whose;
  readonly part: Part;
}

/** Of each entity by itself. */
export const own: Point = { whose: "own", part: "each" };

/** What a step leaves as it is gone through: each thing once, in the order met. */
export class Trail {
  readonly of: string | undefined;
  readonly #plan: Surroundings;
  readonly #reads = new Map<string, Read>();
  readonly #writes = new Map<string, Written>();
  readonly #draws: Drawn[] = [];
  readonly #ranks: Ranked[] = [];
  readonly #tallies = new Set<string>();
  readonly #queues: Queued[] = [];
  readonly #globals = new Set<string>();
  readonly #tables = new Set<string>();

  constructor(of: string | undefined, plan: Surroundings) {
    this.of = of;
    this.#plan = plan;
  }

  footprint(): Footprint {
    return {
      of: this.of,
      reads: [...this.#reads.values()],
      writes: [...this.#writes.values()],
      draws: this.#draws,
      ranks: this.#ranks,
      tallies: [...this.#tallies],
      queues: this.#queues,
      globals: [...this.#globals],
      tables: [...this.#tables],
    };
  }

  column(column: string, point: Point): void {
    this.columnOf(this.of, column, point);
  }

  /** A column of a kind, which need not be the one that the step goes over. */
  columnOf(of: string | undefined, column: string, { whose, part }: Point): void {
    const key = `${whose} ${part} ${column}`;
    if (!this.#reads.has(key)) this.#reads.set(key, { column, whose, of, part });
  }

  /** The leaves of a tree. Trees share parts, so each part is met once. */
  read(tree: Tree | undefined, point: Point): void {
    const met = new Set<Tree>();
    const visit = (one: Tree): void => {
      if (met.has(one)) return;
      met.add(one);
      if (one.op === "column") this.column(one.name, point);
      if (one.op === "global") this.#globals.add(one.name);
      for (const child of childrenOf(one)) visit(child);
    };
    if (tree) visit(tree);
  }

  write(written: Written): void {
    const { column, whose, how } = written;
    const key = `${whose} ${how} ${column}`;
    if (!this.#writes.has(key)) this.#writes.set(key, written);
  }

  draw(purpose: string, at: Address, decides: Decision, shares?: Shared): void {
    for (const each of shares ? [shares.purpose, purpose] : [purpose]) this.#draws.push({ purpose: each, at, decides });
  }

  table(name: string): void {
    this.#tables.add(name);
  }

  queue(queue: string, does: Queued["does"]): void {
    this.#queues.push({ queue, does });
  }

  /** Lets draw at one address. */
  lets(lets: readonly Let[], point: Point, at: Address): void {
    for (const each of lets) this.#let(each, point, at);
  }

  #let(each: Let, point: Point, at: Address): void {
    const shares = "shares" in each ? each.shares : undefined;
    if ("purpose" in each) this.draw(each.purpose, at, { kind: "local", name: each.name }, shares);
    const table = tableOfLet(each);
    if (table) this.table(table.name);
    for (const tree of treesOfLet(each)) this.read(tree, point);
    if (each.kind !== "rank") return;
    const all = { ...point, whose: "everyone" } as const;
    this.#ranks.push({ column: each.column, among: each.among });
    for (const one of [point, all]) this.column(each.column, one);
    this.read(each.among, all);
  }

  /** A tally counts whom the effect is done to, in the group that their columns say. */
  effects(effects: readonly Effect[], point: Point & { readonly whose: Written["whose"] }): void {
    for (const effect of effects) {
      this.read(effect.value, point);
      if (effect.kind !== "tally") {
        this.write({ column: effect.column, whose: point.whose, how: effect.kind });
        continue;
      }
      this.#tallies.add(effect.measure);
      this.read(this.#plan.measures.find(({ name }) => name === effect.measure)?.groups?.index, point);
    }
  }

  sights(sees: readonly Sight[], point: Point): void {
    for (const { column } of sees) this.column(column, point);
  }

  /** The bits that say of a tie whether either side has cut it. */
  cuts(other: "other" | "near", part: Part): void {
    const cut = this.#plan.ties?.cut;
    if (cut === undefined) return;
    this.column(cut.column, { whose: "own", part });
    this.column(cut.column, { whose: other, part });
  }
}
