/** A value from a tick on, binary32. */
export interface Dated {
  readonly tick: number;
  readonly value: number;
}

/**
 * The value at a tick on straight lines between dated values, in binary32; beyond the last, the last. Undefined before
 * the first. Ticks must not fall.
 */
export function valueOn(from: readonly Dated[], tick: number): number | undefined {
  const place = from.findLastIndex((each) => each.tick <= tick);
  const [before, after] = [from[place], from[place + 1]];
  if (before === undefined || after === undefined) return before?.value;
  const passed = (tick - before.tick) / (after.tick - before.tick);
  return Math.fround(before.value + (after.value - before.value) * passed);
}
