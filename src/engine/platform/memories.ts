// Every host has this: declared here so that it compiles without any host's types.
declare const WebAssembly: { readonly Memory: new (of: { initial: number }) => unknown };

/** Memories that a world takes at least: its own, and one to spare. */
const fewest = 2;

let fault: string | undefined;
let isKnown = false;

/**
 * Why WebAssembly can have no memories here, as a clause; undefined where it can. Each reserves some 10 GiB of addresses,
 * of which it uses few: a process that may not have that many is told so before it begins. Found out once.
 */
export function faultOfMemories(): string | undefined {
  if (isKnown) return fault;
  isKnown = true;
  try {
    // All at once, as a world has them.
    Array.from({ length: fewest }, () => new WebAssembly.Memory({ initial: 1 }));
  } catch {
    fault = "this process may not reserve the addresses that WebAssembly takes (ulimit -v)";
  }
  return fault;
}
