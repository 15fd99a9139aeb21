import { randomBytes } from "node:crypto";
import { closeSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { TickStore } from "../index.ts";
import { openNew } from "./aside.ts";
import { codeOf } from "./files.ts";

/** Bytes that are written in one go. */
const bufferBytes = 2 ** 20;

/** What the name of a log begins with, as that of whatever is written aside. */
export const logName = "ticks";

/**
 * Keeps what is measured, tick by tick, in a new file in a folder of ours. The file has no name from the first moment on, so
 * nobody else can open it, and nothing is left of it when a process dies; where a system does not let an open file lose its
 * name, it is taken away at the end.
 */
export class FileLog implements TickStore {
  readonly #path: string;
  readonly #file: number;
  readonly #told: (error: unknown) => unknown;
  readonly #buffer = new Uint8Array(bufferBytes);
  /** Bytes in the buffer, and in the file before them. */
  #held = 0;
  #written = 0;
  #recordBytes = 0;
  #open = true;
  #isNamed = true;

  /** `told` makes of a fault of the system what is thrown in its place. */
  constructor(folder: string, told: (error: unknown) => unknown) {
    this.#path = join(folder, `.${logName}.${randomBytes(8).toString("hex")}.part`);
    this.#told = told;
    this.#file = this.#try(() => openNew(this.#path));
    this.#unname();
  }

  append(record: Uint8Array): void {
    this.#recordBytes = record.length;
    if (this.#held + record.length > bufferBytes) this.#flush();
    if (record.length > bufferBytes) {
      this.#write(record);
      return;
    }
    this.#buffer.set(record, this.#held);
    this.#held += record.length;
  }

  read(tick: number, from: number, into: Uint8Array): void {
    const at = tick * this.#recordBytes + from;
    // No record is in both.
    if (at >= this.#written) {
      into.set(this.#buffer.subarray(at - this.#written, at - this.#written + into.length));
      return;
    }
    const done = this.#try(() => readAll(this.#file, into, at));
    if (done < into.length) throw new Error(`bug: a log ends before tick ${tick}`);
  }

  /** Ends it. Nothing of it stays. */
  close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
    this.#unname();
  }

  #unname(): void {
    if (!this.#isNamed) return;
    try {
      rmSync(this.#path, { force: true });
      this.#isNamed = false;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }

  /** Hands over to the system what is in memory yet. */
  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#held));
    this.#held = 0;
  }

  #write(bytes: Uint8Array): void {
    this.#try(() => {
      for (let at = 0; at < bytes.length; )
        at += writeSync(this.#file, bytes, at, bytes.length - at, this.#written + at);
    });
    this.#written += bytes.length;
  }

  #try<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw this.#told(error);
    }
  }
}

/** Fills bytes from a place on; gives how many there were. */
function readAll(file: number, into: Uint8Array, at: number): number {
  let done = 0;
  while (done < into.length) {
    const read = readSync(file, into, done, into.length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}
