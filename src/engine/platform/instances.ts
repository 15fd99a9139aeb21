/** Whether this is the thread of a page, which some browsers let make small instances only, unless it waits for them. */
const inPage = "document" in globalThis;

/**
 * An instance of a module that is compiled: at once, but on the thread of a page. Who waits for one may wait for other work of the
 * host, for a hundred times as long as making it takes. Throws an Error where what it imports does not fit.
 */
export async function instanceOf(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  return inPage ? WebAssembly.instantiate(module, imports) : new WebAssembly.Instance(module, imports);
}
