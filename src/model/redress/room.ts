import { effectsOf } from "../../plan/effects.ts";
import type { ActStep, Column, DueStep, MeetStep } from "../../plan/plan.ts";
import { assume } from "../../rules/assume.ts";
import * as build from "../../rules/build.ts";
import { surely } from "../../rules/fit.ts";
import { leavesOf, type NumberTree } from "../../rules/tree.ts";
import type { Conduct, ConductKind } from "../conduct/conduct.ts";
import { momentOf, mostOf, type Share, type Shares } from "../conduct/shares.ts";
import { recordedAs, trueName } from "../conduct/truth.ts";
import type { Draft } from "../draft/draft.ts";
import { chanceOf } from "./arrivals.ts";
import type { Case, Docket } from "./docket.ts";

/** A kind of conduct, and the share of its acts that can come to a case after so many ticks. */
interface Source {
  readonly kind: ConductKind;
  readonly share: number;
}

/** What is due in a tick: of whom, and with which chance; and the share of it that can come to a case. */
interface DueSource extends Source {
  readonly when: Share["when"];
  readonly own: NumberTree;
}

/** Columns of so many units are gone through, to find what cannot be due of the same person in the same tick. */
const fewUnits = 16;

/**
 * How many records can come to wait for a case in a tick, for each person, at most in the mean. Every act draws by itself, so
 * that what there is stays as near to that as what is done by a rate does.
 */
export class Room {
  readonly #docket: Docket;
  readonly #conduct: Conduct;
  readonly #shares: Shares;
  readonly #draft: Draft;
  readonly #chances = new Map<Case, NumberTree | undefined>();

  constructor(docket: Docket, conduct: Conduct, shares: Shares, draft: Draft) {
    this.#docket = docket;
    this.#conduct = conduct;
    this.#shares = shares;
    this.#draft = draft;
  }

  /** Of those that wait so many ticks for it. */
  mostFor(one: Case, delay: number): number {
    return [...this.#sources(one, delay).values()].reduce((sum, sources) => sum + this.#mostOf(sources), 0);
  }

  /** What comes to it from one tick of acts, by the ticks since their arrival. */
  #sources(one: Case, delay: number): Map<number, Map<ConductKind, number>> {
    const found = new Map<number, Map<ConductKind, number>>();
    for (const from of [undefined, ...this.#docket.cases]) {
      const levels = new Map<string, { lag: number; conduct: string; levels: Set<number> }>();
      for (const { conduct, severity } of this.#docket.delays(from, one).get(delay) ?? []) {
        const lag = from ? this.#docket.dueOf(from, conduct)[severity - 1]! : 0;
        const key = `${lag} ${conduct}`;
        const known = levels.get(key) ?? { lag, conduct, levels: new Set() };
        known.levels.add(severity);
        levels.set(key, known);
      }
      for (const { lag, conduct, levels: which } of levels.values()) {
        const sources = found.get(lag) ?? new Map<ConductKind, number>();
        found.set(lag, sources);
        // Who claims that it was done makes records of it as well.
        for (const kind of this.#conduct.filter((each) => recordedAs(each) === conduct)) {
          const share = shareOf(kind, which) * this.#raised(one, kind) * (from ? this.#raised(from, kind) : 1);
          sources.set(kind, (sources.get(kind) ?? 0) + share);
        }
      }
    }
    return found;
  }

  /** The highest chance that a record of a conduct is a case. */
  #raised(one: Case, kind: ConductKind): number {
    if (!one.disputed) return 1;
    if (!this.#chances.has(one)) this.#chances.set(one, chanceOf(one, this.#draft));
    const chance = this.#chances.get(one);
    if (!chance) return 1;
    const isTrue = !kind.is.claims && this.#stepsOf(kind).every(({ event }) => event.misdirect === undefined);
    const known = isTrue
      ? assume(chance, (leaf) => (leaf.op === "local" && leaf.name === trueName ? build.constant(1) : undefined))
      : chance;
    return mostOf(known);
  }

  #mostOf(sources: ReadonlyMap<ConductKind, number>): number {
    let sum = 0;
    const due: DueSource[] = [];
    for (const [kind, share] of sources) {
      const is = kind.is.every && this.#shares(kind);
      const own = is?.as("friends")?.own;
      const waits = this.#stepsOf(kind).some(({ event }) => event.wait !== undefined);
      if (is && own && !waits) due.push({ kind, share, when: is.when, own });
      // Records of several ticks can arrive in one where each channel has another delay.
      else if (own) sum += Math.max(1, kind.is.channel?.length ?? 0) * mostOf(own) * share;
      else sum += this.#stepsOf(kind).reduce((most, step) => most + mostIn(step), 0) * share;
    }
    return sum + this.#mostDue(due);
  }

