import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { Entry, Life } from "../../../src/index.ts";
import type { FileOf } from "../../messages.ts";
import type { PersonWords } from "../../words/more/en.ts";
import { copyText } from "../rules/keep.ts";
import { told } from "../told.ts";
import { Believed } from "./believed.tsx";
import { Course } from "./course.tsx";
import { CourseBehind } from "./courseBehind.tsx";
import { Friends } from "./friends.tsx";
import { countMarks, type MarkKind, markingOf, shownAtFirst } from "./marks.ts";
import { Filters, Story } from "./story.tsx";
import "./person.css";

/** Figures and days as the reader's language writes them. */
export interface Saying {
  readonly score: (score: number) => string;
  readonly points: (points: number) => string;
  readonly count: (count: number) => string;
}

export function sayingOf(language: string): Saying {
  const score = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const points = new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const count = new Intl.NumberFormat(language);
  const fine = new Intl.NumberFormat(language, { maximumSignificantDigits: 2, signDisplay: "exceptZero" });
  return {
    score: (one) => score.format(one),
    points: (one) => (Math.abs(one) < 1 ? fine : points).format(one),
    count: (one) => count.format(one),
  };
}

export interface PersonFileOf {
  readonly file: FileOf;
  readonly words: PersonWords;
  readonly saying: Saying;
  /** As a reader has the twin; undefined where there is one world. */
  readonly other: string | undefined;
  /** Marks of a time axis. */
  readonly marks: readonly { readonly tick: number; readonly text: string }[];
  /** Which the command is told to tell the same. */
  readonly command: string;
}

/** One person's file: what the system wrote, what moved the score, and what is true. */
export function PersonFile({ file, words, saying, other, marks, command }: PersonFileOf) {
  const [world, setWorld] = useState(0);
  const life = file.lives[world] ?? file.lives[0]!;
  const id = useId();
  const worlds = [words.thisWorld, other ?? words.otherWorld];
  const lines = file.scores.flatMap((scores, place) => (scores.length > 0 ? [{ says: worlds[place]!, scores }] : []));
  return (
    <article class="person" aria-labelledby={`${id}-title`}>
      <header>
        <p class="kind">{words.synthetic}</p>
        <h2 id={`${id}-title`}>{words.title(saying.count(file.person))}</h2>
        <Born life={life} words={words} />
      </header>
      <section>
        <h3>{words.believedTitle}</h3>
        <Believed life={life} words={words} sayScore={saying.score} sayPoints={saying.points} sayCount={saying.count} />
      </section>
      <section>
        <h3>{lines.length > 0 ? words.courseTitle : words.story}</h3>
        {file.lives.length > 1 && <Worlds worlds={worlds} world={world} words={words} choose={setWorld} />}
        <Moving {...{ file, words, saying, marks, command, life, world, lines, id }} />
      </section>
      {life.friends && life.score !== undefined && (
        <section>
          <h3>{words.friendsTitle}</h3>
          <Friends
            friends={life.friends}
            pulled={life.pulled}
            score={life.score}
            words={words}
            sayScore={saying.score}
            sayPoints={saying.points}
            name={`friends-${file.person}`}
            command={command}
          />
        </section>
      )}
      {file.lives[1] && (
        <section>
          <h3>{words.otherTitle}</h3>
          <InBoth lives={file.lives} worlds={[words.thisWorld, words.otherWorld]} words={words} saying={saying} />
        </section>
      )}
      <Printed printed={file.printed} words={words} />
    </article>
  );
}

