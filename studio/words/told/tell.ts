/**
 * What scenarios and lives say, in another language. The library words it in English, out of names and sentences that are few:
 * a table has their translations, and a sentence with `{0}` in it stands for all that differ there. Whatever is not wholly in the
 * table stays as it is, and the page marks it as English.
 */
export type Told = Readonly<Record<string, string>>;

/** Says a text in the language of a table; undefined for what is not wholly in it. */
export type Teller = (text: string) => string | undefined;

interface Pattern {
  /** What stands between what differs, in lower case. */
  readonly literals: readonly string[];
  readonly says: string;
}

const mostKept = 5_000;
/** Letters from which on a text is looked up by its digest: a table need not hold it twice. */
const long = 200;

export function tellerOf(table: Told, numbered: (text: string) => string | undefined): Teller {
  const exact = new Map<string, string>();
  const patterns: Pattern[] = [];
  for (const [key, says] of Object.entries(table)) {
    if (/\{\d\}/.test(key)) patterns.push({ literals: folded(key).split(/\{\d\}/), says });
    else exact.set(folded(key), says);
  }
  const kept = new Map<string, string | undefined>();
  const tell = (text: string): string | undefined => {
    const plain = text.replaceAll("_", " ").replace(/\s+/g, " ").trim();
    if (kept.has(plain)) return kept.get(plain);
    // Against itself: a text that would be made of itself is not told.
    kept.set(plain, undefined);
    const said =
      exact.get(plain.length < long ? plain.toLowerCase() : digestOf(plain)) ?? numbered(plain) ?? inSentences(plain);
    if (kept.size > mostKept) kept.clear();
    kept.set(plain, said);
    return said;
  };
  const patterned = (text: string): string | undefined => {
    for (const pattern of patterns) {
      const parts = matched(text, pattern.literals, tell);
      if (parts) return pattern.says.replace(/\{(\d)\}/g, (_, place) => parts[Number(place)]!);
    }
    return undefined;
  };
  /** Sentences one by one. */
  const inSentences = (text: string): string | undefined => {
    const sentences = text.split(/(?<=[.?]) (?=\p{Lu}|“)/u);
    if (sentences.length === 1) return text.endsWith(".") ? ended(tell(text.slice(0, -1))) : patterned(text);
    const told = sentences.map(tell);
    return told.includes(undefined) ? undefined : told.join("");
  };
  return tell;
}

/** A name of a text by its letters (FNV-1a, 32 bits). */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `#${hash.toString(16).padStart(8, "0")}`;
}

function ended(sentence: string | undefined): string | undefined {
  return sentence === undefined ? undefined : `${sentence}。`;
}

function folded(text: string): string {
  return text.replaceAll("_", " ").toLowerCase();
}

/** The parts of a text between literals, each told; of all ways to divide it the first in which each can be. */
function matched(text: string, literals: readonly string[], tell: Teller): string[] | undefined {
  const [first = "", ...rest] = literals;
  const low = text.toLowerCase();
  // A letter that becomes two in lower case moves the places of all behind it.
  if (!low.startsWith(first) || low.length !== text.length) return undefined;
  const from = first.length;
  const [next, ...later] = rest;
  if (next === undefined) return text.length === from ? [] : undefined;
  // The end of the pattern lies at the end of the text, whatever lies in between.
  const ends = next === "" && later.length === 0 ? [text.length] : placesOf(low, next, from + 1);
  for (const end of ends) {
    const after = matched(text.slice(end), rest, tell);
    const part = after && tell(text.slice(from, end));
    if (after && part !== undefined) return [part, ...after];
  }
  return undefined;
}

function placesOf(text: string, sought: string, from: number): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(sought, from); at >= 0; at = text.indexOf(sought, at + 1)) places.push(at);
  return places;
}
