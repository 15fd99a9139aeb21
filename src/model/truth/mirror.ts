import { treesOfLet } from "../../plan/lets.ts";
import type { Column, Let } from "../../plan/plan.ts";
import { replaceLeaves } from "../../rules/replace.ts";
import { leavesOf, type NumberTree, type Tree, type TruthTree } from "../../rules/tree.ts";

/** The columns that have twins; and trees over these. */
export class Mirror {
  readonly #columns: ReadonlyMap<string, Column>;
  /** Who is ranked among whom is one and the same tree wherever a column is ranked. */
  readonly #among = new Map<TruthTree, TruthTree>();

  /** What the twin of a column, a local or a step is called. */
  readonly nameOf: (name: string) => string;

  constructor(columns: readonly Column[], nameOf: (name: string) => string) {
    this.nameOf = nameOf;
    this.#columns = new Map(columns.map((column) => [column.name, column]));
  }

  has(column: string): boolean {
    return this.#columns.has(column);
  }

  /** The least that a column with a twin can be. */
  lowestOf(column: string): number {
    const { lowest, resolution } = this.#columns.get(column)!;
    return lowest * resolution;
  }

  /** What stands over some lets, of which those that hang on columns with twins have twins of their own. */
  over(lets: readonly Let[]): Mirrored {
    const twins = new Set<string>();
    const tree = <T extends Tree>(of: T): T => replaceLeaves(of, (leaf) => this.#twinOf(leaf, twins));
    const made = new Map<string, Let>();
    for (const each of lets) {
      const twin = this.#twinLet(each, tree);
      if (twin === each) continue;
      twins.add(each.name);
      made.set(each.name, { ...twin, name: this.nameOf(each.name) });
    }
    return { tree, lets: (values) => beside(lets, made, values) };
  }

  #twinOf({ op, name, range }: Leaf, locals: ReadonlySet<string>): NumberTree | undefined {
    const has = op === "column" ? this.has(name) : op === "local" && locals.has(name);
    return has ? { op, name: this.nameOf(name), range } : undefined;
  }

  /** A let over twins; itself where there are none in it. A draw keeps its purpose: the luck is the same. */
  #twinLet(of: Let, tree: <T extends Tree>(of: T) => T): Let {
    if (treesOfLet(of).every((one) => tree(one) === one) && of.kind !== "rank") return of;
    switch (of.kind) {
      case "number":
        return { ...of, is: tree(of.is) };
      case "truth":
        return { ...of, is: tree(of.is) };
      case "chance":
        return { ...of, p: tree(of.p) };
      case "pick":
        return { ...of, row: tree(of.row) };
      case "pickByScore":
        return { ...of, row: tree(of.row), score: tree(of.score) };
      case "rank":
        return this.has(of.column)
          ? { ...of, column: this.nameOf(of.column), among: of.among && this.#amongTwins(of.among) }
          : of;
      case "uniform":
      case "normal":
        return of;
      default:
        return of satisfies never;
    }
  }

  #amongTwins(among: TruthTree): TruthTree {
    const twin = this.#among.get(among) ?? replaceLeaves(among, (leaf) => this.#twinOf(leaf, new Set()));
    this.#among.set(among, twin);
    return twin;
  }
}

/** Trees of one step, or of one record. */
interface Mirrored {
  readonly tree: <T extends Tree>(of: T) => T;
  /** All lets, each with its twin behind it where one of some values hangs on it. */
  readonly lets: (values: readonly Tree[]) => readonly Let[];
}

type Leaf = Extract<NumberTree, { op: "column" | "global" | "local" }>;

function beside(lets: readonly Let[], made: ReadonlyMap<string, Let>, values: readonly Tree[]): readonly Let[] {
  const asked = new Set(values.flatMap((value) => leavesOf(value, "local")));
  for (const each of [...lets].reverse()) {
    const twin = made.get(each.name);
    if (!twin || !asked.has(twin.name)) continue;
    for (const tree of treesOfLet(twin)) for (const name of leavesOf(tree, "local")) asked.add(name);
  }
  return lets.flatMap((each) => {
    const twin = made.get(each.name);
    return twin && asked.has(twin.name) ? [each, twin] : [each];
  });
}
