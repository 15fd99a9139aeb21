import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { everything } from "../experiment/worlds.ts";
import { codesOf, type Ended, faultsOfEnd, faultsOfManifestIn, go, inFolder, keptIn, textAt } from "./command.ts";
import { chancesOf, pause, Trial } from "./trial.ts";

/** Two processes that want the same folder at once. */

const uniform = chancesOf("pairs");
const scale = ["--people", "1000", "--seed", "8"];
const from = (ticks: number): string[] => [
  "run",
  "everything.yaml",
  ...scale,
  "--ticks",
  String(ticks),
  "--out",
  "x",
  "--json",
];

interface Pair {
  readonly name: string;
  /** What stands there before: a run that came to its end, one that did not, or nothing. */
  readonly before?: "whole" | "short";
  readonly calls: readonly [readonly string[], readonly string[]];
}

const resume = ["run", "--resume", "x", "--ticks", "400", "--json"];
const verify = ["verify", "x", "--json"];
const keeping = ["--checkpoint", "20"];

const pairs: readonly Pair[] = [
  { name: "run and run", calls: [from(400), from(400)] },
  { name: "run and another run", calls: [from(400), from(300)] },
  {
    name: "run and run with checkpoints",
    calls: [
      [...from(400), ...keeping],
      [...from(400), ...keeping],
    ],
  },
  { name: "run and resume", calls: [[...from(400), ...keeping], resume] },
  { name: "resume and resume", before: "short", calls: [resume, resume] },
  { name: "resume and verify", before: "short", calls: [resume, verify] },
  { name: "verify and verify", before: "whole", calls: [verify, verify] },
  { name: "run again and verify", before: "whole", calls: [from(400), verify] },
  { name: "resume and run", before: "short", calls: [resume, from(400)] },
  { name: "run and verify", calls: [[...from(400), ...keeping], verify] },
];

const expected = ["out-in-use", "out-unfinished", "out-taken", "checkpoint-missing", "run-missing"];

/** Who holds a folder, one after the other, as often as one can look. */
async function watch(path: string, isOver: () => boolean): Promise<string[]> {
  const holders: string[] = [];
  while (!isOver()) {
    const holder = /"token":"([0-9a-f]+)"/.exec(readIfThere(join(path, "lock")))?.[1];
    if (holder !== undefined && holder !== holders.at(-1)) holders.push(holder);
    await pause(1);
  }
  return holders;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

async function tryPair(path: string, attempt: number, pair: Pair, hash: string, csv: string, trial: Trial) {
  const folder = join(path, String(attempt));
  mkdirSync(folder);
  writeFileSync(join(folder, "everything.yaml"), everything.text);
  if (pair.before) cpSync(join(path, pair.before), join(folder, "x"), { recursive: true });
  let isOver = false;
  const holders = watch(join(folder, "x"), () => isOver);
  const order = uniform(attempt, 0) < 0.5 ? pair.calls : [pair.calls[1], pair.calls[0]];
  const late = uniform(attempt, 1) ** 2 * 1500;
  const ends = await Promise.all([go(folder, order[0]), pause(late).then(() => go(folder, order[1]))]);
  isOver = true;
  const held = await holders;
  const faults = ends.flatMap((ended) => faultsOfEnd(ended));
  if (new Set(held).size !== held.length) faults.push(`the folder went to and fro: ${held.join(" ")}`);
  const refused = ends.filter(({ code }) => code === 1);
  const codes = refused.flatMap((ended: Ended) => codesOf(ended));
  faults.push(...codes.filter((code) => !expected.includes(code)).map((code) => `one is refused for ${code}`));
  if (refused.length === 2) faults.push(`both are refused: ${codes.join(", ")}`);
  trial.note(refused.length === 0 ? "one after the other" : `refused for ${codes.join(", ")}`);
  // Whoever went on, a run or a resume, left all of it.
  const isLonger = textAt(folder, "x", "measures.csv")?.length === csv.length;
  if (isLonger && textAt(folder, "x", "measures.csv") !== csv) faults.push("measures.csv is none of these runs");
  faults.push(...faultsOfManifestIn(join(folder, "x")));
  const kept = keptIn(join(folder, "x")).sort().join(" ");
  if (!/^(checkpoint\.bin )?manifest\.json measures\.csv$/.test(kept)) faults.push(`it holds ${kept}`);
  const last = await go(folder, verify);
  if (last.code !== 0) faults.push(`it is not what its run comes to: ${last.out}`);
  else if (isLonger && JSON.parse(last.out).stateHash !== hash) faults.push("it comes to another state");
  rmSync(folder, { recursive: true });
  return faults.map((fault) => `${Math.round(late)} ms apart: ${fault}`);
}

/** So many pairs of processes. */
export async function tryPairs(count: number): Promise<Trial> {
  const trial = new Trial("two processes at once");
  await inFolder(async (path) => {
    writeFileSync(join(path, "everything.yaml"), everything.text);
    for (const [name, ticks] of [
      ["whole", 400],
      ["short", 200],
    ] as const) {
      const ended = await go(path, [...from(ticks), ...keeping]);
      if (ended.code !== 0) throw new Error(ended.out);
      cpSync(join(path, "x"), join(path, name), { recursive: true });
      rmSync(join(path, "x"), { recursive: true });
    }
    const { stateHash } = JSON.parse(textAt(path, "whole", "manifest.json")!);
    const csv = textAt(path, "whole", "measures.csv")!;
    for (let attempt = 0; attempt < count; attempt++) {
      const pair = pairs[attempt % pairs.length]!;
      await trial.attempt(`${attempt}, ${pair.name}`, () => tryPair(path, attempt, pair, stateHash, csv, trial));
    }
  });
  return trial;
}
