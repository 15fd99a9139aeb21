/**
 * A text as it is looked through: what looks alike is alike. Full-width and other digits are 0 to 9, every dash is -,
 * every blank is a blank; marks that nobody sees (zero-width, directional, combining) are left out.
 */
export interface Plain {
  readonly text: string;
  /** Where a stretch of it stands in the text as it was: UTF-16 offsets, `end` exclusive. */
  rangeOf(start: number, end: number): { readonly start: number; readonly end: number };
}

export function plainOf(text: string): Plain {
  if (isPlain(text)) return { text, rangeOf: (start, end) => ({ start, end }) };
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const char of text) {
    const start = at;
    at += char.length;
    const plain = plainChar(char);
    for (let i = 0; i < plain.length; i++) {
      starts.push(start);
      ends.push(at);
    }
    parts.push(plain);
  }
  return {
    text: parts.join(""),
    rangeOf: (start, end) => ({ start: starts[start]!, end: ends[end - 1]! }),
  };
}

/** Whether a text is plain as it stands: printable ASCII in lines. */
export function isPlain(text: string): boolean {
  return /^[\n\x20-\x7e]*$/.test(text);
}

function plainChar(char: string): string {
  if (/[\p{Cf}\p{Mn}\p{Me}]/u.test(char)) return "";
  if (/[\n\r\u2028\u2029]/.test(char)) return "\n";
  if (/[\p{Zs}\p{Cc}]/u.test(char)) return " ";
  if (/[\p{Pd}\u2212\u30fc]/u.test(char)) return "-";
  if (/[\u00b7\u2022\u2219\u22c5\u30fb]/.test(char)) return ".";
  if (char === "\u00ba") return "°";
  if (/[\u3002\uff61]/.test(char)) return ".";
  const plain = char.normalize("NFKC");
  return /^\p{Nd}$/u.test(plain) ? digitOf(plain) : plain;
}

/** Decimal digits of a script stand in a row from its zero, ten at a time. */
function digitOf(char: string): string {
  if (/\d/.test(char)) return char;
  const code = char.codePointAt(0)!;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below++;
  return String(below % 10);
}
