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
  return (text) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`);
}
