import { type Remote, wrap } from "comlink";
import type { Picture } from "../messages.ts";

/** Starts a picture in a thread of its own. Its canvas and the port of its paintings are handed over by `transfer` of comlink. */
export function openPicture(): Remote<Picture> {
  return wrap<Picture>(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
}
