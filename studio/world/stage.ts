import { calendarOf, type WorldUnderWay } from "../../src/index.ts";
import { sayDay, sayFigure } from "../../src/report/wording.ts";
import type { Divided, Moment, Painting } from "../messages.ts";
import { type Charted, chartsOf, grownFrom, type LineOf } from "./charted.ts";
import { colouringsOf, firstColouring, type Sighted } from "./colourings.ts";
import { type Against, blank, type Painter, paintDifference, painterOf } from "./painter.ts";

/** Figures of the other world of twins stand under this, before the key of their line. */
export const otherWorld = "twin:";

/** Where paintings go. */
export type Ports = Readonly<Partial<Record<"first" | "second" | "difference", MessagePort | undefined>>>;

/** One world as it is looked at. */
interface Shown {
  readonly world: WorldUnderWay;
  readonly colourings: readonly Sighted[];
  readonly charts: readonly Charted[];
  painter: Painter;
}

/** Worlds that are open, in the colouring and the charts in which somebody looks at them. */
export class Stage {
  readonly worlds: readonly WorldUnderWay[];
  readonly #shown: readonly Shown[];
  #chosen: Sighted | undefined;
  #lines: readonly (readonly LineOf[])[] = [];
  /** Ticks whose figures were sent. */
  #sent = 0;
  /** How many phases were told. */
  #entered = 0;
  #spread: Moment["spread"] = [];
  #against: Against | undefined;

