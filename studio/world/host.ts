import { layPage } from "../../src/html/page.ts";
import {
  type Answers,
  openAnswers,
  openWorld,
  type Problem,
  ProblemError,
  type Scenario,
  usualTwins,
  type WorldUnderWay,
} from "../../src/index.ts";
import type {
  Divided,
  Drawing,
  Fault,
  FileOf,
  FromOutcome,
  Host,
  LifeAsked,
  LifeLived,
  Moment,
  Opening,
  ReadOutcome,
  WorldsAsked,
  WorldsOpened,
} from "../messages.ts";
import type { AnswersCome } from "./answering.ts";
import { AsideThread } from "./aside.ts";
import { pulledDown } from "./example.ts";
import { faultsIn } from "./faults.ts";
import { Player } from "./player.ts";
import { readFrom, readOpening } from "./reading.ts";
import { type Ports, Stage } from "./stage.ts";
import { Turns } from "./turns.ts";
import { twinOf } from "./twin.ts";
import { scenarioOf, writtenOf } from "./written.ts";

/** Worlds that are open, and what they were asked for with. */
interface Open {
  readonly asked: WorldsAsked;
  readonly stage: Stage;
  readonly player: Player;
  /** Fulfilled when it stands where it was asked for, or was taken on by somebody. */
  readonly reached: Promise<void>;
}

type Tell = (moment: Moment) => unknown;

const nothingOpen: Fault = { code: "nothing-open", message: "no world is open", rendered: "error: no world is open" };
const overtaken: Fault = {
  code: "overtaken",
  message: "another world was opened meanwhile",
  rendered: "error: another world was opened meanwhile",
};

/** The host: worlds that are open, one or twins, and all that is told of them. Calls may come in any order. */
export class StudioHost implements Host {
  #open: Open | undefined;
  #turns = new Turns();
  #ports: Ports = {};
  /** Stops what is being opened. */
  #opening = new AbortController();
  /** One after the other: whoever asks whether what is open goes on must know what that is. */
  readonly #exchanges = new Turns();
  /** What twins of what is open have answered by now. */
  #answered: Answers | undefined;
  #filing: AsideThread | undefined;
  #answering: AsideThread | undefined;
  #living: AsideThread | undefined;

  read(opening: Opening): ReadOutcome {
    return readOpening(opening);
  }

