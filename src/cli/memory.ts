import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import process from "node:process";
import { ProblemError } from "../index.ts";
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

/** Addresses that a thread reserves for itself, whether it uses them or not; and data that it takes to come up. */
const bytesOfThread = { addresses: 2 ** 30, data: 2 ** 25 };

/**
 * Threads that were asked for, or as many as can be had; undefined leaves it to the engine. A thread that comes up without
 * enough data takes the whole process with it. Throws ProblemError (too-many-threads) for more than there is data for.
 */
export function threadsOf(asked: number | undefined, limits: Limits = readLimits()): number | undefined {
  const { addresses, addressesTaken, data, dataTaken } = limits;
  const byData = Math.max(1, Math.floor(((data - dataTaken) * 0.8) / bytesOfThread.data));
  if (asked !== undefined) {
    if (asked > byData) throw tooManyThreads(asked, byData);
    return asked;
  }
  const byAddresses = Math.max(1, Math.floor((addresses - addressesTaken) / 2 / bytesOfThread.addresses));
  const most = Math.min(byAddresses, byData);
  return most === Number.POSITIVE_INFINITY ? undefined : Math.min(most, availableParallelism());
}

function tooManyThreads(asked: number, most: number): ProblemError {
  const message = `${asked} threads need more data than this process may take (ulimit -d)`;
  const expected = most === 1 ? "one thread, or more memory" : `at most ${most}, or more memory`;
  return new ProblemError([{ code: "too-many-threads", message, expected }]);
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
