import type { Entry, Life } from "../../../src/index.ts";
import type { LifeFact, LifeHeld, LifeLived } from "../../messages.ts";

/** What became of a deed in a world: it came about, or was tried in vain. */
export type Fate = "done" | "vain";

/** A deed that could come to nothing, in this world and in the other. */
export interface Tried {
  readonly date: string;
  /** As the scenario calls it. */
  readonly deed: string;
  readonly here: Fate;
  /** Undefined where the other world does not tell. */
  readonly there: Fate | undefined;
  /** Why it was in vain in this one: consequences by name, or that there were fewer places than people. */
  readonly why: readonly string[] | "places" | undefined;
}

export function isVain({ kind, about }: Entry): boolean {
  return kind === "act" && about === "vain";
}

/** What a deed is called, without what became of it. */
export function deedOf({ text }: Entry): string {
  return /^[^:,]+/.exec(text)?.[0] ?? text;
}

/** What stands in brackets behind an attempt: the consequences that stopped it. */
function stoppedBy({ text }: Entry): string[] {
  return /: tried in vain \(([^)]*)\)/.exec(text)?.[1]?.split(", ") ?? [];
}

/** Every deed that was in vain in one of the worlds, with what became of the same deed in the other. */
export function triedIn([here, there]: readonly Life[], { places }: LifeLived["refusable"]): readonly Tried[] {
  const others = there && deedsByPlace(there.entries);
  return [...deedsByPlace(here!.entries)].flatMap(([place, entry]): Tried[] => {
    const other = others?.get(place);
    const fates = { here: fateOf(entry), there: other && fateOf(other) };
    if (fates.here !== "vain" && fates.there !== "vain") return [];
    const deed = deedOf(entry);
    const stopped = stoppedBy(entry);
    const why = stopped.length > 0 ? stopped : places.includes(deed) ? "places" : undefined;
    return [{ date: entry.date, deed, ...fates, why: fates.here === "vain" ? why : undefined }];
  });
}

function fateOf(entry: Entry): Fate {
  return isVain(entry) ? "vain" : "done";
}

/** Deeds by tick, name and how many of the name the tick had before: a script has the same ones in every world. */
function deedsByPlace(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== "act") continue;
    const at = `${entry.tick} ${deedOf(entry)}`;
    const count = counts.get(at) ?? 0;
    counts.set(at, count + 1);
    found.set(`${at} ${count}`, entry);
  }
  return found;
}

/** What a life cost, and what it gave. */
export interface Costs {
  readonly tried: readonly Tried[];
  /** Refused here, and not in the other world; where there is none, refused at all. */
  readonly refused: number;
  /** Came about here, and not in the other world. */
  readonly granted: number;
  readonly against: readonly LifeHeld[];
  readonly held: readonly LifeHeld[];
}

export function costsOf({ file, refusable, held }: LifeLived): Costs {
  const tried = triedIn(file.lives, refusable);
  return {
    tried,
    refused: tried.filter(({ here, there }) => here === "vain" && there !== "vain").length,
    granted: tried.filter(({ here, there }) => here === "done" && there === "vain").length,
    against: held.filter(({ counts }) => counts === "against"),
    // That a band is no lower one says nothing: only what somebody has is told as had.
    held: held.filter(({ is, counts }) => counts !== "against" && is !== "band"),
  };
}

/** How a life fared in both worlds, by its states. */
export interface Compared {
  readonly differing: readonly { readonly here: LifeFact; readonly other: LifeFact }[];
  readonly same: readonly LifeFact[];
  /** What the other world has nothing to ask of: such states come with the scheme. */
  readonly onlyHere: readonly LifeFact[];
}

/** Undefined where nothing can be held against the other world. */
export function inBoth(now: readonly LifeFact[], there: readonly LifeFact[] | undefined): Compared | undefined {
  const rows = now.filter(({ group }) => group === "state");
  if (!there || rows.length === 0) return undefined;
  const elsewhere = new Map(there.filter(({ group }) => group === "state").map((fact) => [fact.says, fact]));
  const shared = rows.flatMap((here) => {
    const other = elsewhere.get(here.says);
    return other ? [{ here, other }] : [];
  });
  return {
    differing: shared.filter(({ here, other }) => here.value !== other.value),
    same: shared.flatMap(({ here, other }) => (here.value === other.value ? [here] : [])),
    onlyHere: rows.filter(({ says }) => !elsewhere.has(says)),
  };
}

