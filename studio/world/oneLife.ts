import {
  calendarOf,
  explain,
  type Legend,
  type Life,
  openWorld,
  ProblemError,
  readScenario,
  type Scenario,
  type WorldUnderWay,
} from "../../src/index.ts";
import { noPaint } from "../../src/report/paint.ts";
import { layTold } from "../../src/report/told.ts";
import { sayDay, sayName } from "../../src/report/wording.ts";
import type { LifeAsked, LifeLived, LivedAct } from "../messages.ts";
import { scoresOf } from "./filed.ts";
import { Stage } from "./stage.ts";
import { twinOf } from "./twin.ts";
import { scenarioOf, writtenOf } from "./written.ts";

/** The one who lives: a script takes the seat of this person. */
const person = 0;
/** Cells of a line, as the command prints it. */
const width = 80;

/** Lives one life up to a tick, in the world and in its twin, each with the same people and the same luck. */
export async function lifeLived(asked: LifeAsked): Promise<LifeLived> {
  const { opening, acts, people, seed, tick } = asked;
  const text = writtenOf(opening, acts);
  const scenario = readScenario(text, { name: opening.name });
  const told = { persons: [person], people, seed, ticks: tick, threads: 1 };
  const worlds = [scenario, ...otherOf(scenarioOf(opening), acts)];
  const lives: Life[] = [];
  for (const world of worlds) lives.push(...(await explain(world, told)));
  const telling = { people, ticks: tick, seed, word: `${opening.name}.yaml`, all: false, width, paint: noPaint };
  const printed = layTold(lives[0]!, scenario, { ...telling, called: "glasshouse" });
  const file = { person, tick, lives, printed, scores: lives.map((life) => scoresOf(life, tick)) };
  const here = await standing(scenario, asked);
  const there = worlds[1] && tick >= here.ticks ? (await standing(worlds[1], asked)).now : undefined;
  return { file, text, ...here, there };
}

/** The other world with the same life in it; nothing where there is none, or where nobody can live so. */
function otherOf(scenario: Scenario, acts: readonly LivedAct[]): Scenario[] {
  const twin = twinOf(scenario);
  if (!twin) return [];
  const said: Record<string, unknown> = JSON.parse(twin.scenario.text);
  try {
    return [readScenario(JSON.stringify({ ...said, life: { acts } }), { name: twin.scenario.name })];
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/** What the world looks like to who lives in it, by then. */
async function standing(
  scenario: Scenario,
  { people, seed, tick }: LifeAsked,
): Promise<Pick<LifeLived, "date" | "ticks" | "choices" | "hash" | "now">> {
  const world = await openWorld(scenario, { people, seed, threads: 1 });
  const calendar = calendarOf(scenario.data.time);
  try {
    while (world.tick < tick) await world.step();
    return {
      // The first day that lies in the tick: what is done on it is done in this tick, and not in the one before.
      date: sayDay(calendar.dayAfter(calendar.daysUntil(world.tick))),
      ticks: world.ticks,
      choices: choicesOf(world.legend, scenario),
      hash: await world.hash(),
      now: [...new Stage([world]).glance(person), ...sanctionsOf(world)],
    };
  } finally {
    world.close();
  }
}

/** Consequences that hold, by domain of life. */
function sanctionsOf(world: WorldUnderWay): LifeLived["now"] {
  const [{ consequences }] = world.legend.kinds;
  return consequences.flatMap(({ name, domain, holds }) => {
    return world.reckoner(holds)(person) > 0 ? [{ says: sayName(domain ?? "consequence"), value: sayName(name) }] : [];
  });
}

/** What a life can do by itself: whatever is done at encounters takes two, and a claim is made by others. */
function choicesOf({ kinds: [{ conducts }] }: Legend, { parameters }: Scenario): LifeLived["choices"] {
  return conducts
    .filter(({ meetings, claims }) => meetings.length === 0 && claims === undefined)
    .map(({ name }) => {
      const said = parameters.find(({ path }) => path === `scheme.points.${name}`)?.text ?? "";
      const points = said.trim() === "" ? Number.NaN : Number(said);
      return { name, says: sayName(name), ...(Number.isFinite(points) && { points }) };
    });
}
