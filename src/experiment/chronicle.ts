import type { Added, TracedAct, TracedRecord, TracedWrite, TraceEvent } from "../engine/meaning/interpret.ts";
import { blockedName } from "../model/conduct/attempt.ts";
import { severityName } from "../model/conduct/conduct.ts";
import { gradeStep } from "../model/scheme/grade.ts";
import { ledgerThin } from "../model/scheme/score.ts";
import { dayName } from "../model/time/days.ts";
import type { Entry, EntryKind, MetEntry } from "./life.ts";
import { tellList } from "./listed.ts";
import { Made } from "./made.ts";
import type { Met, Standing, Terms } from "./terms.ts";
import { sayApart, sayDay, sayFigure, sayMove, sayPoints, sayPointsUnsigned } from "./words.ts";

type Draft = { -readonly [K in keyof Entry]: Entry[K] };

/** The entries of one life, as they come to be. */
export class Chronicle {
  readonly entity: number;
  readonly entries: Draft[] = [];
  readonly #terms: Terms;
  #tick = 0;
  /** The day of the tick on which it happens, from 0, where that is known. */
  #today: number | undefined;
  /** Where the entries of this tick begin. */
  #fresh = 0;
  #standing: Standing;
  /** What records added to each sum of points in this tick. */
  readonly #added = new Map<string, number>();

  /** Who has just done something to this one, and how they met. */
  #doer: { readonly entity: number; readonly kind: Met } | undefined;

  /** What the score is made of; undefined where it is moved. */
  readonly #made: Made | undefined;

  /** `made` is what the parts of a score contribute that is made anew each tick. */
  constructor(entity: number, terms: Terms, standing: Standing, made: ReadonlyMap<string, number> = new Map()) {
    this.entity = entity;
    this.#terms = terms;
    this.#standing = standing;
    if (made.size > 0) this.#made = new Made(standing.score ?? 0, made, terms);
    this.#begin();
  }

  /** Takes in what somebody else does to this one, before any record of it. */
  meet({ step, entity }: TracedAct): void {
    const kind = this.#terms.meetings.get(step);
    this.#doer = kind && { entity, kind };
  }

