/** Choices that are the same for the same number. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  }

  /** A whole number from 0 up to (not including) `n`. */
  below(n: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }
}

const controls = Array.from({ length: 65 }, (_, i) => String.fromCharCode(i < 32 ? i : 95 + i));
/** Colours that Glasshouse never uses, links, titles of windows, and the same by single control characters. */
const escapes = [
  "\u001b[35m",
  "\u001b[2J\u001b[H",
  "\u001b]8;;https://example.org\u0007x\u001b]8;;\u0007",
  "\u001b]0;title\u001b\\",
  "\u009b45m",
  "\u009d52;c;eA==\u009c",
  "\r\u001b[K",
  "error[bug]: \b\b\b",
];
const unseen =
  "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\u2060\ufeff\u180e\u00ad\u034f\u115f\u3164\ufe0f\u{e0041}\u{e0100}\u2028\u2029\u0085";
/** What would end a remark, a text or a list of WebAssembly text. */
const wasm = [";;", "(;", ";)", '"', "\\", "\\0a", ")", "(unreachable)", ") (func $x", '")) (export "tick"'];
const markup = [
  "</script>",
  "<script>document.title = 1; alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  '" onmouseover="alert(1)" x="',
  "' autofocus onfocus=alert(1) x='",
  "&#x3c;b&#62;",
  "&lt;&amp",
  "<!--",
  "-->",
  "]]>",
  "</title></style></p></main>",
  "<base href=//example.org><link rel=stylesheet href=//example.org>",
  "<meta http-equiv=refresh content=0>",
  "https://example.org/",
  "javascript:alert(1)",
];
const yaml = [
  ..."-:#{}[]*&!|>%@`?,'~",
  "---",
  "...",
  ": ",
  " #",
  "<<",
  "true",
  "null",
  "1e5",
  "2010-01-01",
  "\n\n",
  "\t",
];
const code = ["__proto__", "constructor", "toString", "$&", "$1", "$`", "%s%n", `\${1}`, "../../etc", "A".repeat(90)];
const letters = ["社会", "信用", "上海", "𠮷", "👍", "é", "가", "ｱ", "ا", "स्ते", " ", "a b"];

/** Units of two bytes whose low one means something to whoever keeps no more of it. */
function lowByte(dice: Dice): string {
  return String.fromCharCode(((1 + dice.below(254)) << 8) | dice.of([0x0a, 0x0d, 0x3b, 0x28, 0x29, 0x22, 0x5c, 0x00]));
}

function piece(dice: Dice): string {
  switch (dice.below(8)) {
    case 0:
      return dice.of(controls);
    case 1:
      return dice.of(escapes);
    case 2:
      return dice.of([...unseen]);
    case 3:
      return dice.of(wasm) + lowByte(dice);
    case 4:
      return dice.of(markup);
    case 5:
      return dice.of([...yaml, ...code]);
    case 6:
      return String.fromCharCode(0xd800 + dice.below(0x800));
    default:
      return dice.of(letters);
  }
}

/** A text that tries to be something else: never blank, at most so many UTF-16 units long. */
export function hostileText(dice: Dice, most: number): string {
  let text = dice.of(["x", "上", "A "]);
  for (let left = 1 + dice.below(7); left > 0; left--) {
    const next = text + piece(dice);
    if (next.length <= most) text = next;
  }
  return text;
}

/** The same as the name of a file: no slash, nothing that the system cuts, and no longer than it takes. */
export function hostileFile(dice: Dice): string {
  const name = hostileText(dice, 60).replaceAll(/[/\0]|\p{Cs}/gu, "_");
  return `${name}.yaml`;
}
