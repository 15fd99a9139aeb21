/** Work that is done one piece after the other: nobody reads a world in the middle of a tick. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does some work when all before it has come to its end, well or badly. */
  take<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

/** Lets messages that wait have their turn. A timer would take its four milliseconds each time. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(0);
  });
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
