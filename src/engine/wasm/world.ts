import type { Plan } from "../../plan/plan.ts";
import { communitiesOf, layOut } from "../emit/layout.ts";
import { emitText } from "../emit/text.ts";
import { type MeasureRow, figureOf } from "../census.ts";
import { draw, first, second } from "../../core/chance.ts";
import { assemble } from "./assemble.ts";
import { Globals } from "./globals.ts";
import { Desk } from "./host.ts";

type Drive = (first: number, end: number) => void;

/** A world that runs a plan as WebAssembly, in this thread. It has the bits of the interpreter. */
export class WasmWorld {
  readonly plan: Plan;
  readonly seed: number;
  tick = 0;
  rows: readonly MeasureRow[] = [];
  readonly figures: Map<string, number>;
  readonly warnings = new Map<string, number>();
  readonly #desk: Desk;
  readonly #globals: Globals;
  readonly #exports: Readonly<Record<string, Drive>>;
  readonly #communities: number;
  readonly #published: readonly string[];

  private constructor(plan: Plan, seed: number, desk: Desk, exports: Readonly<Record<string, Drive>>, published: readonly string[]) {
    this.plan = plan;
    this.seed = seed;
    this.#desk = desk;
    this.#exports = exports;
    this.#published = published;
    this.#communities = communitiesOf(plan);
    this.figures = new Map(plan.measures.map(({ name }) => [name, 0]));
    this.#globals = new Globals(plan, seed, this.figures);
    this.#writeGlobals(this.#globals.values);
    desk.turn(-1);
    exports.start!(0, this.#communities);
  }

  static async open(plan: Plan, seed: number): Promise<WasmWorld> {
    const layout = layOut(plan, { first: 0, end: communitiesOf(plan) }, 1);
    const bytes = await assemble(emitText(plan, layout, { shared: false }));
    const pages = Math.ceil(layout.bytes / 65_536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { instance } = await WebAssembly.instantiate(bytes, { world: { memory } });
    const desk = new Desk(plan, layout, memory.buffer, seed);
    return new WasmWorld(plan, seed, desk, instance.exports as unknown as Record<string, Drive>, [...layout.published.keys()]);
  }

  step(): void {
    const desk = this.#desk;
    this.#writeGlobals(this.#globals.turn(this.tick));
    desk.turn(this.tick);
    for (const name of this.#published) this.#exports[`publish ${name}`]!(0, this.#communities);
    this.#exports.tick!(0, this.#communities);
    this.#readTotals(desk.takeTotals(0));
    this.tick += 1;
  }

  #writeGlobals(values: Float32Array): void {
    this.#desk.writeGlobals(new Map(this.plan.globals.map(({ name }, i) => [name, values[i]!])));
  }

  #readTotals(totals: Float64Array): void {
    const rows: MeasureRow[] = [];
    let place = 0;
    for (const [measure, each] of this.plan.measures.entries()) {
      const groups = 1 + (each.groups?.words.length ?? 0);
      for (let group = 0; group < groups; group++, place++) {
        rows.push({ tick: this.tick, measure, group: group - 1, count: totals[2 * place]!, sum: totals[2 * place + 1]! });
      }
      const all = rows[rows.length - groups]!;
      this.figures.set(each.name, figureOf(each, all.count, all.sum));
    }
    this.rows = rows;
  }

  unitOf(name: string, entity: number): number {
    const column = this.plan.columns.find((each) => each.name === name)!;
    return column.lowest + this.#desk.cellsOf(name)[entity]!;
  }

  hash(): string {
    let hi = 0;
    let lo = 0;
    const stored = this.plan.columns.filter(({ role }) => role === "stored");
    for (const [i, { name }] of stored.entries()) {
      this.#desk.writeHashKey(name, 0);
      this.#exports[`hash_${i}`]!(0, this.#communities);
      const [more, less] = this.#desk.readHash(0);
      hi = (hi + more!) >>> 0;
      lo = (lo + less!) >>> 0;
    }
    draw({ hi, lo }, this.tick, 0);
    return [first(), second()].map((word) => word.toString(16).padStart(8, "0")).join("");
  }
}
