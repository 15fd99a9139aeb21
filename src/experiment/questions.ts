import { isWithin, runLimits, sayWhole } from "../core/limits.ts";
import { checkArguments, ProblemError } from "../core/problem.ts";
import type { Lowered } from "../model/lower.ts";
import { type AskedFigure, ticksOfYear, ticksRead } from "../model/questions/figure.ts";
import { calendarOf } from "../model/time/time.ts";
import type { Results } from "../results/results.ts";
import type { Question } from "../scenario/asRead.ts";
import { checkRead, type Scenario, worldHashOf } from "../scenario/scenario.ts";
import { aScenario } from "../scenario/scenarioKind.ts";
import { answerOf } from "./answer.ts";
import type { Answer } from "./answers.ts";
import { figureIn } from "./asked.ts";
import { answerOptions } from "./askedKinds.ts";
import { checkMemory, checkSeed, type StopSignal, type WorldOptions } from "./course.ts";
import { putInOf } from "./putIn.ts";
import { differencesOfPeople } from "./samePeople.ts";
import type { Twin } from "./verdict.ts";
import { openPace, type Pace, runWhole, type WholeOptions, type WorldsProgress } from "./whole.ts";

/** How to answer what a scenario is asked. */
export interface AnswerOptions extends WorldOptions {
  /** Seeds, each in every world that is asked; 8 unless told, 0 for no answers. */
  readonly twins?: number | undefined;
  /** The first seed; the others follow it. 1 unless told. */
  readonly firstSeed?: number | undefined;
  /** Names of the questions to be answered; all unless told. */
  readonly questions?: readonly string[] | undefined;
  readonly onProgress?: ((progress: WorldsProgress) => void) | undefined;
  /** Called when a seed has come to its end in all worlds, with the answers so far. The next seed waits for what it returns. */
  readonly onTwin?: ((answers: Answers) => Promise<void> | void) | undefined;
  /** Stops it cleanly after a tick: what is told then is of the seeds that came to their end in all worlds. */
  readonly signal?: StopSignal | undefined;
}

/** Answers, and from how many twins of how many people. */
export interface Answers {
  /** Seeds that came to their end in all worlds. */
  readonly twins: number;
  readonly firstSeed: number;
  readonly people: number;
  readonly ticks: number;
  /** Whether it was stopped before its last twin. */
  readonly stopped: boolean;
  readonly answers: readonly Answer[];
}

/** How many twins, and of how many people where so many run: one in fifty, at least 4,000 and at most 20,000, never more. */
export const usualTwins = {
  twins: 8,
  peopleOf: (people: number): number => Math.min(people, Math.max(4000, Math.min(20_000, Math.round(people / 50)))),
} as const;

/** Twins that are about to be run. */
export interface PendingAnswers {
  /** Runs them. */
  answer(): Promise<Answers>;
}

/**
 * Answers the questions of a scenario from twins: under each seed this world and its controls, with the same people and the same
 * luck. Without questions there are no answers. Throws ProblemError as `compare` does, and (bad-twins).
 */
export async function answerQuestions(scenario: Scenario, options: AnswerOptions = {}): Promise<Answers> {
  return openAnswers(scenario, options).answer();
}

/** The same, checked before anything runs. */
export function openAnswers(scenario: Scenario, options: AnswerOptions = {}): PendingAnswers {
  checkArguments("openAnswers", { scenario: [scenario, aScenario], options: [options, answerOptions] });
  checkRead(scenario);
  const { twins = usualTwins.twins, firstSeed = 1, ticks } = options;
  const people = options.people ?? usualTwins.peopleOf(scenario.data.population.size.amount);
  checkTwins(twins, firstSeed);
  const asked = scenario.questions.filter(({ name }) => options.questions?.includes(name) ?? true);
  const scale = { people, ticks };
  // Without twins nothing is compared, and controls need not be lowered.
  const worlds = worldsOf(scenario, twins > 0 ? asked : [], scale);
  if (twins > 0) for (const { lowered } of worlds) checkMemory(lowered.plan, options.memoryBytes, options);
  return {
    answer: () => answerAll(asked, worlds, { ...options, twins: asked.length === 0 ? 0 : twins, firstSeed, people }),
  };
}

function checkTwins(twins: number, firstSeed: number): void {
  if (!isWithin(runLimits.twins, twins))
    throw new ProblemError([
      { code: "bad-twins", message: `${twins} is not a number of twins`, expected: sayWhole(runLimits.twins) },
    ]);
  checkSeed(firstSeed);
}

