/** Bytes of the types of values. */
export const typeCodes: ReadonlyMap<string, number> = new Map([
  ["i32", 0x7f],
  ["i64", 0x7e],
  ["f32", 0x7d],
  ["f64", 0x7c],
  ["v128", 0x7b],
]);
