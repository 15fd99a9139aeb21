import { assembleText } from "../assemble/assemble.ts";
import { holdAscii } from "../emit/ascii.ts";

/** Modules of late: the same plan is opened again and again by an experiment, for each of its seeds. */
const kept = new Map<string, Promise<WebAssembly.Module>>();
const mostKept = 8;

/** WebAssembly text as a module. Throws an Error with the assembler's words when the text is at fault. */
export function moduleOf(text: string): Promise<WebAssembly.Module> {
  const before = kept.get(text);
  if (before !== undefined) return before;
  const made = compiled(text);
  kept.set(text, made);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  return made;
}

async function compiled(text: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(assemble(text));
}

/** WebAssembly text as bytes. Throws an Error, with the assembler's words or ours, when the text is at fault. */
export function assemble(text: string): Uint8Array<ArrayBuffer> {
  return assembleText(holdAscii(text));
}