/** A world that is run for questions: the one that is asked, or a control. */
export interface AskedWorld {
  readonly scenario: Scenario;
  /** What tells it from others: two scenarios of the same world are one. */
  readonly id: string;
  readonly lowered: Lowered;
}

export function askedWorld(scenario: Scenario, lowered: Lowered): AskedWorld {
  return { scenario, id: worldHashOf(scenario), lowered };
}

/** The world that is asked, then its controls, each once: what is compared with itself need not be run twice. */
function worldsOf(
  scenario: Scenario,
  questions: readonly Question[],
  scale: { readonly people: number; readonly ticks: number | undefined },
): readonly [AskedWorld, ...AskedWorld[]] {
  const own = askedWorld(scenario, scenario.lower(scale));
  const controls = questions.flatMap(({ control }) => control?.scenario ?? []);
  const others = new Map(controls.map((one) => [worldHashOf(one), one]));
  others.delete(own.id);
  return [own, ...[...others.values()].map((one) => askedWorld(one, one.lower(scale)))];
}

type Wishes = AnswerOptions & { readonly twins: number; readonly firstSeed: number; readonly people: number };

async function answerAll(
  questions: readonly Question[],
  worlds: readonly [AskedWorld, ...AskedWorld[]],
  wishes: Wishes,
): Promise<Answers> {
  const [own] = worlds;
  const { plan } = own.lowered;
  const seats = questions.map((question) => openSeat(question, own, worlds));
  const plans = worlds.map(({ lowered }) => lowered.plan);
  const pace = openPace(plans, wishes.twins, wishes.onProgress);
  // Beyond the last seed there is none: then they end with it.
  const firstSeed = Math.min(wishes.firstSeed, runLimits.seed.most - Math.max(0, wishes.twins - 1));
  let whole = 0;
  const soFar = (): Answers => ({
    twins: whole,
    firstSeed,
    people: plan.size,
    ticks: plan.ticks,
    stopped: whole < wishes.twins,
    answers: seats.map((seat) => seat.answer(firstSeed, whole === 0 ? "no twins were run" : undefined)),
  });
  while (whole < wishes.twins) {
    const ended = await endOf(worlds, firstSeed + whole, { ...wishes, pace });
    if (!ended) break;
    for (const seat of seats) seat.add(ended);
    whole++;
    await wishes.onTwin?.(soFar());
  }
  return soFar();
}

/** A question that is being answered. */
export interface Seat {
  /** Takes what the worlds of a seed came to, by their ids. */
  add(ended: ReadonlyMap<string, Results>): void;
  /** The answer; `why` is why there is none. */
  answer(firstSeed: number, why?: string): Answer;
}

/** What twins come to for one question of a world, with its control among others, where any twins are run. */
export function openSeat(question: Question, own: AskedWorld, worlds: readonly AskedWorld[]): Seat {
  const { figure, control } = question;
  const twins: Twin[] = [];
  const { plan } = own.lowered;
  const other = control && worlds.find(({ id }) => id === worldHashOf(control.scenario));
  const read = ticksRead(figure, plan.ticks, ticksOfYear(calendarOf(own.scenario.data.time)));
  const short = read ? undefined : "this run is too short for it";
  const valueIn = (world: AskedWorld, of: AskedFigure, ended: ReadonlyMap<string, Results>): number =>
    figureIn(of, { ...world, results: ended.get(world.id)! });
  return {
    add: (ended) => {
      const value = valueIn(own, figure, ended);
      twins.push({ value, control: other ? valueIn(other, control.figure, ended) : Number.NaN });
    },
    answer: (firstSeed, why) => {
      const putIn = putInOf(own.scenario, own.lowered, figure);
      const peopleDiffer = other ? differencesOfPeople(other.lowered, own.lowered) : [];
      const of = { question, firstSeed, people: plan.size, ticks: plan.ticks, putIn, peopleDiffer };
      return answerOf(of, twins, why ?? short);
    },
  };
}

/** What all worlds come to under a seed; undefined where it was stopped before. */
async function endOf(
  worlds: readonly AskedWorld[],
  seed: number,
  options: WholeOptions & { readonly pace: Pace },
): Promise<ReadonlyMap<string, Results> | undefined> {
  const ended = new Map<string, Results>();
  for (const { id, lowered } of worlds) {
    const results = await runWhole(lowered, seed, options, (one) => one);
    if (!results) return undefined;
    ended.set(id, results);
  }
  return ended;
}
