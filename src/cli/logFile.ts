import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { CheckpointSource, LogFile } from "../index.ts";
import { quote } from "./arguments.ts";
import { openNew } from "./aside.ts";

/** Bytes that are written in one go. */
const bufferBytes = 2 ** 20;

/** Whether a name in a folder is that of a log. */
export function isLogName(name: string): boolean {
  return /^ticks-[0-9a-f]{16}\.bin$/.test(name);
}

/** A new file in a folder of ours that keeps what is measured, tick by tick. */
export class FileLog implements LogFile {
  readonly name = `ticks-${randomBytes(8).toString("hex")}.bin`;
  readonly #path: string;
  readonly #file: number;
  readonly #buffer = new Uint8Array(bufferBytes);
  /** Bytes in the buffer, and in the file before them. */
  #held = 0;
  #written = 0;
  #recordBytes = 0;
  #open = true;

  readonly #told: (error: unknown) => unknown;

  /** `told` makes of a fault of the system what is thrown in its place. */
  constructor(folder: string, told: (error: unknown) => unknown) {
    this.#path = join(folder, this.name);
    this.#told = told;
    this.#file = this.#try(() => openNew(this.#path));
  }

  append(record: Uint8Array): void {
    this.#recordBytes = record.length;
    if (this.#held + record.length > bufferBytes) this.flush();
    if (record.length > bufferBytes) {
      this.#write(record);
      return;
    }
    this.#buffer.set(record, this.#held);
    this.#held += record.length;
  }

  read(tick: number, from: number, into: Uint8Array): void {
    const at = tick * this.#recordBytes + from;
    if (at + into.length > this.#written) this.flush();
    const done = this.#try(() => readAll(this.#file, into, at));
    if (done < into.length) throw new Error(`bug: ${this.name} ends before tick ${tick}`);
  }

  /** All of it is on disk. */
  sync(): void {
    this.flush();
    this.#try(() => fsyncSync(this.#file));
  }

  /** Hands over to the system what is in memory yet. */
  flush(): void {
    const bytes = this.#buffer.subarray(0, this.#held);
    this.#held = 0;
    this.#write(bytes);
  }

  close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }

  /** Takes the file away. */
  remove(): void {
    this.close();
    rmSync(this.#path, { force: true });
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

/** The log beside a checkpoint, to be read and closed. Throws faults of the system as they are. */
export function openLogFile(folder: string, name: string): CheckpointSource & { close(): void } {
  const path = join(folder, name);
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  const { size } = fstatSync(file);
  return {
    name: quote(path),
    size,
    read: (into, at) => readAll(file, into, at),
    close: () => closeSync(file),
  };
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
