import { type Names, writeBody } from "./body.ts";
import { Bytes } from "./bytes.ts";
import { typeCodes } from "./types.ts";
import { Words } from "./words.ts";

/** Of 64 KiB each: 4 GiB. */
const mostPages = 65_536;

/** What is exported, by the codes of the format. */
const exported = { func: 0, memory: 2, global: 3 } as const;

/**
 * WebAssembly text as bytes: that part of the text format which plans are printed in. Instructions are folded (their operands
 * stand in parentheses behind them), labels are counted from within, and a function takes and gives values of the five types.
 * The bytes are those of the format's own tools, with names of functions for whoever profiles, and none of locals. Throws an
 * Error, which says the line, for whatever else stands in the text. Whether what is written is valid is for the host to see, when
 * it compiles it.
 */
export function assembleText(text: string): Uint8Array<ArrayBuffer> {
  return new Assembler(new Words(text)).module();
}

class Assembler {
  readonly #words: Words;
  readonly #functions = new Map<string, number>();
  readonly #globals = new Map<string, number>();
  /** Signatures as their bytes, each once, by those bytes as a text. */
  readonly #types = new Map<string, number>();
  /** The function that runs when the module is opened. */
  #start: number | undefined;
  readonly #count = { imports: 0, functions: 0, memories: 0, globals: 0, exports: 0 };
  readonly #imports = new Bytes();
  readonly #signatures = new Bytes();
  readonly #memories = new Bytes();
  readonly #globalSection = new Bytes();
  readonly #exports = new Bytes();
  readonly #codes = new Bytes();
  readonly #typeSection = new Bytes();
  readonly #body = new Bytes();

  constructor(words: Words) {
    this.#words = words;
  }

  module(): Uint8Array<ArrayBuffer> {
    const words = this.#words;
    if (!words.opens("module")) words.fail("(module");
    const start = words.at;
    this.#number();
    words.at = start;
    while (!words.closes()) this.#field();
    if (!Number.isNaN(words.next())) words.fail("the end");
    return this.#assembled();
  }

  /** Gives functions and globals their places: a function may call one that comes later. */
  #number(): void {
    const words = this.#words;
    while (!words.closes()) {
      const kind = words.open();
      if (kind === "func") name(this.#functions, words);
      if (kind === "global") name(this.#globals, words);
      if (kind === "import") {
        words.quoted();
        words.quoted();
        if (words.open() === "global") name(this.#globals, words);
        words.skipToClose();
      }
      words.skipToClose();
    }
  }

  #field(): void {
    const words = this.#words;
    const kind = words.open();
    switch (kind) {
      case "import":
        this.#import();
        break;
      case "memory": {
        const place = this.#count.memories++;
        if (words.opens("export")) this.#exportInline("memory", place);
        this.#limits(this.#memories);
        break;
      }
      case "global":
        words.name();
        this.#globalType(this.#globalSection);
        writeBody(words, this.#globalSection, new Map(), this.#names);
        this.#count.globals++;
        break;
      case "export":
        this.#export();
        break;
      case "start":
        this.#start = this.#functionNamed();
        break;
      case "func":
        this.#function();
        break;
      default:
        words.fail(`import, memory, global, export, start or func, and not ${kind},`);
    }
    words.close();
  }

  get #names(): Names {
    return { functions: this.#functions, globals: this.#globals };
  }

  #import(): void {
    const words = this.#words;
    this.#imports.name(words.quoted());
    this.#imports.name(words.quoted());
    this.#count.imports++;
    if (words.opens("memory")) {
      this.#imports.byte(2);
      this.#limits(this.#imports);
    } else if (words.opens("global")) {
      // Places are given in the order of the text, and the format counts what is imported first.
      if (this.#count.globals > 0) words.fail("no import behind a global");
      words.name();
      this.#imports.byte(3);
      this.#globalType(this.#imports);
    } else words.fail("(memory or (global");
    words.close();
  }

  /** The pages of a memory, at first and at most, and whether it is shared. */
  #limits(to: Bytes): void {
    const words = this.#words;
    const first = words.whole(0, mostPages);
    const most = words.isClosing ? undefined : words.whole(first, mostPages);
    const isShared = most !== undefined && !words.isClosing;
    if (isShared && words.word() !== "shared") words.fail("shared");
    to.byte((most === undefined ? 0 : 1) | (isShared ? 2 : 0));
    to.u32(first);
    if (most !== undefined) to.u32(most);
  }

  #globalType(to: Bytes): void {
    const words = this.#words;
    const isMutable = words.opens("mut");
    to.byte(this.#type(words.word()));
    to.byte(isMutable ? 1 : 0);
    if (isMutable) words.close();
  }

  #export(): void {
    const words = this.#words;
    const called = words.quoted();
    if (!words.opens("func")) words.fail("(func");
    const place = this.#functionNamed();
    words.close();
    this.#writeExport(called, "func", place);
  }

