import type { ChartOf } from "../messages.ts";
import type { Language } from "./route.ts";

const localeOf = (language: Language): string => (language === "zh" ? "zh-Hans-CN" : "en-GB");

/** Formats that were made: one takes longer to make than a hundred figures to say. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${options.style} ${options.notation} ${options.maximumFractionDigits} ${options.maximumSignificantDigits}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(localeOf(language), options);
  formats.set(key, known);
  return known;
}

/** A count, with its thousands apart. */
export function sayCount(count: number, language: Language): string {
  return formatOf(language, { maximumFractionDigits: 0 }).format(count);
}

/** A count in few letters: 1.1M. */
export function sayShort(count: number, language: Language): string {
  const options = { notation: "compact", maximumSignificantDigits: 3 } as const;
  return formatOf(language, options).format(count);
}

export function sayFigure(figure: number, unit: ChartOf["unit"], language: Language): string {
  if (!Number.isFinite(figure)) return "–";
  const percent = { style: "percent", maximumSignificantDigits: 3 } as const;
  if (unit === "share") return formatOf(language, percent).format(figure);
  const digits = Math.abs(figure) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  const said = formatOf(language, digits).format(figure);
  if (unit !== "yuan") return said;
  return language === "zh" ? `${said} 元` : `¥${said}`;
}

/** How values are said in a language: with four digits that count. */
export function sayValueIn(language: Language): (value: number) => string {
  const format = formatOf(language, { maximumSignificantDigits: 4 });
  return (value) => format.format(value);
}

/** A day such as 2010-03-05, as people write it; shorter where many stand below one another. */
export function sayDay(day: string, language: Language, long = true): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!Number.isFinite(year) || !Number.isFinite(month) || !Number.isFinite(date)) return day;
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: long ? "long" : "medium", timeZone: "UTC" });
  return format.format(Date.UTC(year!, month! - 1, date!));
}
