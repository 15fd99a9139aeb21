import { Checksum } from "../common/checksum.ts";

/**
 * A long run of bytes, written and read in chunks. Each chunk is followed by the digest of all bytes up to there, so
 * that a chunk is known to be whole, and in its place, before anything in it is used.
 */

/** Bytes of a chunk. A multiple of sixteen; all that is ever held of a file at once. */
export const chunkBytes = 4 * 2 ** 20;
export const digestBytes = 16;

/** Where bytes go. What it is given is written over once it has resolved. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void> | void;
}

/** Where bytes come from. */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from byte `at` on; gives the number of bytes, fewer than asked for only at the end. */
  read(into: Uint8Array, at: number): Promise<number> | number;
}

/** Why bytes are refused. */
export type Fault = "truncated" | "damaged";

/** Thrown by a reader for bytes that are not what was written. */
export class ChunkError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`bytes are ${fault}`);
    this.name = "ChunkError";
    this.fault = fault;
  }
}

/** What so many bytes take with their digests. */
export function storedBytes(bytes: number): number {
  const whole = Math.ceil(bytes / 16) * 16;
  return whole + Math.ceil(whole / chunkBytes) * digestBytes;
}

/** Writes chunks. */
export class ChunkWriter {
  readonly #sink: Sink;
  readonly #sum = new Checksum();
  readonly #buffer = new Uint8Array(chunkBytes + digestBytes);
  /** Bytes of the chunk that is open. */
  #length = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Adds bytes, in the order of the machine; waits wherever a chunk is full. */
  async put(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const taken = Math.min(bytes.length - at, chunkBytes - this.#length);
      this.#buffer.set(bytes.subarray(at, at + taken), this.#length);
      this.#length += taken;
      at += taken;
      if (this.#length === chunkBytes) await this.flush();
    }
  }

  /** Ends the chunk that is open: what follows begins a new one. */
  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const length = Math.ceil(this.#length / 16) * 16;
    this.#buffer.fill(0, this.#length, length);
    this.#sum.add(new Uint32Array(this.#buffer.buffer, 0, length / 4));
    this.#buffer.set(new Uint8Array(this.#sum.digest().buffer), length);
    this.#length = 0;
    await this.#sink.write(this.#buffer.subarray(0, length + digestBytes));
  }
}

/** Reads chunks that a writer wrote. Throws ChunkError. */
export class ChunkReader {
  readonly #source: ByteSource;
  readonly #sum = new Checksum();
  /** As long as the longest chunk so far. */
  #buffer = new Uint8Array(0);
  #chunk = this.#buffer;
  /** Next byte in the chunk. */
  #next = 0;
  /** Next byte in the source. */
  #at = 0;
  /** Bytes of the run that opens next and were not read yet. */
  #left = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Begins a run of so many bytes, as they were put between two flushes. */
  begin(bytes: number): void {
    if (this.#at + storedBytes(bytes) > this.#source.size) throw new ChunkError("truncated");
    this.#left = Math.ceil(bytes / 16) * 16;
    const longest = Math.min(this.#left, chunkBytes) + digestBytes;
    if (longest > this.#buffer.length) this.#buffer = new Uint8Array(longest);
    this.#next = this.#chunk.length;
  }

  /** Fills bytes from the run. */
  async fill(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      if (this.#next === this.#chunk.length) await this.#load();
      const taken = Math.min(bytes.length - at, this.#chunk.length - this.#next);
      bytes.set(this.#chunk.subarray(this.#next, this.#next + taken), at);
      this.#next += taken;
      at += taken;
    }
  }

  async #load(): Promise<void> {
    const length = Math.min(this.#left, chunkBytes);
    if (length === 0) throw new ChunkError("damaged");
    const bytes = this.#buffer.subarray(0, length + digestBytes);
    if ((await this.#source.read(bytes, this.#at)) < bytes.length) throw new ChunkError("truncated");
    this.#at += bytes.length;
    this.#left -= length;
    this.#sum.add(new Uint32Array(bytes.buffer, 0, length / 4));
    const digest = new Uint32Array(bytes.buffer, length, digestBytes / 4);
    if (this.#sum.digest().some((word, i) => word !== digest[i])) throw new ChunkError("damaged");
    this.#chunk = bytes.subarray(0, length);
    this.#next = 0;
  }
}
