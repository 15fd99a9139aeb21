import { env, exit, argv as processArguments, stderr, stdout } from "node:process";
import { CommanderError } from "commander";
import { ProblemError } from "../core/problem.ts";
import { readLine } from "./arguments.ts";
import { faultOfFiles, pointed, problemsOf, refuseStrayVerb, sayBug, tellProblem, wrapNotes } from "./faults.ts";
import { openProgram } from "./program.ts";
import { Ended } from "./stop.ts";
import { openTerminal, type Streams, type Terminal } from "./terminal.ts";

/**
 * Runs the command with its arguments (without `node` and the script), told by the streams of the process or by others;
 * resolves to the exit code: 0, 1, 2, 129, 130 or 143.
 */
export async function main(
  argv: string[] = processArguments.slice(2),
  streams: Streams = { out: stdout, err: stderr, env },
): Promise<number> {
  const terminal = openTerminal(streams);
  const call = { line: readLine(argv), terminal, json: argv.includes("--json") };
  const program = openProgram(call);
  try {
    refuseStrayVerb(program, call.line);
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof Ended) return error.code;
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    // The help of help, which the parser takes for a fault.
    if (error instanceof CommanderError && error.code === "commander.help") {
      program.outputHelp();
      return 0;
    }
    const found = error instanceof CommanderError ? problemsOf(error, program, call.line) : pointed(error, call.line);
    const faults = faultOfFiles(error) ?? found;
    return faults instanceof ProblemError
      ? tellProblems(faults, terminal, call.json)
      : tellBug(error, terminal, call.json);
  }
}

function tellProblems(error: ProblemError, terminal: Terminal, json: boolean): number {
  if (json) terminal.printJson({ problems: error.problems.map(tellProblem) });
  else terminal.note(wrapNotes(error.message, terminal.width));
  return 1;
}

function tellBug(error: unknown, terminal: Terminal, json: boolean): number {
  // What a fault left running, such as a thread, must not keep the command from ending.
  setTimeout(() => exit(2), 500).unref();
  const message = error instanceof Error ? error.message : String(error);
  if (json) terminal.printJson({ problems: [{ code: "bug", message }] });
  else terminal.note(sayBug(message, terminal.width));
  if (env.GLASSHOUSE_DEBUG === "1") terminal.note(error instanceof Error ? (error.stack ?? message) : message);
  return 2;
}
