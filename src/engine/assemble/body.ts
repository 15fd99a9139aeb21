import type { Bytes } from "./bytes.ts";
import { type Immediate, type Operation, operations } from "./operations.ts";
import { typeCodes } from "./types.ts";
import type { Words } from "./words.ts";

const [blockCode, loopCode, ifCode, elseCode, endCode, noResult] = [0x02, 0x03, 0x04, 0x05, 0x0b, 0x40];

/** What the indices of a module are, by name. */
export interface Names {
  readonly functions: ReadonlyMap<string, number>;
  readonly globals: ReadonlyMap<string, number>;
}

/** Writes folded instructions up to a closing parenthesis, which is left, and the end of a body. */
export function writeBody(words: Words, to: Bytes, locals: ReadonlyMap<string, number>, names: Names): void {
  const body = new Body(words, to, locals, names);
  body.instructions();
  to.byte(endCode);
}

class Body {
  readonly #words: Words;
  readonly #to: Bytes;
  readonly #locals: ReadonlyMap<string, number>;
  readonly #names: Names;

  constructor(words: Words, to: Bytes, locals: ReadonlyMap<string, number>, names: Names) {
    this.#words = words;
    this.#to = to;
    this.#locals = locals;
    this.#names = names;
  }

  instructions(): void {
    while (this.#words.isOpening) this.#instruction();
  }

  #instruction(): void {
    const words = this.#words;
    const word = words.open();
    if (word === "block") this.#block(blockCode);
    else if (word === "loop") this.#block(loopCode);
    else if (word === "if") this.#if();
    else {
      const operation = operations.get(word) ?? words.fail(`an instruction that is known, and not ${word},`);
      this.#operation(operation);
    }
    words.close();
  }

  /** Operands are written first, and read behind the immediates: so those are read when they are written, from where they stand. */
  #operation({ code, immediate, align }: Operation): void {
    const words = this.#words;
    const start = words.at;
    if (immediate !== "none") words.skipWords();
    this.instructions();
    const end = words.at;
    for (const byte of code) this.#to.byte(byte);
    if (immediate === "none") return;
    words.at = start;
    this.#immediate(immediate, align);
    if (!words.isOpening && !words.isClosing) words.fail("an operand, or the end of the instruction,");
    words.at = end;
  }

  #block(code: number): void {
    this.#to.byte(code);
    this.#result();
    this.instructions();
    this.#to.byte(endCode);
  }

  /** The condition, which is written first, stands between the type of what it gives and its branches. */
  #if(): void {
    const words = this.#words;
    const start = words.at;
    if (words.opens("result")) words.skipToClose();
    while (words.isOpening && !words.opens("then")) this.#instruction();
    const then = words.at;
    words.at = start;
    this.#to.byte(ifCode);
    this.#result();
    words.at = then;
    this.instructions();
    words.close();
    if (words.opens("else")) {
      this.#to.byte(elseCode);
      this.instructions();
      words.close();
    }
    this.#to.byte(endCode);
  }

  /** What a block gives: nothing, or one value. */
  #result(): void {
    const words = this.#words;
    if (!words.opens("result")) {
      this.#to.byte(noResult);
      return;
    }
    this.#to.byte(typeCodes.get(words.word()) ?? words.fail("a type"));
    words.close();
  }

  #immediate(immediate: Immediate, align: number): void {
    const [words, to] = [this.#words, this.#to];
    switch (immediate) {
      case "local":
        to.u32(this.#place(this.#locals, "a local"));
        break;
      case "global":
        to.u32(this.#place(this.#names.globals, "a global"));
        break;
      case "function":
        to.u32(this.#place(this.#names.functions, "a function"));
        break;
      case "label":
        to.u32(words.whole(0, 0xffffffff));
        break;
      case "i32":
        to.s32(words.whole(-(2 ** 31), 2 ** 32 - 1));
        break;
      case "i64":
        to.s64(this.#long());
        break;
      case "f32":
        to.f32(this.#number());
        break;
      case "f64":
        to.f64(this.#number());
        break;
      case "v128":
        this.#vector();
        break;
      case "lanes":
        for (let i = 0; i < 16; i++) to.byte(words.whole(0, 31));
        break;
      case "memory":
      case "memory lane":
        to.u32(align);
        to.u32(words.offset());
        if (immediate === "memory lane") to.byte(words.whole(0, 15));
        break;
      case "lane":
        to.byte(words.whole(0, 15));
        break;
      case "memory 0":
      case "memory 0 0":
        for (let i = immediate === "memory 0" ? 1 : 2; i > 0; i--) to.byte(0);
        break;
    }
  }

  #place(places: ReadonlyMap<string, number>, what: string): number {
    const word = this.#words.word();
    return places.get(word) ?? this.#words.fail(`the name of ${what}, and not ${word},`);
  }

  #long(): bigint {
    const word = this.#words.word();
    return /^-?\d+$/.test(word) ? BigInt(word) : this.#words.fail(`a whole number, and not ${word},`);
  }

  #number(): number {
    const word = this.#words.word();
    if (word === "inf") return Number.POSITIVE_INFINITY;
    if (word === "-inf") return Number.NEGATIVE_INFINITY;
    if (word === "nan") return Number.NaN;
    return decimal.test(word) ? Number(word) : this.#words.fail(`a number, and not ${word},`);
  }

  #vector(): void {
    const [words, to] = [this.#words, this.#to];
    const shape = words.word();
    if (shape === "i8x16") for (let i = 0; i < 16; i++) to.byte(words.whole(-128, 255) & 0xff);
    else if (shape === "i16x8") for (let i = 0; i < 8; i++) to.i16(words.whole(-(2 ** 15), 2 ** 16 - 1));
    else if (shape === "i32x4") for (let i = 0; i < 4; i++) to.i32(words.whole(-(2 ** 31), 2 ** 32 - 1));
    else if (shape === "f32x4") for (let i = 0; i < 4; i++) to.f32(this.#number());
    else if (shape === "f64x2") for (let i = 0; i < 2; i++) to.f64(this.#number());
    else words.fail(`i8x16, i16x8, i32x4, f32x4 or f64x2, and not ${shape},`);
  }
}

/** A decimal number as JavaScript prints it, and as the text format reads it. */
const decimal = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
