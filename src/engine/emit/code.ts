import type { Lanes } from "../../core/arithmetic.ts";
import { remarkOf } from "./ascii.ts";
import { type Printed, withConstants } from "./constants.ts";

export type { Printed } from "./constants.ts";

declare const made: unique symbol;
/** WebAssembly text of an expression that is no value yet: it is written where it is used, each time anew. */
export type Text = string;
/** The name of a local. */
export type Local = string & { readonly [made]: "local" };
/** A constant, as it stands. */
export type Constant = string & { readonly [made]: "constant" };
export type Value = Local | Constant;

/**
 * The text of one function body, four lanes wide, as straight lines of `local.set`. A value is the name of the local
 * that holds it, or a constant. The same operation on the same values is written once, so that parts that rules share
 * cost nothing.
 */
export class Code implements Lanes<Value, Value> {
  readonly #lines: string[] = [];
  /** The masks of which locals are the numbers 1 and 0. */
  readonly #masks = new Map<Value, Value>();
  readonly #locals: string[] = [];
  #known = new Map<string, Value>();
  readonly #outer: Map<string, Value>[] = [];
  #count = 0;
  #indent = 2;

  /** Adds a line as it is. */
  line(text: string): void {
    this.#lines.push(`${"  ".repeat(this.#indent)}${text}`);
  }

  /** A remark that a reader of the text will want. */
  remark(text: string): void {
    this.line(remarkOf(text));
  }

