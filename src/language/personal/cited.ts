/**
 * What is cited in a source or a remark, and holds long numbers by its nature: web addresses, DOIs, ISBNs, ISSNs, numbers of
 * libraries, pages.
 */
export interface Cited {
  /** The text with every citation blotted out, as long as before. */
  readonly rest: string;
  /** Citations that say who somebody is: where, and what they have the shape of. */
  readonly told: readonly { readonly start: number; readonly end: number; readonly says: string }[];
}

/** What a citation becomes: no digit, no letter and nothing that stands between digits. */
const blot = "\u0001";

const addresses = /\bhttps?:\/\/[^\s"'<>\\^`{|}]{1,2000}/gi;
const others: readonly [pattern: RegExp, isOne: (found: string) => boolean][] = [
  [/\b10\.\d{4,9}\/[^\s"'<>]{1,200}/g, () => true],
  [/\barxiv: ?\d{4}\.\d{4,5}/gi, () => true],
  [/\bISBN(?:-1[03])?:? ?[\dX -]{9,16}[\dX]/g, (found) => isIsbn(found.replace(/^ISBN(-1[03])?/, ""))],
  [/\b97[89][- ]?\d(?:[- ]?\d){8}[- ]?\d\b/g, isIsbn],
  [/\bISSN:? ?\d{4}-?\d{3}[\dX]\b/g, isIssn],
  [/\b(?:PMID|PMC|JSTOR|SSRN|OCLC):? ?\d{6,9}\b/g, () => true],
  [/\bpp?\. ?\d{1,5} ?- ?\d{1,5}\b/g, () => true],
];

/** Finds what is cited in a plain text. */
export function readCited(text: string): Cited {
  const told: { start: number; end: number; says: string }[] = [];
  let rest = text.replace(addresses, (found, start: number) => {
    const address = found.replace(/[.,;:!?)\]]+$/, "");
    const [isOne, says] = readAddress(address);
    if (says !== undefined) told.push({ start, end: start + address.length, says });
    return isOne ? blot.repeat(address.length) + found.slice(address.length) : found;
  });
  for (const [pattern, isOne] of others)
    rest = rest.replace(pattern, (found) => (isOne(found) ? blot.repeat(found.length) : found));
  return { rest, told };
}

/** Whether something is a web address whose numbers are its own affair, and whom it tells of all the same. */
function readAddress(address: string): [isOne: boolean, says?: string] {
  const [, authority, path] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(address)!;
  if (authority!.includes("@")) return [true, "a web address with the name of a user"];
  if (/[^/=&?#]+(@|%40)[^/=&?#]+\.\w/i.test(path!)) return [true, "a web address with a mail address in it"];
  const identity = path!.match(/(?<!\d)\d{17}[\dX](?!\d)/gi)?.some(isIdentity);
  if (identity) return [true, "a web address with an identity number in it"];
  return [/^([\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}(:\d{1,5})?$/u.test(authority!)];
}

function isIsbn(text: string): boolean {
  const digits = text.replace(/[^\dX]/g, "");
  if (/^97[89]\d{10}$/.test(digits)) return sum(digits, (digit, i) => digit * (i % 2 === 0 ? 1 : 3)) % 10 === 0;
  return /^\d{9}[\dX]$/.test(digits) && sum(digits, (digit, i) => digit * (10 - i)) % 11 === 0;
}

function isIssn(text: string): boolean {
  return sum(text.replace(/[^\dX]/g, ""), (digit, i) => digit * (8 - i)) % 11 === 0;
}

/** Whether eighteen figures are an identity number of China, with a day of birth and the right last figure. */
export function isIdentity(text: string): boolean {
  if (!/^\d{17}[\dX]$/i.test(text) || !isDay(text.slice(6, 14))) return false;
  return sum(text.toUpperCase(), (digit, i) => digit * (2 ** (17 - i) % 11)) % 11 === 1;
}

/** Whether eight figures are a day: 20140614. */
export function isDay(digits: string): boolean {
  return /^(1[5-9]|2[01])\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits);
}

/** A sum over figures, where X is ten. */
function sum(digits: string, of: (digit: number, place: number) => number): number {
  return [...digits].reduce((all, digit, i) => all + of(digit === "X" ? 10 : Number(digit), i), 0);
}
