import type { Problem } from "../core/problem.ts";
import type { Place } from "../core/source.ts";
import { quoted } from "../core/visible.ts";

/** A rule as it stands in a file: its characters and where they are. */
export interface Written {
  readonly text: string;
  readonly place: Place;
  /** Offset in the source of the rule's first character. */
  readonly textStart: number;
}

/** A syntax error of the parser in our words; offsets are those of the rule's text, `end` exclusive. */
export interface SyntaxFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly expected: string;
}

const usual = "arithmetic such as 2 * (1 - conscientious), or a test such as score < 600";

/** Says in plain words why the parser stopped, and where. */
export function syntaxFault(error: Error, text: string): SyntaxFault {
  const { range } = error as { range?: { start?: number; end?: number } };
  const start = Math.min(Math.max(0, range?.start ?? 0), Math.max(0, text.length - 1));
  const end = Math.max(start + 1, Math.min(range?.end ?? 0, text.length));
  const at = (message: string, expected = usual): SyntaxFault => ({ message, start, end, expected });
  const open = unclosedBracket(text);
  if (open !== undefined) {
    const closing = { "(": ")", "[": "]", "{": "}" }[text[open]!]!;
    return {
      message: `this ${text[open]} is not closed`,
      start: open,
      end: open + 1,
      expected: `a ${closing} behind it`,
    };
  }
  if (/^\d[\d_]*_\d/.test(text.slice(start).replace(/^_/, "0_")) && /\d_?$/.test(text.slice(0, start + 1)))
    return at("numbers are written without _ in a rule", "digits alone, such as 1000");
  const found = text.slice(start, end);
  if (found === "." && /^\.\d/.test(text.slice(start)))
    return at("numbers begin with a digit", "a 0 before the point, such as 0.5");
  if (found === "=") return at("a single = compares nothing", "== to ask whether two are equal");
  if (found === "&" || found === "|") return at(`a single ${found} has no meaning`, `${found}${found}`);
  if (/\d\s*%\s*$/.test(text.slice(0, start)) || (found === "%" && /\d\s*$/.test(text.slice(0, start))))
    return at("there is no % in a rule", "a share such as 0.05");
  if (text.slice(start).trim() === "" || /EOF/.test(error.message.split("\n")[0]!))
    return {
      message: "this rule ends too early",
      start: Math.max(0, text.trimEnd().length - 1),
      end: text.trimEnd().length,
      expected: usual,
    };
  if (/^["']/.test(found)) return at("there is no text in a rule", "the bare word, without quotes");
  if (/^Reserved/.test(error.message)) return at(`"${found}" cannot be a name`, "another name");
  if (/^Exceeded/.test(error.message)) return at("this rule has too many parts inside each other", "a simpler rule");
  return at(`${quoted(found, 40)} cannot stand here`);
}

/** Where the first bracket begins that nothing closes. */
function unclosedBracket(text: string): number | undefined {
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if ("([{".includes(text[i]!)) open.push(i);
    if (")]}".includes(text[i]!)) open.pop();
  }
  return open[0];
}

/**
 * Where a character of a rule stands in its source. A rule over several lines, in a block or folded, has other blanks
 * between its words than the file, so characters are matched by their order among those that are no blanks.
 */
export function offsetInSource({ text, textStart, place }: Written, at: number): number {
  const written = place.source.text;
  if (written.startsWith(text, textStart)) return textStart + at;
  let from = textStart;
  const next = (): void => {
    while (from < place.end && /\s/.test(written[from]!)) from++;
  };
  for (let i = 0; i < Math.min(at, text.length); i++) {
    if (/\s/.test(text[i]!)) continue;
    next();
    // An escape in double quotes: from here on the two differ, and the last sure place is the best there is.
    if (written[from] !== text[i]) return Math.min(from, Math.max(textStart, place.end - 1));
    from++;
  }
  if (at < text.length && !/\s/.test(text[at]!)) next();
  return Math.min(from, Math.max(textStart, place.end - 1));
}

/** A fault of some characters of a rule, with its place in the source. */
export function faultIn(
  rule: Written,
  { start, end, ...said }: Omit<Problem, "place"> & { readonly start: number; readonly end: number },
): Problem {
  const from = offsetInSource(rule, start);
  const to = end > start ? offsetInSource(rule, end - 1) + 1 : from;
  return { ...said, place: { source: rule.place.source, start: from, end: to } };
}
