import type { Terminal } from "./terminal.ts";

/** What Ctrl-C does while a world runs. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its usual meaning. */
  release(): void;
}

/** The first Ctrl-C asks the run to stop after its tick, the second ends the process at once. */
export function catchInterrupt(terminal: Terminal): Interrupt {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    terminal.note("stopping after this tick (once more to stop at once)");
  };
  process.on("SIGINT", onInterrupt);
  return { signal: controller.signal, release: () => void process.off("SIGINT", onInterrupt) };
}
