import { totalmem } from "node:os";
import type { CommandLine } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** One call of the command: what was typed, where to write, and whether a program reads it. */
export interface Call {
  readonly line: CommandLine;
  readonly terminal: Terminal;
  readonly json: boolean;
}

/** Bytes that a world may take: the machine's own, but for what everything else on it needs. */
export function memoryBytes(): number {
  return Math.floor(totalmem() * 0.8);
}
