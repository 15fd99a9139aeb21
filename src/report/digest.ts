import type { Entry, MetEntry, StateMove } from "../index.ts";

/** One line of a life. */
export interface LifeLine {
  readonly date: string;
  readonly what: string;
  readonly points: number | undefined;
  readonly score: number | undefined;
}

/** Every entry as a line of its own. */
export function linesOf(entries: readonly Entry[]): LifeLine[] {
  return entries.map(({ date, text, points, score }) => ({ date, what: text, points, score }));
}

const drifts: Readonly<Record<string, string>> = {
  pull: "friends",
  decay: "decay",
  rounding: "rounding",
  held: "ends of the scale",
  dimension: "dimensions",
  rank: "rank",
};

/**
 * What happened, without the small steps between: what moves a score without an act, and a state that goes on rising
 * or falling, become one line each until something else happens. Ticks in which encounters move points are apart from
 * those in which none do. Points still add up, and a score is that after its line.
 */
export function digest(entries: readonly Entry[]): LifeLine[] {
  const lines: (LifeLine | Drift | Slope)[] = [];
  let drift: Drift | undefined;
  const slopes = new Map<string, Slope>();
  const [charged, cut] = [chargedTicks(entries), cutTicks(entries)];
  for (const entry of entries) {
    const { moved, tick } = entry;
    if (isCounted(entry)) {
      if (drift && tick !== drift.tick && (cut.has(tick) || charged.has(tick) !== drift.isCharged)) drift = undefined;
      if (!drift) {
        drift = new Drift(entry.date);
        lines.push(drift);
      }
      drift.add(entry);
    } else if (moved) {
      const slope = slopes.get(moved.name);
      // With encounters there is no day on which nothing moves.
      if (slope && (slope.verb === moved.verb || drift?.hasMet)) slope.go(entry.date, moved);
      else lines.push(begin(slopes, new Slope(entry.date, moved)));
    } else {
      drift = undefined;
      slopes.clear();
      lines.push(...linesOf([entry]));
    }
  }
  return lines.map((line) => ("line" in line ? line.line() : line));
}

/** Whether it may share a line with what came before. */
function isCounted({ met, kind }: Entry): boolean {
  return met !== undefined || kind in drifts;
}

function isCharge({ met, points = 0 }: Entry): boolean {
  return met !== undefined && points !== 0;
}

/** Ticks in which an encounter moves points. */
function chargedTicks(entries: readonly Entry[]): Set<number> {
  return new Set(entries.filter(isCharge).map(({ tick }) => tick));
}

/** Ticks whose score is not yet that after the tick where a line of theirs ends: something else comes between. */
function cutTicks(entries: readonly Entry[]): Set<number> {
  const [begun, broken, cut] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const entry of entries) {
    const { tick, moved, points } = entry;
    if (isCounted(entry)) begun.add(tick);
    else if (!moved && begun.has(tick)) broken.add(tick);
    if (points !== undefined && broken.has(tick)) cut.add(tick);
  }
  return cut;
}

function begin(slopes: Map<string, Slope>, slope: Slope): Slope {
  slopes.set(slope.name, slope);
  return slope;
}

/** Ticks in which nothing but encounters, friends, decay and rounding moved the score. */
class Drift {
  readonly #from: string;
  readonly #sums = new Map<string, number>();
  readonly #met = new Map<string, Deeds>();
  #to: string;
  #tick: number | undefined;
  #isCharged = false;
  #score: number | undefined;

  constructor(date: string) {
    this.#from = date;
    this.#to = date;
  }

  /** The last in which it adds up something. */
  get tick(): number | undefined {
    return this.#tick;
  }

  /** Whether encounters move points in it. */
  get isCharged(): boolean {
    return this.#isCharged;
  }

  get hasMet(): boolean {
    return this.#met.size > 0;
  }

