// Writes words without end to standard output: `node stream.js KEYS FILL`, a file of 32-bit key words, two for a key, and the
// function of words.js that fills with them.
import { readFileSync, writeSync } from "node:fs";
import { fillActs, fillParts, fillWords } from "./words.js";

// The global, since importing node:process opens its streams, and an open pipe no longer waits for its reader.
const bytes = readFileSync(process.argv[2]);
const keys = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
/** @type {Record<string, (words: Uint32Array, keys: Uint32Array, from: number) => number>} */
const fills = { fillActs, fillParts, fillWords };
const fill = fills[process.argv[3]];
// About a pipe's worth, a whole number of entities or of eight acts: the reader works while the next ones are made.
const words = new Uint32Array(Math.max(3 * 2 ** 13, keys.length));
const out = new Uint8Array(words.buffer);
let next = 0;
try {
  for (;;) {
    next = fill(words, keys, next);
    for (let done = 0; done < out.length; ) done += writeSync(1, out, done);
  }
} catch (error) {
  // The reader has seen enough.
  if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
}
