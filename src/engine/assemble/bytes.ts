/** Bytes that grow as they are written, in the encodings of the WebAssembly binary format. */
export class Bytes {
  #bytes = new Uint8Array(1 << 14);
  #length = 0;

  /** Forgets what was written, and keeps the room. */
  clear(): void {
    this.#length = 0;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#makeRoom(1);
    this.#bytes[this.#length++] = value;
  }

  /** An unsigned whole number below 2³², seven bits a byte. */
  u32(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** A whole number as its 32 bits, signed. */
  s32(value: number): void {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  /** A whole number as its 64 bits, signed. */
  s64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    while (rest < -64n || rest > 63n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest & 0x7fn));
  }

  /** A whole number as its 16 bits, least byte first. */
  i16(value: number): void {
    this.byte(value & 0xff);
    this.byte((value >> 8) & 0xff);
  }

  /** A whole number as its 32 bits, least byte first. */
  i32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >> shift) & 0xff);
  }

  f32(value: number): void {
    view.setFloat32(0, value, true);
    this.i32(view.getInt32(0, true));
  }

  f64(value: number): void {
    view.setFloat64(0, value, true);
    this.i32(view.getInt32(0, true));
    this.i32(view.getInt32(4, true));
  }

  /** A text of ASCII, behind its length. */
  name(text: string): void {
    this.u32(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Other bytes, behind their length: a section, or the body of a function. */
  sized(other: Bytes): void {
    this.u32(other.#length);
    this.append(other);
  }

  append(other: Bytes): void {
    this.#makeRoom(other.#length);
    this.#bytes.set(other.#bytes.subarray(0, other.#length), this.#length);
    this.#length += other.#length;
  }

  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #makeRoom(more: number): void {
    const least = this.#length + more;
    if (least <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(least, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

const view = new DataView(new ArrayBuffer(8));
