const foreign = /[^\x20-\x7e]/gu;

/**
 * A text that is not ours, such as a title or a name, as it may stand in a line remark of emitted text: on one line, and
 * what is no printable ASCII as \u{…}. The one way by which such a text gets there: the assembler keeps the low byte of
 * each UTF-16 unit, so that 上 (U+4E0A) would end the line and what follows would be code.
 */
export function remarkOf(text: string): string {
  return `;; ${text.replace(/\s+/g, " ").replace(foreign, escaped)}`;
}

/** A text that is not ours as part of an identifier: letters, digits and _ of ASCII, cut to 40. */
export function identifierOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, "_").slice(0, 40);
}

function escaped(letter: string): string {
  return `\\u{${letter.codePointAt(0)!.toString(16)}}`;
}

/** Emitted text as it came in. Throws an Error where it is not printable ASCII in lines: something passed by the gate. */
export function holdAscii(text: string): string {
  const at = text.search(/[^\n\x20-\x7e]/);
  if (at < 0) return text;
  const line = text.slice(0, at).split("\n").length;
  throw new Error(`bug: emitted text holds U+${text.charCodeAt(at).toString(16).padStart(4, "0")} in line ${line}`);
}
