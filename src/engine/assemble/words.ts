const [newline, space, quote, opening, closing, semicolon, dollar, minus, zero, letterO] = [
  10, 32, 34, 40, 41, 59, 36, 45, 48, 111,
];

/** WebAssembly text, read word by word. Throws an Error that names the line where something else stands than what is asked for. */
export class Words {
  readonly #text: string;
  /** Where it has come to: an index of the text. */
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What comes next, behind blanks and remarks: the unit of text there, NaN at its end. */
  next(): number {
    const text = this.#text;
    for (; ; this.at++) {
      const unit = text.charCodeAt(this.at);
      if (unit === semicolon) {
        const end = text.indexOf("\n", this.at);
        this.at = end < 0 ? text.length : end;
      } else if (unit !== space && unit !== newline) return unit;
    }
  }

  /** Whether a parenthesis opens here. */
  get isOpening(): boolean {
    return this.next() === opening;
  }

  /** Whether a parenthesis closes here. */
  get isClosing(): boolean {
    return this.next() === closing;
  }

  /** What `offset=…` says, where that is here; 0 where not. */
  offset(): number {
    if (this.next() !== letterO) return 0;
    if (!this.#text.startsWith("offset=", this.at)) this.fail("offset=");
    this.at += "offset=".length;
    return this.whole(0, 0xffffffff);
  }

  /** Passes an opening parenthesis, and gives the word behind it. */
  open(): string {
    if (!this.isOpening) this.fail("(");
    this.at++;
    return this.word();
  }

  /** Passes an opening parenthesis and this word, where both are here. */
  opens(word: string): boolean {
    if (!this.isOpening) return false;
    const end = this.at + 1 + word.length;
    if (!this.#text.startsWith(word, this.at + 1) || !isEnd(this.#text.charCodeAt(end))) return false;
    this.at = end;
    return true;
  }

  /** Passes a closing parenthesis, where one is here. */
  closes(): boolean {
    if (this.next() !== closing) return false;
    this.at++;
    return true;
  }

  close(): void {
    if (!this.closes()) this.fail(")");
  }

  /** The word that is here: a name, an instruction, a number. */
  word(): string {
    this.next();
    const start = this.at;
    while (!isEnd(this.#text.charCodeAt(this.at))) this.at++;
    if (this.at === start) this.fail("a word");
    return this.#text.slice(start, this.at);
  }

  /** The name that is here, with its $; undefined where none is. */
  name(): string | undefined {
    return this.next() === dollar ? this.word() : undefined;
  }

  /** A text between quotes: of ASCII, with nothing in it that would have to be escaped. */
  quoted(): string {
    if (this.next() !== quote) this.fail("a quoted text");
    const end = this.#text.indexOf('"', this.at + 1);
    const text = this.#text.slice(this.at + 1, end);
    if (end < 0 || /[\\\n]/.test(text)) this.fail("a quoted text on one line, without \\\\");
    this.at = end + 1;
    return text;
  }

  /** Passes all words up to the next parenthesis, quote or remark. */
  skipWords(): void {
    const text = this.#text;
    let at = this.at;
    for (let unit = text.charCodeAt(at); isWithin(unit); unit = text.charCodeAt(++at));
    this.at = at;
  }

  /** A whole number within these limits. */
  whole(least: number, most: number): number {
    const text = this.#text;
    const isNegative = this.next() === minus;
    const start = isNegative ? this.at + 1 : this.at;
    let [at, value] = [start, 0];
    for (let digit = text.charCodeAt(at) - zero; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - zero)
      value = 10 * value + digit;
    const signed = isNegative ? -value : value;
    if (at === start || !isEnd(text.charCodeAt(at)) || signed < least || signed > most)
      this.fail(`a whole number from ${least} to ${most}`);
    this.at = at;
    return signed;
  }

  /** Passes all up to where what was opened last closes, and that. */
  skipToClose(): void {
    for (let depth = 1; depth > 0; ) {
      const unit = this.next();
      if (unit === opening) depth++;
      if (unit === closing) depth--;
      if (unit === opening || unit === closing) this.at++;
      else if (unit === quote) this.quoted();
      else if (isWithin(unit)) this.skipWords();
      else this.fail(")");
    }
  }

  fail(expected: string): never {
    const line = this.#text.slice(0, this.at).split("\n").length;
    const found = JSON.stringify(this.#text.slice(this.at, this.at + 20));
    throw new Error(`bug: emitted text has ${found} in line ${line}, where ${expected} is expected`);
  }
}

/** Whether a unit of text belongs to words, and is neither a parenthesis, a quote or a remark, nor the end. */
function isWithin(unit: number): boolean {
  return unit >= newline && unit !== quote && unit !== opening && unit !== closing && unit !== semicolon;
}

function isEnd(unit: number): boolean {
  return !(unit > space) || unit === opening || unit === closing || unit === semicolon;
}
