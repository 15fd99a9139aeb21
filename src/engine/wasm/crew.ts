import { ProblemError } from "../../core/problem.ts";
import type { Numbers } from "../emit/text.ts";
import { instanceOf } from "../platform/instances.ts";
import { startThread, type Thread } from "../platform/threads.ts";

/** A function of a module: over a range of communities. */
export type Drive = (first: number, end: number) => void;
export type Exports = Readonly<Record<string, Drive>>;

/** One part of a world that one thread works on: a module on a memory, and the communities it goes through. */
export interface Task {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Bytes by which the working area of its thread lies behind that of the first. */
  readonly own: number;
  /** What its functions are given, by their names and places: see `Emitted`. None unless told. */
  readonly numbers?: Numbers | undefined;
  readonly first: number;
  readonly end: number;
}

/** Those who run tasks: all of them at once, each function of a module in turn. */
export interface Crew {
  readonly threads: number;
  /** Runs functions, one after the other, over each task's communities; everyone is done before it resolves. */
  run(names: readonly string[]): Promise<void> | void;
  close(): void;
}

/** A crew of one, which can also be watched at work. */
export interface Solo extends Crew {
  /** Runs functions in turn on each community by itself, and gives what each took by a clock. */
  time(names: readonly string[], clock: () => number): Float64Array;
}

/** Runs all tasks here, one after the other. */
export async function openSolo(tasks: readonly Task[]): Promise<Solo> {
  const exports = await Promise.all(tasks.map(openTask));
  const run = (names: readonly string[]): void => {
    for (const name of names) for (const [i, { first, end }] of tasks.entries()) exports[i]![name]!(first, end);
  };
  const time = (names: readonly string[], clock: () => number): Float64Array => {
    const spent = new Float64Array(names.length);
    for (const [i, { first, end }] of tasks.entries()) {
      const functions = names.map((name) => exports[i]![name]!);
      for (let community = first; community < end; community++) {
        let before = clock();
        for (const [part, run] of functions.entries()) {
          run(community, community + 1);
          const after = clock();
          spent[part]! += after - before;
          before = after;
        }
      }
    }
    return spent;
  };
  return { threads: 1, run, time, close: () => {} };
}

async function openTask({ module, memory, own, numbers }: Task): Promise<Exports> {
  const instance = await instanceOf(module, { ...numbers, world: { memory, own } });
  return instance.exports as unknown as Exports;
}

/** What a worker does: it opens the modules it is sent, and runs their functions when it is told to. */
const workerSource = `
let tasks = [];
listen(async (message) => {
  try {
    if (message.open) {
      tasks = message.open.map((task) => {
        const { module, memory, own, numbers } = task;
        const instance = new WebAssembly.Instance(module, { ...numbers, world: { memory, own } });
        return { ...task, exports: instance.exports };
      });
    }
    for (const name of message.run ?? []) for (const task of tasks) task.exports[name](task.first, task.end);
    post({});
  } catch (error) {
    post({ fault: String((error && error.stack) || error) });
  }
});
`;

/**
 * Runs tasks on threads of their own: lists of tasks, a thread each. Memories must be shared. Throws ProblemError
 * (thread-died), also from `run`, where a thread ends before its time or cannot be started. Another `source` is for tests.
 */
export async function openThreads(lists: readonly (readonly Task[])[], source = workerSource): Promise<Crew> {
  const members: Member[] = [];
  const all = async (messageOf: (i: number) => unknown): Promise<void> => {
    await Promise.all(members.map((member, i) => member.ask(messageOf(i))));
  };
  const close = (): void => {
    for (const member of members) member.close();
  };
  try {
    for (let i = 0; i < lists.length; i++) members.push(await Member.start(source));
    await all((i) => ({ open: lists[i] }));
  } catch (error) {
    // Those that live would keep the program from ending.
    close();
    throw error;
  }
  return { threads: lists.length, run: (names) => all(() => ({ run: names })), close };
}

/**
 * Runs the first list here and each of the others on a thread of its own: who asks works too. With a thread for each list and one
 * more that waits for them, a machine that has no more processors than lists had one of them wait for its turn now and then:
 * in some runs one tick in ten took a quarter longer, or twice as long where it is short. Throws as `openThreads`.
 */
export async function openTeam([mine = [], ...theirs]: readonly (readonly Task[])[]): Promise<Crew> {
  const others = await openThreads(theirs);
  try {
    const here = await openSolo(mine);
    const run = async (names: readonly string[]): Promise<void> => {
      const done = others.run(names);
      try {
        here.run(names);
      } catch (error) {
        // Nobody may go on in a memory that others still work in.
        await Promise.allSettled([done]);
        throw error;
      }
      await done;
    };
    return { threads: 1 + theirs.length, run, close: others.close };
  } catch (error) {
    others.close();
    throw error;
  }
}

/** One thread, and what it was last asked. */
class Member {
  #thread: Thread | undefined;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  /** Why it answers no more. */
  #end: Error | undefined;

  static async start(source: string): Promise<Member> {
    const member = new Member();
    try {
      member.#thread = await startThread(source, {
        onMessage: (message) => member.#answer((message as { fault?: string }).fault),
        onError: (error) => member.#die(failed(error.message)),
        onDeath: (why) => member.#die(died(why)),
      });
    } catch (error) {
      throw died(`it could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
    return member;
  }

  #answer(fault: string | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    if (fault === undefined) settle?.resolve();
    else settle?.reject(failed(fault));
  }

  /** It may die while nobody waits for it: whoever asks next is told. */
  #die(why: Error): void {
    this.#end ??= why;
    this.#settle?.reject(this.#end);
    this.#settle = undefined;
  }

  ask(message: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      this.#settle = { resolve, reject };
      this.#thread!.post(message);
    });
  }

  close(): void {
    this.#thread?.close();
  }
}

function failed(fault: string): Error {
  return new Error(`bug: a thread failed: ${fault}`);
}

function died(why: string): ProblemError {
  return new ProblemError([
    {
      code: "thread-died",
      message: `a thread that reckoned this world ended before its time: ${why}`,
      expected: "more memory to spare, or fewer threads",
    },
  ]);
}
