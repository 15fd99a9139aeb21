import type { Command, CommanderError } from "commander";
import { nearest, type Problem, ProblemError } from "../core/problem.ts";
import { type Place, positionOf } from "../core/source.ts";
import { version } from "../core/version.ts";
import { widthOf } from "../core/visible.ts";
import { wrap } from "../report/table.ts";
import { type CommandLine, placeOfOption, placeOfWord, quote } from "./arguments.ts";
import { commandName } from "./commandName.ts";

/** A problem as plain data: where it is stands in `file`, `line` and `column`. */
export function tellProblem({ code, message, place, expected, nearest: near, remedy }: Problem): object {
  const position = place && positionOf(place.source, place.start);
  const where = position && { file: place.source.name, line: position.line, column: position.column };
  return { code, message, ...where, expected, nearest: near, remedy };
}

/**
 * Problems as they are rendered, with what was expected and how to mend it over as many lines as it takes. What is wrong
 * stays on one line, so that it can be looked for.
 */
export function wrapNotes(rendered: string, width: number): string {
  const lines = rendered.split("\n").flatMap((line) => {
    const [, lead, note] = /^( *= )(.+)$/.exec(line) ?? [];
    if (lead === undefined || widthOf(line) <= width) return [line];
    return wrap(note!, width - lead.length).map((part, i) => (i === 0 ? lead : " ".repeat(lead.length)) + part);
  });
  return lines.join("\n");
}

/** What is said when the fault is ours. */
export function sayBug(message: string, width: number): string {
  const text =
    `This is a bug in Glasshouse ${version}, not a mistake of yours: ${message.replace(/\s+/g, " ")}. ` +
    "Nothing was lost but this run. Please report it as an issue of the project, with the command and the scenario; " +
    "GLASSHOUSE_DEBUG=1 before the command adds what we need to find it.";
  return wrap(text, width).join("\n");
}

/** The argument parser's faults as problems of ours; the error itself where it is none of the person's making. */
export function problemsOf(error: CommanderError, program: Command, line: CommandLine): unknown {
  const verb = verbOf(program, line);
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const usage = verb && `${commandName()} ${verb.name()} ${verb.usage()}`;
  const problem = ((): Problem | undefined => {
    switch (error.code) {
      case "commander.unknownOption":
        return unknownOption(named, verb ?? program, line);
      case "commander.missingArgument":
        return {
          code: "missing-argument",
          message: `${quote(verb?.name() ?? "")} needs ${named}`,
          place: verb && placeOfWord(line, verb.name()),
          expected: usage,
        };
      case "commander.missingMandatoryOptionValue":
        return { code: "missing-option", message: `${quote(verb?.name() ?? "")} needs ${named}`, expected: usage };
      case "commander.optionMissingArgument":
        return {
          code: "missing-value",
          message: `${named.split(" ")[0]} has no value`,
          place: placeOfOption(line, named.split(" ")[0]!),
          expected: named,
        };
      case "commander.excessArguments":
        return {
          code: "too-many-arguments",
          message: "there are more arguments than this verb takes",
          place: verb && placeOfExcess(verb, line),
          expected: usage,
        };
      default:
        return undefined;
    }
  })();
  return problem ? new ProblemError([problem]) : error;
}

/** Where so many files are open that not even the command can be loaded, or a file be read; undefined where they are not. */
export function faultOfFiles(error: unknown): ProblemError | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "EMFILE" && code !== "ENFILE") return undefined;
  const message = "too many files are open: this process, or the system, may not open another";
  const remedy = "raise the limit, as with ulimit -n 1024, or close other programs";
  return new ProblemError([{ code: "too-many-open", message, remedy }]);
}

/** What only an option asks for, so that the library has no place to point at: by code, the likeliest first. */
const askedBy: Readonly<Record<string, readonly string[]>> = {
  "life-alone": ["--people"],
  "checkpoint-beyond": ["--ticks", "--resume"],
  "checkpoint-damaged": ["--resume"],
  "checkpoint-false": ["--resume"],
  "checkpoint-foreign": ["--resume"],
  "checkpoint-truncated": ["--resume"],
  "checkpoint-version": ["--resume"],
};