/** What moved the score: as a line, and entry by entry. */
function Moving(
  of: Omit<PersonFileOf, "other"> & {
    readonly life: Life;
    /** Which of the two lives it is. */
    readonly world: number;
    readonly lines: readonly { readonly says: string; readonly scores: FileOf["scores"][number] }[];
    readonly id: string;
  },
) {
  const { file, words, saying, marks, command, life, world, lines, id } = of;
  const [shown, setShown] = useState<ReadonlySet<MarkKind>>(() => shownAtFirst(life.entries));
  const [at, setAt] = useState<Entry>();
  const drawn = useRef<HTMLDivElement>(null);
  useEffect(() => setAt(undefined), [file, world]);
  const markOf = useMemo(() => markingOf(life.entries), [life]);
  const told = useMemo(() => life.entries.filter((entry) => shown.has(markOf(entry))), [life, shown]);
  const turn = (kind: MarkKind): void => {
    const next = new Set(shown);
    if (!next.delete(kind)) next.add(kind);
    setShown(next);
  };
  return (
    <>
      <Filters entries={life.entries} shown={shown} words={words} turn={turn} />
      <div ref={drawn}>
        <Course
          lines={world === 0 ? lines : lines.slice(0).reverse()}
          entries={life.entries}
          shown={shown}
          at={at}
          ticks={file.tick}
          title={lines.length > 0 ? words.courseTitle : words.story}
          says={words.courseSays(saying.count(told.length))}
          marks={marks}
          choose={setAt}
        />
      </div>
      <Story
        entries={told}
        at={at}
        words={words}
        id={`${id}-story`}
        sayPoints={saying.points}
        markOf={markOf}
        choose={setAt}
      />
      <p class="quiet hint">{words.keys}</p>
      <CourseBehind
        name={`person-${file.person}`}
        title={`${words.title(saying.count(file.person))}: ${words.courseTitle}`}
        lines={lines}
        entries={life.entries}
        ticks={file.tick}
        command={command}
        box={drawn}
      />
    </>
  );
}

/** Which of the two lives is read, each with the stroke of its line. */
function Worlds(of: {
  readonly worlds: readonly string[];
  readonly world: number;
  readonly words: PersonWords;
  readonly choose: (world: number) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{of.words.whichWorld}</legend>
      {of.worlds.map((says, place) => (
        <label key={says}>
          <input type="radio" name={name} checked={place === of.world} onChange={() => of.choose(place)} />
          <svg class="sign-of" viewBox="0 0 22 10" aria-hidden="true">
            <path class={`course-line world-${place}`} d="M0 5H22" />
          </svg>
          {says}
        </label>
      ))}
    </fieldset>
  );
}

/** What somebody was born with. */
function Born({ life, words }: { life: Life; words: PersonWords }) {
  return (
    <details class="born">
      <summary>{words.born}</summary>
      <ul>
        {life.traits.map(({ name, value }) => (
          <li key={name}>
            <span {...told(name)} /> <strong {...told(value)} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The same person in both worlds: the end, and how much there is of each kind. */
function InBoth(of: {
  readonly lives: readonly Life[];
  readonly worlds: readonly string[];
  readonly words: PersonWords;
  readonly saying: Saying;
}) {
  const { lives, worlds, words, saying } = of;
  const counts = lives.map(({ entries }) => countMarks(entries));
  const kinds = [...new Set(counts.flatMap((each) => [...each.keys()]))].filter((kind) => kind !== "drift");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section class="table" aria-label={words.otherTitle} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <td />
            {worlds.slice(0, lives.length).map((world) => (
              <th scope="col" class="number" key={world}>
                {world}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.score}</th>
            {lives.map(({ score }, i) => (
              <td class="number" key={worlds[i]}>
                {score === undefined ? words.noScoreShort : saying.score(score)}
              </td>
            ))}
          </tr>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{words.marks[kind]}</th>
              {counts.map((each, i) => (
                <td class="number" key={worlds[i]}>
                  {saying.count(each.get(kind) ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The file as the command prints it. */
function Printed({ printed, words }: { printed: readonly string[]; words: PersonWords }) {
  const [copied, setCopied] = useState(false);
  const text = printed.join("\n");
  return (
    <details class="printed">
      <summary>{words.printed}</summary>
      <p>
        <button type="button" onClick={() => void copyText(text).then(setCopied)}>
          {words.copy}
        </button>{" "}
        <span role="status">{copied ? words.copied : ""}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section tabIndex={0} aria-label={words.printed} lang="en">
        <pre>{text}</pre>
      </section>
    </details>
  );
}
