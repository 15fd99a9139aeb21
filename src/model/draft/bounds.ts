/** What a figure has to be, where it is held to bounds. */
export function sayBounds(from: number, to: number): string {
  if (from === -Infinity && to === Infinity) return "a figure nearer to 0";
  if (from === -Infinity) return `at most ${to}`;
  return to === Infinity ? `at least ${from}` : `a number from ${from} to ${to}`;
}
