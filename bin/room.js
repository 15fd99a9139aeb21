import { readFileSync } from "node:fs";

/**
 * Whether this process may take the memory that it needs to come up. Where it may not, Node dies in the middle of loading
 * something, without a word that says why: so it is asked before anything else is loaded.
 */

/** Bytes of addresses and of data that loading all of the command takes, and a small world with it. */
const needed = { addresses: 320 * 2 ** 20, data: 112 * 2 ** 20 };

/** @returns {string | undefined} what is missing, as a sentence */
export function faultOfRoom(told = textOf("/proc/self/limits"), taken = textOf("/proc/self/status")) {
  for (const [what, limit, size, flag] of /** @type {const} */ ([
    ["addresses", "Max address space", "VmSize", "-v"],
    ["data", "Max data size", "VmData", "-d"],
  ])) {
    const most = new RegExp(`^${limit} +(\\d+)`, "m").exec(told)?.[1];
    const now = new RegExp(`^${size}:\\s+(\\d+) kB`, "m").exec(taken)?.[1];
    if (most === undefined || now === undefined) continue;
    const least = Number(now) * 1024 + needed[what];
    if (Number(most) < least)
      return `there is too little memory to start: ulimit ${flag} is ${Math.floor(Number(most) / 1024)}, and has to be ${Math.ceil(least / 1024)} or more`;
  }
  return undefined;
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Another system, which does not tell.
    return "";
  }
}
