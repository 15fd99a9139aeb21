import { useEffect, useRef, useState } from "preact/hooks";
import type { LegendEntry } from "../colours.ts";
import { thePicture } from "../country/country.tsx";
import { LegendKeys } from "../country/legend.tsx";
import type { Route } from "../route.ts";
import {
  go,
  gradesOver,
  legend,
  marks,
  moment,
  opening,
  pause,
  play,
  portrayed,
  route,
  theHost,
  words,
} from "../state.ts";
import { told, toldWhy } from "../told.ts";

/** One scene of the tour: a world, how it is coloured, and how fast it goes; 0 for standing still; until which tick. */
interface Scene {
  readonly scenario: string;
  readonly colouring: string;
  readonly tick: number;
  readonly pace: number;
  /** The tick at which it stops by itself, or the first mark on the time line. */
  readonly until?: number | "mark";
  /** Whose file is worth reading. */
  readonly whose?: Whose;
}

type Whose = "pulled" | "listed" | "lowestGrade" | "low";

/** Litter, camera, one point; friends; lists; the outcry. Words are in `words`, in the same order, and one more for the end. */
const scenes: readonly Scene[] = [
  { scenario: "littering", colouring: "trait.conscientious", tick: 0, pace: 0 },
  { scenario: "littering", colouring: "trait.urban", tick: 0, pace: 0 },
  { scenario: "littering", colouring: "score", tick: 0, pace: 8, until: 52 },
  { scenario: "sesame", colouring: "score", tick: 0, pace: 8, whose: "pulled" },
  { scenario: "national-as-found", colouring: "list.defaulters", tick: 0, pace: 4, whose: "listed" },
  { scenario: "suining", colouring: "band", tick: 0, pace: 8, until: "mark", whose: "lowestGrade" },
  { scenario: "suining", colouring: "score", tick: 0, pace: 0, whose: "low" },
];

/** What happened last, and what the colours mean: on a phone between the picture and the line of time, where nothing hides it. */
export function TourKeys() {
  const last = marks.value.at(-1);
  return (
    <div class="tour-keys">
      <LegendKeys />
      {last && last.tick > 0 && (
        <p class="tour-now">
          <b {...told(last.name)} /> {last.because !== undefined && <span {...toldWhy(last.because)} />}
        </p>
      )}
    </div>
  );
}

/** Somebody whom the picture paints by the first of some lines of the legend in which there is anybody. */
async function oneOf(lines: readonly LegendEntry[]): Promise<number | undefined> {
  for (const { from, to } of lines) {
    const person = await thePicture()?.find(from, to);
    if (person !== undefined) return person;
  }
  return undefined;
}

/** Of whom a scene speaks: each finds an example of its sentence, and nobody else. */
const examples: Readonly<Record<Whose, () => Promise<number | undefined>>> = {
  pulled: () => theHost().pulledDown(),
  listed: () => oneOf(legend.value.slice(-1)),
  lowestGrade: () => oneOf(legend.value.slice(0, 1)),
  low: () => oneOf(legend.value),
};

/** Opens the file of somebody of whom the scene speaks: on a phone a person is too small to be pressed. */
function ShowOne({ whose }: { whose: Whose }) {
  const { tour } = words.value;
  const [nobody, setNobody] = useState(false);
  // Who was graded last is still who was graded when there are no grades any more.
  const last = useRef<number | undefined>(undefined);
  const over = whose === "lowestGrade" && gradesOver.value;
  const tick = moment.value?.tick ?? 0;
  useEffect(() => {
    if (whose !== "lowestGrade" || over) return;
    void examples[whose]().then((person) => {
      last.current = person ?? last.current;
    });
  }, [whose, over, tick]);
  // That there is nobody is said until there is somebody.
  useEffect(() => {
    if (nobody) void examples[whose]().then((person) => person !== undefined && setNobody(false));
  }, [nobody, whose, tick]);
  const show = async (): Promise<void> => {
    const person = over ? last.current : await examples[whose]();
    if (person !== undefined) void (await go({ person }));
    setNobody(person === undefined);
  };
  const said = over ? tour.whose.gradedBefore : tour.whose[whose];
  return (
    <p class="show-one">
      <button type="button" onClick={() => void show()}>
        {said.show}
      </button>{" "}
      <span role="status">{nobody ? said.nobody : ""}</span>
    </p>
  );
}