  /** Takes in what happens to this one. Steps and columns are called as in its own part of the scenario. */
  see(event: TraceEvent): void {
    if (event.tick < 0) return;
    this.#tick = event.tick;
    this.#today = undefined;
    if (event.kind === "act") this.#act(event);
    else if (event.kind === "record") this.#record(event);
    else if (event.step === gradeStep) this.#grade(event);
    else if (this.#terms.warnings.has(event.step)) this.#warning(event);
    else if (event.column === "score" && event.step === ledgerThin) this.#thin(event);
    else if (event.column === "score" && this.#made) this.#makes(this.#made, event);
    else if (event.column === this.#terms.gathers && !this.#terms.relative) this.#score(event);
    else if (this.#terms.states.has(event.column)) this.#state(event);
  }

  /** Ends a tick, after which it stands so. */
  endTick(tick: number, now: Standing): void {
    this.#tick = tick;
    this.#today = undefined;
    const before = this.#standing;
    if (now.phase !== before.phase && now.phase !== undefined) {
      const text = `the phase "${this.#terms.phases[now.phase]}" begins`;
      this.entries.splice(this.#fresh, 0, this.#entry("phase", text));
    }
    // It is felt from the beginning of the tick on.
    const felt = this.#terms.sights.flatMap(({ begins, ends }, place) =>
      now.felt[place] === before.felt[place] ? [] : [this.#entry("link", now.felt[place] ? begins : ends)],
    );
    this.entries.splice(this.#fresh, 0, ...felt);
    const last = this.entries.findLast((entry) => entry.points !== undefined);
    if (last?.tick === tick && now.score !== undefined) last.score = now.score;
    if (now.band !== before.band) this.#add("band", this.#sayBand(before.band!, now.band!));
    for (const [place, list] of this.#terms.lists.entries())
      for (const told of tellList(list, before.lists[place]!, now.lists[place]!, tick, this.#terms.calendar))
        this.entries.push({ ...this.#entry("list", told.text), date: told.date });
    for (const [place, { name, domain }] of this.#terms.consequences.entries()) {
      if (now.holds[place] === before.holds[place]) continue;
      const why = now.holds[place] && now.alone[place] === false ? `, because of ${this.#terms.other}` : "";
      this.#add("consequence", `${name} ${now.holds[place] ? "begins" : "ends"}${domain ? ` (${domain})` : ""}${why}`);
    }
    this.#standing = now;
    this.#fresh = this.entries.length;
    this.#added.clear();
  }

  #begin(): void {
    const { phase, band, holds } = this.#standing;
    if (phase !== undefined) this.#add("phase", `the phase is "${this.#terms.phases[phase]}" at the start`);
    if (band !== undefined)
      this.#add("band", band < 0 ? "there are no grades at the start" : `starts in band ${this.#terms.bands[band]}`);
    for (const [place, { name, domain }] of this.#terms.consequences.entries())
      if (holds[place]) this.#add("consequence", `${name} holds from the start${domain ? ` (${domain})` : ""}`);
    this.#fresh = this.entries.length;
  }

  #entry(kind: EntryKind, text: string, points?: number, met?: MetEntry): Draft {
    const { calendar } = this.#terms;
    const day = this.#today;
    const date =
      day === undefined ? this.#date(this.#tick) : sayDay(calendar.dayAfter(calendar.daysUntil(this.#tick) + day));
    return { tick: this.#tick, date, kind, text, ...(points !== undefined && { points }), ...(met && { met }) };
  }

  #add(kind: EntryKind, text: string, points?: number, met?: MetEntry): void {
    this.entries.push(this.#entry(kind, text, points, met));
  }

  /** An entry that changes the score, unless it changes nothing. */
  #move(kind: EntryKind, points: number, say: (points: number) => string): void {
    if (points !== 0) this.#add(kind, say(points), points);
  }

  #date(tick: number): string {
    return sayDay(this.#terms.calendar.dayOf(tick));
  }

  /** The conduct, and how grave it was where that differs from one act to another. */
  #name(label: string, of: Readonly<Record<string, number>>): string {
    const severity = of[severityName] ?? 1;
    return severity !== 1 || this.#terms.graded.has(label) ? `${label}, severity ${severity}` : label;
  }

  #act({ label, step, locals, recorded, onto, due, tick }: TracedAct): void {
    // Encounters are counted by acts that have no name.
    if (label === "") return;
    const name = this.#name(label, locals);
    this.#today = locals[dayName];
    const when = due > tick ? ` on ${this.#date(due)}` : "";
    const who = this.#terms.meetings.get(step);
    const met = who && this.#metEntry(label, "self", locals);
    if ((locals[blockedName] ?? 0) > 0) this.#add("act", `${name}: tried in vain${this.#stoppedBy(label)}`);
    else if (this.#terms.toOthers.has(label))
      this.#add("act", `${name}, to ${who}${recorded ? "" : ": nobody records it"}`, undefined, met);
    else if (!recorded) this.#add("act", `${name}: nobody records it`, undefined, met);
    else if (onto !== this.entity)
      this.#add("act", `${name}: the record goes by mistake to ${this.#terms.call(onto)}${when}`);
    else this.#add("act", when === "" ? name : `${name}: it will be on record${when}`, undefined, met);
  }

  #metEntry(conduct: string, by: MetEntry["by"], of: Readonly<Record<string, number>>): MetEntry {
    const graded = this.#terms.graded.has(conduct);
    return { conduct, by, ...(graded && { severity: of[severityName] ?? 1 }) };
  }

  /** The consequences in force that stop a conduct, in brackets. */
  #stoppedBy(conduct: string): string {
    const { consequences } = this.#terms;
    const stop = consequences.filter(({ blocks }, place) => this.#standing.holds[place] && blocks.includes(conduct));
    return stop.length > 0 ? ` (${stop.map(({ name }) => name).join(", ")})` : "";
  }

  #record({ label, carried, by, adds }: TracedRecord): void {
    this.#today = carried[dayName];
    const name = this.#name(label, carried);
    const comma = name === label ? "" : ",";
    const done = by === this.entity;
    let met = done && this.#terms.atMeetings.has(label) ? this.#metEntry(label, "self", carried) : undefined;
    if (this.#terms.toOthers.has(label) && !done) {
      met = this.#metEntry(label, "other", carried);
      // Of a record that was under way nothing is known but that they met.
      const who = this.#doer?.entity === by ? this.#doer.kind : "somebody met before";
      this.#add("record", `recorded by the system: ${name}${comma} by ${who}`, undefined, met);
    } else if (done) this.#add("record", `recorded by the system: ${name}`, undefined, met);
    else {
      const { noun, call } = this.#terms;
      this.#add("record", `a record of ${name}${comma} was wrongly put down to this ${noun} (it was ${call(by)})`);
    }
    this.#doer = undefined;
    const first = this.entries.length;
    for (const one of adds) this.#points(one);
    if (met) for (const entry of this.entries.slice(first)) entry.met = met;
  }

  #points({ column, label, value }: Added): void {
    const waits = [...this.#terms.warnings.values()].some(({ from }) => from === column);
    if (!this.#terms.inboxes.has(column) && !waits) return;
    this.#added.set(column, (this.#added.get(column) ?? 0) + value);
    if (!this.#terms.relative) this.#move("points", value, (points) => `${sayPoints(points)} for ${label}`);
    else if (value !== 0) this.#add("points", `${sayPoints(value)} to the standing, for ${label}`);
  }

  /** What the first records of a period do not cost after all. */
  #warning({ step, column, before, after }: TracedWrite): void {
    const { from, to } = this.#terms.warnings.get(step)!;
    if (column !== to) return;
    const given = this.#added.get(from) ?? 0;
    const forgiven = after - before - given;
    const small = Math.abs(forgiven) <= (this.#terms.inboxes.get(to)?.step ?? 0);
    this.#added.set(to, (this.#added.get(to) ?? 0) + given + (small ? 0 : forgiven));
    if (small) return;
    const text = `only a warning: ${sayPointsUnsigned(forgiven)} not ${forgiven > 0 ? "taken" : "given"}`;
    this.#add("warning", text, this.#terms.relative ? undefined : forgiven);
  }

  #thin({ before, after }: TracedWrite): void {
    this.#move("thin", after - before, () => `too little is on file: the score is ${sayFigure(after)}`);
  }

  /** A score that is held to a band at once; and what it is made of with it. */
  #grade({ column, before, after }: TracedWrite): void {
    if (column !== "score") return;
    const made = this.#made;
    if (this.#terms.gathers === "score.points" && !this.#terms.relative) made?.lower(after - before);
    else made?.pass(after - before);
    this.#move(
      "grade",
      after - before,
      (points) => `a record holds the score to ${sayFigure(after)} at once: ${sayMove(points)}`,
    );
  }

  #makes(made: Made, event: TracedWrite): void {
    for (const { kind, text, points } of made.tell(event)) this.#move(kind, points, () => text);
  }

  /** Splits a write of the score, or of points so far, into what moved it; what no entry accounts for is rounding. */
  #score({ ledger, held, rounding, before, after }: TracedWrite): void {
    this.#made?.gather(after - before);
    let loose = rounding;
    for (const { label, value } of ledger) {
      const inbox = this.#terms.inboxOf.get(label);
      if (inbox === undefined) this.#drift(label, value);
      else loose += this.#settle(inbox, value - (this.#added.get(inbox) ?? 0));
    }
    this.#move("held", held, (points) => {
      const end = sayFigure(after);
      return points > 0
        ? `the score cannot fall below ${end}: ${sayPointsUnsigned(points)} not taken`
        : `the score cannot rise above ${end}: ${sayPointsUnsigned(points)} not given`;
    });
    const { step } = this.#terms;
    this.#move("rounding", loose, (points) => `the score is kept in steps of ${step}: ${sayPoints(points)}`);
  }

  #drift(label: string, value: number): void {
    if (label === "decay") this.#move("decay", value, (points) => `the past fades: the score moves ${sayMove(points)}`);
    else if (label === "friends' pull")
      this.#move("pull", value, (points) => `friends' scores pull the score ${sayMove(points)}`);
    else if (label === "association")
      this.#move("pull", value, (points) => `the company of friends moves the score ${sayMove(points)}`);
    else this.#move("points", value, (points) => `${sayPoints(points)} (${label})`);
  }

  /** What became of records' points before they reached the score: a cap, or the fineness in which they are summed. */
  #settle(inbox: string, points: number): number {
    const { step, name } = this.#terms.inboxes.get(inbox)!;
    if (Math.abs(points) <= step) return points;
    const of = name === "" ? "" : ` of ${name}`;
    this.#move("held", points, () =>
      points > 0
        ? `the cap on losses${of} is reached: ${sayPointsUnsigned(points)} not taken`
        : `the cap on gains${of} is reached: ${sayPointsUnsigned(points)} not given`,
    );
    return 0;
  }

  #state({ column, before, after }: TracedWrite): void {
    if (before === after) return;
    const verb = after > before ? "rises" : "falls";
    const [from, to] = sayApart(before, after);
    this.#add("state", `${column} ${verb} from ${from} to ${to}`);
  }

  #sayBand(before: number, now: number): string {
    const { bands } = this.#terms;
    if (now < 0) return `is no longer graded (was in band ${bands[before]})`;
    if (before < 0) return `is graded: band ${bands[now]}`;
    return `${now > before ? "rises" : "falls"} from band ${bands[before]} to band ${bands[now]}`;
  }
}
