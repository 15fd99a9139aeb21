import { proxy, type Remote, transfer, wrap } from "comlink";
import type { Host, Picture } from "../messages.ts";

/** The host as the page has it: in another thread, so that all of it is awaited. */
export type HostCalls = {
  readonly [K in keyof Host]: (...args: Parameters<Host[K]>) => Promise<Awaited<ReturnType<Host[K]>>>;
};

/** A picture as the page has it. */
export type PictureCalls = {
  readonly [K in keyof Picture]: (...args: Parameters<Picture[K]>) => Promise<Awaited<ReturnType<Picture[K]>>>;
};

/** How the page comes to its other threads: tests and development put others in their place. */
export interface Threads {
  host(): HostCalls;
  /** A picture on a canvas, and the port for the paintings of it. */
  picture(canvas: HTMLCanvasElement): { readonly picture: PictureCalls; readonly port: MessagePort; close(): void };
}

/** The host in its worker, which loads the library. */
function openHost(): HostCalls {
  const worker = new Worker(new URL("../world/worker.ts", import.meta.url), { type: "module", name: "host" });
  const remote = wrap<Host>(worker);
  const calls = remote as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return new Proxy({} as HostCalls, {
    get:
      (_, key: string) =>
      (...args: unknown[]) =>
        calls[key]!(...args.map(sendable)),
  });
}

/** Functions go by proxy, and ports are handed over. */
function sendable(argument: unknown): unknown {
  if (typeof argument === "function") return proxy(argument as object);
  const ports = Object.values(argument ?? {}).filter((one) => one instanceof MessagePort);
  return ports.length > 0 ? transfer(argument as object, ports) : argument;
}

function openPicture(canvas: HTMLCanvasElement): ReturnType<Threads["picture"]> {
  const worker = new Worker(new URL("../picture/worker.ts", import.meta.url), { type: "module", name: "picture" });
  const picture: Remote<Picture> = wrap<Picture>(worker);
  const { port1, port2 } = new MessageChannel();
  const offscreen = canvas.transferControlToOffscreen();
  void picture.start(transfer(offscreen, [offscreen]), transfer(port2, [port2]));
  return { picture: picture as unknown as PictureCalls, port: port1, close: () => worker.terminate() };
}

export const threads: Threads = { host: openHost, picture: openPicture };
