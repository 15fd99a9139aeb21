import type { Engine } from "../engine/backend.ts";
import type { Cells } from "../engine/common/state.ts";
import type { TraceEvent } from "../engine/common/trace.ts";
import { RecordingDraft, Replay } from "../engine/relive/recording.ts";
import { Relived } from "../engine/relive/relived.ts";
import type { KindLegend } from "../model/legend/legend.ts";
import type { Lowered } from "../model/lower.ts";
import { cellsOf } from "../plan/kinds.ts";
import type { Plan } from "../plan/plan.ts";
import { firstTick } from "../plan/settle.ts";
import { openBreath } from "./course.ts";
import { readerOf } from "./reader.ts";

/** What took the points of those who were in the lowest band when grades ended, or at the end: all that they had lost. */
export interface Losses {
  /** The lowest band, and the last tick in which anybody had one. */
  readonly band: string;
  readonly tick: number;
  /** Whose lives were looked at, of how many in the band: all, or those of some communities. */
  readonly people: number;
  readonly of: number;
  /** What they had at the start, less what they had then. */
  readonly lost: number;
  /** What records took from them (below 0) and gave them, the greatest loss first. */
  readonly records: readonly { readonly conduct: string; readonly points: number }[];
  /** What all else did: decay, friends, the ends of the scale, what was given back, rounding. */
  readonly rest: number;
}

/** Steps of people and ticks that are lived again, at most: about two seconds. */
const budget = 5_000_000;

/** Takes down some communities while a world runs, and tells afterwards what took the points of those at the bottom. */
export class LossWatch {
  /** What to step in place of the engine. */
  readonly draft: RecordingDraft;
  readonly #lowered: Lowered;
  readonly #engine: Engine;
  readonly #communities: readonly number[];
  /** Scores of the communities after the last tick in which anybody was in a band. */
  #scores: Cells[] = [];
  #tick = -1;
  #people = 0;

  /** Undefined where there is nothing to tell: no bands, or points that do not move the score. */
  static open(lowered: Lowered, engine: Engine): LossWatch | undefined {
    const [{ score, bands, conducts, count }] = lowered.legend.kinds;
    const isMoved = score !== undefined && score.gathers.is === "score" && conducts.some(({ points }) => points);
    return isMoved && bands && count ? new LossWatch(lowered, engine) : undefined;
  }

  private constructor(lowered: Lowered, engine: Engine) {
    this.#lowered = lowered;
    this.#engine = engine;
    this.#communities = sampleOf(lowered.plan);
    this.draft = new RecordingDraft(engine, this.#communities);
  }

  /** Takes in how things stand after a tick. */
  note(countOf: (group: string) => number): void {
    const [{ bands, score }] = this.#lowered.legend.kinds;
    const people = bands!.of.map(({ name }) => countOf(name));
    if (people.every((one) => one === 0)) return;
    this.#tick = this.#engine.tick - 1;
    this.#people = people[0]!;
    this.#scores = this.#communities.map((one) => {
      const parts = this.#engine.cells(score!.column, { first: one, end: one + 1 });
      return parts.find(({ length }) => length > 0)!.slice();
    });
  }

  /** Lives the communities again. Undefined where nobody of them was in the lowest band. */
  async tell(): Promise<Losses | undefined> {
    if (this.#tick < 0 || this.#people === 0) return undefined;
    const { plan, legend } = this.#lowered;
    const [kind] = legend.kinds;
    const entities = new Set(this.#lowScored(kind));
    if (entities.size === 0) return undefined;
    const taken = openTaken(kind);
    const watch = { entities, see: taken.see };
    const world = new Relived(new Replay(plan, this.draft.end()), watch);
    const breathe = openBreath();
    const scoreOf = readerOf(kind.score!.column, world);
    while (world.tick < 0) await this.#step(world, breathe);
    const starts = new Map([...entities].map((entity) => [entity, scoreOf(entity)]));
    while (world.tick <= this.#tick) await this.#step(world, breathe);
    const bandOf = world.reckoner(kind.bands!.index);
    const there = [...entities].filter((entity) => bandOf(entity) === 0);
    if (there.length === 0) return undefined;
    const lost = there.reduce((sum, entity) => sum + starts.get(entity)! - scoreOf(entity), 0);
    const records = taken.of(there);
    const rest = -lost - records.reduce((sum, { points }) => sum + points, 0);
    return {
      band: kind.bands!.of[0]!.name,
      tick: this.#tick,
      people: there.length,
      of: this.#people,
      lost,
      records,
      rest,
    };
  }

  async #step(world: Relived, breathe: () => Promise<void>): Promise<void> {
    await world.step();
    await breathe();
  }

  /** Who had a score of the lowest band then, whether it counted or not. */
  #lowScored({ score, bands }: KindLegend): number[] {
    const { plan } = this.#lowered;
    const column = plan.columns.find(({ name }) => name === score!.column)!;
    const below = bands!.of[1]?.from ?? Number.POSITIVE_INFINITY;
    return this.#communities.flatMap((community, i) => {
      const there = cellsOf(plan, undefined, { first: community, end: community + 1 });
      return [...this.#scores[i]!.subarray(0, there)].flatMap((cell, slot) => {
        const points = column.offset + (cell + column.lowest) * column.resolution;
        return points < below ? [community * plan.communitySize + slot] : [];
      });
    });
  }
}

/** Communities that stand for all: as many as there is time for, evenly spread. */
function sampleOf(plan: Plan): number[] {
  const all = Math.ceil(plan.size / plan.communitySize);
  const each = Math.min(plan.size, plan.communitySize) * (plan.ticks - firstTick(plan)) * plan.steps.length;
  const count = Math.max(1, Math.min(all, Math.floor(budget / Math.max(1, each))));
  return Array.from({ length: count }, (_, i) => Math.floor((i * all) / count));
}

/** Adds up what records bring to each of those watched, by conduct. */
function openTaken({ score, conducts }: KindLegend): {
  see(event: TraceEvent): void;
  of(entities: readonly number[]): Losses["records"];
} {
  const columns = new Set<string>([
    ...score!.sums.map(({ column }) => column),
    ...score!.warnings.map(({ from }) => from),
  ]);
  const names = new Map<string, string>(conducts.map((one) => [one.label, one.claims ?? one.name]));
  const all = new Map<number, Map<string, number>>();
  return {
    see: (event) => {
      if (event.kind !== "record" || event.tick < 0) return;
      const own = all.get(event.entity) ?? new Map<string, number>();
      for (const { column, label, value } of event.adds) {
        const name = names.get(label);
        if (name !== undefined && columns.has(column)) own.set(name, (own.get(name) ?? 0) + value);
      }
      all.set(event.entity, own);
    },
    of: (entities) => {
      const sums = new Map<string, number>();
      for (const entity of entities)
        for (const [name, points] of all.get(entity) ?? []) sums.set(name, (sums.get(name) ?? 0) + points);
      return [...sums].map(([conduct, points]) => ({ conduct, points })).sort((a, b) => a.points - b.points);
    },
  };
}
