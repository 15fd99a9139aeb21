import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sayCount, sayShort } from "../numbers.ts";
import { plainly, restsOnAssumed } from "../sayings.ts";
import { go, language, play, route, words } from "../state.ts";
import { say, told } from "../told.ts";
import { Living } from "./living.tsx";

/** One shipped scenario, as the build wrote it down. */
interface Card {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly people: number;
  readonly asks: string;
  readonly answer: {
    readonly answer: string;
    readonly says: string;
    readonly twins: number;
    readonly firstSeed: number;
    readonly people: number;
  } | null;
  /** What its colours are; null where there is no picture. */
  readonly picture: { readonly is: "scale" | "list"; readonly says: string } | null;
}

export const cards = signal<readonly Card[] | undefined>(undefined);

export async function loadCards(): Promise<void> {
  if (cards.value) return;
  const answer = await fetch("./cards/index.json");
  if (answer.ok) cards.value = (await answer.json()) as readonly Card[];
}

/** Opens a world, and lets it go at once where it is looked at. */
async function start(name: string, view: "world" | "life" = "world"): Promise<void> {
  await go({
    view,
    scenario: name,
    tick: 0,
    text: undefined,
    changes: {},
    colouring: undefined,
    charts: undefined,
    person: undefined,
    people: undefined,
    twin: false,
  });
  if (view === "world") await play();
}

/** Where everybody begins: a large card that plays, and all the others. */
export function Front() {
  useEffect(() => {
    void loadCards();
  }, []);
  const { front } = words.value;
  const [first, ...others] = cards.value ?? [];
  return (
    <div class="front">
      <section class="hero">
        <div class="hero-words">
          <h1>{front.title}</h1>
          <p class="lead">{front.lead}</p>
          <p class="actions">
            <button type="button" class="primary" onClick={() => void start("suining")}>
              <Triangle /> {front.play}
            </button>
            <button type="button" onClick={() => void go({ ...tourBegins, language: route.value.language })}>
              {front.tour}
            </button>
            <button type="button" onClick={() => void start("suining", "life")}>
              {front.life}
            </button>
          </p>
        </div>
        <figure class="hero-picture">
          <Living name="suining" label={front.picture} />
          <figcaption>
            {first && <strong class="names" {...told(first.title)} />}
            <span class="scale" aria-hidden="true" /> {front.scale}
            <span class="synthetic">{front.synthetic}</span>
          </figcaption>
        </figure>
        {first && <Asked card={first} />}
      </section>
      <section class="gallery" aria-labelledby="gallery-title">
        <h2 id="gallery-title">{front.others}</h2>
        <ul>
          {others.map((card) => (
            <li key={card.name}>
              <CardOf card={card} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const tourBegins = {
  view: "world",
  scenario: "littering",
  tour: 0,
  people: 10_000,
  seed: 1,
  tick: 0,
  changes: {},
  text: undefined,
  twin: false,
  charts: undefined,
  colouring: "trait.conscientious",
} as const;

function CardOf({ card }: { card: Card }) {
  const { front } = words.value;
  return (
    <article class="card">
      {card.picture && (
        <>
          <Living name={card.name} label={front.pictureOf(say(card.title))} />
          <p class="means">
            <span class={`scale ${card.picture.is}`} aria-hidden="true" />
            {front.card[card.picture.is](say(card.picture.says))}
          </p>
        </>
      )}
      <h3>
        <button type="button" class="title" onClick={() => void start(card.name)} {...told(card.title)} />
      </h3>
      <Asked card={card} />
    </article>
  );
}

/** What a world is asked, and what twins answered. */
function Asked({ card: { asks, answer, people } }: { card: Card }) {
  const { front, twins } = words.value;
  const verdict =
    answer && /^(yes|no)$/.test(answer.answer) ? twins.verdicts[answer.answer as "yes" | "no"] : undefined;
  if (asks === "") return <p class="asked quiet-words">{front.many(sayShort(people, language.value))}</p>;
  return (
    <div class="asked">
      <p class="asks" {...told(asks)} />
      {answer && (
        <>
          <p class="says">
            {verdict !== undefined && restsOnAssumed(answer.says) && <span>{twins.asAssumed(verdict)} </span>}
            <span
              {...told(
                plainly(shortened(restsOnAssumed(answer.says) ? answer.says.replace(/^(Yes|No)\. /, "") : answer.says)),
              )}
            />
          </p>
          <p class="of">
            {front.of(
              answer.twins,
              sayCount(answer.people, language.value),
              answer.firstSeed,
              restsOnAssumed(answer.says),
            )}
          </p>
        </>
      )}
    </div>
  );
}

/** The answer and its figures; of which twins, and that assumed responses act on it, stands below. */
function shortened(says: string): string {
  const plain = says.replace(/\s*\((?:95 %, )?\d+ (?:worlds|twins) of [^()]*\)/g, "");
  return plain.replace(/\s*(?:Assumed, and acting on this|By way of other things).*$/, "");
}

function Triangle() {
  return (
    <svg viewBox="0 0 12 12" class="sign" aria-hidden="true">
      <path d="M2 1 11 6 2 11Z" />
    </svg>
  );
}
