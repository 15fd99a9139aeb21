import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
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

  /** All of it is on disk, and has its name. */
  keep(): void {
    fsyncSync(this.#file);
    this.#check(this.#aside);
    renameSync(this.#aside, this.#path);
    this.#check(this.#path);
    this.#close();
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

/** Opens a file that was not there, for reading as well. */
export function openNew(path: string): number {
  const { O_CREAT, O_EXCL, O_RDWR, O_NOFOLLOW = 0 } = constants;
  return openSync(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW, 0o666);
}

/** Whether a name in a folder is that of a file that was being written for `base` when a process died. */
export function isLeftover(name: string, base: string): boolean {
  return name.startsWith(`.${base}.`) && /^[0-9a-f]{16}\.part$/.test(name.slice(base.length + 2));
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
