// Writes words without end to standard output: `node stream.js KEYS`, a file of 32-bit key words, two for a key.
import { readFileSync, writeSync } from "node:fs";
import { fillWords } from "./words.js";

// The global, since importing node:process opens its streams, and an open pipe no longer waits for its reader.
const bytes = readFileSync(process.argv[2]);
const keys = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
// About a pipe's worth, a whole number of entities: the reader works while the next ones are made.
const words = new Uint32Array(Math.max(2 ** 14, keys.length));
const out = new Uint8Array(words.buffer);
let entity = 0;
try {
  for (;;) {
    entity = fillWords(words, keys, entity);
    for (let done = 0; done < out.length; ) done += writeSync(1, out, done);
  }
} catch (error) {
  // The reader has seen enough.
  if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
}
