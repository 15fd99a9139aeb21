import { useEffect, useState } from "preact/hooks";
import type { Fact, PortraitEntry, PortraitSection } from "../../../src/index.ts";
import { sayDay } from "../numbers.ts";
import { words as all, isComing, language, moment, opened } from "../state.ts";
import { say, told } from "../told.ts";
import { FactRow } from "./factRow.tsx";
import { FaultList } from "./faultList.tsx";
import { FileView } from "./fileView.tsx";
import { find } from "./knobs.ts";
import { MovedTable } from "./movedTable.tsx";
import * as state from "./rulesState.ts";
import "./rules.css";

const tags = ["documented", "reported", "assumed"] as const;

/** Every parameter of the scenario with a control, and the file itself. */
export function RulesView() {
  const words = all.value.rules;
  const [tab, setTab] = useState<"knobs" | "file">("knobs");
  useEffect(state.followFile, []);
  return (
    <article class="rules">
      <header>
        <h1>{words.title}</h1>
        <p class="lede">{words.lede}</p>
        <nav class="tabs" aria-label={words.title}>
          <button type="button" aria-pressed={tab === "knobs"} onClick={() => setTab("knobs")}>
            {words.knobs}
          </button>
          <button type="button" aria-pressed={tab === "file"} onClick={() => setTab("file")}>
            {words.file}
          </button>
        </nav>
      </header>
      {tab === "knobs" ? <Knobs /> : <FileView />}
    </article>
  );
}

function Knobs() {
  const words = all.value.rules;
  const [sought, setSought] = useState("");
  const [tag, setTag] = useState<Fact["tag"]>();
  const [onlyChanged, setOnlyChanged] = useState(false);
  const differences = state.differences.value;
  const among = onlyChanged ? new Set(differences.map(({ path }) => path)) : undefined;
  const found = find(state.sections.value, { words: sought, tag, among }, say);
  const start = startOf(state.sections.value);
  const isOpen = sought !== "" || tag !== undefined || onlyChanged;
  const count = found.reduce((sum, { entries }) => sum + entries.reduce((all, { facts }) => all + facts.length, 0), 0);
  return (
    <div class="knobs">
      <div class="knobs-main">
        <search class="knobs-search">
          <label>
            {words.search}
            <input type="search" value={sought} onInput={(event) => setSought(event.currentTarget.value)} />
          </label>
          <fieldset class="choice">
            <legend>{words.source}</legend>
            {tags.map((one) => (
              <label key={one}>
                <input type="checkbox" checked={tag === one} onChange={() => setTag(tag === one ? undefined : one)} />
                <span class={`tag ${one}`}>{words.tags[one]}</span>
              </label>
            ))}
            <label>
              <input type="checkbox" checked={onlyChanged} onChange={() => setOnlyChanged(!onlyChanged)} />
              {words.onlyChanged}
            </label>
          </fieldset>
          <p class="quiet" role="status">
            {words.found(number(count))}
          </p>
        </search>
        {!isOpen && start !== undefined && (
          <p>
            <button type="button" class="plain" onClick={() => setSought(say(start))}>
              {words.tryThis(say(start))}
            </button>
          </p>
        )}
        {found.map((section) => (
          <Section key={section.path} section={section} isOpen={isOpen} />
        ))}
      </div>
      <Bench />
    </div>
  );
}

function Section({ section, isOpen }: { section: PortraitSection; isOpen: boolean }) {
  const [opened, setOpened] = useState(false);
  const shown = isOpen || opened;
  const facts = section.entries.reduce((sum, { facts: those }) => sum + those.length, 0);
  return (
    <details
      class="rules-section"
      open={shown}
      onToggle={(event) => {
        if (!isOpen) setOpened(event.currentTarget.open);
      }}
    >
      <summary>
        <h2 {...told(section.path.replaceAll(".", " › "))} /> <span class="quiet">{number(facts)}</span>
        <p class="quiet" {...told(section.says)} />
      </summary>
      {shown && section.entries.map((entry) => <Entry key={`${section.path}.${entry.name}`} entry={entry} />)}
    </details>
  );
}

