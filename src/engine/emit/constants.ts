/**
 * Constants of four lanes, which a function takes from globals before it begins, into locals. V8 makes a constant anew wherever it
 * is used, in loops as well, in three instructions; a local whose value it cannot know stays in a register, or is one load. That is
 * why the globals can be written.
 *
 * Where all lanes are alike the number is imported, from what bears the name of the function, and spread over the lanes when the
 * module is opened: so a module does for all worlds that differ in such numbers alone, as they do in a figure. The few others
 * follow from how functions are written.
 */

/** A function, as text when that is asked for, and the numbers that it imports. */
export interface Printed {
  readonly text: () => string;
  /** The text with its numbers left open: functions of one shape are the same code. */
  readonly shape: string;
  /** From what it imports them: its name, less what a scenario calls it. */
  readonly from: string;
  /** In the order of its imports. */
  readonly numbers: readonly number[];
  /** What declares them. */
  readonly imports: readonly string[];
  /** What declares its constants. Those of unlike lanes several functions can have. */
  readonly globals: readonly string[];
  /** What spreads its numbers over the lanes. */
  readonly spreads: readonly string[];
}

/** What stands in a module before functions that were printed, in the order in which it has to: imports first. */
export function declarationsOf(printed: readonly Printed[]): { imports: string[]; globals: string[] } {
  const spreads = printed.flatMap((one) => one.spreads);
  return {
    imports: printed.flatMap(({ imports }) => imports),
    globals: [
      ...new Set(printed.flatMap(({ globals }) => globals)),
      ...(spreads.length === 0 ? [] : ["  (func $spread", ...spreads, "  )", "  (start $spread)"]),
    ],
  };
}

/** A constant as it stands. Zeros are let be: they are one instruction. */
const constant = /\(v128\.const ([if]32x4) (?!0 0 0 0\))([^()]+)\)/g;
/** The name of a function up to its place, behind which the name stands that a scenario gives: no module has any of those. */
const placed = /^\$[a-z_]+?(?:_\d+|$)/;
/** The local of a number, while the number is left open. */
const ofPlace = /\$number_(\d+)/g;

/** A constant as a number that can be imported. What is no whole number of 32 bits would be made one there without a word. */
function numberOf(type: string, word: string): number {
  const is = Number(word.replace("inf", "Infinity"));
  if (type === "i32x4" && !(Number.isInteger(is) && is >= -(2 ** 31) && is < 2 ** 32))
    throw new Error(`bug: ${word} is no whole number of 32 bits`);
  return is;
}

/** A function of these lines, printed with what declares its constants, what fills them, and lines that read them. */
export function withConstants(
  name: string,
  lines: readonly string[],
  print: (locals: readonly string[], fills: readonly string[], lines: readonly string[]) => string,
): Printed {
  const [from] = placed.exec(name)!;
  const numbers = new Map<string, { readonly is: number; readonly type: string; readonly place: number }>();
  const fours = new Map<string, string>();
  const noted = (type: string, lanes: string): string => {
    const words = lanes.split(" ");
    const [word] = words as [string];
    const alike = words.every((each) => each === word);
    const local = `$${type}_${alike ? word : words.join("_")}`;
    if (!alike) fours.set(local, `  (global ${local} (mut v128) (v128.const ${type} ${lanes}))`);
    else if (!numbers.has(local)) numbers.set(local, { is: numberOf(type, word), type, place: numbers.size });
    return local;
  };
  // Numbers by their places: most that are printed are never read as text, since a module of their shape is there.
  const openName = (local: string): string => (numbers.has(local) ? `$number_${numbers.get(local)!.place}` : local);
  const taken = (_: string, type: string, lanes: string): string => `(local.get ${openName(noted(type, lanes))})`;
  // Most lines have none, and that is soon seen.
  const read = lines.map((line) => (line.includes("(v128.const") ? line.replace(constant, taken) : line));
  const names = [...numbers.keys()];
  const types = [...numbers.values()].map(({ type }) => type);
  const declared = (nameOf: (local: string) => string): string[] =>
    [...names, ...fours.keys()].map((local) => `(local ${nameOf(local)} v128)`);
  const filled = (nameOf: (local: string) => string): string[] => [
    ...names.map((local, i) => `(local.set ${nameOf(local)} (global.get ${from}.${i}x4))`),
    ...[...fours.keys()].map((local) => `(local.set ${local} (global.get ${local}))`),
  ];
  const closed = (line: string): string =>
    line.includes("$number_") && !/^ *;;/.test(line)
      ? line.replace(ofPlace, (_, place) => names[Number(place)]!)
      : line;
  const itself = (local: string): string => local;
  return {
    from,
    // Printed anew: rows are broken by the length of names.
    text: () => print(declared(itself), filled(itself), read.map(closed)),
    shape: print(declared(openName), filled(openName), read),
    numbers: [...numbers.values()].map(({ is }) => is),
    imports: types.map((type, i) => `  (import "${from}" "${i}" (global ${from}.${i} ${type.slice(0, 3)}))`),
    globals: [
      ...types.map((_, i) => `  (global ${from}.${i}x4 (mut v128) (v128.const i32x4 0 0 0 0))`),
      ...fours.values(),
    ],
    spreads: types.map((type, i) => `    (global.set ${from}.${i}x4 (${type}.splat (global.get ${from}.${i})))`),
  };
}
