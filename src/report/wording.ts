import { hasUnseen, visibleLine } from "../core/visible.ts";

/** Numbers as a person reads them. The minus is a real one, and nothing depends on the machine's language. */

/** Text that came from a file, on one line, with whatever cannot be seen made visible. */
export function plain(text: string): string {
  return visibleLine(text).trim();
}

/** A name of a scenario, as words: "misses repayment". Text that tells of names is told so too. */
export function sayName(name: string): string {
  return plain(name).replaceAll("_", " ");
}

/** A whole number: 1,100,000. */
export function sayCount(count: number): string {
  const whole = Math.round(Math.abs(count)).toString();
  // Beyond 1e21 a number prints with an exponent, which has no thousands.
  const digits = /^\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return `${Math.round(count) < 0 ? "−" : ""}${digits}`;
}

/** A figure to four significant digits, three below 1, and never fewer than its whole ones: 0.031, 971.2, 12,345. */
export function sayFigure(figure: number): string {
  if (!Number.isFinite(figure)) return "–";
  const size = Math.abs(figure);
  if (size === 0) return "0";
  if (size >= 999.95) return sayCount(figure);
  if (size < 1e-4) return `${sign(figure)}${size.toExponential(1)}`;
  return `${sign(figure)}${Number(size.toPrecision(size < 1 ? 3 : 4)).toString()}`;
}

/** A figure with its sign, also above zero: +12.4. */
export function saySigned(figure: number): string {
  return figure > 0 ? `+${sayFigure(figure)}` : sayFigure(figure);
}

/** A share in percent: 12.4 %; what is there but too little to show is "<0.1 %". */
export function sayShare(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const percent = Math.abs(share) * 100;
  if (percent > 0 && percent < 0.05) return `${share < 0 ? "−" : ""}<0.1 %`;
  return `${share < 0 ? "−" : ""}${percent.toFixed(1)} %`;
}

/** Bytes by powers of 1,024: 14.2 MiB. */
export function sayBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

/** A duration: 0.8 s, 12 s, 3 min 05 s, 2 h 10 min. */
export function saySeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A large number in words: 26.1 million. */
export function sayLarge(amount: number): string {
  const steps: readonly [number, string][] = [
    [1e9, "billion"],
    [1e6, "million"],
    [1e3, "thousand"],
  ];
  for (const [step, word] of steps) if (Math.abs(amount) >= step) return `${short(amount / step)} ${word}`;
  return sayFigure(amount);
}

/** "1 tick", "208 ticks". */
export function sayNumber(count: number, noun: string, nouns = `${noun}s`): string {
  return `${sayCount(count)} ${Math.round(count) === 1 ? noun : nouns}`;
}

/** A number as an argument: 1_100_000. */
export function asArgument(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "_");
}

/** A word as a shell takes it. */
export function asShellWord(word: string): string {
  if (hasUnseen(word)) return asEscapedWord(word);
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word that could not be read off a screen, in the escapes that bash, zsh and ksh have. */
function asEscapedWord(word: string): string {
  const letters = Array.from(word, (letter) => {
    if (letter === "'" || letter === "\\") return `\\${letter}`;
    return hasUnseen(letter) ? `\\U${letter.codePointAt(0)!.toString(16).padStart(8, "0")}` : letter;
  });
  return `$'${letters.join("")}'`;
}

/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const line = plain(text.replace(/\s+/g, " "));
  return /^.*?[.!?:](?=\s|$)/.exec(line)?.[0].replace(/:$/, ".") ?? line;
}

/** A day of the calendar: 2010-03-05. */
export function sayDay({ year, month, day }: { year: number; month: number; day: number }): string {
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

function sign(figure: number): string {
  return figure < 0 ? "−" : "";
}

function short(amount: number): string {
  const size = Math.abs(amount);
  return `${sign(amount)}${size >= 100 ? size.toFixed(0) : size.toFixed(1)}`;
}
