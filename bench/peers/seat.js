import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** @typedef {import("./host.js").Answer} Answer */

/**
 * Opens a peer in a process of its own.
 * @param {string} name as of `host.js`
 * @param {number} people
 * @param {number} seed
 */
export async function openSeat(name, people, seed) {
  const child = fork(fileURLToPath(new URL("host.js", import.meta.url)), [name, String(people), String(seed)], {
    execArgv: ["--max-old-space-size=4096"],
  });
  /** @returns {Promise<Answer>} */
  const answer = () =>
    new Promise((resolve, reject) => {
      const fail = (/** @type {unknown} */ code) => reject(new Error(`the peer ${name} ended: ${code}`));
      child.once("exit", fail);
      child.once("message", (message) => {
        child.off("exit", fail);
        resolve(/** @type {Answer} */ (message));
      });
    });
  await answer();
  return {
    /** Runs so many ticks. @param {number} ticks */
    run: (ticks) => {
      child.send({ ticks });
      return answer();
    },
    close: () => child.disconnect(),
  };
}