  add(entry: Entry): void {
    const { tick, kind, date, points = 0, score, met } = entry;
    this.#tick = tick;
    this.#isCharged ||= isCharge(entry);
    if (met) this.#meet(met, kind);
    const of = met ? "encounters" : kind;
    this.#sums.set(of, (this.#sums.get(of) ?? 0) + points);
    this.#to = date;
    if (entry.points !== undefined) this.#score = score;
  }

  /** One's own acts are counted as they are done, recorded or not; those of others by their records. */
  #meet({ conduct, by, severity }: MetEntry, kind: Entry["kind"]): void {
    const known = this.#met.get(conduct) ?? { self: nothing, other: nothing };
    if (kind !== (by === "self" ? "act" : "record")) return;
    const { times, sum } = known[by];
    this.#met.set(conduct, { ...known, [by]: { times: times + 1, sum: sum + (severity ?? Number.NaN) } });
  }

  line(): LifeLine {
    const deeds = [...this.#met].map(([conduct, deeds]) => sayDeeds(conduct, deeds));
    const moves = [...this.#sums].filter(
      ([kind, points]) => !this.hasMet || (kind in drifts && sayPoints(points) !== "0"),
    );
    const parts = [...deeds, ...moves.map(([kind, points]) => `${drifts[kind]} ${sayPoints(points)}`)];
    const points = [...this.#sums.values()].reduce((sum, one) => sum + one, 0);
    const what = this.#from === this.#to ? parts.join(", ") : `until ${this.#to}: ${parts.join(", ")}`;
    return { date: this.#from, what, points, score: this.#score };
  }
}

/** How often, and the sum of severities: not a number where a conduct has none. */
interface Count {
  readonly times: number;
  readonly sum: number;
}

const nothing: Count = { times: 0, sum: 0 };

/** What a person did at encounters, and met with. */
type Deeds = Readonly<Record<MetEntry["by"], Count>>;

function sayDeeds(conduct: string, { self, other }: Deeds): string {
  const say = (what: string, { times, sum }: Count): string[] => {
    const grave = Number.isNaN(sum) ? "" : ` (severity ${(sum / times).toFixed(2)})`;
    return times === 0 ? [] : [`${what} ${times} ×${grave}`];
  };
  return `${conduct} ${[...say("done", self), ...say("met with", other)].join(" and ")}`;
}

/** A state that goes on rising, or goes on falling; or, with encounters, to and fro. */
class Slope {
  readonly name: string;
  readonly verb: string;
  readonly #date: string;
  readonly #from: string;
  #to: string;
  /** Where it has been, once it has turned. */
  #range: readonly [string, string] | undefined;
  #until: string | undefined;

  constructor(date: string, { name, verb, from, to }: StateMove) {
    this.name = name;
    this.verb = verb;
    this.#date = date;
    this.#from = from;
    this.#to = to;
  }

  go(date: string, { verb, to }: StateMove): void {
    if (verb !== this.verb) this.#range ??= widen([this.#from, this.#from], this.#to);
    if (this.#range) this.#range = widen(this.#range, to);
    this.#to = to;
    this.#until = date;
  }

  line(): LifeLine {
    const until = this.#until === undefined ? "" : ` by ${this.#until}`;
    const [least, most] = this.#range ?? [];
    const isWider = this.#range?.some((end) => end !== this.#from && end !== this.#to) ?? false;
    const between = isWider ? `, between ${least} and ${most}` : undefined;
    const verb = this.#range ? "goes" : this.verb;
    const what = `${this.name} ${verb} from ${this.#from} to ${this.#to}${until}${between ?? ""}`;
    return { date: this.#date, what, points: undefined, score: undefined };
  }
}

function widen([least, most]: readonly [string, string], figure: string): [string, string] {
  const size = (said: string): number => Number(said.replace("−", "-"));
  return [size(figure) < size(least) ? figure : least, size(figure) > size(most) ? figure : most];
}

/** Points to a hundredth, with their sign. */
export function sayPoints(points: number): string {
  const size = Math.round(Math.abs(points) * 100) / 100;
  if (size === 0) return "0";
  return `${points < 0 ? "−" : "+"}${size}`;
}
