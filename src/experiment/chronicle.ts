import type {
  Added,
  TracedAct,
  TracedRecord,
  TracedTie,
  TracedWrite,
  TraceEvent,
} from "../engine/meaning/interpret.ts";
import type { ConductLegend, PointsSum, ScorePart } from "../model/legend/legend.ts";
import { inOrderOfDays } from "./inOrder.ts";
import type { Entry, EntryAbout, EntryKind, MetEntry, StateMove } from "./life.ts";
import { tellList } from "./listStays.ts";
import { sayApart, sayDay, sayFigure, sayMove, sayPoints, sayPointsUnsigned } from "./phrases.ts";
import { tellArrival, tellOutcome } from "./redressed.ts";
import { sayTie } from "./sayTie.ts";
import { ScoreAnew } from "./scoreAnew.ts";
import { type Met, type Standing, type Terms, writtenAt } from "./terms.ts";

/** An entry that may still be added to. */
type OpenEntry = { -readonly [K in keyof Entry]: Entry[K] };

/** Values that an event carries, by name. */
type Locals = Readonly<Record<string, number>>;

/** The entries of one life, as they come to be. */
export class Chronicle {
  readonly entity: number;
  readonly entries: OpenEntry[] = [];
  readonly #terms: Terms;
  #tick = 0;
  /** The day of the tick on which it happens, from 0, where that is known. */
  #today: number | undefined;
  /** Where the entries of this tick begin. */
  #fresh = 0;
  #standing: Standing;
  /** What records added to each sum of points in this tick. */
  readonly #added = new Map<string, number>();

  /** Acts of a script that were done in a tick, by conduct; and the last of them, whose record may come in the same tick. */
  readonly #written = new Map<string, number>();
  #done: { readonly at: string; readonly day: number | undefined } | undefined;

  /** The last day of a tick that a script names by then: what follows from it is no earlier. */
  #latest: { readonly tick: number; readonly day: number } | undefined;

  /** Who has just done something to this one, and how they met. */
  #doer: { readonly entity: number; readonly kind: Met } | undefined;

  /** What the score is made of; undefined where it is moved. */
  readonly #anew: ScoreAnew | undefined;

  /** `made` is what the parts of a score contribute that is made anew each tick. */
  constructor(entity: number, terms: Terms, standing: Standing, made: ReadonlyMap<string, number> = new Map()) {
    this.entity = entity;
    this.#terms = terms;
    this.#standing = standing;
    if (made.size > 0 && terms.score) this.#anew = new ScoreAnew(standing.score ?? 0, made, terms.score);
    this.#begin();
  }

  /** Takes in what somebody else does to this one, before any record of it. */
  meet({ step, entity }: TracedAct): void {
    const kind = this.#terms.meetings.get(step);
    this.#doer = kind && { entity, kind };
  }

  /** Takes in what happens to this one. */
  see(event: TraceEvent): void {
    if (event.tick < 0) return;
    this.#tick = event.tick;
    this.#today = undefined;
    if (event.kind === "act") this.#act(event);
    else if (event.kind === "record") this.#record(event);
    else if (event.kind === "tie") this.#tie(event);
    else this.#write(event);
  }

  #write(event: TracedWrite): void {
    const { score, warnings, states } = this.#terms;
    const { step, column } = event;
    if (score && step === score.steps.grade) this.#grade(event);
    else if (warnings.has(step)) this.#warning(event);
    else if (score && column === score.column && step === score.steps.thin) this.#thin(event);
    else if (score && column === score.column && this.#anew) this.#makes(this.#anew, event);
    else if (score && column === score.gathers.column && !score.relative) this.#score(event, score.step);
    else if (states.has(column)) this.#state(event);
  }

