import type { Engine } from "../engine/backend.ts";
import { figuresOf, TickLog, type TickStore } from "../engine/common/tickLog.ts";
import type { Lowered } from "../model/lower.ts";
import type { Plan } from "../plan/plan.ts";
import { Results } from "../results/results.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Course } from "./course.ts";
import { enterPhase, notePhase, type PhaseEntered } from "./phases.ts";
import { sayWarnings } from "./phrases.ts";
import { ControlWatch, SettleWatch, sayMoved } from "./rest.ts";
import { type Run, runOf, type Toll } from "./told.ts";

/** What is kept of a world as it goes on, tick by tick, and what is told of it in the end. */
export class Account {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly log: TickLog;
  readonly results: Results;
  readonly phases: PhaseEntered[] = [];
  readonly #lowered: Lowered;
  #settled: SettleWatch;

  /** `store` keeps what is measured; memory does unless told. */
  constructor(scenario: Scenario, lowered: Lowered, store?: TickStore) {
    this.scenario = scenario;
    this.plan = lowered.plan;
    this.log = new TickLog(figuresOf(lowered.plan), store);
    this.results = new Results(lowered.plan.measures, { legend: lowered.legend, log: this.log });
    this.#lowered = lowered;
    this.#settled = new SettleWatch(scenario, lowered);
  }

  /** Takes what came of a tick, but for what was measured in it, which `results` takes. */
  note(engine: Engine): void {
    if (engine.tick > 0) notePhase(this.phases, this.scenario, this.#lowered.legend, engine);
    else this.#settled.note(engine.settleRows);
  }

  /** Takes what was kept of a world with the same past, which measured the same things. */
  takeOver(other: Account): void {
    this.log.addAll(other.log);
    for (const { name, tick } of other.phases) this.phases.push(enterPhase({ name, tick }, this.scenario));
    this.#settled = other.#settled;
  }

  /** Sentences for a person, the notes among them. */
  warnings(engine: Engine, notes: readonly string[]): string[] {
    const control = new ControlWatch(this.scenario, this.#lowered);
    control.add(this.results);
    const moved = sayMoved([...this.#settled.moved(), ...control.moved()]);
    return [...notes, ...sayWarnings(engine.warnings, this.#lowered.legend), ...moved];
  }

  /** The world as far as it has come. `notes` are sentences for a person. */
  async tell(engine: Engine, course: Course, notes: readonly string[], toll: Toll = {}): Promise<Run> {
    const { scenario, results, phases } = this;
    const of = { scenario, lowered: this.#lowered, engine, results, phases: [...phases] };
    return runOf({ ...of, ...toll }, course, this.warnings(engine, notes), await engine.hash());
  }
}

/** Why an engine is not the one that was hoped for, where it is not. */
export function notesOf(fallback: string | undefined): readonly string[] {
  return fallback === undefined ? [] : [fallback];
}
