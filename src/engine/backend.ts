import { nearest, ProblemError } from "../core/problem.ts";
import type { Plan } from "../plan/plan.ts";
import type { NumberTree } from "../rules/tree.ts";
import type { MeasureRow } from "./census.ts";
import type { Histogram } from "./histogram.ts";
import { World } from "./interpret.ts";

export type { MeasureRow } from "./census.ts";
export type { Histogram } from "./histogram.ts";

/** A world that runs a plan. All engines give the same bits; they differ in speed and in where they keep things. */
export interface Engine {
  readonly backend: string;
  readonly threads: number;
  /** Ticks done. */
  readonly tick: number;
  /** Runs one tick. */
  step(): void | Promise<void>;
  /** What was measured in the last tick: measures in the plan's order, everyone before the groups. */
  readonly rows: readonly MeasureRow[];
  /** The last figure of each measure; 0 before the first tick. */
  readonly figures: ReadonlyMap<string, number>;
  /** How often something went beyond what the plan allows for, by what it was. */
  readonly warnings: ReadonlyMap<string, number>;
  /** Sixteen hex digits of the state. */
  hash(): string | Promise<string>;
  /** The whole number that an entity has in a column. */
  unitOf(column: string, entity: number): number;
  /** The value of a global in the last tick. */
  globalOf(name: string): number;
  /** A number over columns and globals, to be reckoned for any entity from the state as it stands by then. */
  reckoner(tree: NumberTree): (entity: number) => number;
  /** How a column is distributed as it stands. */
  histogram(column: string, bins: number): Histogram;
  /** Ends what steps need, such as threads. What has come to be can still be read. */
  close?(): void;
}

export interface EngineOptions {
  /** "auto" is the best there is. */
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
}

type Open = (plan: Plan, seed: number, threads: number | undefined) => Engine | Promise<Engine>;

/** Best first. */
const backends: ReadonlyMap<string, Open> = new Map<string, Open>([
  ["interpret", (plan, seed) => new World(plan, seed)],
]);

/** Opens a world. Throws ProblemError (unknown-backend) for one that is not there. */
export async function openEngine(plan: Plan, seed: number, options: EngineOptions = {}): Promise<Engine> {
  const { backend = "auto", threads } = options;
  const names = [...backends.keys()];
  const open = backends.get(backend === "auto" ? names[0] : backend);
  if (open) return await open(plan, seed, threads);
  throw new ProblemError([
    {
      code: "unknown-backend",
      message: `there is no backend "${backend.slice(0, 60)}" here`,
      expected: `one of ${["auto", ...names].join(", ")}`,
      nearest: nearest(backend, names),
    },
  ]);
}