  /** Says once what a value is. */
  explain(value: Value, what: string): void {
    const text = `${value} is ${what}`;
    if (this.#known.has(text)) return;
    this.#known.set(text, value);
    this.remark(text);
  }

  /** Declares a local of a type and gives its name. */
  local(type: "v128" | "i32" | "i64" | "f32" | "f64", name = `$v${this.#count++}`): Local {
    this.#locals.push(`(local ${name} ${type})`);
    return name as Local;
  }

  /** The value of an instruction on values; written once for the same words. */
  op(instruction: string, ...values: readonly Value[]): Value {
    return this.value("v128", `(${[instruction, ...values.map(read)].join(" ")})`);
  }

  /** The value of an expression of a type; written once for the same text. */
  value(type: "v128" | "i32" | "i64" | "f32" | "f64", text: Text): Value {
    const before = this.#known.get(text);
    if (before !== undefined) return before;
    const name = this.local(type);
    this.line(`(local.set ${name} ${text})`);
    this.#known.set(text, name);
    return name;
  }

  /** Writes what `inside` writes between two lines. Values made inside are forgotten behind it. */
  block(open: string, close: string, inside: () => void): void {
    this.line(open);
    this.#indent++;
    this.#outer.push(this.#known);
    this.#known = new Map(this.#known);
    inside();
    this.#known = this.#outer.pop()!;
    this.#indent--;
    this.line(close);
  }

  /**
   * Counts an i32 local from `from` up to (not including) `to` in steps. What was known outside stays known inside
   * only where it does not change, which is why loops forget everything.
   */
  loop(counter: Value, from: string, to: string, step: number, inside: () => void): void {
    this.line(`(local.set ${counter} ${from})`);
    this.block("(block", ")", () => {
      this.block(`(loop`, ")", () => {
        this.#known = new Map();
        this.line(`(br_if 1 (i32.ge_u (local.get ${counter}) ${to}))`);
        inside();
        this.line(`(local.set ${counter} (i32.add (local.get ${counter}) (i32.const ${step})))`);
        this.line("(br 0)");
      });
    });
  }

  /** The numbers 1 and 0 where a mask is set and where it is not. What asks of such a number whether it is above 0 is given the mask. */
  ones(mask: Value): Value {
    const numbers = this.iand(mask, this.const(1));
    this.#masks.set(numbers, mask);
    return numbers;
  }

  /** Forgets what is known: after something changed that values were read from. */
  forget(): void {
    this.#known = new Map();
  }

  /** A function of this text; `head` stands behind its name, and has what it is given and gives. */
  print(name: string, head: string): Printed {
    return withConstants(name, this.#lines, (locals, fills, lines) => {
      const declared = inRows([...this.#locals, ...locals], 110);
      return [`  (func ${name} ${head}`, ...declared, ...inRows(fills, 110), ...lines, "  )"].join("\n");
    });
  }

  /** The bits of `a` where the mask is set, of `b` elsewhere: three instructions of the hardware, less where constants allow. */
  #choose(mask: Value, a: Value, b: Value): Value {
    if (isZero(b)) return a === this.const(1) ? this.ones(mask) : this.iand(mask, a);
    if (isZero(a)) return this.op("v128.andnot", b, mask);
    if (isConstant(a) && isConstant(b)) return this.ixor(this.iand(mask, differenceOf(a, b)), b);
    return this.op("v128.bitselect", a, b, mask);
  }

  /** 0 to 3. */
  readonly upwards = "(v128.const i32x4 0 1 2 3)" as Constant;
  const = (x: number): Value => splatF32(x);
  iconst = (x: number): Value => splatI32(x);
  add = (a: Value, b: Value): Value => this.op("f32x4.add", a, b);
  sub = (a: Value, b: Value): Value => this.op("f32x4.sub", a, b);
  mul = (a: Value, b: Value): Value => this.op("f32x4.mul", a, b);
  div = (a: Value, b: Value): Value => this.op("f32x4.div", a, b);
  sqrt = (a: Value): Value => this.op("f32x4.sqrt", a);
  abs = (a: Value): Value => this.op("f32x4.abs", a);
  neg = (a: Value): Value => this.op("f32x4.neg", a);
  /**
   * With a constant on the right, one instruction of the hardware does what `f32x4.min` takes ten for: `pmin` gives its
   * first operand where that is no number, as `min` does, and differs only in the sign of zero, which nothing here asks for.
   */
  min = (a: Value, b: Value): Value => this.op(isConstant(b) ? "f32x4.pmin" : "f32x4.min", a, b);
  max = (a: Value, b: Value): Value => this.op(isConstant(b) ? "f32x4.pmax" : "f32x4.max", a, b);
  /** For operands that are known to be numbers. */
  lesser = (a: Value, b: Value): Value => this.op("f32x4.pmin", a, b);
  greater = (a: Value, b: Value): Value => this.op("f32x4.pmax", a, b);
  ceil = (a: Value): Value => this.op("f32x4.ceil", a);
  floor = (a: Value): Value => this.op("f32x4.floor", a);
  trunc = (a: Value): Value => this.op("f32x4.trunc", a);
  nearest = (a: Value): Value => this.op("f32x4.nearest", a);
  eq = (a: Value, b: Value): Value => this.op("f32x4.eq", a, b);
  ne = (a: Value, b: Value): Value => this.op("f32x4.ne", a, b);
  lt = (a: Value, b: Value): Value => this.op("f32x4.lt", a, b);
  le = (a: Value, b: Value): Value => this.op("f32x4.le", a, b);
  gt = (a: Value, b: Value): Value => (isZero(b) && this.#masks.get(a)) || this.op("f32x4.gt", a, b);
  ge = (a: Value, b: Value): Value => this.op("f32x4.ge", a, b);
  select = (mask: Value, a: Value, b: Value): Value => this.#choose(mask, a, b);
  iselect = (mask: Value, a: Value, b: Value): Value => this.#choose(mask, a, b);
  iadd = (a: Value, b: Value): Value => this.op("i32x4.add", a, b);
  isub = (a: Value, b: Value): Value => this.op("i32x4.sub", a, b);
  iand = (a: Value, b: Value): Value => (isOnes(a) ? b : isOnes(b) ? a : this.op("v128.and", a, b));
  ior = (a: Value, b: Value): Value => (isZero(a) ? b : isZero(b) ? a : this.op("v128.or", a, b));
  ixor = (a: Value, b: Value): Value => this.op("v128.xor", a, b);
  ishl = (a: Value, bits: number): Value => this.value("v128", `(i32x4.shl ${read(a)} (i32.const ${bits}))`);
  ishr = (a: Value, bits: number): Value => this.value("v128", `(i32x4.shr_s ${read(a)} (i32.const ${bits}))`);
  ushr = (a: Value, bits: number): Value => this.value("v128", `(i32x4.shr_u ${read(a)} (i32.const ${bits}))`);
  toInt = (a: Value): Value => this.op("i32x4.trunc_sat_f32x4_s", a);
  fromInt = (a: Value): Value => this.op("f32x4.convert_i32x4_s", a);
  bits = (a: Value): Value => a;
  float = (a: Value): Value => a;
}

/** Short texts side by side, as many to a row as it has room for. */
function inRows(texts: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const text of texts) {
    const row = rows.at(-1);
    if (row === undefined || row.length + text.length >= width) rows.push(`    ${text}`);
    else rows[rows.length - 1] = `${row} ${text}`;
  }
  return rows;
}

/** The global of a module that says how far the working area of its thread lies behind that of the first. */
export const ownGlobal = "$own";

/**
 * An address in the working area of the thread that runs this, given that in the first thread's: every access to such an
 * area goes through here, so that one module does for all threads.
 */
export function own(address = "(i32.const 0)"): string {
  const shift = `(global.get ${ownGlobal})`;
  return address === "(i32.const 0)" ? shift : `(i32.add ${shift} ${address})`;
}

/** Reads a value: a local, or a constant as it stands. */
export function read(value: Value): Text {
  return isConstant(value) ? value : `(local.get ${value})`;
}

function isConstant(value: Value): value is Constant {
  return value.startsWith("(");
}

function isZero(value: Value): boolean {
  return isConstant(value) && wordsOf(value).every((word) => word === 0);
}

function isOnes(value: Value): boolean {
  return isConstant(value) && wordsOf(value).every((word) => word === -1);
}

/** The bits in which two constants differ. */
function differenceOf(a: Constant, b: Constant): Constant {
  const others = wordsOf(b);
  return `(v128.const i32x4 ${wordsOf(a)
    .map((word, i) => word ^ others[i]!)
    .join(" ")})` as Constant;
}

/** The bits of the four lanes of a constant. */
function wordsOf(constant: Constant): number[] {
  const [, type, ...lanes] = constant.slice(1, -1).split(" ");
  const numbers = lanes.map((lane) => Number(lane.replace("inf", "Infinity")));
  return [...(type === "f32x4" ? new Int32Array(Float32Array.from(numbers).buffer) : Int32Array.from(numbers))];
}

/** A binary32 in all lanes. What JavaScript prints of one is read back to the bit; there is one zero, whatever its sign. */
function splatF32(x: number): Constant {
  const rounded = Math.fround(x);
  const text = Number.isFinite(rounded) ? String(rounded) : rounded > 0 ? "inf" : "-inf";
  return `(v128.const f32x4 ${text} ${text} ${text} ${text})` as Constant;
}

function splatI32(x: number): Constant {
  return `(v128.const i32x4 ${x} ${x} ${x} ${x})` as Constant;
}
