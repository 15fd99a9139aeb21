// Every host has this: declared here so that it compiles without any host's types.
declare const crypto: { getRandomValues(into: Uint32Array): void };

/** Words that nobody can know before: never for what a world draws, which follows from its seed. */
export function unforeseen(words: number): Uint32Array {
  const drawn = new Uint32Array(words);
  crypto.getRandomValues(drawn);
  return drawn;
}
