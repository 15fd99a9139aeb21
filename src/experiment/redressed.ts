import type { RedressLegend } from "../model/legend/legend.ts";
import type { EntryAbout } from "./life.ts";

/** Values that an event carries, by name. */
type Locals = Readonly<Record<string, number>>;

interface Told {
  readonly text: string;
  readonly about: EntryAbout;
}

/** What is disputed of a record as it arrives, and what comes of it before it counts; `dateAfter` so many ticks. */
export function tellArrival(
  redress: readonly RedressLegend[],
  carried: Locals,
  dateAfter: (ticks: number) => string,
): Told[] {
  return redress.flatMap((one): Told[] => {
    // Records of other conducts know nothing of it.
    const due = carried[one.due];
    if (due === undefined) return [];
    const isRaised = one.isRaised === undefined || (carried[one.isRaised] ?? 0) > 0;
    if (!isRaised) return [];
    if (due > 0)
      return one.isRaised
        ? [{ text: `disputed (${one.name}): it is decided on ${dateAfter(due)}`, about: "dispute" }]
        : [];
    const freed = (carried[one.isFreed] ?? 0) > 0;
    const text = `looked at before it counts (${one.name})`;
    return [{ text: freed ? `${text}: it does not` : text, about: "outcome" }];
  });
}

/** What a case comes to; undefined where nobody asked, and it comes to nothing. */
export function tellOutcome({ name, isRaised, reviewed }: RedressLegend, freed: boolean): string | undefined {
  const asked = isRaised !== undefined || reviewed;
  if (freed) return asked ? `the record is struck out (${name})` : `the record is taken back (${name})`;
  return asked ? `the record stands (${name})` : undefined;
}
