import type { Fault, Moment } from "../messages.ts";
import { faultsIn } from "./faults.ts";
import type { Ports, Stage } from "./stage.ts";
import { breathe, sleep, type Turns } from "./turns.ts";

/** Milliseconds between two pictures, at least; of what passes the share that pictures may take. */
const leastGap = 40;
const shareOfPictures = 0.15;
/** Milliseconds between two moments, at least, while it plays. */
const leastTold = 100;
/** Milliseconds for which messages wait, at most, where a tick is no longer. */
const patience = 12;
/** By how many milliseconds a pace may be behind, and still be made up for. */
const mostBehind = 300;
/** The longest that a pace waits in one piece, so that a pause is heard. */
const longestSleep = 60;

/** Takes worlds on at a pace, and shows them: pictures and moments no oftener than anybody can see. */
export class Player {
  ports: Ports = {};
  /** Hears when it begins to play, and when it ends. */
  onPlaying: (playing: boolean) => void = () => {};
  #playing = false;
  readonly #stage: Stage;
  readonly #turns: Turns;
  readonly #tell: (moment: Moment) => unknown;
  #perSecond = 0;
  /** Up to this tick no pace counts: a world that settles, or has to come to where somebody wants to see it, does so at once. */
  #goal = 0;
  /** Counts wishes: a loop ends when another began. */
  #round = 0;
  #gap = leastGap;
  /** Milliseconds that the picture takes for a painting, on a thread beside those that reckon. */
  #drawing = 0;
  #taken: Promise<unknown> | undefined;
  #told = { tick: 0, at: 0 };
  #rate = 0;

  constructor(stage: Stage, turns: Turns, tell: (moment: Moment) => unknown) {
    this.#stage = stage;
    this.#turns = turns;
    this.#tell = tell;
  }

  hearDrawing(milliseconds: number): void {
    this.#drawing = milliseconds;
  }

  get playing(): boolean {
    return this.#playing;
  }

  #turn(playing: boolean): void {
    if (this.#playing !== playing) this.onPlaying(playing);
    this.#playing = playing;
  }

  /** 0 is as fast as it can. */
  play(perSecond: number): void {
    this.#perSecond = Number.isFinite(perSecond) && perSecond > 0 ? perSecond : 0;
    void this.#go(() => this.#stage.isOver);
  }

  pause(): void {
    if (!this.playing) return;
    this.stop();
    void this.show();
  }

  /** As `pause`, and shows nothing. */
  stop(): void {
    this.#round++;
    this.#turn(false);
  }

  /** Up to a tick, as fast as it can; then it stands. */
  async reach(tick: number): Promise<void> {
    this.#perSecond = 0;
    this.#goal = tick;
    await this.#go(() => this.#stage.tick >= tick || this.#stage.isOver);
  }

  async step(): Promise<void> {
    if (this.playing) return;
    await this.#turns.take(() => (this.#stage.isOver ? undefined : this.#stage.step()));
    await this.show();
  }

  async #go(isThere: () => boolean): Promise<void> {
    const round = ++this.#round;
    this.#turn(true);
    this.#told = { tick: this.#stage.tick, at: performance.now() };
    let faults: readonly Fault[] | undefined;
    try {
      await this.#run(round, isThere);
    } catch (error) {
      faults = faultsIn(error);
    }
    if (round !== this.#round) return;
    this.#turn(false);
    await this.show(faults);
  }

  async #run(round: number, isThere: () => boolean): Promise<void> {
    const step = this.#perSecond > 0 ? 1000 / this.#perSecond : 0;
    const begin = performance.now();
    let [due, shown, breath] = [begin + step, begin, begin];
    while (round === this.#round && !isThere()) {
      if (this.#stage.tick < this.#goal) due = performance.now();
      const wait = due - performance.now();
      if (step > 0 && wait > 1) {
        await sleep(Math.min(wait, longestSleep));
        breath = performance.now();
        if (wait > longestSleep) continue;
      }
      // What was missed by much is not made up for in a rush.
      due = Math.max(due, performance.now() - mostBehind) + step;
      await this.#turns.take(() => (round === this.#round ? this.#stage.step() : undefined));
      if (performance.now() - shown >= this.#gap && round === this.#round) {
        const start = performance.now();
        await this.show();
        shown = performance.now();
        const threads = Math.max(1, this.#stage.first.threads);
        this.#gap = Math.max(leastGap, (shown - start + this.#drawing / threads) / shareOfPictures);
      }
      if (performance.now() - breath < patience) continue;
      await breathe();
      breath = performance.now();
    }
  }

  /** Paints the worlds as they stand, and tells of them. While the last moment is not taken, there is only a picture. */
  async show(faults?: readonly Fault[]): Promise<void> {
    if (this.#taken && !this.playing) await this.#taken;
    await this.#turns.take(() => {
      this.#stage.paint(this.ports);
      const isSoon = this.playing && !faults && performance.now() - this.#told.at < leastTold;
      if (this.#taken || isSoon) return;
      const moment = this.#stage.moment(this.playing, this.#pace());
      this.#taken = Promise.resolve(this.#tell(faults ? { ...moment, faults } : moment)).finally(() => {
        this.#taken = undefined;
      });
    });
  }

  #pace(): number {
    const now = performance.now();
    const { tick, at } = this.#told;
    const { tick: then, first } = this.#stage;
    if (then > tick && now > at) this.#rate = ((then - tick) * first.people * 1000) / (now - at);
    this.#told = { tick: then, at: now };
    return this.#rate;
  }
}
