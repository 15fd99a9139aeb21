/**
 * Constants of four lanes, which a function takes from globals before it begins, into locals. V8 makes a constant anew wherever it
 * is used, in loops as well, in three instructions; a local whose value it cannot know stays in a register, or is one load. That is
 * why the globals can be written, though nothing writes them.
 */

/** A constant as it stands. Zeros are let be: they are one instruction. */
const constant = /\(v128\.const ([if]32x4) (?!0 0 0 0\))([^()]+)\)/g;
/** Where a function takes one. */
const taken = /\(global\.get (\$([if]32x4)_([^()\s]+))\)/g;

/** Lines of a function that read their constants from locals, and what declares and fills these. */
export function takeConstants(lines: readonly string[]): { locals: string[]; fills: string[]; lines: string[] } {
  const names = new Set<string>();
  const read = lines.map((line) =>
    line.replace(constant, (_, type: string, lanes: string) => {
      const name = nameOf(type, lanes);
      names.add(name);
      return `(local.get ${name})`;
    }),
  );
  const locals = [...names].map((name) => `(local ${name} v128)`);
  const fills = [...names].map((name) => `(local.set ${name} (global.get ${name}))`);
  return { locals, fills, lines: read };
}

/** The globals that the functions of a text take their constants from, each once. */
export function constantsOf(functions: string): string {
  const found = new Map(
    [...functions.matchAll(taken)].map(([, name, type, lanes]) => [name, `${type} ${fourOf(lanes!)}`]),
  );
  return [...found].map(([name, is]) => `  (global ${name} (mut v128) (v128.const ${is}))`).join("\n");
}

/** One number where the four lanes have the same. */
function nameOf(type: string, lanes: string): string {
  const words = lanes.split(" ");
  return `$${type}_${new Set(words).size === 1 ? words[0] : words.join("_")}`;
}

function fourOf(lanes: string): string {
  const words = lanes.split("_");
  return (words.length === 1 ? [...words, ...words, ...words, ...words] : words).join(" ");
}
