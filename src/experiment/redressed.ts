import type { RedressLegend } from "../model/legend/legend.ts";

/** Values that an event carries, by name. */
type Locals = Readonly<Record<string, number>>;

/** What is disputed of a record as it arrives, and what comes of it before it counts; `dateAfter` so many ticks. */
export function tellArrival(
  redress: readonly RedressLegend[],
  carried: Locals,
  dateAfter: (ticks: number) => string,
): string[] {
  return redress.flatMap((one) => {
    // Records of other conducts know nothing of it.
    const due = carried[one.due];
    if (due === undefined) return [];
    const isRaised = one.isRaised === undefined || (carried[one.isRaised] ?? 0) > 0;
    if (!isRaised) return [];
    if (due > 0) return one.isRaised ? [`disputed (${one.name}): it is decided on ${dateAfter(due)}`] : [];
    const freed = (carried[one.isFreed] ?? 0) > 0;
    return [
      freed ? `looked at before it counts (${one.name}): it does not` : `looked at before it counts (${one.name})`,
    ];
  });
}

/** What a case comes to; undefined where nobody asked, and it comes to nothing. */
export function tellOutcome({ name, isRaised, reviewed }: RedressLegend, freed: boolean): string | undefined {
  const asked = isRaised !== undefined || reviewed;
  if (freed) return asked ? `the record is struck out (${name})` : `the record is taken back (${name})`;
  return asked ? `the record stands (${name})` : undefined;
}
