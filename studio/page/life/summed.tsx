import type { Entry } from "../../../src/index.ts";
import type { LifeLived } from "../../messages.ts";
import { sayDay } from "../numbers.ts";
import { sayingOf } from "../person/personFile.tsx";
import { words as all, language } from "../state.ts";
import { told } from "../told.ts";

const costly: ReadonlySet<Entry["kind"]> = new Set(["band", "list", "consequence"]);

/** What the score saw of a life, what it missed, and what came of it: open once the life is over. */
export function Summed({ lived, isOver }: { readonly lived: LifeLived; readonly isOver: boolean }) {
  const words = all.value.life;
  const { entries } = lived.file.lives[0]!;
  const of = (fits: (entry: Entry) => boolean): readonly Entry[] => entries.filter(fits);
  const saw = of(({ kind, about }) => kind === "record" && about !== "mistake");
  const points = of(({ kind, points: moved }) => kind === "points" && moved !== undefined);
  const sum = points.reduce((all, { points: moved }) => all + (moved ?? 0), 0);
  const wrong = of(({ about }) => about === "mistake");
  const missed = of(({ about }) => about === "unseen");
  const cost = of(({ kind, text, tick }) => (costly.has(kind) && tick > 0) || (kind === "act" && isVain(text)));
  return (
    <details class="life-summed" open={isOver}>
      <summary>{words.summed}</summary>
      <h3>{words.saw}</h3>
      <Counted entries={saw} none={words.sawNothing} />
      {points.length > 0 && <p>{words.together(sayingOf(language.value).points(sum))}</p>}
      {wrong.length > 0 && <h3>{words.wrongly}</h3>}
      {wrong.length > 0 && <Counted entries={wrong} none="" />}
      <h3>{words.missed}</h3>
      <Counted entries={missed} none={words.missedNothing} />
      <h3>{words.cost}</h3>
      <Dated entries={cost} none={words.costNothing} />
    </details>
  );
}

function isVain(text: string): boolean {
  return text.includes(": tried in vain");
}

/** Entries by what they say, with how often: the commonest first. */
function Counted({ entries, none }: { readonly entries: readonly Entry[]; readonly none: string }) {
  const counts = new Map<string, number>();
  for (const { text } of entries) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size === 0) return <p class="quiet">{none}</p>;
  return (
    <ul>
      {[...counts]
        .sort(([, one], [, other]) => other - one)
        .map(([text, count]) => (
          <li key={text}>
            <span {...told(text)} /> {count > 1 && <b>× {count}</b>}
          </li>
        ))}
    </ul>
  );
}

/** Entries with their days; of many the last. */
function Dated({ entries, none }: { readonly entries: readonly Entry[]; readonly none: string }) {
  const shown = entries.slice(-12);
  if (shown.length === 0) return <p class="quiet">{none}</p>;
  return (
    <ul>
      {shown.length < entries.length && <li>{all.value.life.earlier(entries.length - shown.length)}</li>}
      {shown.map(({ date, text }, i) => (
        <li key={i}>
          <time dateTime={date}>{sayDay(date, language.value, false)}</time> <span {...told(text)} />
        </li>
      ))}
    </ul>
  );
}
