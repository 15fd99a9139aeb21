import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError, type Run, readShipped, type Scenario } from "../../src/index.ts";
import { forge, open } from "../checkpoint/forge.ts";
import { checkpointAt, MemoryStore, resume } from "../checkpoint/store.ts";
import { everything } from "../experiment/worlds.ts";
import { atOnce, unsettled } from "../scenarios/unsettled.ts";
import { go, inFolder } from "./command.ts";
import { chancesOf, pause, Trial } from "./trial.ts";

/** Files that somebody changed to bring something in: checkpoints with right sums, and folders of runs. */

const uniform = chancesOf("forgeries");
const tick = 6;
const pick = <T>(of: readonly T[], forgery: number, place: number): T =>
  of[Math.floor(uniform(forgery, place) * of.length)]!;
const secret = "110101199003070018";

/** What can stand in a head in the place of anything. */
const strange = (forgery: number): readonly unknown[] => [
  secret,
  Number(secret),
  [[secret, 1]],
  [["graded", 110_101]],
  [],
  null,
  { debt: 12_220 },
  "0123456789abcdef",
  "0123456789abcdef".repeat(2),
  1 + Math.floor(uniform(forgery, 9) * 100),
  -1,
  true,
];

/** What of that looks like what it takes the place of, in most forgeries: the rest is refused at the first look. */
function likes(value: unknown, forgery: number): readonly unknown[] {
  const all = strange(forgery);
  const isLike = (one: unknown): boolean =>
    typeof one === typeof value &&
    Array.isArray(one) === Array.isArray(value) &&
    (!/^[0-9a-f]+$/.test(String(value)) || String(one).length === String(value).length || typeof value === "number");
  const like = all.filter(isLike);
  return forgery % 8 === 7 || like.length === 0 ? all : like;
}

/** Worlds with far ties and without, with phases, lists and enterprises. */
const worlds: readonly Scenario[] = [
  everything,
  everything.with({ "population.ties.far": 0 }),
  unsettled("suining"),
  readShipped("national-repair"),
];

async function goOn(bytes: Uint8Array, store: MemoryStore): Promise<Run | string> {
  try {
    return await resume(bytes, { ticks: tick + 2, checkpoint: { every: 1, store } });
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}

/** Heads in which one or two things are others: refused, or nothing of them comes out. */
export async function tryCheckpoints(count: number): Promise<Trial> {
  const trial = new Trial("forged checkpoints");
  const people = 1200;
  const good = await Promise.all(worlds.map((world) => checkpointAt(tick, world, { people })));
  const honest = await Promise.all(worlds.map((_, i) => goOn(good[i]!, new MemoryStore()) as Promise<Run>));
  const heads = await Promise.all(good.map(open));
  for (let forgery = 0; forgery < count; forgery++) {
    await trial.attempt(String(forgery), async () => {
      const world = forgery % worlds.length;
      const forged: Record<string, unknown> = { ...heads[world]! };
      for (let change = 0; change < 1 + (forgery % 2); change++) {
        const key = pick(Object.keys(forged), forgery, 2 * change);
        forged[key] = pick(likes(forged[key], forgery), forgery, 2 * change + 1);
      }
      const store = new MemoryStore();
      const ended = await goOn(await forge(JSON.stringify(forged)), store);
      if (typeof ended === "string") {
        trial.note(ended);
        return store.kept === 0 ? [] : ["it is refused, and there is a new checkpoint"];
      }
      trial.note("lived as it would be without it");
      const same = honest[world]!;
      const told = `${JSON.stringify(ended.toJSON())}${ended.results.csv()}${new TextDecoder().decode(store.bytes)}`;
      return [
        ...(ended.seed !== same.seed || ended.stateHash === same.stateHash ? [] : ["its state is another"]),
        ...(ended.results.csv() === same.results.csv() ? [] : ["its figures are others"]),
        ...(told.includes(secret) ? ["what was put in comes out"] : []),
      ];
    });
    await pause(0);
  }
  return trial;
}

/** A change of a text: digits, letters, lines. */
function changed(text: string, forgery: number): string {
  const at = Math.floor(uniform(forgery, 3) * text.length);
  const lines = text.split("\n");
  const line = Math.floor(uniform(forgery, 4) * (lines.length - 1));
  switch (forgery % 5) {
    case 0:
      return `${text.slice(0, at)}${text[at] === "7" ? "8" : "7"}${text.slice(at + 1)}`;
    case 1:
      return [...lines.slice(0, line), ...lines.slice(line + 1)].join("\n");
    case 2:
      return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join("\n");
    case 3:
      return `${text.slice(0, at)} ${text.slice(at)}`;
    default:
      return `${text}7`;
  }
}

const asked =
  "questions: { harder: { asks: Is life hard?, of: { measure: mean_hardship }, yes: value > 0.2 }, mean: { asks: Are many low?, of: { measure: below_600 }, yes: value > 0.1 } }\n";

/** Folders of runs in which a figure, a word or a byte is another: `verify` finds all. */
export async function tryVerify(count: number): Promise<Trial> {
  const trial = new Trial("changed folders, verify");
  await inFolder(async (path) => {
    writeFileSync(join(path, "county.yaml"), atOnce("suining", asked));
    // Answers are in the folder too, and are lived again.
    const scale = ["--people", "1100", "--ticks", "20", "--twins", "2", "--twin-people", "300"];
    const made = await go(path, ["run", "county.yaml", ...scale, "--checkpoint", "7", "--out", "good"]);
    if (made.code !== 0) throw new Error(`${made.err}${made.out}`);
    for (let forgery = 0; forgery < count; forgery++) {
      await trial.attempt(String(forgery), async () => {
        cpSync(join(path, "good"), join(path, "forged"), { recursive: true });
        const name = pick(["manifest.json", "measures.csv", "measures.csv", "checkpoint.bin"], forgery, 0);
        const file = join(path, "forged", name);
        const before = readFileSync(file, "latin1");
        writeFileSync(file, changed(before, forgery), "latin1");
        const after = readdirSync(join(path, "forged")).map((each) =>
          readFileSync(join(path, "forged", each), "latin1"),
        );
        const { code, out, err } = await go(path, ["verify", "forged"]);
        trial.note(/^error\[([a-z-]+)\]/.exec(err)?.[1] ?? `ended with ${code}`);
        const kept = readdirSync(join(path, "forged")).map((each) =>
          readFileSync(join(path, "forged", each), "latin1"),
        );
        rmSync(join(path, "forged"), { recursive: true });
        return [
          ...(code === 1 && out === "" ? [] : [`${name} is another, and verify ended with ${code}`]),
          ...(JSON.stringify(kept) === JSON.stringify(after) ? [] : ["verify changed the folder"]),
        ];
      });
    }
  });
  return trial;
}
