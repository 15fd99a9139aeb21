// The only things of the host that every host has: declared here so that this compiles without any host's types.
declare const performance: { now(): number };
declare function setTimeout(then: () => void, milliseconds: number): unknown;

/** Seconds on a clock that only moves forward. */
export function readClock(): number {
  return performance.now() / 1000;
}

/** Lets everything else that waits on the event loop have its turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