/** How a state fared over a whole life, in this world and in the other: its mean, which of yes and no is a share of the time. */
export interface Fared {
  readonly fact: LifeFact;
  readonly here: number;
  readonly there: number;
}

/** Whether something is so or not. */
export function isTruth({ value }: LifeFact): boolean {
  return value === "yes" || value === "no";
}

/** The states of which both worlds tell, where they fared otherwise by more than their figures are rounded to. */
export function faredIn([here, there]: readonly Life[], facts: readonly LifeFact[], ticks: number): readonly Fared[] {
  if (!here || !there) return [];
  return facts.flatMap((fact): Fared[] => {
    // What is one of several words has no mean.
    if (fact.group !== "state" || !(fact.of || isTruth(fact))) return [];
    const [one, other] = [here, there].map((life) => meanOf(life, fact.says, ticks)) as [number, number];
    return Math.abs(one - other) > 0.0005 * Math.max(1, Math.abs(other)) ? [{ fact, here: one, there: other }] : [];
  });
}

/** The mean of a state over all ticks; NaN where a life does not tell of it. What moves in a tick stands so at its end. */
function meanOf({ traits, entries }: Life, says: string, ticks: number): number {
  const isIt = ({ name }: { readonly name: string }): boolean => name.replaceAll("_", " ") === says;
  let value = Number(traits.find(isIt)?.value);
  let [sum, last] = [0, 0];
  for (const { tick, moved } of entries) {
    if (!moved || !isIt(moved)) continue;
    sum += value * (tick - last);
    [value, last] = [Number(moved.to), tick];
  }
  return (sum + value * (ticks - last)) / ticks;
}

/** What moved a score, kind by kind. What had no effect is told by the reason for it. */
export const movers = [
  "points",
  "mostReached",
  "leastReached",
  "capped",
  "warning",
  "grade",
  "pull",
  "decay",
  "dimension",
  "rank",
  "thin",
  "rounding",
] as const;
export type Mover = (typeof movers)[number];

/** What each record gave or took, by its entry: points follow the record that they are for. */
export function pointsByRecord(entries: readonly Entry[]): ReadonlyMap<Entry, number> {
  const sums = new Map<Entry, number>();
  let record: Entry | undefined;
  for (const entry of entries) {
    if (entry.kind === "record") record = entry;
    else if (entry.tick !== record?.tick) record = undefined;
    else if (entry.kind === "points" && entry.points !== undefined)
      sums.set(record, (sums.get(record) ?? 0) + entry.points);
  }
  return sums;
}

/** A ledger: the start, and all that moved the score, make up the end. */
export interface PointsSummed {
  readonly start: number;
  readonly end: number;
  readonly moved: readonly { readonly by: Mover; readonly points: number }[];
}

/** How a score came from its start to its end; undefined of a world without one. */
export function pointsOf({ entries, start, score }: Life): PointsSummed | undefined {
  if (start === undefined || score === undefined) return undefined;
  const sums = new Map<Mover, number>();
  for (const entry of entries) {
    if (entry.points === undefined) continue;
    const by = moverOf(entry);
    sums.set(by, (sums.get(by) ?? 0) + entry.points);
  }
  const moved = movers.flatMap((by) => {
    const points = sums.get(by) ?? 0;
    return Math.abs(points) < 0.005 ? [] : [{ by, points }];
  });
  return { start, end: score, moved };
}

function moverOf({ kind, text }: Entry): Mover {
  if (kind !== "held") return movers.find((one) => one === kind) ?? "rounding";
  if (text.startsWith("the score cannot rise above")) return "mostReached";
  return text.startsWith("the score cannot fall below") ? "leastReached" : "capped";
}

/** An entry of the one who reads it. */
export function toYou(text: string): string {
  return text.replace(/\bthis person\b/g, "you").replaceAll("_", " ");
}