  /** Ends a tick, after which it stands so. */
  endTick(tick: number, now: Standing): void {
    this.#tick = tick;
    this.#today = undefined;
    const before = this.#standing;
    const latest = this.#latest;
    // What was so from the beginning of the tick on.
    this.#latest = undefined;
    if (now.phase !== before.phase && now.phase !== undefined) {
      const name = this.#phase(now.phase);
      const why = this.#terms.whyPhase(name);
      const text = `the phase "${name}" begins${why === undefined ? "" : `, ${why}`}`;
      this.entries.splice(this.#fresh, 0, this.#entry("phase", text));
    }
    // It is felt from the beginning of the tick on.
    const felt = this.#terms.sights.flatMap(({ begins, ends }, place) =>
      now.felt[place] === before.felt[place] ? [] : [this.#entry("link", now.felt[place] ? begins : ends)],
    );
    this.entries.splice(this.#fresh, 0, ...felt);
    this.#latest = latest;
    if (now.band !== before.band) this.#add("band", this.#sayBand(before.band!, now.band!));
    for (const [place, list] of this.#terms.kind.lists.entries())
      for (const told of tellList(list, before.lists[place]!, now.lists[place]!, tick, this.#terms.calendar))
        this.entries.push({ ...this.#entry("list", told.text), date: told.date ?? this.#lastDate() });
    for (const [place, { name, domain }] of this.#terms.kind.consequences.entries()) {
      if (now.holds[place] === before.holds[place]) continue;
      const why = now.holds[place] && now.alone[place] === false ? `, because of ${this.#terms.other}` : "";
      this.#add("consequence", `${name} ${now.holds[place] ? "begins" : "ends"}${domain ? ` (${domain})` : ""}${why}`);
    }
    this.#standing = now;
    this.entries.push(...inOrderOfDays(this.entries.splice(this.#fresh), this.#date(tick)));
    const last = this.entries.findLast((entry) => entry.points !== undefined);
    if (last?.tick === tick && now.score !== undefined) last.score = now.score;
    this.#fresh = this.entries.length;
    this.#added.clear();
  }

  #begin(): void {
    const { phase, band, holds } = this.#standing;
    if (phase !== undefined) this.#add("phase", `the phase is "${this.#phase(phase)}" at the start`);
    if (band !== undefined)
      this.#add("band", band < 0 ? "there are no grades at the start" : `starts in band ${this.#band(band)}`);
    for (const [place, { name, domain }] of this.#terms.kind.consequences.entries())
      if (holds[place]) this.#add("consequence", `${name} holds from the start${domain ? ` (${domain})` : ""}`);
    this.#fresh = this.entries.length;
  }

  #entry(kind: EntryKind, text: string, points?: number, met?: MetEntry): OpenEntry {
    const { calendar } = this.#terms;
    const day = this.#today ?? (this.#latest?.tick === this.#tick ? this.#latest.day : undefined);
    const date =
      day === undefined ? this.#date(this.#tick) : sayDay(calendar.dayAfter(calendar.daysUntil(this.#tick) + day));
    return { tick: this.#tick, date, kind, text, ...(points !== undefined && { points }), ...(met && { met }) };
  }

  #add(kind: EntryKind, text: string, points?: number, met?: MetEntry): void {
    this.entries.push(this.#entry(kind, text, points, met));
  }

  /** Says what the last entry is about. */
  #mark(about: EntryAbout): void {
    this.entries.at(-1)!.about = about;
  }

  /** An entry that changes the score, unless it changes nothing. */
  #move(kind: EntryKind, points: number, say: (points: number) => string): void {
    if (points !== 0) this.#add(kind, say(points), points);
  }

  #phase(place: number): string {
    return this.#terms.phases!.of[place]!.name;
  }

  #band(place: number): string {
    return this.#terms.kind.bands!.of[place]!.name;
  }

  /** The last day of this tick that is told by now. */
  #lastDate(): string {
    const begins = this.#date(this.#tick);
    return this.entries.slice(this.#fresh).reduce((last, { date }) => (date > last ? date : last), begins);
  }

  #date(tick: number): string {
    return sayDay(this.#terms.calendar.dayOf(tick));
  }

  /** The conduct, and how grave it was where that differs from one act to another. */
  #name({ name, graded }: ConductLegend, of: Locals): string {
    const severity = this.#severity(of);
    return severity !== 1 || graded ? `${name}, severity ${severity}` : name;
  }

  /** What was never done, as a record has it, and who says so. */
  #claimed({ name, graded }: ConductLegend, claims: string, of: Locals): string {
    const severity = this.#severity(of);
    const grave = severity !== 1 || graded ? `, severity ${severity},` : "";
    return `${claims}${grave} that never happened: claimed by ${name}`;
  }

  #severity(of: Locals): number {
    return of[this.#terms.locals.severity] ?? 1;
  }

  #act({ label, step, locals, recorded, onto, due, tick }: TracedAct): void {
    const conduct = this.#terms.conducts.get(label);
    // Encounters are counted by acts that are no conduct.
    if (conduct === undefined) return;
    const isDue = conduct.isDue === true && this.entity !== this.#terms.scripted;
    const name = `${this.#name(conduct, locals)}${isDue ? ", as it was due" : ""}`;
    this.#today = locals[this.#terms.locals.day] ?? this.#writtenDay(conduct.name);
    const when = due > tick ? ` on ${this.#date(due)}` : "";
    const who = this.#terms.meetings.get(step);
    const met = who && this.#metEntry(conduct, "self", locals);
    if ((locals[this.#terms.locals.blocked] ?? 0) > 0)
      this.#add("act", `${name}: tried in vain${this.#stoppedBy(conduct.name)}`);
    else if (conduct.toOthers)
      this.#add("act", `${name}, to ${who}${recorded ? "" : ": nobody records it"}`, undefined, met);
    else if (!recorded) this.#add("act", `${name}: nobody records it`, undefined, met);
    else if (onto !== this.entity)
      this.#add("act", `${name}: the record goes by mistake to ${this.#terms.call(onto)}${when}`);
    else this.#add("act", when === "" ? name : `${name}: it will be on record${when}`, undefined, met);
    if ((locals[this.#terms.locals.blocked] ?? 0) > 0) this.#mark("vain");
    else if (!recorded) this.#mark("unseen");
    else if (onto !== this.entity && !conduct.toOthers) this.#mark("mistake");
    else if (due > tick) this.#mark("later");
  }

  /** The day that a script gives its next act of a conduct in this tick; undefined of what no script says. */
  #writtenDay(conduct: string): number | undefined {
    if (this.entity !== this.#terms.scripted) return undefined;
    const at = writtenAt(this.#tick, conduct);
    const place = this.#written.get(at) ?? 0;
    this.#written.set(at, place + 1);
    const day = this.#terms.written.get(at)?.[place];
    this.#done = { at, day };
    if (day !== undefined) {
      const before = this.#latest?.tick === this.#tick ? this.#latest.day : 0;
      this.#latest = { tick: this.#tick, day: Math.max(before, day) };
    }
    return day;
  }

  #metEntry({ name, graded }: ConductLegend, by: MetEntry["by"], of: Locals): MetEntry {
    return { conduct: name, by, ...(graded && { severity: this.#severity(of) }) };
  }

  /** The consequences in force that stop a conduct, in brackets. */
  #stoppedBy(conduct: string): string {
    const { consequences } = this.#terms.kind;
    const stop = consequences.filter(({ blocks }, place) => this.#standing.holds[place] && blocks.includes(conduct));
    return stop.length > 0 ? ` (${stop.map(({ name }) => name).join(", ")})` : "";
  }

  #record({ label, carried, by, adds }: TracedRecord): void {
    const conduct = this.#terms.conducts.get(label);
    if (conduct === undefined) {
      this.#decided(label, carried, adds);
      return;
    }
    const isWritten = by === this.entity && this.#done?.at === writtenAt(this.#tick, conduct.name);
    this.#today = carried[this.#terms.locals.day] ?? (isWritten ? this.#done!.day : undefined);
    const name = this.#name(conduct, carried);
    const comma = name === conduct.name ? "" : ",";
    const done = by === this.entity;
    // A claim is no deed that is counted: it is told as a record of what it claims.
    const isCounted = done && conduct.meetings.length > 0 && conduct.claims === undefined;
    let met = isCounted ? this.#metEntry(conduct, "self", carried) : undefined;
    const strayed = (carried[this.#terms.kind.mistakes?.astray ?? ""] ?? 0) > 0;
    if (conduct.claims !== undefined)
      this.#add("record", `recorded by the system: ${this.#claimed(conduct, conduct.claims, carried)}`);
    else if (conduct.toOthers && !done && !strayed) {
      met = this.#metEntry(conduct, "other", carried);
      // Of a record that was under way nothing is known but that they met.
      const who = this.#doer?.entity === by ? this.#doer.kind : "somebody met before";
      this.#add("record", `recorded by the system: ${name}${comma} by ${who}`, undefined, met);
    } else if (done) this.#add("record", `recorded by the system: ${name}`, undefined, met);
    else {
      const { call, kind } = this.#terms;
      this.#add("record", `a record of ${name}${comma} was wrongly put down to this ${kind.noun} (it was ${call(by)})`);
    }
    if (conduct.claims !== undefined || (!done && (strayed || !conduct.toOthers))) this.#mark("mistake");
    this.#doer = undefined;
    const first = this.entries.length;
    for (const one of adds) this.#points(one);
    if (met) for (const entry of this.entries.slice(first)) entry.met = met;
    const told = tellArrival([...this.#terms.redress.values()], carried, (ticks) => this.#date(this.#tick + ticks));
    for (const { text, about } of told) {
      this.#add("redress", text);
      this.#mark(about);
    }
  }

  /** A record that has waited for its case. */
  #decided(label: string, carried: Locals, adds: readonly Added[]): void {
    const one = this.#terms.redress.get(label);
    if (one === undefined) throw new Error(`bug: a record of ${label}, which is no conduct`);
    const text = tellOutcome(one, (carried[one.isFreed] ?? 0) > 0);
    if (text !== undefined) {
      this.#add("redress", text);
      this.#mark("outcome");
    }
    for (const each of adds) this.#points(each);
  }

  #points({ column, label, value }: Added): void {
    const waits = [...this.#terms.warnings.values()].some(({ from }) => from === column);
    if (!this.#terms.sums.has(column) && !waits) return;
    this.#added.set(column, (this.#added.get(column) ?? 0) + value);
    const back = this.#terms.redress.get(label);
    const of = back ? `a record taken back (${back.name})` : (this.#terms.conducts.get(label)?.name ?? label);
    if (!this.#isRelative) this.#move("points", value, (points) => `${sayPoints(points)} for ${of}`);
    else if (value !== 0) this.#add("points", `${sayPoints(value)} to the standing, for ${of}`);
  }

  /** What the first records of a period do not cost after all. */
  #warning({ step, column, before, after }: TracedWrite): void {
    const { from, to } = this.#terms.warnings.get(step)!;
    if (column !== to) return;
    const given = this.#added.get(from) ?? 0;
    const forgiven = after - before - given;
    const small = Math.abs(forgiven) <= (this.#terms.sums.get(to)?.step ?? 0);
    this.#added.set(to, (this.#added.get(to) ?? 0) + given + (small ? 0 : forgiven));
    if (small) return;
    const text = `only a warning: ${sayPointsUnsigned(forgiven)} not ${forgiven > 0 ? "taken" : "given"}`;
    this.#add("warning", text, this.#isRelative ? undefined : forgiven);
  }

  #thin({ before, after }: TracedWrite): void {
    this.#move("thin", after - before, () => `too little is on file: the score is ${sayFigure(after)}`);
  }

  /** A score that is held to a band at once; and what it is made of with it. */
  #grade({ column, before, after }: TracedWrite): void {
    const { score } = this.#terms;
    if (!score || column !== score.column) return;
    const anew = this.#anew;
    if (score.gathers.is === "points so far" && !score.relative) anew?.lower(after - before);
    else anew?.pass(after - before);
    this.#move(
      "grade",
      after - before,
      (points) => `a record holds the score to ${sayFigure(after)} at once: ${sayMove(points)}`,
    );
  }

  #makes(anew: ScoreAnew, event: TracedWrite): void {
    for (const { kind, text, points } of anew.tell(event)) this.#move(kind, points, () => text);
  }

  /** Splits a write of the score, or of points so far, into what moved it; what no entry accounts for is rounding. */
  #score({ ledger, held, rounding, before, after }: TracedWrite, step: number): void {
    this.#anew?.gather(after - before);
    let loose = rounding;
    for (const { label, value } of ledger) {
      const part = this.#terms.moves.get(label);
      if (part === undefined) throw new Error(`bug: ${label} moves a score, and the legend does not know it`);
      const sum = part.column && this.#terms.sums.get(part.column);
      if (sum === undefined) this.#drift(part, value);
      else loose += this.#settle(sum, value - (this.#added.get(sum.column) ?? 0));
    }
    this.#move("held", held, (points) => {
      const end = sayFigure(after);
      return points > 0
        ? `the score cannot fall below ${end}: ${sayPointsUnsigned(points)} not taken`
        : `the score cannot rise above ${end}: ${sayPointsUnsigned(points)} not given`;
    });
    this.#move("rounding", loose, (points) => `the score is kept in steps of ${step}: ${sayPoints(points)}`);
  }

  #drift({ is, name }: ScorePart, value: number): void {
    if (is === "decay") this.#move("decay", value, (points) => `the past fades: the score moves ${sayMove(points)}`);
    else if (is === "pull") this.#move("pull", value, (points) => `friends' scores pull the score ${sayMove(points)}`);
    else if (is === "association")
      this.#move("pull", value, (points) => `the company of friends moves the score ${sayMove(points)}`);
    else this.#move("points", value, (points) => `${sayPoints(points)} (${name})`);
  }

  /** What became of records' points before they reached the score: a cap, or the fineness in which they are summed. */
  #settle({ step, of: called }: PointsSum, points: number): number {
    if (Math.abs(points) <= step) return points;
    const of = called === "" ? "" : ` of ${called}`;
    this.#move("held", points, () =>
      points > 0
        ? `the cap on losses${of} is reached: ${sayPointsUnsigned(points)} not taken`
        : `the cap on gains${of} is reached: ${sayPointsUnsigned(points)} not given`,
    );
    return 0;
  }

  #tie(event: TracedTie): void {
    this.#add("tie", sayTie(event, this.#terms.dropping));
  }

  #state({ column, before, after }: TracedWrite): void {
    if (before === after) return;
    const [from, to] = sayApart(before, after);
    const name = this.#terms.states.get(column)!;
    const moved: StateMove = { name, verb: after > before ? "rises" : "falls", from, to };
    this.entries.push({ ...this.#entry("state", `${name} ${moved.verb} from ${from} to ${to}`), moved });
  }

  #sayBand(before: number, now: number): string {
    if (now < 0) return `is no longer graded (was in band ${this.#band(before)})`;
    if (before < 0) return `is graded: band ${this.#band(now)}`;
    return `${now > before ? "rises" : "falls"} from band ${this.#band(before)} to band ${this.#band(now)}`;
  }

  get #isRelative(): boolean {
    return this.#terms.score?.relative === true;
  }
}