  paint(ports: Ports): void {
    this.#ports = ports;
    for (const port of Object.values(ports))
      if (port) port.onmessage = ({ data }) => this.#open?.player.hearDrawing((data as Drawing).milliseconds);
    if (!this.#open) return;
    this.#open.player.ports = ports;
    void this.#open.player.show();
  }

  async open(asked: WorldsAsked, tell: Tell): Promise<WorldsOpened | readonly Fault[]> {
    this.#opening.abort();
    const opening = new AbortController();
    this.#opening = opening;
    const { signal } = opening;
    const worlds: WorldUnderWay[] = [];
    const stop = (): void => {
      if (signal.aborted) throw [overtaken];
    };
    try {
      const scenarios = scenariosOf(asked);
      const gone = await this.#exchanges.take(() => {
        stop();
        return this.#goOn(scenarios, asked, tell);
      });
      if (typeof gone === "object") return gone;
      await openAnew(scenarios, asked, worlds, stop);
      return await this.#exchanges.take(() => {
        stop();
        return this.#exchange(worlds, asked, tell, gone);
      });
    } catch (error) {
      for (const world of worlds) world.close();
      return signal.aborted ? [overtaken] : faultsIn(error, asked.opening.text);
    }
  }

  /** What is open goes on as what is asked for; else why it cannot, as a clause, or undefined where it is something else. */
  async #goOn(
    scenarios: readonly Scenario[],
    asked: WorldsAsked,
    tell: Tell,
  ): Promise<WorldsOpened | string | undefined> {
    if (!this.#isGoingOn(asked)) return undefined;
    const handed = await this.#turns.take(() => this.#handOver(scenarios));
    return Array.isArray(handed) ? this.#exchange(handed, asked, tell) : handed;
  }

  /** Puts worlds in the place of those that are open. What has begun here is what is open in the end, whatever was asked for meanwhile. */
  async #exchange(
    worlds: readonly WorldUnderWay[],
    asked: WorldsAsked,
    tell: Tell,
    livedAgain?: string,
  ): Promise<WorldsOpened> {
    this.#shut(worlds);
    const stage = new Stage(worlds);
    stage.look(asked.colouring, asked.charts);
    this.#turns = new Turns();
    const player = new Player(stage, this.#turns, tell);
    player.ports = this.#ports;
    player.onPlaying = (playing) => this.#filing?.ease(playing);
    // The first picture comes before the world has settled: that can be looked at.
    await player.show();
    this.#open = { asked, stage, player, reached: player.reach(tickOf(asked)) };
    return { ...openedOf(worlds), ...(livedAgain !== undefined && { livedAgain }) };
  }

  /** Whether what is asked for may be what is open, changed from now on. */
  #isGoingOn({ opening, twin, people, seed, tick }: WorldsAsked): boolean {
    const { asked, stage } = this.#open ?? {};
    return (
      asked?.opening.name === opening.name &&
      asked.opening.text === opening.text &&
      asked.twin === twin &&
      asked.people === people &&
      asked.seed === seed &&
      stage?.tick === tick
    );
  }

  /**
   * The worlds that are open as they go on under other scenarios; why they cannot, as a clause; undefined where these are not what is
   * open, changed from now on.
   */
  async #handOver(scenarios: readonly Scenario[]): Promise<WorldUnderWay[] | string | undefined> {
    const { stage, player } = this.#opened();
    const worlds: WorldUnderWay[] = [];
    try {
      for (const [i, world] of stage.worlds.entries()) {
        const scenario = scenarios[i]!;
        const isSame = world.scenario.hash === scenario.hash;
        worlds.push(isSame ? world : await world.goOnAs(scenario));
      }
    } catch (error) {
      const handed = worlds.filter((world) => !stage.worlds.includes(world));
      for (const world of handed) world.close();
      if (handed.length > 0) player.stop();
      if (!(error instanceof ProblemError)) throw error;
      const [{ code, message }] = error.problems as [Problem];
      return code === "no-hand-over" ? message : undefined;
    }
    player.stop();
    return worlds;
  }

  play(perSecond: number): void {
    this.#open?.player.play(perSecond);
  }

  pause(): void {
    this.#open?.player.pause();
  }

  async step(): Promise<void> {
    await this.#open?.reached;
    await this.#open?.player.step();
  }

  look(colouring: string, charts: readonly string[]): void {
    if (!this.#open) return;
    const { stage, player } = this.#open;
    void this.#turns.take(() => stage.look(colouring, charts));
    void player.show();
  }

  async glance(person: number): Promise<readonly { says: string; value: string }[]> {
    return this.#now(({ stage }) => stage.glance(person));
  }

  async divide(): Promise<readonly Divided[]> {
    return this.#now(({ stage }) => stage.divide());
  }

  async pulledDown(): Promise<number | undefined> {
    return this.#now(({ stage }) => pulledDown(stage.first));
  }

  async hash(): Promise<readonly string[]> {
    await this.#opened().reached;
    return this.#now(async ({ stage }) => {
      const hashes: string[] = [];
      for (const world of stage.worlds) hashes.push(await world.hash());
      return hashes;
    });
  }

  csv(): readonly string[] {
    return this.#open?.stage.worlds.map(({ results }) => results.csv()) ?? [];
  }

  async page(): Promise<string> {
    await this.#opened().reached;
    const { stage, asked } = this.#opened();
    const answers = this.#answered ?? (await unanswered(stage.first));
    return this.#now(async () => layPage(await stage.first.told(), asked.opening.name, answers));
  }

  from(opening: Opening, tick: number, changes: Opening["changes"]): FromOutcome {
    return readFrom(opening, tick, changes);
  }

  write(opening: Opening): string {
    try {
      return writtenOf(opening);
    } catch (error) {
      throw faultsIn(error, opening.text);
    }
  }

  async file(person: number): Promise<FileOf> {
    const { asked, stage, player, reached } = this.#opened();
    await reached;
    // One thread for all files: to begin one takes longer than what it does in a small world.
    this.#filing ??= new AsideThread();
    this.#filing.ease(player.playing);
    const { opening, twin, seed } = asked;
    const of = { opening, twin, seed, people: stage.first.people, tick: stage.tick, person };
    const file = await this.#filing.file(of);
    if (!file) throw [overtaken];
    return file;
  }

  closeFile(): void {
    this.#filing?.stopFiling();
  }

  async live(asked: LifeAsked): Promise<LifeLived> {
    this.#living ??= new AsideThread();
    const lived = await this.#living.live(asked);
    if (!lived) throw [overtaken];
    return lived;
  }

  async answer(seeds: number, tell: (come: AnswersCome) => void): Promise<void> {
    const { asked, stage } = this.#opened();
    const { opening, seed } = asked;
    this.#answering ??= new AsideThread();
    const { people, ticks } = stage.first;
    await this.#answering.answer({ opening, seed, people }, seeds, (come) => {
      const scale = { firstSeed: seed, people: usualTwins.peopleOf(people), ticks, stopped: false };
      if (this.#open?.stage === stage) this.#answered = { ...scale, twins: come.seeds, answers: come.answers };
      tell(come);
    });
  }

  stopAnswering(): void {
    this.#answering?.stopAnswering();
  }

  close(): void {
    this.#living?.end();
    this.#living = undefined;
    this.#opening.abort();
    // What is being put in its place is open first.
    void this.#exchanges.take(() => this.#shut());
    this.#filing?.end();
    this.#filing = undefined;
  }

  /** Ends all that goes on with what is open, but for worlds that stay. */
  #shut(staying: readonly WorldUnderWay[] = []): void {
    this.#filing?.stopFiling();
    this.#answering?.end();
    this.#answering = undefined;
    this.#answered = undefined;
    const { player, stage } = this.#open ?? {};
    this.#open = undefined;
    player?.stop();
    // A tick that is under way comes to its end first.
    void this.#turns.take(() => stage?.close(staying));
  }

  #opened(): Open {
    if (!this.#open) throw [nothingOpen];
    return this.#open;
  }

  /** Reads what is open, between two ticks. */
  #now<T>(read: (open: Open) => T | Promise<T>): Promise<T> {
    const open = this.#opened();
    return this.#turns.take(() => read(open));
  }
}

