import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import process from "node:process";
import { codeOf } from "./files.ts";

/** What this process may take, in bytes; Infinity where nothing says so. */
export interface Limits {
  /** Of the machine, or of the group of processes that this one is in (a container, a job). */
  readonly memory: number;
  /** Of addresses, and of data, with what is taken by now (`ulimit -v`, `ulimit -d`). */
  readonly addresses: number;
  readonly addressesTaken: number;
  readonly data: number;
  readonly dataTaken: number;
}

/** Bytes that a world may take: but for what everything else needs. */
export function memoryBytes(limits: Limits = readLimits()): number {
  const { memory, addresses, addressesTaken, data, dataTaken } = limits;
  return Math.max(0, Math.floor(Math.min(memory * 0.8, (addresses - addressesTaken) * 0.8, (data - dataTaken) * 0.8)));
}

/** Addresses that a thread reserves for itself, whether it uses them or not. */
const bytesOfThread = 2 ** 30;

/** How many threads can be had, at most; undefined where nothing stands in the way of as many as there are processors. */
function mostThreads({ addresses, addressesTaken }: Limits = readLimits()): number | undefined {
  if (addresses === Number.POSITIVE_INFINITY) return undefined;
  return Math.max(1, Math.floor((addresses - addressesTaken) / 2 / bytesOfThread));
}

/** Threads that were asked for, or as many as can be had; undefined leaves it to the engine. */
export function threadsOf(asked: number | undefined): number | undefined {
  const most = asked === undefined ? mostThreads() : undefined;
  return most === undefined ? asked : Math.min(most, availableParallelism());
}

function readLimits(): Limits {
  const told = textOf("/proc/self/limits");
  const taken = textOf("/proc/self/status");
  const limitOf = (name: string): number => {
    const found = new RegExp(`^${name} +(\\d+)`, "m").exec(told)?.[1];
    return found === undefined ? Number.POSITIVE_INFINITY : Number(found);
  };
  const takenOf = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(taken)?.[1] ?? 0) * 1024;
  return {
    memory: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
    addresses: limitOf("Max address space"),
    addressesTaken: takenOf("VmSize"),
    data: limitOf("Max data size"),
    dataTaken: takenOf("VmData"),
  };
}

/** What the system tells of this process; nothing where it is another system. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return "";
  }
}
