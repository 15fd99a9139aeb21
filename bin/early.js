/**
 * Signals that come before a world runs, or after: while the command is loaded or a scenario is read nothing else listens,
 * and the system would end it without a word. As a shell tells them: 128 and the number of the signal.
 */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** @param {boolean} isJson whether a program reads what is printed */
export function catchEarly(isJson) {
  let hasRun = false;
  for (const [signal, code] of Object.entries(codes)) {
    process.on(signal, () => {
      // A world that runs listens as well, and says what is kept.
      if (process.listenerCount(signal) > 1) return;
      const message = `interrupted by ${signal}: ${hasRun ? "all that it had to do was done" : "nothing was begun"}`;
      // What a program is to read stands there by then.
      if (isJson && !hasRun) console.log(JSON.stringify({ problems: [{ code: "interrupted", message }] }, null, 2));
      else console.error(message);
      process.exit(code);
    });
  }
  process.on("newListener", (name) => {
    if (typeof name === "string" && Object.hasOwn(codes, name)) hasRun = true;
  });
}