/** Opens worlds at their very beginning. `stop` throws where somebody asks for others meanwhile. */
async function openAnew(
  scenarios: readonly Scenario[],
  { people, seed }: WorldsAsked,
  into: WorldUnderWay[],
  stop: () => void,
): Promise<void> {
  for (const scenario of scenarios) {
    into.push(await openWorld(scenario, { people, seed, unsettled: true }));
    stop();
  }
}

/** The world that is asked for, and its twin where that is asked for too. */
function scenariosOf({ opening, twin }: WorldsAsked): Scenario[] {
  const scenario = scenarioOf(opening);
  if (!twin) return [scenario];
  const other = twinOf(scenario);
  if (other) return [scenario, other.scenario];
  throw new ProblemError([
    {
      code: "no-twin",
      message: "there is no other world to see this one beside",
      remedy: "ask it a question with a control",
    },
  ]);
}

/** The questions of a world of which no twins were run; nothing where it asks none. */
async function unanswered({ scenario, people, seed }: WorldUnderWay): Promise<Answers | undefined> {
  if (scenario.questions.length === 0) return undefined;
  const signal = { aborted: true };
  return openAnswers(scenario, { people: usualTwins.peopleOf(people), firstSeed: seed, threads: 1, signal }).answer();
}

/** From where it is shown; what is no number of ticks is none. */
function tickOf({ tick }: WorldsAsked): number {
  return Number.isFinite(tick) ? Math.max(0, tick) : 0;
}

function openedOf(worlds: readonly WorldUnderWay[]): WorldsOpened {
  const [{ threads, people, plan, fallback }] = worlds as [WorldUnderWay];
  const { communitySize } = plan;
  return { threads, note: fallback, communities: Math.ceil(people / communitySize), communitySize, people };
}
