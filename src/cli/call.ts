import type { CommandLine } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** One call of the command: what was typed, where to write, and whether a program reads it. */
export interface Call {
  readonly line: CommandLine;
  readonly terminal: Terminal;
  readonly json: boolean;
}
