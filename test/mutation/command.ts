import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Mutant } from "./mutants.ts";
import { type Drawn, rooms } from "./rooms.ts";
import { type Fate, isDead, tryRoom } from "./runner.ts";
import { openSession } from "./session.ts";

const usage = `npm run test:mutants -- --room ${Object.keys(rooms).join("|")} [--count 300] [--seed 1] [--workers 1] [--json] [--again FILE]`;

/** The command `npm run test:mutants`: breaks a sample of lines, one at a time, and says which of them no test sees. */
export async function command(args: string[]): Promise<void> {
  if (args.includes("--session")) return openSession();
  const { values } = parseArgs({
    args,
    options: {
      room: { type: "string" },
      count: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      workers: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      // What --json gave: those that survived are tried once more.
      again: { type: "string" },
    },
  });
  const room = values.room === undefined ? undefined : rooms[values.room];
  const [count, seed, workers] = [Number(values.count), Number(values.seed), Number(values.workers)];
  if (!room || !(count >= 1) || !(workers >= 1) || !Number.isSafeInteger(seed)) {
    console.error(usage);
    process.exitCode = 1;
    return;
  }
  const tell = (fate: Fate, done: number): void => console.error(`${done} ${said(fate)}`);
  const among = values.again === undefined ? undefined : survivorsIn(readFileSync(values.again, "utf8"));
  const fates = await tryRoom(room, { count, seed, workers, among, tell });
  if (values.json) console.log(JSON.stringify(fates));
  else console.log(summaryOf(fates).join("\n"));
}

/** Which mutants survived, by what `--json` gave: known by their lines, wherever these stand by now. */
function survivorsIn(text: string): (mutant: Drawn) => boolean {
  const known = ({ line, from, to, again }: Drawn): string => JSON.stringify([line, from, to, again]);
  const alive = (JSON.parse(text) as Fate[]).filter((fate) => !isDead(fate)).map(({ mutant }) => known(mutant));
  return (mutant) => alive.includes(known(mutant));
}

/** How many died of what, and who survived. */
function summaryOf(fates: readonly Fate[]): string[] {
  const alive = fates.filter((fate) => !isDead(fate));
  const dead = fates.length - alive.length;
  const share = fates.length === 0 ? 0 : (100 * dead) / fates.length;
  return [`${dead} of ${fates.length} died (${share.toFixed(1)} %)`, ...alive.map((fate) => said(fate))];
}

function said({ mutant, end, seenBy, seconds }: Fate): string {
  return `${end} ${shown(mutant)}${seenBy ? ` by ${seenBy}` : ""} (${seconds.toFixed(1)} s)`;
}

/** A mutant as its line would stand. */
export function shown({ path, lineNumber, column, from, to, line }: Mutant): string {
  const short = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
  return `${path}:${lineNumber}:${column} ${short(from)} → ${short(to)} in ${short(line)}`;
}
