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
import type { LifeAsked, LifeFact, LifeLived, LifePhase, LivedAct } from "../messages.ts";
import { colouringsOf } from "./colourings.ts";
import { scoresOf } from "./filed.ts";
import { HeldWatch } from "./lifeHeld.ts";
import { Stage } from "./stage.ts";
import { few, twinOf } from "./twin.ts";
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
  const here = await standing(scenario, asked);
  const isOver = tick >= here.ticks;
  const other = otherOf(scenarioOf(opening), acts);
  // A life is told by living its community again. Of a twin that keeps no score nothing is shown before the end.
  const isTold = other !== undefined && (isOver || keepsScore(other));
  const lives: Life[] = [];
  for (const world of isTold ? [scenario, other] : [scenario]) lives.push(...(await explain(world, told)));
  const telling = { people, ticks: tick, seed, word: `${opening.name}.yaml`, all: false, width, paint: noPaint };
  const printed = layTold(lives[0]!, scenario, { ...telling, called: "glasshouse" });
  const file = { person, tick, lives, printed, scores: lives.map((life) => scoresOf(life, tick)) };
  const there = other && isOver ? (await standing(other, asked)).now : undefined;
  return { file, text, people, ...here, there };
}

/** The other world with the same life in it; undefined where there is none, or where nobody can live so. */
function otherOf(scenario: Scenario, acts: readonly LivedAct[]): Scenario | undefined {
  const twin = twinOf(scenario);
  if (!twin) return undefined;
  const said: Record<string, unknown> = JSON.parse(twin.scenario.text);
  try {
    return readScenario(JSON.stringify({ ...said, life: { acts } }), { name: twin.scenario.name });
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function keepsScore(scenario: Scenario): boolean {
  return scenario.lower({ people: few }).legend.kinds[0].score !== undefined;
}

/** What the world looks like to who lives in it, by then. */
async function standing(
  scenario: Scenario,
  { people, seed, tick }: LifeAsked,
): Promise<Omit<LifeLived, "file" | "text" | "people" | "there">> {
  const world = await openWorld(scenario, { people, seed, threads: 1 });
  const calendar = calendarOf(scenario.data.time);
  try {
    const watch = new HeldWatch(world, person);
    while (world.tick < tick) {
      watch.note();
      await world.step();
    }
    const [{ score }] = world.legend.kinds;
    return {
      began: sayDay(calendar.dayOf(world.tick - 1)),
      // The first day that lies in the tick: what is done on it is done in this tick, and not in the one before.
      date: sayDay(calendar.dayAfter(calendar.daysUntil(world.tick))),
      ticks: world.ticks,
      choices: choicesOf(world),
      refusable: refusableOf(world.legend),
      phases: phasesOf(world),
      held: watch.told(),
      scale: score && { from: score.from, to: score.to },
      hash: await world.hash(),
      now: [...factsOf(world), ...sanctionsOf(world)],
    };
  } finally {
    world.close();
  }
}

/** All by which people can be coloured, as it is of this one. */
function factsOf(world: WorldUnderWay): LifeFact[] {
  const { plan, legend } = world;
  const glanced = new Stage([world]).glance(person);
  return colouringsOf({ plan, legend }).map(({ group, shows }, place) => ({
    ...glanced[place]!,
    group,
    ...(shows.is === "scale" && { of: { from: shows.from, to: shows.to } }),
  }));
}

/** Consequences that hold, by domain of life. */
function sanctionsOf(world: WorldUnderWay): LifeFact[] {
  const [{ consequences }] = world.legend.kinds;
  return consequences.flatMap(({ name, domain, holds }): LifeFact[] => {
    if (world.reckoner(holds)(person) <= 0) return [];
    return [{ says: sayName(domain ?? "consequence"), value: sayName(name), group: "consequence" }];
  });
}

/** What a life can do by itself: whatever is done at encounters takes two, and a claim is made by others. */
function choicesOf(world: WorldUnderWay): LifeLived["choices"] {
  const [{ conducts, score }] = world.legend.kinds;
  // Where points gather elsewhere, the score at its end says nothing of them.
  const now = score?.gathers.is === "score" ? world.valueOf(score.column, person) : undefined;
  return conducts
    .filter(({ meetings, claims }) => meetings.length === 0 && claims === undefined)
    .map(({ name }) => {
      const said = world.scenario.parameters.find(({ path }) => path === `scheme.points.${name}`)?.text ?? "";
      const points = said.trim() === "" ? Number.NaN : Number(said);
      const end = points > 0 ? score?.to : points < 0 ? score?.from : undefined;
      const isStuck = now !== undefined && now === end;
      return {
        name,
        says: sayName(name),
        ...(Number.isFinite(points) && { points }),
        ...(isStuck && { stuckAt: end }),
      };
    });
}

/** What can come to nothing, by name. */
function refusableOf({ places, kinds: [{ consequences }] }: Legend): LifeLived["refusable"] {
  return {
    places: (places ?? []).map(({ conduct }) => conduct),
    stopped: [...new Set(consequences.flatMap(({ blocks }) => blocks))],
  };
}

/** Phases that begin when a share of people, or the mean of a state from 0 to 1, passes a figure. */
function phasesOf({ scenario: { data }, legend, plan }: WorldUnderWay): LifePhase[] {
  const states = colouringsOf({ plan, legend }).flatMap(({ key, shows }) =>
    shows.is === "scale" && shows.from === 0 && shows.to === 1 ? [key] : [],
  );
  return (data.institutions?.phases ?? []).flatMap(({ name, is }): LifePhase[] => {
    const [, figure, over] = /^\s*(\w+)\s*>=?\s*([\d.]+)\s*$/.exec(is.when?.text ?? "") ?? [];
    const measure = data.measures?.find((one) => one.name === figure)?.is;
    const meanOf = measure?.mean?.text.trim();
    if (over === undefined || !measure || measure.where) return [];
    if (!measure.share && !states.includes(`state.${meanOf}`)) return [];
    return [{ name, figure: sayName(figure!), meanOf: meanOf && sayName(meanOf), over: Number(over) }];
  });
}