  /** Of what is due in the same tick: some of it is not, or less likely, where a column has the unit with which other is. */
  #mostDue(due: readonly DueSource[]): number {
    const plain = mostTogether(due);
    const apart = this.#columnsIn(due).map((column) => {
      const units = Array.from({ length: column.highest - column.lowest + 1 }, (_, i) => column.lowest + i);
      return Math.max(...units.map((unit) => mostTogether(due.map((one) => withUnit(one, column, unit)))));
    });
    return Math.min(plain, ...apart);
  }

  /** Columns of few units that say of whom it is due, and that no act or record of the tick changes. */
  #columnsIn(due: readonly DueSource[]): Column[] {
    const { parts } = this.#draft;
    const asked = new Set(due.flatMap(({ when }) => leavesOf(when, "column")));
    const kinds = ["deliver", "act", "due", "meet"] as const;
    const effects = kinds.flatMap((kind) => parts.steps(kind)).flatMap((step) => effectsOf(step));
    const changed = new Set(effects.flatMap((effect) => ("column" in effect ? [effect.column] : [])));
    return parts.columns.filter(
      ({ name, lowest, highest }) => asked.has(name) && !changed.has(name) && highest - lowest < fewUnits,
    );
  }

  #stepsOf({ name }: ConductKind): (ActStep | DueStep | MeetStep)[] {
    const { parts } = this.#draft;
    const steps = [...parts.steps("act"), ...parts.steps("due"), ...parts.steps("meet")];
    return steps.filter(({ event }) => event.record.label === name);
  }
}

/** The most of it in one tick: of the outcomes of a moment one follows at most. */
function mostTogether(due: readonly DueSource[]): number {
  const moments = new Map<string, number>();
  for (const { kind, share, when, own } of due) {
    if (surely(when) === false) continue;
    const moment = momentOf(kind);
    moments.set(moment, Math.min(1, (moments.get(moment) ?? 0) + mostOf(own) * share));
  }
  return [...moments.values()].reduce((sum, most) => sum + most, 0);
}

function withUnit(one: DueSource, { name, offset, resolution }: Column, unit: number): DueSource {
  const value = build.constant(Math.fround(offset + Math.fround(unit * resolution)));
  const known = (leaf: NumberTree): NumberTree | undefined =>
    leaf.op === "column" && leaf.name === name ? value : undefined;
  return { ...one, when: assume(one.when, known), own: assume(one.own, known) };
}

/** The share of acts of a conduct that can have one of some severities. */
function shareOf({ is: { severity } }: ConductKind, levels: ReadonlySet<number>): number {
  if (severity?.kind === "rule") return 1;
  if (!severity) return levels.has(1) ? 1 : 0;
  return severity.is.reduce((sum, { name, is }) => (levels.has(Number(name)) ? sum + is.amount : sum), 0);
}

/** The most acts of a step that anyone can be expected to do in a tick. */
function mostIn(step: ActStep | DueStep | MeetStep): number {
  if (step.kind === "act") return step.layers.at(-1)?.to ?? 0;
  return step.kind === "due" ? 1 : step.rounds;
}
