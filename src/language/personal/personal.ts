import { isIdentity, readCited } from "./cited.ts";
import { findDigits, hasDigits, isMobile } from "./digits.ts";
import { marks, mayHaveMark } from "./marks.ts";
import { plainOf } from "./plain.ts";

/** A stretch of a text that has the shape of what says who or where somebody is: UTF-16 offsets, `end` exclusive. */
export interface Personal {
  readonly start: number;
  readonly end: number;
  /** Ends the sentence "it has the shape of ...". */
  readonly says: string;
  /** Whether it could have been meant as a figure. */
  readonly isFigure: boolean;
}

/** What kind of text is looked through. */
export interface Looked {
  /** It is read by people alone, so that no long decimal belongs to a formula. */
  readonly prose?: boolean;
  /** Sources may be cited in it: web addresses, DOIs, ISBNs. */
  readonly cites?: boolean;
}

/** No text of a scenario is longer: what lies beyond is refused for its length. */
const lookedAtMost = 20_000;
/** Nothing is found without one of these: most names and words end here. */
const mayHold = /[\p{N}@＠﹫零一二三四五六七八九十]|\/\/\/|[[({]at[\])}]|\sdot\s/iu;
/** One fault is as good as many. */
const foundMost = 5;

/**
 * What in a text has the shape of an identifier, a telephone number, an address of mail, place or device, or coordinates.
 * A shape is all that it knows: it takes no name for a name, nobody's deeds for theirs, and says nothing of whether a number
 * is anybody's. What it cannot see is a name; digits spelt in words or split by letters; a number told as a figure with its
 * thousands apart, or as the path of a web address; six digits and fewer; a street in small letters. Those remain
 * possible, and docs/SECURITY.md says so.
 */
export function findPersonal(text: string, { prose = false, cites = true }: Looked = {}): readonly Personal[] {
  if (!mayHold.test(text)) return [];
  const mayBeMarked = mayHaveMark(text);
  if (!mayBeMarked && !hasDigits(text)) return [];
  const plain = plainOf(text.slice(0, lookedAtMost));
  const { rest, told } = cites ? readCited(plain.text) : { rest: plain.text, told: [] };
  const found: Personal[] = told.map((one) => ({ ...one, isFigure: false }));
  const add = (start: number, end: number, says: string, isFigure: boolean): void => {
    if (found.length < foundMost && !found.some((one) => start < one.end && one.start < end))
      found.push({ start, end, says, isFigure });
  };
  for (const { says, pattern, isOne } of mayBeMarked ? marks : [])
    for (const match of rest.matchAll(pattern))
      if (!isOne || isOne(match, { prose })) add(match.index, match.index + match[0].length, says, false);
  for (const { start, end } of findDigits(rest, prose)) {
    const whole = widened(rest, start, end);
    add(whole.start, whole.end, nameOf(rest.slice(whole.start, whole.end)), true);
  }
  return found.map((one) => ({ ...one, ...plain.rangeOf(one.start, one.end) })).sort((a, b) => a.start - b.start);
}

/** Digits with what belongs to them: the letters of a passport, a plus, the X at the end of an identity number. */
function widened(text: string, start: number, end: number): { start: number; end: number } {
  const before =
    /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}|\+)$/u.exec(text.slice(Math.max(0, start - 3), start))?.[0].length ?? 0;
  const after = /^ ?[-.]? ?X(?![\p{L}\p{N}])/iu.exec(text.slice(end, end + 4))?.[0].length ?? 0;
  return { start: start - before, end: end + after };
}

function nameOf(found: string): string {
  const digits = found.replace(/[^\dX]/gi, "").toUpperCase();
  if (isIdentity(digits) || /^\d{6}(18|19|20)\d{9}[\dX]$/.test(digits)) return "an identity number";
  if (/^[A-Z]{1,2}\d{7,9}$/.test(found)) return "the number of a passport";
  if (found.startsWith("+") || isMobile(digits) || isDialled(found)) return "a telephone number";
  if (/^\d{3}[- .]\d{2}[- .]\d{4}$/.test(found)) return "a social security number";
  if (/^\d{13,19}$/.test(digits) && isCard(digits)) return "the number of a payment card";
  return "an identifier, a long number";
}

/** Groups as numbers are dialled: 555-1234, 555 123 4567, 0516 8888 8888, 010-12345678. */
function isDialled(found: string): boolean {
  return /^(\d{3,4}[- .]\d{4}|\d{3}[- .]\d{3}[- .]\d{4}|\d{3}[- .]\d{4}[- .]\d{4}|0\d{2,3}[- .]\d{4}[- .]?\d{4}|0\d{2,3}[- .]\d{7,8})$/.test(
    found,
  );
}

/** Luhn's check. */
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((all, digit, i) => {
    const figure = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return all + (figure > 9 ? figure - 9 : figure);
  }, 0);
  return sum % 10 === 0;
}
