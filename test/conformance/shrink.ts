/** Makes plain data smaller, part by part, as long as it still fails: simple delta debugging. */

type Path = readonly (string | number)[];

/** Words that a rule may be replaced by; shorter is simpler. */
const simplest = ["0", "1", "true", "false", "0.5"];

/**
 * The smallest of what was tried that still `fails`. Every part is tried to be left out, from the largest down, then
 * rules are replaced by simpler ones, until nothing more can go or `mostTries` are spent.
 */
export async function shrink<T>(whole: T, fails: (part: T) => Promise<boolean>, mostTries = 400): Promise<T> {
  let best = whole;
  let tries = 0;
  const better = async (candidate: T): Promise<boolean> => {
    if (tries >= mostTries) return false;
    tries += 1;
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let changed = true; changed && tries < mostTries; ) {
    changed = false;
    for (const path of pathsOf(best)) if (has(best, path) && (await better(without(best, path)))) changed = true;
    for (const path of pathsOf(best)) {
      if (!has(best, path)) continue;
      for (const simpler of simplerThan(get(best, path))) {
        if (!(await better(replaced(best, path, simpler)))) continue;
        changed = true;
        break;
      }
    }
  }
  return best;
}

/** Paths of all parts, parents before children, large ones first. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  const keys = inner.map(([key]) => [...path, Array.isArray(value) ? Number(key) : key]);
  return [...keys, ...inner.flatMap(([, each], i) => pathsOf(each, keys[i]!))];
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

function get(value: unknown, path: Path): unknown {
  return path.reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key as string], value);
}

function has(value: unknown, path: Path): boolean {
  return get(value, path) !== undefined;
}

function without<T>(value: T, path: Path): T {
  const copy = structuredClone(value);
  const parent = get(copy, path.slice(0, -1)) as unknown[] & Record<string, unknown>;
  const key = path.at(-1)!;
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Record<string, unknown>)[key];
  return copy;
}

function replaced<T>(value: T, path: Path, by: unknown): T {
  const copy = structuredClone(value);
  (get(copy, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1) as string] = by;
  return copy;
}

/** A rule's simplest forms, then its bracketed parts, shortest first. */
function simplerThan(value: unknown): string[] {
  if (typeof value !== "string" || !/[(<>=?*+]/.test(value)) return [];
  const parts = new Set<string>();
  const open: number[] = [];
  for (let i = 0; i < value.length; i++) {
    if (value[i] === "(") open.push(i);
    if (value[i] !== ")") continue;
    const from = open.pop() ?? 0;
    const name = /[a-z_]*$/.exec(value.slice(0, from))![0];
    parts.add(value.slice(from - name.length, i + 1));
    parts.add(value.slice(from + 1, i));
  }
  const shorter = [...parts].filter((part) => part.length < value.length && part.length > 0);
  return [...simplest.filter((each) => each !== value), ...shorter.sort((a, b) => a.length - b.length)].slice(0, 30);
}
