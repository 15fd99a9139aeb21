import { lately } from "../../core/lately.ts";
import { assembleText } from "../assemble/assemble.ts";
import { holdAscii } from "../emit/ascii.ts";
import type { Emitted } from "../emit/text.ts";

/** Modules of late, by shape: an experiment opens the same plan for each of its seeds, and others that differ in a figure. */
const kept = new Map<string, Promise<WebAssembly.Module>>();
const mostKept = 8;

/**
 * WebAssembly text as a module, printed where there is none of its shape: what has the same shape is the same module, whatever
 * the numbers that it imports. Throws an Error with the assembler's words when the text is at fault.
 */
export function moduleOf({ text, shape }: Pick<Emitted, "text" | "shape">): Promise<WebAssembly.Module> {
  return lately(kept, shape, mostKept, () => compiled(text()));
}

/** WebAssembly text as a module of its own. Throws as `moduleOf`. */
export async function compiled(text: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(assemble(text));
}

/** WebAssembly text as bytes. Throws an Error, with the assembler's words or ours, when the text is at fault. */
export function assemble(text: string): Uint8Array<ArrayBuffer> {
  return assembleText(holdAscii(text));
}
