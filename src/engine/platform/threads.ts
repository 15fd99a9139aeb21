/**
 * Threads of whatever host this runs in: Node's worker_threads or a browser's workers. The one seam between the two:
 * everything host-specific that the engine needs is asked for here, at run time, so that the library stays one.
 */

/** A thread that was started with a source text. Messages are plain data. */
export interface Thread {
  post(message: unknown): void;
  close(): void;
}

export interface ThreadEvents {
  readonly onMessage: (message: unknown) => void;
  /** A fault that its source did not catch. */
  readonly onError: (error: Error) => void;
  /** It is no more, and why, as a clause: through no fault of its source. */
  readonly onDeath: (why: string) => void;
}

interface NodeWorker {
  on(event: "message", listener: (message: unknown) => void): void;
  on(event: "error" | "messageerror", listener: (error: Error & { readonly code?: string }) => void): void;
  on(event: "exit", listener: (code: number) => void): void;
  postMessage(message: unknown): void;
  terminate(): Promise<number>;
  unref(): void;
}

interface WebWorker {
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** The parts of a host that are looked for, none of which has to be there. */
interface Host {
  readonly process?: { readonly versions?: { readonly node?: string } };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
  readonly SharedArrayBuffer?: unknown;
  readonly Worker?: new (url: string) => WebWorker;
  readonly Blob?: new (parts: readonly string[], options: { type: string }) => unknown;
  readonly URL?: { createObjectURL(blob: unknown): string; revokeObjectURL(url: string): void };
}

const host = globalThis as unknown as Host;
const inNode = host.process?.versions?.node !== undefined;

/** Whether who asks threads may work as well: in a browser there are clicks and pictures to see to meanwhile. */
export const canWorkHere = inNode;

/** A module of Node by name. A variable, so that no bundler looks for it. */
async function importNode<T>(name: string): Promise<T> {
  const specifier = `node:${name}`;
  return (await import(/* @vite-ignore */ specifier)) as T;
}

/** Why threads cannot share memory here, as a clause; undefined when they can. */
export function faultOfThreads(): string | undefined {
  if (inNode) return undefined;
  if (host.Worker === undefined) return "there are no workers here";
  if (host.crossOriginIsolated !== true) return "the page is not cross-origin isolated";
  return undefined;
}

/** Processors that threads can use. */
export async function countProcessors(): Promise<number> {
  if (!inNode) return host.navigator?.hardwareConcurrency ?? 1;
  const os = await importNode<{ availableParallelism(): number }>("os");
  return os.availableParallelism();
}

/**
 * Starts a thread that runs `source`, a script that may use `listen(handler)` and `post(message)` and nothing else of
 * its host. Throws what the host says where it starts no more.
 */
export async function startThread(source: string, events: ThreadEvents): Promise<Thread> {
  return inNode ? startNode(source, events) : startWeb(source, events);
}

async function startNode(source: string, { onMessage, onError, onDeath }: ThreadEvents): Promise<Thread> {
  const { Worker } = await importNode<{
    Worker: new (text: string, options: { eval: true; execArgv: string[] }) => NodeWorker;
  }>("worker_threads");
  const head = `const { parentPort } = require("node:worker_threads");
const listen = (handler) => parentPort.on("message", handler);
const post = (message) => parentPort.postMessage(message);
`;
  // Without the program's own options: --input-type=module would make a module of the text.
  const worker = new Worker(head + source, { eval: true, execArgv: [] });
  worker.on("message", onMessage);
  worker.on("error", (error) => {
    if (error.code === "ERR_WORKER_OUT_OF_MEMORY") onDeath("it ran out of memory");
    else onError(error);
  });
  worker.on("messageerror", onError);
  worker.on("exit", (code) => onDeath(`it left with code ${code}`));
  return { post: (message) => worker.postMessage(message), close: () => void worker.terminate() };
}

// A browser says nothing of a worker that it has ended.
function startWeb(source: string, { onMessage, onError }: ThreadEvents): Thread {
  const head = `const listen = (handler) => { self.onmessage = (event) => handler(event.data); };
const post = (message) => self.postMessage(message);
`;
  const { Worker, Blob, URL } = host;
  const url = URL!.createObjectURL(new Blob!([head, source], { type: "text/javascript" }));
  const worker = new Worker!(url);
  worker.onmessage = (event) => onMessage(event.data);
  worker.onerror = (event) => onError(new Error(event.message ?? "a worker failed"));
  worker.onmessageerror = () => onError(new Error("a message could not be read"));
  return {
    post: (message) => worker.postMessage(message),
    close: () => {
      worker.terminate();
      URL!.revokeObjectURL(url);
    },
  };
}
