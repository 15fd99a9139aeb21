import { batch, computed, type Signal, signal } from "@preact/signals";
import type { ChartOf, Fault, Moment, Opening, Portrayed, WorldsOpened } from "../messages.ts";
import { en, type Words } from "../words/en.ts";
import { zh } from "../words/zh.ts";
import { legendOf, type Stretch, widened } from "./colours.ts";
import type { HostCalls, Threads } from "./connect.ts";
import { sayValueIn } from "./numbers.ts";
import { decodeRoute, encodeRoute, type Language, plainRoute, type Route } from "./route.ts";

/** What the page shows, as its address has it. Changed by `go` alone. */
export const route: Signal<Route> = signal(plainRoute);
/** What is wrong with the address, `key: value` each. */
export const addressFaults: Signal<readonly string[]> = signal([]);
/** The version of the program that made the address, where it is another than this. */
export const otherVersion: Signal<string | undefined> = signal(undefined);

/** The scenario that is open, or undefined before one is. */
export const portrayed: Signal<Portrayed | undefined> = signal(undefined);
export const opened: Signal<WorldsOpened | undefined> = signal(undefined);
export const moment: Signal<Moment | undefined> = signal(undefined);
/** What was wrong when something was opened last; the world before it stays as it was. */
export const faults: Signal<readonly Fault[]> = signal([]);
export const opening: Signal<boolean> = signal(false);
/** Whether the world that is open has yet to come to where somebody wants to see it. */
const isOnItsWay: Signal<boolean> = signal(false);
/** Whether a world is being opened, or lives up to the tick of its address: what is shown is not yet what was asked for. */
export const isComing = computed(() => opening.value || isOnItsWay.value);
/** Figures by line of charts, from tick 0 on. */
export const figures: Signal<Readonly<Record<string, readonly number[]>>> = signal({});
/** Phases entered, in order. */
export const events: Signal<readonly { readonly tick: number; readonly name: string; readonly because?: string }[]> =
  signal([]);
/** What stands on the line of time: phases entered, and rules that were changed while the world went on. */
export const marks = computed(() => {
  const changed = (portrayed.value?.changedAt ?? []).map(({ tick, path }) => ({
    tick,
    name: path.replaceAll(".", " · "),
    because: words.value.charts.changedThen,
  }));
  return [...events.value, ...changed].sort((one, other) => one.tick - other.tick);
});
/** Stretches or classes of the colouring that the legend leaves out. */
export const leftOut: Signal<ReadonlySet<number>> = signal(new Set<number>());
/** Between which places of a scale its colours go; undefined for all of it. */
export const stretch: Signal<Stretch | undefined> = signal(undefined);
/** Ticks a second; 0 for as fast as it can. */
export const pace: Signal<number> = signal(8);

export const language = computed<Language>(() => route.value.language ?? preferred());
export const words = computed<Words>(() => (language.value === "zh" ? zh : en));
export type Theme = "light" | "dark";
export const theme: Signal<Theme> = signal("light");
/** Whether somebody asked for little movement. */
export const calm: Signal<boolean> = signal(false);

/** Whether this world had grades and has none any more. */
export const gradesOver = computed(() => moment.value?.gradesOver === true);
export const colouring = computed(() => {
  const all = portrayed.value?.colourings ?? [];
  const chosen = all.find(({ key }) => key === route.value.colouring) ?? all[0];
  // A score is divided by grades as long as there are any.
  if (!gradesOver.value || chosen?.shows.is !== "scale") return chosen;
  return { ...chosen, shows: { ...chosen.shows, marks: undefined } };
});
/** Charts that are shown: those of the address, or the first ones. */
export const shownCharts = computed(() => {
  const all = portrayed.value?.charts ?? [];
  const asked = route.value.charts;
  return all.filter(({ key }) => (asked ?? usualCharts(all)).includes(key));
});
/** Which are shown unless somebody says: the score, and what the scenario asks for of everyone; no group may be told apart. */
function usualCharts(all: readonly ChartOf[]): readonly string[] {
  const score = all.filter(({ key }) => key === "score");
  const ofEveryone = all.filter(({ lines }) => lines.length === 1);
  const wanted = [...score, ...ofEveryone, ...all];
  // What a scenario asks for by the name of what every world has is there once.
  const once = wanted.filter(({ title }, i) => wanted.findIndex((one) => one.title === title) === i);
  return once.slice(0, 3).map(({ key }) => key);
}

export const isTwin = computed(() => route.value.twin && portrayed.value?.twin !== undefined);

/** What the colours of the present picture mean, line by line. */
export const legend = computed(() => {
  const shown = colouring.value;
  return shown ? legendOf(shown, moment.value?.spread[0], stretch.value, sayValueIn(language.value)) : [];
});

