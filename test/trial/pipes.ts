import { closeSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Ended, faultsOfEnd, faultsOfManifestIn, faultsOfPageAt, go, inFolder, textAt } from "./command.ts";
import { Trial, twoAtATime } from "./trial.ts";

/** Streams that are closed, closed early, or full, in every verb. */

const scale = ["--people", "1000", "--ticks", "3"];
const keeping = ["--out", "x", "--html", "page.html", "--checkpoint", "1"];

/** Every verb, and how it ends where nothing is in its way. */
const calls: readonly (readonly [code: 0 | 1, ...args: string[]])[] = [
  [0, "list"],
  [0, "list", "--json"],
  [0, "--help"],
  [0, "help", "run"],
  [0, "--version"],
  [0, "check", "national"],
  [0, "plan", "suining"],
  [0, "plan", "national", "--wat"],
  [0, "run", "littering", ...scale, ...keeping],
  [0, "run", "littering", ...scale, ...keeping, "--json"],
  [0, "run", "--resume", "good", "--ticks", "6"],
  [0, "verify", "good"],
  [0, "explain", "nosedive", "--person", "3", "--people", "1000", "--all"],
  [0, "compare", "none", "littering", ...scale, "--seeds", "2"],
  [0, "bench", "littering", "--quick"],
  [0, "new", "town"],
  [1, "run", "nowhere"],
  [1, "check", "nowhere", "--json"],
  [1, "nonsense"],
];

interface Way {
  readonly name: string;
  /** Which code it ends with, where nothing else is wrong; undefined where either is right. */
  readonly code: (usual: 0 | 1) => 0 | 1 | undefined;
  run(folder: string, args: readonly string[]): Promise<Ended>;
}

/** The command by a shell, in which `$@` is the call; what it ends with is the last word that is told. */
function shell(name: string, script: string, code: Way["code"] = (usual) => usual): Way {
  const under = ["bash", "-c", script, "trial"];
  return { name, code, run: (folder, args) => go(folder, args, { under }) };
}

/** Closes our end of a stream as soon as the process is there. */
function early(...which: ("stdout" | "stderr")[]): Way {
  const meanwhile = (child: Parameters<NonNullable<NonNullable<Parameters<typeof go>[2]>["meanwhile"]>>[0]): void => {
    for (const stream of which) child[stream]!.destroy();
  };
  return {
    name: `${which.join(" and ")} closed early`,
    code: (usual) => usual,
    run: (folder, args) => go(folder, args, { meanwhile }),
  };
}

function full(where: readonly (1 | 2)[], code: Way["code"]): Way {
  const run = async (folder: string, args: readonly string[]): Promise<Ended> => {
    const device = openSync("/dev/full", "w");
    const of = (stream: 1 | 2) => (where.includes(stream) ? device : "pipe");
    try {
      return await go(folder, args, { stdio: ["ignore", of(1), of(2)] });
    } finally {
      closeSync(device);
    }
  };
  return { name: `${where.join(" and ")} full`, code, run };
}

const isFullThere = existsSync("/dev/full");
const ways: readonly Way[] = [
  shell("read by head -1", '"$@" | head -1; exit $PIPESTATUS'),
  shell("read by nobody", '"$@" | true; exit $PIPESTATUS'),
  shell("both read by head -1", '"$@" 2>&1 | head -1; exit $PIPESTATUS'),
  shell("without stderr", '"$@" 2>&-'),
  shell("without stdout", '"$@" >&-'),
  shell("without stdin", '"$@" <&-'),
  shell("without any", '"$@" <&- >&- 2>&-'),
  early("stdout"),
  early("stderr"),
  early("stdout", "stderr"),
  ...(isFullThere
    ? [
        // What is refused is told on stderr, and to a program on stdout.
        full([1], () => 1),
        full([2], () => undefined),
        full([1, 2], () => 1),
      ]
    : []),
];

async function tryPipe(
  path: string,
  attempt: number,
  way: Way,
  [usual, ...args]: (typeof calls)[number],
): Promise<string[]> {
  const folder = join(path, String(attempt));
  mkdirSync(folder);
  cpSync(join(path, "good"), join(folder, "good"), { recursive: true });
  const ended = await way.run(folder, args);
  const faults = faultsOfEnd(ended);
  // A refusal prints nothing where a full device is.
  const wanted = usual === 1 ? 1 : way.code(usual);
  if (wanted !== undefined && ended.code !== wanted) faults.push(`its exit code is ${ended.code}, and not ${wanted}`);
  if (args.includes("--out")) {
    const names = existsSync(join(folder, "x")) ? readdirSync(join(folder, "x")) : [];
    for (const name of ["manifest.json", "measures.csv", "checkpoint.bin"])
      if (!names.includes(name)) faults.push(`${name} is not kept`);
    if (names.length > 0) faults.push(...faultsOfManifestIn(join(folder, "x")));
    if (textAt(folder, "page.html") === undefined) faults.push("the page is not kept");
    faults.push(...faultsOfPageAt(join(folder, "page.html")));
  }
  if (args[0] === "new" && !/^title:|^#/.test(textAt(folder, "town.yaml") ?? ""))
    faults.push("the file is not written");
  if (args.includes("--resume") && JSON.parse(textAt(folder, "good", "manifest.json") ?? "{}").ticks !== 6)
    faults.push("what went on is not kept");
  rmSync(folder, { recursive: true });
  return faults.map((fault) => `${args.join(" ")}: ${fault}`);
}

/** Tries streams in so many ways, each verb in each way once and then again. */
export async function tryPipes(attempts: number): Promise<Trial> {
  const trial = new Trial("closed pipes");
  if (!isFullThere) trial.skip("there is no /dev/full");
  await inFolder(async (path) => {
    const good = await go(path, ["run", "littering", ...scale, "--out", "good", "--checkpoint", "1"]);
    if (good.code !== 0) throw new Error(good.err);
    await twoAtATime(attempts, async (attempt) => {
      // Both numbers are prime: so many attempts in a row meet all that there is.
      const [way, call] = [ways[attempt % ways.length]!, calls[attempt % calls.length]!];
      trial.note(way.name);
      await trial.attempt(`${attempt}, ${way.name}`, () => tryPipe(path, attempt, way, call));
    });
  });
  return trial;
}

/** All ways of all calls. */
export const allPipes = ways.length * calls.length;
