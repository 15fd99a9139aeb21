import type { Command, CommanderError } from "commander";
import { nearest, type Problem, ProblemError } from "../core/problem.ts";
import { positionOf } from "../core/source.ts";
import { version } from "../core/version.ts";
import { type CommandLine, placeOfOption, placeOfWord, quote } from "./arguments.ts";
import { wrap } from "./report/table.ts";

/** A problem as plain data: where it is stands in `file`, `line` and `column`. */
export function tellProblem({ code, message, place, expected, nearest: near, remedy }: Problem): object {
  const position = place && positionOf(place.source, place.start);
  const where = position && { file: place.source.name, line: position.line, column: position.column };
  return { code, message, ...where, expected, nearest: near, remedy };
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
  const usage = verb && `glasshouse ${verb.name()} ${verb.usage()}`;
  const problem = ((): Problem | undefined => {
    switch (error.code) {
      case "commander.unknownOption":
        return unknownOption(named, verb ?? program, line);
      case "commander.missingArgument":
        return { code: "missing-argument", message: `${quote(verb?.name() ?? "")} needs ${named}`, expected: usage };
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
          expected: usage,
        };
      default:
        return undefined;
    }
  })();
  return problem ? new ProblemError([problem]) : error;
}

/** What only an option asks for, so that the library has no place to point at: by code. */
const askedBy: Readonly<Record<string, string>> = { "life-alone": "--people" };

/** An error whose problems point at the options that asked for it, where they have no other place. */
export function pointed(error: unknown, line: CommandLine): unknown {
  if (!(error instanceof ProblemError)) return error;
  const placed = error.problems.map((problem): Problem => {
    const option = problem.place ? undefined : askedBy[problem.code];
    return option === undefined ? problem : { ...problem, place: placeOfOption(line, option) };
  });
  return placed.some((problem, i) => problem !== error.problems[i]) ? new ProblemError(placed) : error;
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
