import { openCheckpoint, ProblemError, type Run, run, type Scenario } from "../../src/index.ts";
import { communitiesOf } from "../../src/plan/kinds.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { forge, open } from "../checkpoint/forge.ts";
import { forgeStates } from "../checkpoint/forged.ts";
import { checkpointAt, MemoryStore, sourceOf } from "../checkpoint/store.ts";
import { everything } from "../experiment/worlds.ts";
import { chancesOf, pause, Trial } from "./trial.ts";

/** Checkpoints with right sums in which states are others than their world came to. */

const uniform = chancesOf("forgeries");
const tick = 6;
const columns = ["worry", "score"] as const;

/** A world in which some are near to each other and nobody is far; with small communities there are many of them. */
const near = everything.with({ "population.ties.far": 0, "population.ties.community": 32 });

interface Good {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly bytes: Uint8Array;
}

async function goodOf(scenario: Scenario, people: number): Promise<Good> {
  return { scenario, plan: scenario.plan({ people }), bytes: await checkpointAt(tick, scenario, { people }) };
}

/** A forgery that touches a share of the communities, or, in one of three where any may be touched, a single cell. */
async function forgeryOf({ plan, bytes }: Good, forgery: number, least: number): Promise<Uint8Array> {
  const column = columns[forgery % columns.length]!;
  if (least === 0 && forgery % 3 === 0) return oneCell(plan, bytes, column, forgery);
  const share = least + (1 - least) * uniform(forgery, 0) ** 3;
  return forgeStates(bytes, plan, { column, share, forgery });
}

/** Changes the state of one person in its lowest bit. */
async function oneCell(plan: Plan, bytes: Uint8Array, column: string, forgery: number): Promise<Uint8Array> {
  const every = await open(bytes);
  // What differs from a good one in all cells of a column says where they are.
  const all = await open(await forgeStates(bytes, plan, { column, share: 1, forgery }));
  const places = [...every.body.keys()].filter((at) => every.body[at] !== all.body[at]);
  const body = every.body.slice();
  body[places[Math.floor(uniform(forgery, 1) * places.length)]!]! ^= 1;
  return forge(JSON.stringify(every.head), body);
}

/** Goes on from a checkpoint. Gives the run, or the code with which it is refused. */
async function goOn(bytes: Uint8Array, provenUpTo: number, store?: MemoryStore): Promise<Run | string> {
  const point = await openCheckpoint(sourceOf(bytes));
  try {
    const checkpoint = store && { every: 1, store };
    return await run(point.scenario, { resume: point, ticks: tick + 2, provenUpTo, checkpoint });
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!.code;
    throw error;
  }
}

/** Forgeries that have to be refused, each in a world of so many people. */
async function tryRefusals(name: string, count: number, good: Good, least: number, provenUpTo: number): Promise<Trial> {
  const trial = new Trial(name);
  const honest = await goOn(good.bytes, provenUpTo);
  if (typeof honest === "string") trial.faults.push(`the checkpoint that nobody forged is refused: ${honest}`);
  for (let forgery = 0; forgery < count; forgery++) {
    await trial.attempt(String(forgery), async () => {
      const ended = await goOn(await forgeryOf(good, forgery, least), provenUpTo);
      const code = typeof ended === "string" ? ended : "taken";
      trial.note(code);
      return code === "checkpoint-false" ? [] : [`it ends as ${code}`];
    });
    await pause(0);
  }
  return trial;
}

/** Worlds that are lived again as a whole when they are resumed: near ones. */
export async function tryProven(count: number): Promise<Trial> {
  return tryRefusals("forged checkpoints, proven worlds", count, await goodOf(near, 1000), 0, 1000);
}

/** More than a thousand communities, of which 200 are lived again: forgeries of a twentieth of them and more. */
export async function trySampled(count: number): Promise<Trial> {
  const good = await goodOf(near, 33_000);
  const communities = communitiesOf(good.plan);
  if (communities < 1000) throw new Error(`there are ${communities} communities`);
  return tryRefusals(`forged checkpoints, a sample of ${communities} communities`, count, good, 0.05, 0);
}

/** What `verify` does: all of it is lived again, with far ties and however large. */
export async function tryVerify(count: number): Promise<Trial> {
  return tryRefusals("forged checkpoints, verify", count, await goodOf(everything, 1000), 0, Number.POSITIVE_INFINITY);
}

/** Figures of few that a run told, in whatever way it tells figures. */
function faultsOfTold(done: Run, seed: number): string[] {
  const faults: string[] = [];
  const few = (count: number): boolean => count < 100;
  for (const { measure, group, count, sum } of done.results.rows())
    if (few(count) || (Number.isNaN(count) && !Number.isNaN(sum)))
      faults.push(`a row of ${measure} ${group}: ${count}`);
  for (const line of done.results.csv().trim().split("\n").slice(1)) {
    const [count, sum] = line.split(",").slice(-2);
    if (count === "" ? sum !== "" : few(Number(count))) faults.push(`a line of the table: ${line}`);
  }
  const told = done.toJSON();
  if (told.states !== "not proven") faults.push("states are said to be proven");
  for (const { name, groups } of done.results.measures()) {
    for (const group of ["", ...groups]) {
      const counts = done.results
        .withholding(0)
        .of(done.legend.measures.find(({ id }) => id === name)?.of ?? name)
        .counts(group);
      const key = group === "" ? name : `${name}[${group}]`;
      for (const [at, count] of counts.entries())
        if (few(count) && !Number.isNaN(told.series[key]![at]!)) faults.push(`${key} of tick ${at} as JSON`);
      if (few(counts.at(-1)!) && !Number.isNaN(told.measures[key]!)) faults.push(`the last ${key} as JSON`);
    }
  }
  for (const bins of [1, 2, 3, 7, 50, 1000, 1 + Math.floor(uniform(seed, 3) * 100_000)])
    for (const column of columns)
      for (const count of done.distribution(column, bins).counts)
        if (few(count)) faults.push(`one of ${bins} bins of ${column}: ${count}`);
  return faults;
}

/** A world with far ties whose states are not proven: nothing of few is told, and nothing goes into another checkpoint. */
export async function tryUnproven(count: number): Promise<Trial> {
  const trial = new Trial("forged checkpoints, states not proven");
  const good = await goodOf(everything, 1000);
  for (let forgery = 0; forgery < count; forgery++) {
    await trial.attempt(String(forgery), async () => {
      const store = new MemoryStore();
      const done = await goOn(await forgeryOf(good, forgery, 0), 0, store);
      if (typeof done === "string") return [`it is refused: ${done}`];
      const kept = store.kept === 0 ? [] : [`it keeps ${store.kept} checkpoints`];
      return [...kept, ...faultsOfTold(done, forgery).slice(0, 5)];
    });
    await pause(0);
  }
  return trial;
}
