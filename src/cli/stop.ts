import type { Call } from "./call.ts";

/** Ends the command with an exit code: all that there is to say was said. */
export class Ended extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`ended with ${code}`);
    this.name = "Ended";
    this.code = code;
  }
}

/** What Ctrl-C, `kill` and a terminal that closes do while a world runs. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /**
   * Where a signal came, says on one line what is kept and throws Ended with the code of the signal. To a program it is told
   * as a problem on standard output, but where its answer stands there by then.
   */
  end(kept: string, isAnswered?: boolean): void;
  /** Gives signals back their usual meaning. */
  release(): void;
}

/** As a shell tells them: 128 and the number of the signal. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof codes;
const signals = Object.keys(codes) as Signal[];

/** What is kept of a verb that only prints. */
export const sayNothingKept = "nothing is kept";

/** One press of Ctrl-C may come twice, from the terminal and from whoever runs us, such as `npx`. */
const samePressMillis = 200;

function problemOf(message: string): object {
  return { problems: [{ code: "interrupted", message }] };
}

/** The first signal asks the run to stop after its tick, the second ends the process at once. */
export function catchInterrupt({ terminal, json: asJson }: Pick<Call, "terminal" | "json">): Interrupt {
  const controller = new AbortController();
  let first: { readonly signal: Signal; readonly time: number } | undefined;
  const onSignal = (signal: Signal): void => {
    if (first) {
      if (signal === first.signal && performance.now() - first.time < samePressMillis) return;
      const message = `interrupted by ${signal} again: ended at once, and nothing more is kept`;
      if (asJson) terminal.printJson(problemOf(message));
      else terminal.note(message);
      process.exit(codes[signal]);
    }
    first = { signal, time: performance.now() };
    controller.abort();
    terminal.note("stopping after this tick (once more to stop at once)");
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    end: (kept, isAnswered = false) => {
      if (!first) return;
      const message = `interrupted by ${first.signal}: ${kept}`;
      if (asJson && !isAnswered) terminal.printJson(problemOf(message));
      else terminal.note(message);
      throw new Ended(codes[first.signal]);
    },
    release: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
