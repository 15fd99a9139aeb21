import { isWithin, runLimits, type Span, sayWhole } from "../core/limits.ts";
import { nearest, type Problem, ProblemError } from "../core/problem.ts";
import type { Place, Source } from "../core/source.ts";
import { quoted } from "../core/visible.ts";
import { asShellWord } from "../report/wording.ts";
import { commandName } from "./commandName.ts";

/** What a person typed, as a source that problems can point into. */
export interface CommandLine {
  readonly source: Source;
  readonly words: readonly { readonly text: string; readonly place: Place }[];
}

export function readLine(argv: readonly string[]): CommandLine {
  const texts = [commandName(), ...argv.map(asShellWord)];
  const source: Source = { name: "the command line", text: texts.join(" ") };
  let start = 0;
  const places = texts.map((text) => {
    const place = { source, start, end: start + text.length };
    start += text.length + 1;
    return place;
  });
  return { source, words: argv.map((text, i) => ({ text, place: places[i + 1]! })) };
}

/** Where the last value of an option stands; the option itself where it has none. */
export function placeOfOption(line: CommandLine, option: string): Place | undefined {
  const at = line.words.findLastIndex(({ text }) => text === option || text.startsWith(`${option}=`));
  if (at < 0) return undefined;
  const word = line.words[at]!;
  return word.text === option ? (line.words[at + 1] ?? word).place : word.place;
}

/** Where a word stands that is no option's value. */
export function placeOfWord(line: CommandLine, text: string): Place | undefined {
  return line.words.find((word) => word.text === text)?.place;
}

/** How a number may be given. */
interface Whole extends Span {
  readonly code: string;
  /** What it is a number of. */
  readonly noun: string;
}

const { people } = runLimits;
/** Numbers of those who are in the largest world. */
const numbers = { least: 0, most: people.most - 1 };

export const wholes = {
  people: { code: "bad-people", noun: "a number of people", ...people },
  ticks: { code: "bad-ticks", noun: "a number of ticks", ...runLimits.ticks },
  seed: { code: "bad-seed", noun: "a seed", ...runLimits.seed },
  threads: { code: "bad-threads", noun: "a number of threads", ...runLimits.threads },
  checkpoint: { code: "bad-checkpoint", noun: "a number of ticks", ...runLimits.checkpoint },
  seeds: { code: "bad-seeds", noun: "a number of seeds", ...runLimits.seeds },
  twins: { code: "bad-twins", noun: "a number of twins", ...runLimits.twins },
  person: { code: "bad-person", noun: "the number of a person", ...numbers },
  enterprise: { code: "bad-enterprise", noun: "the number of an enterprise", ...numbers },
} as const satisfies Record<string, Whole>;

export const backends = ["auto", "interpret", "wasm"] as const;
export type Backend = (typeof backends)[number];

/** Reads the values of options, and throws all that is wrong with them at once. */
export class OptionReader {
  readonly #line: CommandLine;
  readonly #problems: Problem[] = [];

  constructor(line: CommandLine) {
    this.#line = line;
  }

  /** A whole number, such as 1_400_000_000 or 1e6. */
  whole(option: string, text: string | undefined, kind: Whole): number | undefined {
    if (text === undefined || this.#isMissing(option, text)) return undefined;
    const written = /^\d+(_\d+)*(e\d{1,2})?$/i.test(text);
    const value = Number(text.replaceAll("_", ""));
    if (written && isWithin(kind, value)) return value;
    this.#problems.push({
      code: kind.code,
      message: `${quote(text)} is not ${kind.noun}`,
      place: placeOfOption(this.#line, option),
      expected: sayWhole(kind),
      remedy: /^\d{1,3}([,. ]\d{3})+$/.test(text) ? "write thousands with underscores, such as 1_100_000" : undefined,
    });
    return undefined;
  }

  backend(text: string | undefined): Backend | undefined {
    if (text === undefined || this.#isMissing("--backend", text)) return undefined;
    const found = backends.find((one) => one === text);
    if (found === undefined) {
      this.#problems.push({
        code: "unknown-backend",
        message: `there is no backend ${quote(text)}`,
        place: placeOfOption(this.#line, "--backend"),
        expected: `one of ${backends.join(", ")}`,
        nearest: nearest(text, backends),
      });
    }
    return found;
  }

  /** The path of a folder or file. */
  path(option: string, text: string | undefined): string | undefined {
    if (text === undefined || this.#isMissing(option, text)) return undefined;
    if (text !== "") return text;
    this.#problems.push({
      code: "missing-value",
      message: `${option} is empty`,
      place: placeOfOption(this.#line, option),
    });
    return undefined;
  }

  /** Refuses an option that was given where it would do nothing, and says why. */
  refuse(option: string, text: string | undefined, why: string): void {
    if (text === undefined) return;
    const place = placeOfOption(this.#line, option);
    this.#problems.push({ code: "needless-option", message: `${option} does nothing here: ${why}`, place });
  }

  /** Says so where the next option stands in the place of a value. */
  #isMissing(option: string, text: string): boolean {
    if (!text.startsWith("--")) return false;
    const place = placeOfWord(this.#line, option);
    this.#problems.push({ code: "missing-value", message: `${option} has no value`, place });
    return true;
  }

  throwAny(): void {
    if (this.#problems.length > 0) throw new ProblemError(this.#problems);
  }
}

/** A word as messages show it. */
export function quote(text: string): string {
  return quoted(text, 100);
}

/** An object without the keys that are undefined: an option that was not given is not there. */
export function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