let threads: Threads | undefined;
let host: HostCalls | undefined;
let openedAs = "";
/** Whether what was asked for last was refused. */
let wasRefused = false;
let openings = 0;
/** Openings that have not come to an end. */
let pending = 0;
/** Which opening the world that is open came of, as far as it was heard; and as it was asked for. */
let heard = 0;
let standing: Route | undefined;
let version = "";
let looking = false;
/** What the host was told to show, as `sightOf` has it. */
let shown = "[]";

/** Begins: reads the address, and follows it from now on. */
export async function begin(given: Threads, ofProgram: string): Promise<void> {
  [threads, version] = [given, ofProgram];
  theme.value = storedTheme();
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  calm.value = motion.matches;
  motion.addEventListener("change", () => {
    calm.value = motion.matches;
  });
  addEventListener("hashchange", () => void follow());
  await follow();
}

/** The host; it is started, and the library loaded, when it is first asked for. */
export function theHost(): HostCalls {
  host ??= threads!.host();
  return host;
}

export function theThreads(): Threads {
  return threads!;
}

/** Shows what an address says. */
async function follow(): Promise<void> {
  const { route: read, faults: wrong } = await decodeRoute(location.hash);
  batch(() => {
    addressFaults.value = wrong;
    otherVersion.value = read.version !== undefined && read.version !== version ? read.version : undefined;
    route.value = read;
  });
  // The page is there meanwhile.
  void open();
}

/** What of an address only looks at the world that is open. */
const sights: ReadonlySet<string> = new Set(["tick", "colouring", "charts", "person", "language", "view", "tour"]);

/**
 * Goes somewhere: what is given is changed, all else stays. A new place in the history where the view or the scenario
 * changes, else the address is put right where it is.
 */
export async function go(to: Partial<Route>): Promise<void> {
  const before = route.value;
  const next = { ...before, ...to, version };
  route.value = next;
  const hash = await encodeRoute(next);
  if (route.value !== next) return;
  const isPlace = next.view !== before.view || next.scenario !== before.scenario;
  if (hash !== location.hash) history[isPlace ? "pushState" : "replaceState"](null, "", hash || "#");
  // What was refused is not asked for again by whoever looks at the world that stayed.
  const onlyLooks = Object.keys(to).every((key) => sights.has(key));
  if (onlyLooks && wasRefused && opened.value) return lookAnew();
  await open();
}

export function openingOf(asked: Route): Opening {
  return { name: asked.scenario, text: asked.text, changes: asked.changes };
}

/** How many people there are unless somebody says: what a phone bears, or what the scenario has, up to a million. */
export function usualPeople(scenario: Portrayed): number {
  const most = navigator.hardwareConcurrency > 4 && crossOriginIsolated ? 1_000_000 : 100_000;
  return Math.min(scenario.people, most);
}

export const people = computed(() => route.value.people ?? (portrayed.value ? usualPeople(portrayed.value) : 0));

/** Opens the world of the route, where another is open. What has faults leaves the open one as it was. */
async function open(): Promise<void> {
  const asked = route.value;
  const key = keyOf(asked);
  if (asked.scenario === "" || asked.view === "front") return;
  if (key === openedAs) return opening.value ? undefined : lookAnew();
  const number = ++openings;
  openedAs = key;
  wasRefused = false;
  opening.value = true;
  pending++;
  const wrong = await openAsked(asked, number).catch(faultsOf);
  pending--;
  if (wrong && number === openings) refuse(wrong);
  opening.value = pending > 0;
  // Another colouring may have been chosen meanwhile; and what the address says of colours is of what stays open, too.
  await lookAnew();
}

/** Opens what was asked for, unless something else was meanwhile. Gives what was wrong with it. */
async function openAsked(asked: Route, number: number): Promise<readonly Fault[] | undefined> {
  const read = await theHost().read(openingOf(asked));
  if (number !== openings) return undefined;
  if (!read.ok) return read.faults;
  // Where no world is open yet, all but its figures can be shown while it is being made.
  if (!opened.value) portrayed.value = read.portrayed;
  return openWorlds(read.portrayed, asked, number);
}

/** Tells the host what is to be shown, where it shows something else: whatever changed the route. */
async function lookAnew(): Promise<void> {
  if (!portrayed.value) return;
  const charts = shownCharts.value.map(({ key }) => key);
  const chosen = colouring.value?.key ?? "";
  const sight = sightOf(chosen, charts);
  if (sight === shown) return;
  if (JSON.parse(shown)[0] !== chosen) [leftOut.value, stretch.value] = [new Set(), undefined];
  [shown, looking] = [sight, true];
  await theHost().look(chosen, charts);
}

function sightOf(chosen: string, charts: readonly string[]): string {
  return JSON.stringify([chosen, charts.toSorted()]);
}

/** What another world is opened for. */
function keyOf({ scenario, text, changes, people: many, seed, twin }: Route): string {
  return JSON.stringify([scenario, text, changes, many, seed, twin]);
}

