// Every host has this: declared here so that it compiles without any host's types.
declare const crypto: { getRandomValues(words: Uint32Array): Uint32Array };

/** Colour, or none: every painter gives its text back as it is where there is no terminal that shows colour. */
export interface Paint {
  readonly title: (text: string) => string;
  /** What helps reading and says nothing new. */
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  /** Place i of n on a scale from worst to best. */
  readonly scale: (text: string, i: number, n: number) => string;
}

const same = (text: string): string => text;
export const noPaint: Paint = { title: same, quiet: same, good: same, bad: same, scale: same };

/**
 * What begins each of our own marks. It is made anew by each process, so that no text from outside can know it: an escape
 * sequence that stands in a title is never taken for one of ours.
 */
const secret = `\u001b<${crypto.getRandomValues(new Uint32Array(4)).join("-")}>`;
const marks = new RegExp(`${secret}(\\d+);`, "g");
/** A mark, or else a letter. */
const parts = new RegExp(`${secret}\\d+;|.`, "gsu");

/** The sixteen colours that every terminal has, so that a person's own theme decides how they look. */
export const colourPaint: Paint = {
  title: code(1, 22),
  quiet: code(2, 22),
  good: code(32, 39),
  bad: code(31, 39),
  scale: (text, i, n) => code(scaleCodes[n <= 1 ? 3 : Math.round((i / (n - 1)) * 3)]!, 39)(text),
};

const scaleCodes = [31, 33, 36, 32];

function code(on: number, off: number): (text: string) => string {
  return (text) => (text === "" ? "" : `${secret}${on};${text}${secret}${off};`);
}

/** Painted text without its marks: what a reader sees. */
export function unpainted(text: string): string {
  return text.includes(secret) ? text.replace(marks, "") : text;
}

/** The letters of a text that may be painted; a mark is a letter of no width. */
export function lettersOf(text: string): string[] {
  return text.match(parts) ?? [];
}

/** A text as a terminal takes it: our marks as its colours, and all else as `show` gives it. */
export function asColours(text: string, show: (text: string) => string): string {
  return text
    .split(marks)
    .map((part, i) => (i % 2 === 0 ? show(part) : `\u001b[${part}m`))
    .join("");
}
