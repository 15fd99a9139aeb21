import { isPlain } from "./plain.ts";

/** What a shape is called, and what of a text has it. */
export interface Mark {
  readonly says: string;
  readonly pattern: RegExp;
  /** Whether a stretch that fits the pattern has the shape; it has unless told. */
  readonly isOne?: (found: RegExpMatchArray, how: { readonly prose: boolean }) => boolean;
}

const mail = "a mail address";
const place = "coordinates of a place";
const street = "an address of a place";
const key = "an identifier";

const word = "[\\p{L}\\p{N}_.+%-]{1,64}";
const host = "[\\p{L}\\p{N}-]{1,63}";
const at = "(?:@|[\\[({]at[\\])}])";
const dot = "(?:\\.| ?[\\[({]dot[\\])}] ?)";
const streets = "Street|St\\.|Road|Rd\\.?|Avenue|Ave\\.?|Lane|Boulevard|Blvd\\.?|Drive|Square|Terrace|Crescent";
const named = "(?:\\p{Lu}[\\p{L}'’.-]{1,30} ){1,4}";

const alone = "(?<![\\p{L}\\p{N}-])";
const ends = "(?![\\p{L}\\p{N}-])";

/** Shapes that are known by more than their digits, the surest first. Patterns end in time linear in the text. */
export const marks: readonly Mark[] = [
  { says: mail, pattern: new RegExp(`${word}@${host}(?:\\.${host}){0,5}`, "gu"), isOne: isMail },
  { says: mail, pattern: new RegExp(`${word} ?${at} ?${host}(?:${dot}${host}){1,5}`, "giu"), isOne: isMail },
  { says: mail, pattern: /\b[\w.-]{2,64} at [\w-]{2,63} dot [a-z]{2,10}\b/gi },
  {
    says: "the name of an account",
    pattern: /(?<![\p{L}\p{N}_/.])@[\p{L}_][\p{L}\p{N}_.-]{2,30}(?![\p{L}\p{N}_./-])/gu,
  },
  { says: "the name of an account", pattern: /\bwxid_\w{4,30}/g },
  { says: key, pattern: /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi },
  { says: "the address of a device", pattern: /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/gi },
  { says: "the address of a device", pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]?\d)/g, isOne: isInternet },
  {
    says: "the address of a device",
    pattern: /(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.]?\w)/gi,
    isOne: ([found]) => /\d/.test(found) && /[a-f]/i.test(found),
  },
  {
    says: "the address of a device",
    pattern:
      /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\w:])/gi,
    isOne: ([found]) => /\d/.test(found),
  },
  {
    says: "the number of a bank account",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g,
    isOne: ([found]) => isBankAccount(found.replaceAll(" ", "")),
  },
  { says: "an identity number", pattern: /\b[A-Z]{1,2}\d{6} ?\([\dA]\)/g },
  { says: "an identity number", pattern: /\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D]\b/g },
  {
    says: "the number of a vehicle",
    pattern:
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ .-]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]/g,
    isOne: ([found]) => /\d/.test(found),
  },
  {
    says: "the number of a vehicle",
    pattern: new RegExp(`${alone}[A-HJ-NP-TV-Z]{2}([- ])\\d{3}\\1[A-HJ-NP-TV-Z]{2}${ends}`, "gu"),
  },
  { says: "the number of a vehicle", pattern: new RegExp(`${alone}[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \\d{2,4}${ends}`, "gu") },
  {
    says: place,
    pattern: /(?<![\d.])[-+]?(\d{1,3}\.\d{4,20})°?(?: ?[NSEW])?[,;/ ]{1,3}[-+]?(\d{1,3}\.\d{4,20})(?![\d.]?\d)/g,
    isOne: ([, one, other], { prose }) => areCoordinates(Number(one), Number(other), prose),
  },
  {
    says: place,
    pattern:
      /\d{1,3}(?:\.\d{1,9})? ?°[^\S\n]?\d{1,2}(?:\.\d{1,9})? ?['′’](?: ?\d{1,2}(?:\.\d{1,9})? ?(?:["″”]|′′|''))?(?: ?[NSEW北南东西]\b)?/g,
  },
  { says: place, pattern: /\d{1,3} ?deg(?:rees?)?\.? \d{1,2} ?min/gi },
  { says: place, pattern: /(?<![\d.])\d{1,3}\.\d{2,20} ?° ?[NSEW](?![a-z])/g },
  { says: place, pattern: /(?<![\d.])\d{1,3}\.\d{4,20} ?[NSEW](?![\p{L}\d])/gu },
  { says: place, pattern: /(?<![\p{L}\d])[NSEW] ?\d{1,3}\.\d{4,20}(?![\d.]?\d)/gu },
  // Both of a pair are as good as more decimals of one.
  { says: place, pattern: /(?<![\d.])\d{1,3}\.\d{2,20} ?[NS][,; ]{1,3}\d{1,3}\.\d{2,20} ?[EW](?![\p{L}\d])/gu },
  { says: place, pattern: /(?<![\p{L}\d])[NS] ?\d{1,3}\.\d{2,20}[,; ]{1,3}[EW] ?\d{1,3}\.\d{2,20}(?![\d.]?\d)/gu },
  { says: place, pattern: /\bx ?[=:] ?-?\d{1,3}\.\d{4,20}[,; ]{1,3}y ?[=:] ?-?\d{1,3}\.\d{4,20}/gi },
  {
    says: place,
    pattern: /(?<![\d.])-?(\d{2,3}\.\d{4,20})°? (?:and|und|et|y|by|x) -?(\d{2,3}\.\d{4,20})(?![\d.]?\d)/g,
    isOne: ([, one, other], { prose }) => areCoordinates(Number(one), Number(other), prose),
  },
  { says: place, pattern: /(?:[北南]纬|[东西]经) ?\d{1,3}(?:\.\d{1,20}| ?°)/g },
  { says: place, pattern: /\b(?:latitude|longitude|lat|lon|lng)\b\W{0,3}-?\d{1,3}\.\d{1,20}/gi },
  {
    says: place,
    pattern: /\b(?:POINT|LINESTRING|POLYGON|MULTIPOINT) ?Z? ?\(+ ?-?\d[\d., ()-]{0,80}|\bgeo:-?\d[\d.,-]{0,40}/gi,
  },
  { says: place, pattern: /(?<!\w)[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{2,7}(?!\w)/g },
  { says: place, pattern: /(?<![\w:/])\/\/\/\p{L}{2,40}\.\p{L}{2,40}\.\p{L}{2,40}/gu },
  {
    says: street,
    pattern: new RegExp(
      `(?<![\\d.,])(No\\.? ?)?(\\d{1,5})[A-Za-z]?,? ${named}(?:${streets})(?![\\p{L}])(?! (?:Journal|Initiative|Economic))`,
      "gu",
    ),
    isOne: ([found, numbered, figure]) => isHouse(found, numbered, figure!),
  },
  { says: street, pattern: new RegExp(`${named}(?:${streets}|Lu|Jie),? No\\.? ?\\d{1,5}`, "gu") },
  { says: street, pattern: /\p{L}{2,40}(?:straße|strasse|gasse|str\.|allee) ?\d{1,4}(?!\d)/giu },
  {
    says: street,
    pattern:
      /\b\d{1,4},? (?:bis )?(?:rue|avenue|boulevard|place|quai) (?:de la |de |du |des |d['’]|la |le )?\p{Lu}\p{L}+/gu,
  },
  {
    says: street,
    pattern:
      /(?<![\p{L}\p{N}])(?:Via|Viale|Piazza|Corso|Calle|Avenida|Paseo|Rua) (?:(?:de|del|della|di|do|da|la|las|los) ){0,2}\p{Lu}\p{L}{1,30}(?: \p{Lu}\p{L}{1,30}){0,2},? (?:n\.? ?|nº ?)?\d{1,4}(?!\d)/gu,
  },
  {
    says: street,
    pattern:
      /(?<!\p{L})(?:улица|ул\.|проспект|просп\.|переулок|пер\.|площадь|пл\.) ?\p{Lu}\p{L}{1,30}(?: \p{Lu}\p{L}{1,30}){0,2},? (?:(?:дом|д\.) ?)?\d{1,4}(?!\d)/giu,
  },
  {
    says: street,
    pattern:
      /\p{Script=Han}{1,20}(?:路|街|道|巷|弄|胡同|村) ?(?:\d{1,5}|[一二三四五六七八九十百]{1,6}) ?[号號弄](?!线|令|文)/gu,
  },
  { says: street, pattern: /\d{1,4} ?(?:号楼|栋|幢|单元|号院) ?\d{1,4}/g },
  {
    says: street,
    pattern: /(?:\b(?:postal code|postcode|zip code|zip|P\.? ?O\.? Box)|邮编|邮政编码) ?[:.]? ?\d{3,6}(?!\d)/gi,
  },
  { says: street, pattern: /\b[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]? \d[ABD-HJLNP-UW-Z]{2}\b/g },
  {
    says: key,
    pattern: /(?<![\p{L}\p{N}]|\d\.)[A-Za-z0-9]{16,}={0,2}(?![\p{L}\p{N}])/gu,
    isOne: ([found]) => isToken(found),
  },
  {
    says: key,
    pattern: /(?<![\p{L}\p{N}._-])[A-Z0-9]{9,15}(?![\p{L}\p{N}._-])/gu,
    isOne: ([found]) => found.replace(/\D/g, "").length >= 5 && changesIn(found) >= 4,
  },
  { says: "a long number", pattern: /[〇零一二三四五六七八九]{7,}/g },
  {
    says: "a telephone number",
    pattern: /(?<![\p{L}\p{N}])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}/gu,
    isOne: ([found]) => isDialled(found),
  },
  {
    says: "a telephone number",
    pattern: /\(\+?\d{1,5}\)[ .-]{0,2}\d{2,4}(?:[ .-]?\d{2,4}){1,3}(?!\d)/g,
    isOne: ([found]) => isDialled(found),
  },
];

/**
 * What no mark is without, in a text of printable ASCII: most texts have none of it, and so many patterns take a while to get
 * ready. What has other characters has them looked for in any case. Nothing here asks what stands beside: where a citation is
 * passed over, a mark may begin at once behind it.
 */
const partsOfMarks = [
  // Names of accounts, mail, addresses of the web with either.
  /@|%40|[[({]at[\])}]|\sdot\s|wxid_|\/\/\//i,
  // Devices and keys.
  /-[0-9a-f]{4}-|(?:[0-9a-f]{2}[:-]){5}|\d\.\d{1,3}\.\d|[0-9a-f]{4}\.[0-9a-f]{4}\.|[0-9a-f]:[0-9a-f]{0,4}:|[a-z0-9]{16}/i,
  // Accounts at banks, identity numbers, vehicles, codes, postcodes.
  /[A-Z]{2} ?\d\d ?\d|[A-Z]{2}\d\d|[A-Z]\d{6}|[A-Z]{2}[- ]\d{3}|[A-Z]-[A-Z]{1,2} \d|[A-Z0-9]{9}|[2-9CFGHJMPQRVWX]{8}\+|[A-Z]\d[\dA-Z]? \d[A-Z]/,
  // Coordinates.
  /\d\.\d{4}|\d ?deg|(?:latitude|longitude|lat|lon|lng)\W{0,3}-?\d{1,3}\.\d|(?:point|linestring|polygon) ?z? ?\(|geo:/i,
  /\d\.\d\d+ ?[NSEW]|[NSEW] ?\d{1,3}\.\d\d/,
  // Streets.
  /Street|St\.|Road|Rd|Ave|Lane|Boulevard|Blvd|Drive|Square|Terrace|Crescent|Lu,? No|Jie,? No|Via|Piazza|Corso|Calle|Paseo|Rua/,
  /stra?sse|gasse|str\.|allee|\d,? (?:bis )?(?:rue|avenue|boulevard|place|quai) |post|zip|box/i,
  // Telephone numbers.
  /\+\d|\(\+?\d{1,5}\)[ .-]{0,2}\d/,
];

/** Whether a text can have a mark at all. */
export function mayHaveMark(text: string): boolean {
  return !isPlain(text) || partsOfMarks.some((part) => part.test(text));
}

/** A domain ends in letters; what a package or a price is at does not. */
function isMail([found]: RegExpMatchArray): boolean {
  return /\p{L}{2,}[\])}]?$/u.test(found);
}

/** Four bytes in a row that are more than the number of a section. */
function isInternet({ 0: found, index = 0, input = "" }: RegExpMatchArray): boolean {
  const parts = found.split(".");
  if (parts.some((part) => Number(part) > 255)) return false;
  const around = /\bIP\b[^\n]{0,12}$/i.test(input.slice(0, index)) || /^[:/]\d/.test(input.slice(index + found.length));
  return around || parts.join("").length >= 7;
}

/** Whether the check digits of an IBAN are right. */
function isBankAccount(found: string): boolean {
  if (found.length < 15 || found.length > 34) return false;
  const turned = found.slice(4) + found.slice(0, 4);
  let rest = 0;
  for (const char of turned)
    for (const digit of String(Number.parseInt(char, 36))) rest = (10 * rest + Number(digit)) % 97;
  return rest === 1;
}

/** In rules, two decimals in a row are likely to be arguments of a function. */
function areCoordinates(one: number, other: number, prose: boolean): boolean {
  const [less, more] = one < other ? [one, other] : [other, one];
  return less <= 90 && more <= 180 && more >= (prose ? 1 : 10);
}

/** A year before the name of a road is more likely to be a year, and the Silk Road is none. */
function isHouse(found: string, numbered: string | undefined, figure: string): boolean {
  return numbered !== undefined || !(/^(19|20)\d\d$/.test(figure) || found.endsWith(" Silk Road"));
}

/** Letters and digits mixed as nobody writes words: digests, keys, tokens, codes of companies. */
function isToken(found: string): boolean {
  const digits = found.replace(/\D/g, "").length;
  const changes = changesIn(found);
  if (/^[0-9a-f]+$/i.test(found)) return digits >= 3 && digits < found.length;
  if (digits >= 4 && changes >= 4) return true;
  return found.length >= 20 && /[a-z]/.test(found) && /[A-Z]/.test(found) && digits >= 2 && changes >= 3;
}

/** How often letters and digits take turns. */
function changesIn(found: string): number {
  return found.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
}

function isDialled(found: string): boolean {
  const digits = found.replace(/\D/g, "");
  return digits.length >= 7 && digits.length <= 15 && !/ 000$/.test(found);
}
