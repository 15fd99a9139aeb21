import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../tidy/tree.ts";
import { type Drawn, type Room, sampleOf, testsOf } from "./rooms.ts";
import type { Answer, Ask, Reached } from "./session.ts";

/** What became of a mutant: which test saw it; or that it never ended, that all tests passed, that none comes by it. */
export interface Fate {
  readonly mutant: Drawn;
  readonly end: "seen" | "endless" | "survived" | "unreached";
  readonly seenBy: string | undefined;
  readonly seconds: number;
}

/** A mutant that never ends is one that is seen: the tests do not pass. */
export function isDead({ end }: Fate): boolean {
  return end === "seen" || end === "endless";
}

export interface Trial {
  readonly count: number;
  readonly seed: number;
  /** How many are tried at a time, each in a process of its own. */
  readonly workers: number;
  /** Which of the sample are tried; all when left out. */
  readonly among?: ((mutant: Drawn) => boolean) | undefined;
  /** Called as soon as each is known. */
  readonly tell?: (fate: Fate, done: number) => void;
}

const openMilliseconds = 1_800_000;
/** A mutant that takes so much longer than its tests do without it never ends. */
const patience = (milliseconds: number): number => 20_000 + 4 * milliseconds;

/** A mutant and the tests that come by it: the one that sees most, then the quickest first, as most are seen by many. */
interface Case {
  readonly mutant: Drawn;
  readonly tests: readonly string[];
  readonly milliseconds: number;
}

/** Tries a sample of the mutants of a room, in the order of the draw. Throws where the tests fail without any mutant. */
export async function tryRoom(room: Room, { count, seed, workers, among, tell }: Trial): Promise<Fate[]> {
  const mutants = sampleOf(room, count, seed).filter(among ?? (() => true));
  if (mutants.length === 0) return [];
  const tests = testsOf(room);
  const cases = await casesOf(mutants, tests, room.first);
  await checkControl(cases, tests);
  const fates: Fate[] = [];
  const queue = [...cases.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    const bench = new Bench(tests);
    for (let next = queue.shift(); next; next = queue.shift()) {
      const fate = await bench.try(next[1]);
      fates[next[0]] = fate;
      done += 1;
      tell?.(fate, done);
    }
    bench.close();
  };
  await Promise.all(Array.from({ length: workers }, work));
  return fates;
}

/** Runs all tests once with notes in the sources, so that each mutant is tried with those alone that come by it. */
async function casesOf(mutants: readonly Drawn[], tests: readonly string[], first: string): Promise<Case[]> {
  const session = new Session();
  const folder = mkdtempSync(join(tmpdir(), "mutants-"));
  const { failed, reached } = await session
    .ask({ kind: "record", tests, mutants, folder }, openMilliseconds)
    .finally(() => {
      session.end();
      rmSync(folder, { recursive: true, force: true });
    });
  if (failed.length > 0) throw new Error(`these tests fail without any mutant: ${failed.join(", ")}`);
  const turn = ({ test, milliseconds }: Reached): number => (test.startsWith(first) ? 0 : milliseconds);
  const order = [...reached].sort((a, b) => turn(a) - turn(b));
  return mutants.map((mutant, place) => {
    const near = order.filter(({ mutants: these }) => these.includes(place));
    const milliseconds = near.reduce((sum, one) => sum + one.milliseconds, 0);
    return { mutant, tests: near.map(({ test }) => test), milliseconds };
  });
}

/** A mutant that changes nothing goes the way of all others, and must survive. */
async function checkControl(cases: readonly Case[], tests: readonly string[]): Promise<void> {
  const some = cases[0]!.mutant;
  const bench = new Bench(tests);
  const milliseconds = Math.max(...cases.map((one) => one.milliseconds));
  const { end, seenBy } = await bench.try({ mutant: { ...some, to: some.from }, tests, milliseconds });
  bench.close();
  if (end !== "survived") throw new Error(`a line that is not broken is seen: ${seenBy ?? end}`);
}

/** Where one mutant after the other is tried; the session is opened when it is needed, and anew after an endless one. */
class Bench {
  readonly #tests: readonly string[];
  #session: Session | undefined;

  constructor(tests: readonly string[]) {
    this.#tests = tests;
  }

  async try({ mutant, tests, milliseconds }: Case): Promise<Fate> {
    const begin = performance.now();
    const fate = (end: Fate["end"], seenBy?: string): Fate => {
      return { mutant, end, seenBy, seconds: (performance.now() - begin) / 1000 };
    };
    if (tests.length === 0) return fate("unreached");
    this.#session ??= await openSession(this.#tests);
    const asked = { kind: "try", mutant, tests } as const;
    const answer = await this.#session.ask<typeof asked>(asked, patience(milliseconds)).catch(() => undefined);
    if (answer === undefined) {
      this.close();
      return fate("endless");
    }
    return answer.seenBy === undefined ? fate("survived") : fate("seen", answer.seenBy);
  }

  close(): void {
    this.#session?.end();
    this.#session = undefined;
  }
}

async function openSession(tests: readonly string[]): Promise<Session> {
  const session = new Session();
  await session.ask({ kind: "open", tests }, openMilliseconds);
  return session;
}

type AnswerTo<A extends Ask> = Extract<Answer, { kind: A["kind"] }>;

/** A test runner in a process of its own. */
class Session {
  readonly #child: ChildProcess;

  constructor() {
    // A session that a test opens is none of that test's own.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
    this.#child = fork(join(root, "scripts", "mutants.js"), ["--session"], {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  }

  /** Rejects where no answer comes in time, or the process ends. */
  ask<A extends Ask>(asked: A, milliseconds: number): Promise<AnswerTo<A>> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#child.off("message", take);
        this.#child.off("exit", gone);
      };
      const take = (answer: unknown): void => {
        stop();
        resolve(answer as AnswerTo<A>);
      };
      const gone = (): void => {
        stop();
        reject(new Error("the session ended"));
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error("no answer in time"));
      }, milliseconds);
      this.#child.on("message", take);
      this.#child.on("exit", gone);
      this.#child.send(asked);
    });
  }

  /** Ends the process and those that it has started. */
  end(): void {
    try {
      process.kill(-this.#child.pid!, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
