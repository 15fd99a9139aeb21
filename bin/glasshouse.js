#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { catchEarly } from "./early.js";
import { faultOfRoom } from "./room.js";

/**
 * Exit codes: 0 fine; 1 the person's scenario, arguments or set-up, or what is printed cannot be written; 2 our fault;
 * 129, 130 and 143 interrupted by SIGHUP, SIGINT or SIGTERM.
 */
catchEarly(process.argv.includes("--json"));

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`glasshouse needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const fault = faultOfRoom();
if (fault !== undefined) {
  if (process.argv.includes("--json"))
    console.log(JSON.stringify({ problems: [{ code: "too-little-memory", message: fault }] }, null, 2));
  else console.error(`error[too-little-memory]: ${fault}`);
  process.exit(1);
}

/** Whether what was printed could not be written. What is to be kept in files is kept all the same. */
let isSpoilt = false;

/** @type {Readonly<Record<string, string>>} */
const reasons = {
  ENOSPC: "the disk is full",
  EDQUOT: "there is no more room for you on that disk",
  EFBIG: "it is larger than a file may be",
  EIO: "the disk failed, or the terminal is gone",
};

/** @param {boolean} isTold */
function watch(/** @type {NodeJS.WriteStream} */ stream, isTold) {
  stream.on("error", (error) => {
    const code = "code" in error ? error.code : undefined;
    // A reader that closes early (`glasshouse plan FILE | head`) has what it wanted: that is no fault, unlike a full disk.
    if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || isSpoilt) return;
    isSpoilt = true;
    process.exitCode ||= 1;
    const why = reasons[String(code)] ?? error.message;
    if (isTold) console.error(`error: what is printed cannot be written: ${why}`);
  });
}
watch(process.stdout, true);
// There is nowhere left to say it: the exit code does.
watch(process.stderr, false);

const root = new URL("../", import.meta.url);
let entry = new URL("dist/main.js", root);
const builder = new URL("scripts/build.js", root);

try {
  // Only a clone has sources; an installed package has nothing but what was built.
  if (existsSync(new URL("src/", root)) && existsSync(builder)) {
    const { refresh } = await import(builder.href);
    const outcome = refresh(fileURLToPath(root));
    if (!outcome.ok) {
      console.error(outcome.message);
      process.exit(outcome.code);
    }
    entry = pathToFileURL(join(outcome.folder, "command", "main.js"));
  }
  const { main } = await import(entry.href);
  // Not process.exit: output that is still on its way into a pipe must arrive.
  process.exitCode = (await main(process.argv.slice(2))) || (isSpoilt ? 1 : 0);
} catch (error) {
  if (error instanceof Error && "code" in error && (error.code === "EMFILE" || error.code === "ENFILE")) {
    // It could not even be loaded.
    const message = "too many files are open: this process, or the system, may not open another";
    const remedy = "raise the limit, as with ulimit -n 1024, or close other programs";
    if (process.argv.includes("--json"))
      console.log(JSON.stringify({ problems: [{ code: "too-many-open", message, remedy }] }, null, 2));
    else console.error(`error[too-many-open]: ${message}\n  = ${remedy}`);
    process.exit(1);
  }
  // Its words may come from outside, and what shows them visibly may be what could not be loaded.
  const told = String((error instanceof Error && error.stack) || error);
  console.error(told.replace(/[^\n\x20-\x7e]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`));
  process.exitCode = 2;
}
