/**
 * Text that came from outside, as it may be shown. A terminal obeys control characters, and others change the order of
 * what is read (bidirectional marks) or hide in it (what has no width): none of them is ever shown as it is. Marks that stand
 * on a letter are shown up to four of them.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Marks without width beyond those that writing puts on one letter: so many are no writing, and pile up over the lines around.
 */
const piled = /(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]/gu;

/** Whether a text holds anything that is not shown as it is; line breaks count. */
export function hasUnseen(text: string): boolean {
  return text.search(unseen) >= 0;
}

/** Text on several lines: tabs are blanks, and all else that cannot be seen is its number, such as \u{202e}. */
export function visible(text: string): string {
  return text
    .replace(piled, numbered)
    .replace(unseen, (letter) => (letter === "\n" ? letter : letter === "\t" ? " " : numbered(letter)));
}

/** The same on one line: line breaks are blanks too. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll("\n", " ");
}

/** Text on several lines in which what cannot be seen is blank: where a number in place of it would be noise. */
export function blanked(text: string): string {
  return text.replace(unseen, (letter) => (letter === "\n" ? letter : " "));
}

/** JSON of plain data, laid out; what cannot be seen is escaped, so that it is read back as what it was. */
export function visibleJson(value: unknown): string {
  const units = (letter: string): string =>
    Array.from({ length: letter.length }, (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
      "",
    );
  return JSON.stringify(value, null, 2)
    .replace(piled, units)
    .replace(unseen, (letter) => (letter === "\n" ? letter : units(letter)));
}

/** A word as messages quote it: on one line, and cut where it is long. */
export function quoted(text: string, most = 60): string {
  const letters = [...text.slice(0, 2 * most + 2)];
  return `"${visibleLine(letters.slice(0, most).join(""))}${letters.length > most ? "…" : ""}"`;
}

function numbered(letter: string): string {
  return `\\u{${letter.codePointAt(0)!.toString(16)}}`;
}

/** East Asian letters and signs that fill two cells, assigned or not yet. Signs that are pictures say so themselves. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|(?!\p{RI})\p{Emoji_Presentation}/u;
/** Marks stand on the letter before them, and so do vowels and ends of Korean syllables. */
const onLetter = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** Cells of a terminal that a text takes where it is shown on one line. */
export function widthOf(text: string): number {
  // Nearly all of what is measured.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of visibleLine(text)) width += onLetter.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return width;
}
