import { isDay } from "./cited.ts";

/** Digits in a row, and what stands between one row and the next. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

interface Run {
  readonly groups: readonly Group[];
  /** What stands behind each group but the last. */
  readonly between: readonly string[];
}

/** How groups of a run read: a figure, a date, ...; `small` and `long` are digits that are nothing else. */
type Kind = "figure" | "decimal" | "date" | "day" | "round" | "year" | "small" | "long";

interface Unit {
  readonly kind: Kind;
  /** Groups from and to, the latter exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface Digits {
  readonly start: number;
  readonly end: number;
}

/** So many digits can say who somebody is. */
const fewest = 7;
/** Digits of a figure with its thousands apart; more only where it ends in zeros. */
const figureMost = 12;
/** Digits of a decimal in prose. */
const decimalMost = 9;

/**
 * Stretches of seven or more digits in a plain text that are no figure, date, year or range: whatever single blank, dash,
 * dot or underscore stands between them. Where it is prose, decimals of more than nine digits are found too.
 */
export function findDigits(text: string, prose: boolean): Digits[] {
  return runsOf(text).flatMap((run) => stretchesOf(run, unitsOf(run, text, prose)));
}

/** Whether a plain text has so many digits that `findDigits` can find anything. */
export function hasDigits(text: string): boolean {
  return (text.match(/\d/g)?.length ?? 0) >= fewest;
}

function runsOf(text: string): Run[] {
  const runs: { groups: Group[]; between: string[] }[] = [];
  let last: Group | undefined;
  for (const { 0: digits, index: start } of text.matchAll(/\d+/g)) {
    const group = { start, end: start + digits.length, digits };
    const between = last && text.slice(last.end, start);
    if (last && isJoint(between!, last, group)) {
      runs.at(-1)!.groups.push(group);
      runs.at(-1)!.between.push(between!);
    } else runs.push({ groups: [group], between: [] });
    last = group;
  }
  return runs;
}

function isJoint(between: string, before: Group, after: Group): boolean {
  const shortest = Math.min(before.digits.length, after.digits.length);
  if (between === "\n") return before.digits.length <= 3 && after.digits.length <= 3;
  if (between === ",") return shortest >= 3 || after.digits.length === 3;
  return /^(?:[-._/'’]| {1,3}| - )$/.test(between);
}

function unitsOf(run: Run, text: string, prose: boolean): Unit[] {
  const units: Unit[] = [];
  for (let from = 0; from < run.groups.length; ) {
    const unit = unitAt(run, from, text, prose);
    units.push(unit);
    from = unit.to;
  }
  return units.map((unit, i) => {
    const beside = [units[i - 1], units[i + 1]].map((one) => one?.kind);
    const alone = unit.kind === "day" ? ["date", "day", "year"] : ["date", "day", "year", "figure", "decimal", "round"];
    if (unit.kind !== "day" && unit.kind !== "round") return unit;
    return beside.every((kind) => kind === undefined || alone.includes(kind)) ? unit : { ...unit, kind: "long" };
  });
}

function unitAt(run: Run, from: number, text: string, prose: boolean): Unit {
  const { groups, between } = run;
  const { digits, start } = groups[from]!;
  const behindPoint = text[start - 1] === "." && !/\d/.test(text[start - 2] ?? "");
  if (behindPoint) return { kind: prose && digits.length > decimalMost ? "long" : "decimal", from, to: from + 1 };
  const thousands = endOfThousands(run, from);
  const whole = thousands ?? from + 1;
  if (isDate(run, from)) return { kind: "date", from, to: from + 3 };
  const hasFraction = between[whole - 1] === "." && between[whole] !== "." && between[from - 1] !== ".";
  if (hasFraction && (thousands !== undefined || digits.length < fewest)) {
    const length = groups.slice(from, whole + 1).reduce((sum, one) => sum + one.digits.length, 0);
    return { kind: prose && length > decimalMost && thousands === undefined ? "long" : "decimal", from, to: whole + 1 };
  }
  if (thousands !== undefined) return { kind: isFigure(run, from, thousands) ? "figure" : "long", from, to: thousands };
  return { kind: kindOf(digits), from, to: from + 1 };
}

function kindOf(digits: string): Kind {
  if (isDay(digits)) return "day";
  if (/^[1-9]\d{0,2}0{4,20}$/.test(digits) && digits.length >= fewest && !isMobile(digits)) return "round";
  if (/^(1\d|2[01])\d\d$/.test(digits)) return "year";
  return digits.length < fewest ? "small" : "long";
}

/** Where thousands that stand apart end: 1,400,000 or 1_400_000. */
function endOfThousands({ groups, between }: Run, from: number): number | undefined {
  const sign = between[from];
  const first = groups[from]!.digits;
  if (sign === undefined || !/^[,_'’ ]$/.test(sign) || first.length > 3 || first.startsWith("0")) return undefined;
  let to = from + 1;
  while (between[to - 1] === sign && groups[to]!.digits.length === 3) to++;
  const ends = sign !== " " || groups[to - 1]!.digits === "000";
  return to > from + 1 && ends ? to : undefined;
}

/** Whether thousands that stand apart are few enough, or so many because they end in zeros. */
function isFigure({ groups }: Run, from: number, to: number): boolean {
  const length = groups.slice(from, to).reduce((sum, { digits }) => sum + digits.length, 0);
  return length <= figureMost || groups.slice(to - 2, to).every(({ digits }) => digits === "000");
}

/** Whether three groups are a day: 2014-06-14, 14.6.2014, 6/14/2014. */
function isDate({ groups, between }: Run, from: number): boolean {
  const [one, two, three] = groups.slice(from, from + 3).map(({ digits }) => digits);
  const sign = between[from];
  if (three === undefined || sign !== between[from + 1] || !/^[-./]$/.test(sign!)) return false;
  const pad = (text: string): string => text.padStart(2, "0");
  if (one!.length === 4) return isDay(`${one}${pad(two!)}${pad(three)}`);
  return isDay(`${three}${pad(two!)}${pad(one!)}`) || isDay(`${three}${pad(one!)}${pad(two!)}`);
}

/** Units in a row that belong to each other and are nothing but digits. */
function stretchesOf(run: Run, units: readonly Unit[]): Digits[] {
  const found: Digits[] = [];
  let stretch: Unit[] = [];
  const close = (): void => {
    if (isSuspect(run, stretch))
      found.push({ start: run.groups[stretch[0]!.from]!.start, end: run.groups[stretch.at(-1)!.to - 1]!.end });
    stretch = [];
  };
  for (const unit of units) {
    const plain = unit.kind === "small" || unit.kind === "long" || unit.kind === "year";
    if (!plain) close();
    else {
      const before = stretch.at(-1);
      if (before && breaks(run, before, unit)) close();
      stretch.push(unit);
    }
  }
  close();
  return found;
}

function isRecent(year: string): boolean {
  return /^(19|20)/.test(year);
}

/** Whether two units have nothing to do with each other: a year beside a blank, a slash beside a small one. */
function breaks({ between, groups }: Run, before: Unit, after: Unit): boolean {
  const sign = between[before.to - 1]!;
  const besideYear = [before, after].some(({ kind, from }) => kind === "year" && isRecent(groups[from]!.digits));
  if (besideYear && (sign === "/" || (sign.trim() === "" && groups.length <= 3))) return true;
  return sign === "/" && Math.min(groups[before.from]!.digits.length, groups[after.from]!.digits.length) < 3;
}

function isSuspect({ groups, between }: Run, stretch: readonly Unit[]): boolean {
  if (stretch.length === 0) return false;
  const parts = stretch.flatMap(({ from, to }) => groups.slice(from, to)).map(({ digits }) => digits);
  if (parts.reduce((sum, part) => sum + part.length, 0) < fewest) return false;
  if (stretch.some(({ kind }) => kind === "long")) return true;
  if (stretch.every(({ kind }) => kind === "year")) return false;
  const signs = stretch.slice(0, -1).map(({ to }) => between[to - 1]!);
  // Arguments of a function, ends of a range, one figure less another, a number with its year.
  const areRound = parts.every((part) => part.endsWith("0"));
  if (signs.every((sign) => sign === ",") && (areRound || parts.length === 2)) return false;
  if (parts.length !== 2) return true;
  if (signs[0] === " - ") return false;
  if (!/^[-_/]$/.test(signs[0]!)) return true;
  return !areRound && !isNumbered(parts[0]!, parts[1]!) && !isNumbered(parts[1]!, parts[0]!);
}

/** Whether two groups are the number and the year of a standard, a case or a decree. */
function isNumbered(year: string, figure: string): boolean {
  return isRecent(year) && year.length === 4 && figure.length <= 5;
}

/** Whether digits are a mobile number of China. */
export function isMobile(digits: string): boolean {
  return /^(0{0,2}86)?1[3-9]\d{9}$/.test(digits);
}