function sceneRoute(at: number): Partial<Route> {
  const { scenario, colouring, tick } = scenes[at]!;
  const plain = { text: undefined, changes: {}, charts: undefined, person: undefined, twin: false } as const;
  const same = route.value.scenario === scenario && at === scenes.length - 1;
  return {
    ...plain,
    view: "world",
    scenario,
    colouring,
    people: 10_000,
    seed: 1,
    tick: same ? route.value.tick : tick,
    tour: at,
  };
}

/** One idea at a time beside a world that plays; it can be left at any step, and the world stays. */
export function Tour({ at }: { at: number }) {
  const { tour } = words.value;
  const place = Math.min(at, scenes.length - 1);
  const { pace, until, colouring, scenario } = scenes[place]!;
  const { title, text, look } = tour.steps[place]!;
  const isThere = portrayed.value?.name === scenario && !opening.value;
  useEffect(() => {
    if (route.value.colouring !== colouring || route.value.scenario !== scenario) void go(sceneRoute(place));
  }, [place]);
  // On a phone the card lies over the page, and speaks of what is at its top.
  useEffect(() => {
    if (matchMedia("(max-width: 56rem)").matches) scrollTo(0, 0);
  }, [place]);
  const before = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!isThere) return;
    const came = before.current;
    before.current = place;
    if (pace > 0) void play(pace);
    // A world that settles, or comes to the tick of its address, is left to it.
    else if (came !== undefined && scenes[came]!.pace > 0) void pause();
  }, [place, isThere]);
  const tick = moment.value?.tick ?? 0;
  const end = until === "mark" ? marks.value.find((mark) => mark.tick > 0)?.tick : until;
  const isDue = isThere && end !== undefined && before.current === place && tick >= end;
  useEffect(() => {
    if (isDue) void pause();
  }, [isDue]);
  const { whose } = scenes[place]!;
  return (
    <section class="tour" aria-labelledby="tour-title" aria-live="polite">
      <p class="label" id="tour-step">
        {tour.step(place + 1, scenes.length)}
      </p>
      {/* Another one for each step, so that it begins at its top. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls */}
      <section class="tour-words" key={place} tabIndex={0} aria-labelledby="tour-step">
        <h2 id="tour-title">{title}</h2>
        <p>{text}</p>
        <p class="look">{look}</p>
      </section>
      {whose !== undefined && isThere && <ShowOne key={place} whose={whose} />}
      <Actions place={place} />
      <ol class="dots" aria-hidden="true">
        {scenes.map((_, i) => (
          <li class={i === place ? "here" : ""} key={`${i}`} />
        ))}
      </ol>
    </section>
  );
}

/** On, back, and out. */
function Actions({ place }: { place: number }) {
  const { tour } = words.value;
  const isLast = place === scenes.length - 1;
  return (
    <p class="actions">
      {isLast ? (
        <button type="button" class="primary" onClick={() => void go({ tour: undefined })}>
          {tour.stay}
        </button>
      ) : (
        <button type="button" class="primary" onClick={() => void go(sceneRoute(place + 1))}>
          {tour.next}
        </button>
      )}
      {isLast && (
        <button type="button" onClick={() => void go({ tour: undefined, view: "life", tick: 0 })}>
          {tour.life}
        </button>
      )}
      {place > 0 && (
        <button type="button" onClick={() => void go(sceneRoute(place - 1))}>
          {tour.back}
        </button>
      )}
      {/* At the end staying is leaving. */}
      {!isLast && (
        <button type="button" class="quiet" onClick={() => void go({ tour: undefined })}>
          {tour.leave}
        </button>
      )}
    </p>
  );
}
