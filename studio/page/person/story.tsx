import { useEffect, useRef } from "preact/hooks";
import type { Entry } from "../../../src/index.ts";
import type { PersonWords } from "../../words/more/en.ts";
import { sayDay } from "../numbers.ts";
import { language } from "../state.ts";
import { toldEntry } from "../told.ts";
import { Sign } from "./course.tsx";
import { countMarks, type MarkKind, walk } from "./marks.ts";

/** The kinds of entries, each with its sign, its number and a switch. */
export function Filters(of: {
  readonly entries: readonly Entry[];
  readonly shown: ReadonlySet<MarkKind>;
  readonly words: PersonWords;
  readonly turn: (kind: MarkKind) => void;
}) {
  return (
    <fieldset class="marks">
      <legend>{of.words.legend}</legend>
      {[...countMarks(of.entries)].map(([kind, count]) => (
        <label key={kind} class={of.shown.has(kind) ? "" : "is-off"}>
          <input type="checkbox" checked={of.shown.has(kind)} onChange={() => of.turn(kind)} />
          <svg class="sign-of" viewBox="-8 -8 16 16" aria-hidden="true">
            <Sign kind={kind} x={0} y={0} isRead />
          </svg>
          {of.words.marks[kind]} <span class="quiet">{count}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Entries as a list through which arrow keys walk; what is read is always in sight. */
export function Story(of: {
  readonly entries: readonly Entry[];
  readonly at: Entry | undefined;
  readonly words: PersonWords;
  readonly id: string;
  readonly sayPoints: (points: number) => string;
  /** Of what kind each is in the whole life. */
  readonly markOf: (entry: Entry) => MarkKind;
  readonly choose: (entry: Entry) => void;
}) {
  const { entries, at, words, id, markOf } = of;
  const list = useRef<HTMLDivElement>(null);
  const place = at ? entries.indexOf(at) : -1;
  useEffect(() => {
    const [frame, row] = [list.current, list.current?.children[place] as HTMLElement | undefined];
    if (!frame || !row) return;
    // By hand: scrollIntoView would move the page as well.
    const [above, below] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    if (above < frame.scrollTop) frame.scrollTop = above;
    else if (below > frame.scrollTop + frame.clientHeight) frame.scrollTop = below - frame.clientHeight;
  }, [place]);
  const press = (event: KeyboardEvent): void => {
    const next = walk(event.key, Math.max(place, event.key.startsWith("Arrow") && place < 0 ? -1 : 0), entries.length);
    if (next === undefined) return;
    event.preventDefault();
    of.choose(entries[next]!);
  };
  if (entries.length === 0) return <p class="quiet">{words.nothing}</p>;
  return (
    <div
      class="story"
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={words.story}
      aria-activedescendant={place < 0 ? undefined : `${id}-${place}`}
      onKeyDown={press}
    >
      {entries.map((entry, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the list
        <div
          key={i}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === place}
          class={`story-${markOf(entry)}`}
          onClick={() => of.choose(entry)}
        >
          <svg class="sign-of" viewBox="-8 -8 16 16" role="img" aria-label={words.marks[markOf(entry)]}>
            <Sign kind={markOf(entry)} x={0} y={0} isRead />
          </svg>
          <time dateTime={entry.date}>
            {entries[i - 1]?.date === entry.date ? "" : sayDay(entry.date, language.value, false)}
          </time>
          <span {...toldEntry(entry.text)} />
          <span class="story-points">
            {entry.points === undefined || entry.points === 0 ? "" : of.sayPoints(entry.points)}
          </span>
        </div>
      ))}
    </div>
  );
}
