import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import process, { kill, pid } from "node:process";
import { type Place, ProblemError } from "../index.ts";
import { quote } from "./arguments.ts";
import { openNew } from "./aside.ts";
import { codeOf } from "./files.ts";

/** Stands in a folder as long as a run goes on in it. */
export const lockName = "lock";

/** Whether a name in a folder is that of a lock, or of one that was about to be taken away. */
export function isLockName(name: string): boolean {
  return name === lockName || /^lock\.[0-9a-f]{16}$/.test(name);
}

/** Who holds a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When that process began, so that another of the same number is told from it; "" where that is not known. */
  readonly begun: string;
  readonly token: string;
}

/** A folder that no other run uses by now. */
export interface Lock {
  release(): void;
}

/** Takes away locks of processes that died while they took one away. Faults of the system are thrown as they are. */
export function removeDeadLocks(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name === lockName || !isLockName(name)) continue;
    const held = holderIn(join(folder, name));
    // One of the living is about to be put back.
    if (held === "silent" || (typeof held === "object" && !isAlive(held))) rmSync(join(folder, name), { force: true });
  }
}

/** Times to look again at a lock that says nothing yet, and milliseconds from one to the next. */
const patience = { looks: 20, pause: 25 };

/**
 * Takes a folder for this process. What a process left that has died is taken over. Throws ProblemError (out-in-use) where
 * another run goes on in it, and faults of the system as they are.
 */
export function lockFolder(folder: string, place: Place | undefined): Lock {
  const path = join(folder, lockName);
  const own: Holder = { pid, host: hostname(), begun: begunOf(pid), token: randomBytes(8).toString("hex") };
  for (let look = 0; !take(path, own); look++) {
    const held = holderIn(path);
    if (held === "gone") continue;
    if (held === "strange") throw strange(folder, place);
    // Made and not written yet, or never to be.
    if (held === "silent" && look < patience.looks) wait(patience.pause);
    else if (held !== "silent" && isAlive(held)) throw inUse(folder, held, place);
    else clear(path, held);
  }
  const release = (): void => {
    process.off("exit", release);
    if (isOurs(holderIn(path), own)) rmSync(path, { force: true });
  };
  process.on("exit", release);
  return { release };
}

/** Makes the lock where there is none. */
function take(path: string, own: Holder): boolean {
  let file: number;
  try {
    file = openNew(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeSync(file, `${JSON.stringify(own)}\n`);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  // Somebody may have taken it for one that says nothing.
  return isOurs(holderIn(path), own);
}

function isOurs(held: ReturnType<typeof holderIn>, own: Holder): boolean {
  return typeof held === "object" && held.token === own.token;
}

/** Takes away a lock of somebody who is not there any more; puts it back where it is another by now. */
function clear(path: string, held: Holder | "silent"): void {
  const aside = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const found = holderIn(aside);
  const same = typeof held === "object" ? typeof found === "object" && found.token === held.token : found === "silent";
  if (same) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

function holderIn(path: string): Holder | "silent" | "strange" | "gone" {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "gone";
    // A link, or nothing that can be read: nobody of ours made it.
    if (codeOf(error) === "ELOOP") return "silent";
    throw error;
  }
  try {
    if (!fstatSync(file).isFile()) return "strange";
    const bytes = Buffer.alloc(1024);
    return read(bytes.toString("utf8", 0, readSync(file, bytes)));
  } finally {
    closeSync(file);
  }
}

function read(text: string): Holder | "silent" {
  try {
    const { pid: number, host, begun, token } = Object(JSON.parse(text));
    const is = Number.isSafeInteger(number) && number > 0;
    return is && [host, begun, token].every((each) => typeof each === "string")
      ? { pid: number, host, begun, token }
      : "silent";
  } catch {
    return "silent";
  }
}

/** Whether a process goes on, as far as this machine can tell: of another machine it cannot. */
function isAlive(held: Holder): boolean {
  if (held.host !== hostname()) return true;
  try {
    kill(held.pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    if (codeOf(error) !== "EPERM") return false;
  }
  return held.begun === begunOf(held.pid);
}

/** When a process began, in ticks of this machine's clock since it was started: where the system tells. */
function begunOf(number: number): string {
  try {
    const told = readFileSync(`/proc/${number}/stat`, "utf8");
    // The name in brackets may hold blanks and brackets; what follows does not. It is the 22nd of all.
    return told.slice(told.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return "";
  }
}

function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Something that no run made stands in the place of the lock. */
function strange(folder: string, place: Place | undefined): ProblemError {
  const message = `${quote(folder)} holds other things, such as a ${quote(lockName)} that is no file`;
  return new ProblemError([
    { code: "out-foreign", message, place, remedy: "choose another folder, or empty this one" },
  ]);
}

function inUse(folder: string, { pid: number, host }: Holder, place: Place | undefined): ProblemError {
  const here = host === hostname();
  const who = here ? `process ${number}` : `process ${number} on ${quote(host)}`;
  const path = quote(join(folder, lockName));
  return new ProblemError([
    {
      code: "out-in-use",
      message: `a run goes on in ${quote(folder)} (${who})`,
      place,
      expected: "another folder, or to wait until it has ended",
      remedy: here ? undefined : `if that run is dead, remove ${path}`,
    },
  ]);
}