  #functionNamed(): number {
    return this.#functions.get(this.#words.word()) ?? this.#words.fail("the name of a function");
  }

  /** Behind `(export`, of what is being defined. */
  #exportInline(kind: keyof typeof exported, place: number): void {
    this.#writeExport(this.#words.quoted(), kind, place);
    this.#words.close();
  }

  #writeExport(called: string, kind: keyof typeof exported, place: number): void {
    this.#exports.name(called);
    this.#exports.byte(exported[kind]);
    this.#exports.u32(place);
    this.#count.exports++;
  }

  #function(): void {
    const words = this.#words;
    words.name();
    const place = this.#count.functions++;
    if (words.opens("export")) this.#exportInline("func", place);
    const locals = new Map<string, number>();
    const parameters = this.#declared("param", locals);
    const results = this.#declared("result");
    this.#signatures.u32(this.#signature(parameters, results));
    const own = this.#declared("local", locals);
    this.#body.clear();
    const runs = runsOf(own);
    this.#body.u32(runs.length);
    for (const { count, type } of runs) {
      this.#body.u32(count);
      this.#body.byte(type);
    }
    writeBody(words, this.#body, locals, this.#names);
    this.#codes.sized(this.#body);
  }

  /** The types of `(param $name i32)` and the like, as many as there are; each name is given the next place of `places`. */
  #declared(kind: "param" | "result" | "local", places?: Map<string, number>): number[] {
    const words = this.#words;
    const types: number[] = [];
    while (words.opens(kind)) {
      const called = words.name();
      if (called !== undefined && places?.has(called)) words.fail(`a name that is not ${called} again`);
      do {
        if (places) places.set(called ?? `${places.size}`, places.size);
        types.push(this.#type(words.word()));
        // A name is of one; without names several can be declared at once.
      } while (called === undefined && !words.isClosing);
      words.close();
    }
    return types;
  }

  #type(word: string): number {
    return typeCodes.get(word) ?? this.#words.fail(`a type, and not ${word},`);
  }

  /** The place of a signature, which is written where it is new. */
  #signature(parameters: readonly number[], results: readonly number[]): number {
    const key = `${parameters}>${results}`;
    const before = this.#types.get(key);
    if (before !== undefined) return before;
    const place = this.#types.size;
    this.#types.set(key, place);
    this.#typeSection.byte(0x60);
    for (const types of [parameters, results]) {
      this.#typeSection.u32(types.length);
      for (const type of types) this.#typeSection.byte(type);
    }
    return place;
  }

  #assembled(): Uint8Array<ArrayBuffer> {
    const to = new Bytes();
    for (const byte of [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) to.byte(byte);
    const { imports, functions, memories, globals, exports } = this.#count;
    this.#writeSection(to, 1, this.#types.size, this.#typeSection);
    this.#writeSection(to, 2, imports, this.#imports);
    this.#writeSection(to, 3, functions, this.#signatures);
    this.#writeSection(to, 5, memories, this.#memories);
    this.#writeSection(to, 6, globals, this.#globalSection);
    this.#writeSection(to, 7, exports, this.#exports);
    if (this.#start !== undefined) {
      this.#body.clear();
      this.#body.u32(this.#start);
      to.byte(8);
      to.sized(this.#body);
    }
    this.#writeSection(to, 10, functions, this.#codes);
    this.#writeNames(to);
    return to.take();
  }

  /** So many things of one kind, where there are any. */
  #writeSection(to: Bytes, id: number, count: number, content: Bytes): void {
    if (count === 0) return;
    this.#body.clear();
    this.#body.u32(count);
    this.#body.append(content);
    to.byte(id);
    to.sized(this.#body);
  }

  /** What functions are called, for whoever profiles. */
  #writeNames(to: Bytes): void {
    const named = [...this.#functions].filter(([called]) => called.startsWith("$"));
    const list = new Bytes();
    list.u32(named.length);
    for (const [called, place] of named) {
      list.u32(place);
      list.name(called.slice(1));
    }
    const section = new Bytes();
    section.name("name");
    section.byte(1);
    section.sized(list);
    to.byte(0);
    to.sized(section);
  }
}

/** Gives the next place to the name that is here; what has none is kept under its place, so that others come behind it. */
function name(places: Map<string, number>, words: Words): void {
  const called = words.name() ?? `${places.size}`;
  if (places.has(called)) words.fail(`a name that is not ${called} again`);
  places.set(called, places.size);
}

/** Equal types in a row are written as how many they are. */
function runsOf(types: readonly number[]): { count: number; type: number }[] {
  const runs: { count: number; type: number }[] = [];
  for (const type of types) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ count: 1, type });
  }
  return runs;
}
