/** What an argument is that is not what it must be. */
export interface Misfit {
  /** Such as `options.people`. */
  readonly path: string;
  /** What is there, as a clause: `"x"`, "a list". */
  readonly is: string;
  readonly expected: string;
  /** A name that is none of those there are. */
  readonly stray?: { readonly name: string; readonly known: readonly string[] };
}

/** What a value must be; gives what is wrong with one that is not. Callers in JavaScript have no types to hold them. */
export type Kind = (value: unknown, path: string) => Misfit | undefined;

/** The values of which a test holds, which is said as `expected`. */
export function valuesThat(expected: string, test: (value: unknown) => boolean): Kind {
  return (value, path) => (test(value) ? undefined : { path, is: sayOdd(value), expected });
}

export const aText = valuesThat("a text", (value) => typeof value === "string");
/** Any number at all: whoever takes it says which are right. */
export const aNumber = valuesThat("a number", (value) => typeof value === "number");
export const aTruth = valuesThat("true or false", (value) => typeof value === "boolean");
export const aFunction = valuesThat("a function", (value) => typeof value === "function");

/** A number that is there and within limits. */
export function aNumberFrom(least: number, most: number): Kind {
  const expected =
    most === Number.POSITIVE_INFINITY ? `a number of at least ${least}` : `a number from ${least} to ${most}`;
  return valuesThat(expected, (value) => typeof value === "number" && value >= least && value <= most);
}

/** What may be left out. */
export function maybe(kind: Kind): Kind {
  return (value, path) => (value === undefined ? undefined : kind(value, path));
}

/** A list, each item of one kind. */
export function aListOf(kind: Kind, least = 0): Kind {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < least) {
      return { path, is: sayOdd(value), expected: least > 0 ? `a list of at least ${least}` : "a list" };
    }
    for (const [i, item] of value.entries()) {
      // Its path is only made where it is told: some lists are long, and looked at in every tick.
      if (kind(item, path)) return kind(item, `${path}[${i}]`);
    }
    return undefined;
  };
}

/** An object with fields of these kinds, and perhaps others. */
export function anObject(expected: string, fields: Readonly<Record<string, Kind>> = {}): Kind {
  return (value, path) => {
    if (!isObject(value)) return { path, is: sayOdd(value), expected };
    for (const [key, kind] of Object.entries(fields)) {
      const misfit = kind(value[key], `${path}.${key}`);
      if (misfit) return misfit;
    }
    return undefined;
  };
}

/** An object with fields of these kinds and no others: one that is spelt wrong would be left out without a word. */
export function options(expected: string, fields: Readonly<Record<string, Kind>>): Kind {
  const known = Object.keys(fields);
  const whole = anObject(expected, fields);
  return (value, path) => {
    const misfit = whole(value, path);
    if (misfit || !isObject(value)) return misfit;
    const name = Object.keys(value).find((key) => value[key] !== undefined && !Object.hasOwn(fields, key));
    if (name === undefined) return undefined;
    return {
      path,
      is: `given ${sayOdd(name)}, which it does not know`,
      expected: known.join(", "),
      stray: { name, known },
    };
  };
}

/**
 * What only the library makes: an object that has all these fields, and is refused as a whole. Fields that are `late` are reckoned
 * when they are asked for, and are not asked for here.
 */
export function made(expected: string, fields: Readonly<Record<string, Kind>>, late: readonly string[] = []): Kind {
  const isLate = (value: object, key: string): boolean =>
    late.includes(key) && Object.getOwnPropertyDescriptor(value, key)?.get !== undefined;
  return valuesThat(
    expected,
    (value) =>
      isObject(value) &&
      Object.entries(fields).every(([key, kind]) => isLate(value, key) || kind(value[key], key) === undefined),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value of any kind as a clause, short and on one line. */
function sayOdd(value: unknown): string {
  if (typeof value === "string") {
    const clean = value.replace(/[\p{C}\u2028\u2029]/gu, " ");
    return `"${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}"`;
  }
  if (typeof value === "symbol" || typeof value === "function") return `a ${typeof value}`;
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