  constructor(worlds: readonly WorldUnderWay[]) {
    this.worlds = worlds;
    this.#shown = worlds.map((world) => {
      const lowered = { plan: world.plan, legend: world.legend };
      return { world, colourings: colouringsOf(lowered), charts: chartsOf(lowered), painter: blank };
    });
  }

  get first(): WorldUnderWay {
    return this.worlds[0]!;
  }

  get tick(): number {
    return this.first.tick;
  }

  get isOver(): boolean {
    return this.tick >= this.first.ticks;
  }

  /** A tick in every world. */
  async step(): Promise<void> {
    // One after the other: each has all threads for itself.
    for (const world of this.worlds) await world.step();
  }

  /** Chooses how the worlds are shown. What is not known shows what there is first, or nothing. */
  look(colouring: string, charts: readonly string[]): void {
    const [{ colourings, world }] = this.#shown as [Shown];
    const chosen =
      colourings.find(({ key }) => key === colouring) ??
      colourings.find(({ key }) => key === firstColouring(world.legend)) ??
      colourings[0];
    this.#chosen = chosen;
    for (const each of this.#shown) {
      const own = each.colourings.find(({ key, shows }) => key === chosen?.key && shows.is === chosen.shows.is);
      // Of a scale both worlds have the ends of the first.
      each.painter = own && chosen ? painterOf(each.world, { ...own, shows: chosen.shows }) : blank;
    }
    this.#lines = this.#shown.map((each) =>
      each.charts.filter(({ key }) => charts.includes(key)).flatMap(({ lines }) => lines),
    );
    this.#sent = 0;
  }

  /** Paints all worlds, and sends the pictures where they go. */
  paint(ports: Ports): void {
    const { plan, people } = this.first;
    const head = {
      tick: this.tick,
      communities: Math.ceil(people / plan.communitySize),
      communitySize: plan.communitySize,
      people,
    };
    const send = (port: MessagePort | undefined, cells: Uint8Array, difference: boolean): void => {
      const painting: Painting = { ...head, cells, difference };
      port?.postMessage(painting, [cells.buffer]);
    };
    const pictures = this.#shown.map(({ painter }) => {
      const cells = new Uint8Array(people);
      return { cells, spread: painter.spread(painter.paint(cells)) };
    });
    this.#spread = pictures.map(({ spread }) => spread);
    if (this.#shown.length === 2) {
      const cells = new Uint8Array(people);
      this.#against = this.#differ(cells);
      send(ports.difference, cells, true);
    }
    for (const [i, { cells }] of pictures.entries()) send(i === 0 ? ports.first : ports.second, cells, false);
  }

  #differ(into: Uint8Array): Against {
    const [first, second] = this.figures();
    const shows = this.#chosen?.shows;
    const width = shows?.is === "scale" ? shows.to - shows.from : Math.max(1, (shows?.words.length ?? 2) - 1);
    return paintDifference(first!, second!, width, into);
  }

  /** Of the present colouring, what is compared, world by world: NaN for who has none. */
  figures(): Float32Array[] {
    return this.#shown.map(({ world, painter }) => {
      const figures = new Float32Array(world.people);
      painter.figures(figures);
      return figures;
    });
  }

  /** Where the worlds stand, as they were last painted, with the figures since the last moment. */
  moment(playing: boolean, personTicksPerSecond: number): Moment {
    const { tick, ticks, scenario, phases } = this.first;
    const from = this.#sent;
    this.#sent = Math.max(0, tick);
    const entered = phases.slice(this.#entered);
    this.#entered = phases.length;
    const grown = this.#shown.map(({ world }, i) =>
      grownFrom(this.#lines[i] ?? [], world.results, from, i === 0 ? "" : otherWorld),
    );
    return {
      tick,
      ticks,
      date: sayDay(calendarOf(scenario.data.time).dayOf(Math.max(0, tick))),
      playing,
      personTicksPerSecond,
      entered,
      gradesOver: this.#gradesOver(),
      grownFrom: from,
      grown: Object.assign({}, ...grown),
      spread: this.#spread,
      ...(this.#against && { against: this.#against }),
    };
  }

  /** By what was measured in every tick, whoever looked when. */
  #gradesOver(): boolean {
    const [{ bands, count }] = this.first.legend.kinds;
    if (!bands || count === undefined) return false;
    const { groups, counts } = this.first.results.of(count);
    const graded = groups.map((band) => counts(band));
    return graded.some((ticks) => ticks.some((people) => people > 0)) && graded.every((ticks) => ticks.at(-1) === 0);
  }

  /** In twins: who stands higher, the same and lower in the first world, by traits that are words. */
  divide(): Divided[] {
    const [one] = this.#shown as [Shown];
    if (this.#shown.length < 2) return [];
    const [first, second] = this.figures() as [Float32Array, Float32Array];
    const bytes = new Uint8Array(one.world.people);
    return one.colourings.flatMap((colouring): Divided[] => {
      const { shows, group, says } = colouring;
      if (group !== "trait" || shows.is !== "classes") return [];
      painterOf(one.world, colouring).paint(bytes);
      const groups = shows.words.map((word) => ({ says: word, above: 0, same: 0, below: 0 }));
      for (let person = 0; person < bytes.length; person++) {
        const gap = first[person]! - second[person]!;
        const into = groups[bytes[person]!];
        if (into && !Number.isNaN(gap)) into[gap > 0 ? "above" : gap < 0 ? "below" : "same"] += 1;
      }
      return [{ says, groups }];
    });
  }

  /** What there is to say of one person now: all that people can be coloured by, what is chosen first. */
  glance(person: number): { says: string; value: string }[] {
    const [{ world, colourings }] = this.#shown as [Shown];
    if (!Number.isInteger(person) || person < 0 || person >= world.people) return [];
    const chosen = colourings.filter(({ key }) => key === this.#chosen?.key);
    const others = colourings.filter(({ key }) => key !== this.#chosen?.key);
    return [...chosen, ...others].map((one) => ({ says: one.says, value: sayOf(world, one, person) }));
  }

  /** Closes the worlds, but for those that stay. */
  close(staying: readonly WorldUnderWay[] = []): void {
    for (const world of this.worlds) if (!staying.includes(world)) world.close();
  }
}

/** What a colouring says of one person, as words. */
function sayOf(world: WorldUnderWay, one: Sighted, person: number): string {
  const { shows, sight } = one;
  const say = (place: number): string => (shows.is === "classes" ? (shows.words[place] ?? "–") : "–");
  if (sight.is === "tree") {
    const place = world.reckoner(sight.tree)(person);
    return say(place < 0 ? sight.none : place);
  }
  if (sight.is === "stay") {
    if (world.valueOf(sight.left, person) <= 0) return say(0);
    return say(sight.notice && world.valueOf(sight.notice, person) <= 0 ? 2 : 1);
  }
  const value = world.valueOf(sight.column, person);
  if (shows.is === "classes") return say(Math.round(value));
  // A year is no count: it has no thousands apart.
  if (shows.unit === undefined && /\byear$/.test(one.says) && Number.isInteger(value)) return String(value);
  return shows.unit === undefined ? sayFigure(value) : `${sayFigure(value)} ${shows.unit}`;
}