function refuse(wrong: readonly Fault[]): void {
  faults.value = wrong;
  if (!opened.value) portrayed.value = undefined;
  openedAs = "";
  wasRefused = true;
}

async function openWorlds(scenario: Portrayed, asked: Route, number: number): Promise<readonly Fault[] | undefined> {
  const charts = scenario.charts.map(({ key }) => key);
  const drawn = (asked.charts ?? usualCharts(scenario.charts)).filter((key) => charts.includes(key));
  const grown: Record<string, number[]> = {};
  const entered: { tick: number; name: string; because?: string }[] = [];
  const goal = Math.min(asked.tick, scenario.ticks);
  let [isFirst, isThere, hasColours] = [true, false, false];
  const hear = (come: Moment): void => {
    // A world goes on, and is heard, until another is there: what was asked for since may be refused.
    if (number < heard) return;
    heard = number;
    for (const [key, more] of Object.entries(come.grown)) {
      grown[key] ??= [];
      const line = grown[key];
      for (const [i, one] of more.entries()) line[come.grownFrom + i] = one;
    }
    entered.push(...come.entered);
    batch(() => {
      moment.value = come;
      // Until the host has looked anew, its figures are of the colouring before.
      if (come.grownFrom === 0) looking = false;
      // Who stops it on its way has arrived. It begins at rest.
      isThere ||= come.tick >= goal || (!isFirst && !come.playing);
      [isFirst, isOnItsWay.value] = [false, !isThere];
      if (!looking) {
        // How often a world is looked at on its way is chance: colours mean what they mean where it arrives, and are widened from there.
        const before = hasColours || come.tick < goal ? stretch.value : undefined;
        if (colouring.value?.shows.is === "scale") stretch.value = widened(before, come.spread);
        hasColours ||= isThere;
      }
      if (come.faults) faults.value = come.faults;
      figures.value = { ...grown };
      if (events.value.length !== entered.length) events.value = [...entered];
    });
  };
  const colours = scenario.colourings.find(({ key }) => key === asked.colouring) ?? scenario.colourings[0];
  const come = await theHost().open(
    {
      opening: openingOf(asked),
      twin: asked.twin && scenario.twin !== undefined,
      people: asked.people ?? usualPeople(scenario),
      seed: asked.seed,
      tick: goal,
      colouring: colours?.key ?? "",
      charts: drawn,
    },
    hear,
  );
  if ("length" in come) return come;
  // It is there, also where another has been asked for since: that one may be refused, or was.
  standing = asked;
  batch(() => {
    if (number === openings) faults.value = [];
    portrayed.value = scenario;
    shown = sightOf(colours?.key ?? "", drawn);
    opened.value = come;
    events.value = [...entered];
    figures.value = { ...grown };
    leftOut.value = new Set();
    stretch.value = moment.value && colours?.shows.is === "scale" ? widened(undefined, moment.value.spread) : undefined;
  });
  return undefined;
}

/** What was thrown, as faults: the host throws them, and whatever else goes wrong is told as one. */
export function faultsOf(error: unknown): readonly Fault[] {
  if (Array.isArray(error)) return error as readonly Fault[];
  const message = error instanceof Error ? error.message : String(error);
  return [{ code: "studio", message, rendered: message }];
}

/** Plays, or goes on playing at another pace. */
export async function play(perSecond: number = pace.value): Promise<void> {
  pace.value = perSecond;
  await theHost().play(perSecond);
}

export async function pause(): Promise<void> {
  await theHost().pause();
  await keepTick();
}

export async function step(): Promise<void> {
  await theHost().step();
  await keepTick();
}

/** Writes the tick into the address. */
export async function keepTick(): Promise<void> {
  const tick = Math.max(0, moment.value?.tick ?? 0);
  if (tick !== route.value.tick) await go({ tick });
}

/** Opens the same world again, up to a tick: the one that is open, where what was asked for since was refused. */
export async function restart(tick = 0): Promise<void> {
  openedAs = "";
  const { scenario, text, changes, people, seed, twin } = (wasRefused && standing) || route.value;
  await go({ scenario, text, changes, people, seed, twin, tick });
}

/** Another colouring, or other charts. */
export async function look(to: { colouring?: string; charts?: readonly string[] }): Promise<void> {
  await go(to);
}

export function setTheme(to: Theme): void {
  theme.value = to;
  try {
    localStorage.setItem("glasshouse-theme", to);
  } catch {
    // Where nothing may be kept, it is asked again next time.
  }
}

function storedTheme(): Theme {
  try {
    const kept = localStorage.getItem("glasshouse-theme");
    if (kept === "light" || kept === "dark") return kept;
  } catch {
    // As if nothing was kept.
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function preferred(): Language {
  return navigator.language.startsWith("zh") ? "zh" : "en";
}
