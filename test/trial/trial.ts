import { draw, first, hashText } from "../../src/core/chance.ts";

/** Attempts of one kind, each of which held or did not. */
export class Trial {
  readonly name: string;
  attempts = 0;
  /** What did not hold, with its attempt. */
  readonly faults: string[] = [];
  /** What could not be tried here, and why. */
  readonly skipped: string[] = [];
  /** Counts of what came up, for whoever reads the line. */
  readonly seen = new Map<string, number>();
  #fallen = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Tries something that gives all that did not hold. */
  async attempt(what: string, act: () => Promise<readonly string[]> | readonly string[]): Promise<void> {
    this.attempts++;
    let faults: readonly string[];
    try {
      faults = await act();
    } catch (error) {
      faults = [`the trial itself: ${error instanceof Error ? error.stack : String(error)}`];
    }
    if (faults.length > 0) this.#fallen++;
    this.faults.push(...faults.map((fault) => `${what}: ${fault}`));
  }

  note(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  skip(why: string): void {
    if (!this.skipped.includes(why)) this.skipped.push(why);
  }

  /** All of it on one line, and what did not hold below. */
  get line(): string {
    const seen = [...this.seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${count} ${what}`);
    const parts = [`${this.attempts} attempts, ${this.attempts - this.#fallen} held`];
    if (seen.length > 0) parts.push(`(${seen.join(", ")})`);
    if (this.skipped.length > 0) parts.push(`skipped: ${this.skipped.join("; ")}`);
    return [
      `trial of ${this.name}: ${parts.join(" ")}`,
      ...this.faults.map((fault) => `  did not hold: ${fault}`),
    ].join("\n");
  }
}

/** Numbers from 0 up to 1 that follow from the name of a trial, an attempt and a place in it. */
export type Uniform = (attempt: number, place: number) => number;

export function chancesOf(name: string): Uniform {
  const key = hashText(`test/trial/${name}`);
  return (attempt, place) => {
    draw(key, attempt, place);
    return first() / 2 ** 32;
  };
}

/** Does things one after the other on two lines at a time: as many as a small machine has processors. */
export async function twoAtATime(count: number, act: (one: number) => Promise<void>): Promise<void> {
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count) await act(next++);
  };
  await Promise.all([line(), line()]);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
