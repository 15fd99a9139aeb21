import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { root } from "../tidy/tree.ts";
import { type Drawn, type Room, sampleOf, testsOf } from "./rooms.ts";
import type { Answer, Ask } from "./session.ts";

/** What became of a mutant: which test saw it; or that it never ended, that all tests passed, that none comes by it. */
export interface Fate {
  readonly mutant: Drawn;
  readonly end: "seen" | "endless" | "survived" | "unreached";
  readonly seenBy: string | undefined;
  readonly seconds: number;
}

export interface Trial {
  readonly count: number;
  readonly seed: number;
  /** Called as soon as each is known. */
  readonly tell: (fate: Fate, done: number) => void;
}

const openMilliseconds = 600_000;
/** A mutant that takes so much longer than its tests do without it never ends. */
const patience = (milliseconds: number): number => 20_000 + 4 * milliseconds;

/** Tries a sample of the mutants of a room, one after the other. Throws where the tests fail without any mutant. */
export async function tryRoom(room: Room, { count, seed, tell }: Trial): Promise<Fate[]> {
  const mutants = sampleOf(room, count, seed);
  const tests = testsOf(room);
  const first = new Session();
  const { failed, reached } = await first.ask({ kind: "open", tests, mutants, record: true }, openMilliseconds);
  first.end();
  if (failed.length > 0) throw new Error(`these tests fail without any mutant: ${failed.join(", ")}`);
  // The quickest first: most mutants are seen by many tests.
  const order = [...reached].sort((a, b) => a.milliseconds - b.milliseconds);
  const fates: Fate[] = [];
  let session: Session | undefined;
  for (const [place, mutant] of mutants.entries()) {
    const begin = performance.now();
    const near = order.filter(({ mutants: these }) => these.includes(place));
    const most = patience(near.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
    session ??= await openSession(tests);
    const asked: Ask = { kind: "try", mutant, tests: near.map(({ test }) => test) };
    const answer = near.length === 0 ? undefined : await session.ask(asked, most).catch(() => "endless" as const);
    if (answer === "endless") {
      session.end();
      session = undefined;
    }
    const seenBy = typeof answer === "object" ? answer.seenBy : undefined;
    const end = answer === undefined ? "unreached" : answer === "endless" ? "endless" : seenBy ? "seen" : "survived";
    const fate: Fate = { mutant, end, seenBy, seconds: (performance.now() - begin) / 1000 };
    fates.push(fate);
    tell(fate, fates.length);
  }
  session?.end();
  return fates;
}

async function openSession(tests: readonly string[]): Promise<Session> {
  const session = new Session();
  await session.ask({ kind: "open", tests, mutants: [], record: false }, openMilliseconds);
  return session;
}

type AnswerTo<A extends Ask> = Extract<Answer, { kind: A extends { kind: "open" } ? "ready" : "tried" }>;

/** A test runner in a process of its own. */
class Session {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(join(root, "scripts", "mutants.js"), ["--session"], {
      cwd: root,
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
