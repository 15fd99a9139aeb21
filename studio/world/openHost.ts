import { type Remote, wrap } from "comlink";
import type { Host } from "../messages.ts";

/** Starts the host in a thread of its own. What is told it as a function goes through `proxy` of comlink. */
export function openHost(): Remote<Host> {
  return wrap<Host>(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
}