function Entry({ entry }: { entry: PortraitEntry }) {
  const words = all.value.rules;
  const changed = new Map(state.differences.value.map(({ path, before }) => [path, before]));
  return (
    <section class="rules-entry">
      {entry.name !== "" && <h3 {...told(entry.name)} />}
      {entry.facts.map((fact) => (
        <FactRow
          key={fact.path}
          fact={fact}
          inFile={changed.get(fact.path)}
          called={plain(fact.key === "" ? (entry.name === "" ? fact.path : entry.name) : fact.key)}
          sourceOf={sourceOf}
          words={words}
          isUnderWay={state.isUnderWay.value}
          change={state.changeFact}
          putBack={state.putBack}
        />
      ))}
    </section>
  );
}

/** A source as its scenario has it; a reason stays as it is. */
function sourceOf(id: string): string {
  const sources = state.inFile.value?.sources ?? {};
  return Object.hasOwn(sources, id) ? sources[id]! : id;
}

/** What was changed, what is wrong with it, and what it did. */
function Bench() {
  const words = all.value.rules;
  const { before, after } = state.past.value;
  const differences = state.differences.value;
  const wrong = state.wrong.value;
  const fromNow = state.isUnderWay.value && state.isFromNow.value;
  const livedAgain = opened.value?.livedAgain;
  return (
    <aside class="bench" aria-label={words.changes}>
      <div class="bench-head">
        <h2>{words.changes}</h2>
        <button type="button" disabled={before.length === 0} onClick={state.undo}>
          {words.undo}
        </button>
        <button type="button" disabled={after.length === 0} onClick={state.redo}>
          {words.redo}
        </button>
      </div>
      {differences.length === 0 ? <p class="quiet">{words.asFile}</p> : null}
      <ul class="changes">
        {differences.map(({ path, before: was, after: now }) => (
          <li key={path}>
            <span lang="en">{plain(path)}</span>
            <br />
            <del lang="en">{was}</del> <ins lang="en">{now}</ins>{" "}
            <button
              type="button"
              class="plain"
              aria-label={`${words.putBack}: ${plain(path)}`}
              onClick={() => state.putBack({ path })}
            >
              {words.putBack}
            </button>
          </li>
        ))}
      </ul>
      <FaultList faults={wrong} says={words.wrong} />
      {state.isUnderWay.value && <When />}
      <button
        type="button"
        class="primary"
        disabled={!state.isWaiting.value || wrong.length > 0 || state.isReading.value || isComing.value}
        onClick={() => void state.doChanges()}
      >
        {fromNow ? words.goOn : words.run}
      </button>
      <p class="quiet">{fromNow ? words.goOnSays : words.runSays}</p>
      {livedAgain !== undefined && (
        <p class="quiet" role="status">
          {words.livedAgain} <span lang="en">{livedAgain}.</span>
        </p>
      )}
      <MovedTable moved={state.moved.value} words={words} language={language.value} />
    </aside>
  );
}

/** From when on changes hold. */
function When() {
  const words = all.value.rules;
  const now = moment.value;
  const choices = [
    [true, words.fromNow(sayDay(now?.date ?? "", language.value), now?.tick ?? 0)],
    [false, words.fromStart],
  ] as const;
  return (
    <fieldset class="choice">
      <legend>{words.when}</legend>
      {choices.map(([isNow, says]) => (
        <label key={says}>
          <input
            type="radio"
            name="from-when"
            checked={state.isFromNow.value === isNow}
            onChange={() => {
              state.isFromNow.value = isNow;
              state.wrong.value = [];
            }}
          />
          {says}
        </label>
      ))}
    </fieldset>
  );
}

/** A rule to begin with: the first plain points of the scheme; undefined where it gives none. */
function startOf(sections: readonly PortraitSection[]): string | undefined {
  const facts = sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.facts));
  const path = facts.find(
    (fact) => /^scheme\.points\.\w+$/.test(fact.path) && Number.isFinite(Number(fact.text)),
  )?.path;
  return path?.replace("scheme.points.", "").replaceAll("_", " ");
}

function plain(name: string): string {
  return name.replaceAll("_", " ").replaceAll(".", " · ");
}

function number(count: number): string {
  return new Intl.NumberFormat(language.value).format(count);
}
