import openWabt from "wabt";

/** The sections of a module: what each is, by its number in the format, and its bytes with their length before them. */
export function sectionsOf(module: Uint8Array): { id: number; bytes: Uint8Array }[] {
  const found: { id: number; bytes: Uint8Array }[] = [];
  for (let at = 8; at < module.length; ) {
    const id = module[at]!;
    let [size, shift, next] = [0, 0, at + 1];
    for (let more = true; more; next++, shift += 7) {
      size += (module[next]! & 0x7f) << shift;
      more = module[next]! >= 0x80;
    }
    found.push({ id, bytes: module.subarray(at, next + size) });
    at = next + size;
  }
  return found;
}

/** A module's sections but those of its own making, names for profilers. */
export function codeOf(module: Uint8Array): string {
  const kept = sectionsOf(module).filter(({ id }) => id !== 0);
  return Buffer.concat(kept.map(({ bytes }) => bytes)).toString("base64");
}

const wabt = await openWabt();

/** What the format's own assembler makes of a text. Throws its words when the text is at fault. */
export function assembledByWabt(text: string): Uint8Array {
  const module = wabt.parseWat("plan.wat", text, {
    simd: true,
    bulk_memory: true,
    threads: true,
    sat_float_to_int: true,
    sign_extension: true,
    mutable_globals: true,
    multi_value: true,
  });
  try {
    return module.toBinary({ write_debug_names: true }).buffer;
  } finally {
    module.destroy();
  }
}
