/** A world as plain data. */
export type Tree = { [key: string]: unknown };

/** A copy of a world, as text, in which something is put at a dotted path. */
export function withPut(world: object, path: string, value: unknown): string {
  const root = structuredClone(world) as Tree;
  const keys = path.split(".");
  let at = root;
  for (const key of keys.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Tree;
  }
  at[keys.at(-1)!] = value;
  return JSON.stringify(root);
}
