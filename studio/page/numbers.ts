import type { ChartOf } from "../messages.ts";
import type { Language } from "./route.ts";

const localeOf = (language: Language): string => (language === "zh" ? "zh-Hans-CN" : "en-GB");

/** A count, with its thousands apart. */
export function sayCount(count: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 0 }).format(count);
}

/** A count in few letters: 1.1M. */
export function sayShort(count: number, language: Language): string {
  const options = { notation: "compact", maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(localeOf(language), options).format(count);
}

export function sayFigure(figure: number, unit: ChartOf["unit"], language: Language): string {
  if (!Number.isFinite(figure)) return "–";
  const percent = { style: "percent", maximumSignificantDigits: 3 } as const;
  if (unit === "share") return new Intl.NumberFormat(localeOf(language), percent).format(figure);
  const digits = Math.abs(figure) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  const said = new Intl.NumberFormat(localeOf(language), digits).format(figure);
  if (unit !== "yuan") return said;
  return language === "zh" ? `${said} 元` : `¥${said}`;
}

/** How values are said in a language: with four digits that count. */
export function sayValueIn(language: Language): (value: number) => string {
  const format = new Intl.NumberFormat(localeOf(language), { maximumSignificantDigits: 4 });
  return (value) => format.format(value);
}

/** A day such as 2010-03-05, as people write it; shorter where many stand below one another. */
export function sayDay(day: string, language: Language, long = true): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!Number.isFinite(year) || !Number.isFinite(month) || !Number.isFinite(date)) return day;
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: long ? "long" : "medium", timeZone: "UTC" });
  return format.format(Date.UTC(year!, month! - 1, date!));
}