/** An error whose problems point at the options that asked for it, where they have no other place. */
export function pointed(error: unknown, line: CommandLine): unknown {
  if (!(error instanceof ProblemError)) return error;
  const placed = error.problems.map((problem): Problem => {
    if (problem.place || !Object.hasOwn(askedBy, problem.code)) return problem;
    const places = askedBy[problem.code]!.map((option) => placeOfOption(line, option));
    const place = places.find((one) => one !== undefined) ?? folderOf(line);
    return place ? { ...problem, place } : problem;
  });
  return placed.some((problem, i) => problem !== error.problems[i]) ? new ProblemError(placed) : error;
}

/** The folder that is to be verified. */
function folderOf({ words }: CommandLine): Place | undefined {
  const own = words.filter(({ text }) => !text.startsWith("-"));
  return own[0]?.text === "verify" ? own[1]?.place : undefined;
}

/**
 * Refuses a verb that is none, also where its help is asked for: the parser would give the help of all instead. Throws
 * ProblemError (unknown-verb).
 */
export function refuseStrayVerb(program: Command, line: CommandLine): void {
  const [first, second] = line.words.map(({ text }) => text).filter((text) => !text.startsWith("-"));
  const word = first === "help" ? second : first;
  if (word === undefined || word === "help" || program.commands.some((one) => one.name() === word)) return;
  throw new ProblemError([unknownVerb(word, program, line)]);
}

/** Throws ProblemError (repeated-option) with every option that is given more than once. */
export function refuseRepeated(verb: Command, line: CommandLine): void {
  const given = optionsIn(verb, line);
  const again = given.filter(({ option }, i) => given.findIndex((one) => one.option === option) < i);
  if (again.length === 0) return;
  throw new ProblemError(
    again.map(({ option, place }) => ({
      code: "repeated-option",
      message: `${option} is given more than once`,
      place,
      expected: "each option once",
    })),
  );
}

interface GivenOption {
  /** Its name, such as --people. */
  readonly option: string;
  readonly place: Place;
  /** Place of its value among the words of the line, where that is a word of its own. */
  readonly value: number | undefined;
}

/** The options of a verb that stand on a line, as the parser takes them: the word behind one that needs a value is that. */
function optionsIn(verb: Command, { words }: CommandLine): GivenOption[] {
  const found: GivenOption[] = [];
  for (let i = 0; i < words.length && words[i]!.text !== "--"; i++) {
    const { text, place } = words[i]!;
    const option = verb.options.find(({ long }) => text === long || text.startsWith(`${long}=`));
    if (!option) continue;
    const value = option.required && text === option.long ? i + 1 : undefined;
    found.push({ option: option.long!, place, value });
    i = value ?? i;
  }
  return found;
}

/** Where the first argument stands that a verb has no use for. */
function placeOfExcess(verb: Command, line: CommandLine): Place | undefined {
  const values = optionsIn(verb, line).map(({ value }) => value);
  const dashes = line.words.findIndex(({ text }) => text === "--");
  const isOption = (text: string, i: number): boolean => text.startsWith("-") && (dashes < 0 || i <= dashes);
  const own = line.words.filter(({ text }, i) => !isOption(text, i) && !values.includes(i));
  // The verb itself stands before its arguments.
  return own[1 + verb.registeredArguments.length]?.place;
}

function unknownVerb(word: string, program: Command, line: CommandLine): Problem {
  const names = program.commands.map((one) => one.name());
  return {
    code: "unknown-verb",
    message: `there is no verb ${quote(word)}`,
    place: placeOfWord(line, word),
    expected: `one of ${names.join(", ")}`,
    nearest: nearest(word, names),
  };
}

function unknownOption(flag: string, verb: Command, line: CommandLine): Problem {
  const options = [...verb.options.flatMap(({ long }) => long ?? []), "--help"];
  return {
    code: "unknown-option",
    message: `${verb.parent ? quote(verb.name()) : "glasshouse"} has no option ${quote(flag)}`,
    place: placeOfWord(line, flag) ?? placeOfOption(line, flag.replace(/=.*$/, "")),
    expected: `one of ${options.join(", ")}`,
    nearest: nearest(flag, options),
  };
}

function verbOf(program: Command, line: CommandLine): Command | undefined {
  const word = line.words.find(({ text }) => !text.startsWith("-"))?.text;
  return program.commands.find((one) => one.name() === word);
}
