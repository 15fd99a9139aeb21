/** Who meets whom in a round with anyone: see `MeetStep`. Slots are joined by a draw, and every step is its own inverse. */
export interface Pairing {
  /** Odd, and its inverse modulo 2^24: a × inverse ≡ 1. */
  readonly a: number;
  readonly inverse: number;
  readonly b: number;
  /** From 1 to slots − 1. */
  readonly turn: number;
  readonly slots: number;
}

/** The pairing of so many slots (a power of two up to 4,096) by two words of 32 bits. */
export function pairingOf(first: number, second: number, slots: number): Pairing {
  const a = (second | 1) >>> 0;
  const turn = 1 + Math.floor((first * (slots - 1)) / 2 ** 32);
  return { a, inverse: inverseOf(a), b: second >>> 16, turn, slots };
}

/** The slot that a slot meets. */
export function partnerOf(slot: number, { a, inverse, b, turn, slots }: Pairing): number {
  const place = (Math.imul(a, slot) + b) ^ turn;
  return Math.imul(inverse, place - b) & (slots - 1);
}

/**
 * The inverse of an odd number modulo 2^24, by Newton's steps: an odd square is 1 modulo 8, so a number is its own
 * inverse to three bits, and each step doubles how many are right.
 */
export function inverseOf(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 3; step++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}
