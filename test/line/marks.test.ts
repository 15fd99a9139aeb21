import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCited } from "../../src/language/personal/cited.ts";
import { marks, mayHaveMark } from "../../src/language/personal/marks.ts";
import { findPersonal } from "../../src/language/personal/personal.ts";
import { plainOf } from "../../src/language/personal/plain.ts";
import { refused } from "./shapes.ts";

/** Patterns are looked for only where a text may have one of them: nothing that any would find may be passed over. */

/** A pattern in words of ASCII, without what stands around a match: strings of it need not fit, but many do. */
function inAscii({ source }: RegExp): string {
  return withoutLooks(source)
    .replaceAll("\\p{Lu}", "[A-Z]")
    .replaceAll(
      /\[([^\]]*)\]/g,
      (_, inside: string) =>
        `[${inside.replaceAll("[A-Z]", "A-Z").replaceAll("\\p{L}", "A-Za-z").replaceAll("\\p{N}", "0-9")}]`,
    )
    .replaceAll("\\p{L}", "[A-Za-z]")
    .replaceAll("\\p{N}", "[0-9]")
    .replaceAll("\\b", "")
    .replaceAll("\\1", "[- ]")
    .replaceAll("\\s", " ")
    .replaceAll("\\W", "[ ,:]");
}

/** Without (?<! ), (?<= ), (?! ) and (?= ), whatever they hold. */
function withoutLooks(source: string): string {
  const begin = source.search(/\(\?(?:<[!=]|[!=])/);
  if (begin < 0) return source;
  let depth = 0;
  for (let i = begin; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "[") i = source.indexOf("]", i + 1);
    else if (source[i] === "(") depth++;
    else if (source[i] === ")" && --depth === 0) return withoutLooks(source.slice(0, begin) + source.slice(i + 1));
  }
  throw new Error(`a look that does not end: ${source}`);
}

/** Whether every match has a character that is none of printable ASCII: a text with such a one is always looked through. */
const needsMore = /\\p\{Script=Han\}|^\[〇|^\[京|北南|\\d\{1,4\} \?\(\?:号|улица|°\[|\?° \?\[/;

describe("a text that may have a mark", () => {
  test.each(Object.values(refused).flat())("is one that has: %s", (text) => {
    const plain = plainOf(text).text;
    const isMarked = marks.some(({ pattern }) => new RegExp(pattern).test(plain));
    if (isMarked) expect(mayHaveMark(plain)).toBe(true);
  });

  test.each(
    marks.filter(({ pattern }) => !needsMore.test(pattern.source)).map(({ says, pattern }) => [says, pattern] as const),
  )("is any that has %s: %s", (_, pattern) => {
    const lower = pattern.flags.includes("i");
    const written = fc.stringMatching(new RegExp(inAscii(pattern)));
    let fit = 0;
    fc.assert(
      fc.property(written, fc.boolean(), (one, high) => {
        const text = lower && high ? one.toUpperCase() : one;
        if (!/^[\n\x20-\x7e]*$/.test(text) || !new RegExp(pattern).test(text)) return;
        fit++;
        expect(mayHaveMark(text)).toBe(true);
        expect(mayHaveMark(`so ${text}, then`)).toBe(true);
        // Behind a citation, which is passed over, and before one.
        for (const glued of [`ISBN 0-306-40615-2${text}`, `${text}https://example.org/1`, `doi:10.1000/1 ${text}`])
          if (new RegExp(pattern).test(readCited(glued).rest)) expect(mayHaveMark(glued)).toBe(true);
      }),
      { seed: 13, numRuns: 400 },
    );
    expect(fit).toBeGreaterThan(9);
  });

  test("is one that cites an address of the web which tells of an address of mail", () => {
    expect(findPersonal("see https://example.org/?for=ann%40example.org")).toHaveLength(1);
  });

  test.each(["ISBN 0-306-40615-2geo:33.12,117.12", "ISBN 0-306-40615-2lat 33.9"])(
    "is one in which a mark begins where a citation ends: %s",
    (text) => {
      expect(findPersonal(text)).toHaveLength(1);
    },
  );

  test("is not what most texts are", () => {
    const usual = [
      "8 * (1 - conscientious)",
      "1 week",
      "100_000",
      "Litter and the camera",
      "value < -0.2",
      "late_payment",
    ];
    for (const text of usual) expect(mayHaveMark(text)).toBe(false);
  });
});
