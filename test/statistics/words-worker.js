// Calls a function of words.js and posts what it returns; what it writes to is shared memory.
import { parentPort, workerData } from "node:worker_threads";
import { countBelow, fillWords } from "./words.js";

/** @type {Record<string, (...args: any[]) => unknown>} */
const calls = { countBelow, fillWords };
parentPort?.postMessage(calls[workerData.name](...workerData.args));
