import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./files.ts";

/**
 * A file that is written aside and then takes a name, at once and whole. It is written into what was made here and nothing
 * else: under a name that nobody can know before, in the same folder, and only where nothing has that name, so that no link
 * can lead the writing elsewhere. Faults of the system are thrown as they are.
 */
export class Aside {
  readonly #path: string;
  readonly #aside: string;
  readonly #file: number;
  #open = true;

  constructor(path: string) {
    this.#path = path;
    this.#aside = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}.part`);
    this.#file = openNew(this.#aside);
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at, bytes.length - at);
  }

  /** All of it is on disk. What may fail for want of room has not failed then. */
  sync(): void {
    fsyncSync(this.#file);
    this.#check(this.#aside);
  }

  /** All of it is on disk, and has its name. */
  keep(): void {
    this.sync();
    renameSync(this.#aside, this.#path);
    this.#check(this.#path);
    this.#close();
    syncFolder(dirname(this.#path));
  }

  /** The same, but never in the place of another: throws EEXIST where something has that name. */
  keepNew(): void {
    this.sync();
    try {
      linkSync(this.#aside, this.#path);
      this.#check(this.#path);
    } catch (error) {
      // Not every disk can give a file two names.
      if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes(codeOf(error) ?? "")) throw error;
      copyFileSync(this.#aside, this.#path, constants.COPYFILE_EXCL);
    }
    this.drop();
    syncFolder(dirname(this.#path));
  }

  /** Takes it away: it will not be whole. What went wrong before is what a person has to hear of. */
  drop(): void {
    try {
      this.#close();
      rmSync(this.#aside, { force: true });
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }

  /** That the name still means the file that was written. */
  #check(path: string): void {
    const [ours, theirs] = [fstatSync(this.#file), lstatSync(path)];
    if (ours.dev !== theirs.dev || ours.ino !== theirs.ino) throw new Exchanged(path);
  }

  #close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }
}

/** Somebody put something else in the place of a file while it was written. */
export class Exchanged extends Error {
  readonly code = "EEXCHANGED";

  constructor(path: string) {
    super(`${path} was exchanged`);
  }
}

/** Writes a whole file aside, and gives it its name. */
export function writeWhole(path: string, parts: Iterable<string>): void {
  const file = new Aside(path);
  try {
    for (const part of parts) file.write(part);
    file.keep();
  } catch (error) {
    file.drop();
    throw error;
  }
}

/**
 * Takes away what processes were writing for a file when they died: it takes moments to write one, so what has lain there for
 * a minute is nobody's any more. Faults of the system are thrown as they are.
 */
export function removeForgotten(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (!isLeftover(name, basename(path))) continue;
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > 60_000) rmSync(join(folder, name), { force: true });
  }
}

/** Opens a file that was not there, for reading as well. */
export function openNew(path: string): number {
  const { O_CREAT, O_EXCL, O_RDWR, O_NOFOLLOW = 0 } = constants;
  return openSync(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW, 0o666);
}

/** Whether a name in a folder is that of a file that was being written for `base` when a process died. */
export function isLeftover(name: string, base: string): boolean {
  return leftoverOf(name) === base;
}

/** The name of the file that was being written under another when a process died; undefined where it is no such name. */
export function leftoverOf(name: string): string | undefined {
  return /^\.(.+)\.[0-9a-f]{16}\.part$/s.exec(name)?.[1];
}

/** Makes a rename outlast a power cut. Not every system lets a folder be opened; there the name may be lost, not bytes. */
function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}
