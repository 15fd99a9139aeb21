import { useEffect, useRef, useState } from "preact/hooks";
import type { Entry } from "../../../src/index.ts";
import type { LifeLived } from "../../messages.ts";
import { Command } from "../charts/command.tsx";
import { lifeCommandOf } from "../charts/saved.ts";
import { sayDay } from "../numbers.ts";
import { Course } from "../person/course.tsx";
import { CourseBehind } from "../person/courseBehind.tsx";
import { type MarkKind, markOf, quietKinds } from "../person/marks.ts";
import { sayingOf } from "../person/personFile.tsx";
import { FaultList } from "../rules/faultList.tsx";
import { saveFile } from "../rules/keep.ts";
import { words as all, language, portrayed, route } from "../state.ts";
import { told, toldBand } from "../told.ts";
import * as state from "./living.ts";
import { Summed } from "./summed.tsx";
import "./life.css";

/** One life, tick by tick, by whoever reads this. */
export function LifeView() {
  const words = all.value.life;
  const { scenario, text, changes, seed } = route.value;
  const world = JSON.stringify([scenario, text, changes, seed]);
  useEffect(() => void state.begin(world), [world]);
  const lived = state.lived.value;
  return (
    <article class="one-life" aria-busy={state.isLiving.value}>
      <header>
        <h1>{words.title}</h1>
        <p class="lede">{words.lede}</p>
        <p class="quiet" {...told(portrayed.value?.title ?? "")} />
      </header>
      <FaultList faults={state.wrong.value} says={all.value.notices.problem} />
      {lived ? <Lived lived={lived} /> : state.wrong.value.length === 0 && <p class="waiting">{all.value.loading}</p>}
    </article>
  );
}

function Lived({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const { file, ticks, date } = lived;
  const isOver = file.tick >= ticks;
  const day = new Intl.DateTimeFormat(language.value === "zh" ? "zh-Hans" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  return (
    <div class="life-columns">
      <section class="life-now">
        <h2>
          <time dateTime={date}>{day.format(new Date(`${date}T00:00:00Z`))}</time>
        </h2>
        <Standing lived={lived} />
        <Told lived={lived} />
        {isOver ? <InBoth lived={lived} /> : <Choices lived={lived} />}
        <Summed key={String(isOver)} lived={lived} isOver={isOver} />
      </section>
      <section class="life-then">
        <h2>{words.score}</h2>
        <Lines lived={lived} />
        <Kept lived={lived} />
      </section>
    </div>
  );
}

/** What the system believes of one, and what holds. */
function Standing({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const saying = sayingOf(language.value);
  const [here, there] = lived.file.lives;
  return (
    <>
      <dl class="life-figures">
        {here?.score !== undefined && (
          <div>
            <dt>{all.value.person.onFile}</dt>
            <dd>{saying.score(here.score)}</dd>
            {here.band !== undefined && <dd class="quiet" {...toldBand(here.band)} />}
          </div>
        )}
        {here?.truly !== undefined && (
          <div>
            <dt>{all.value.person.truly}</dt>
            <dd>{saying.score(here.truly)}</dd>
          </div>
        )}
        {there && (
          <div>
            <dt>{words.other}</dt>
            <dd>{there.score === undefined ? all.value.person.noScoreShort : saying.score(there.score)}</dd>
          </div>
        )}
      </dl>
      <details>
        <summary>{words.now}</summary>
        <ul class="life-facts">
          {lived.now.map(({ says, value }) => (
            <li key={`${says} ${value}`}>
              <span {...told(says)} /> <strong {...told(value)} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** What the same life came to in both worlds, once it is over. */
function InBoth({ lived: { now, there } }: { lived: LifeLived }) {
  const words = all.value.life;
  const states = new Set(portrayed.value?.colourings.filter(({ group }) => group === "state").map(({ says }) => says));
  const rows = now.filter(({ says }) => states.has(says));
  if (!there || rows.length === 0) return <p class="told">{words.over}</p>;
  const elsewhere = new Map(there.map(({ says, value }) => [says, value]));
  return (
    <>
      <p class="told">{words.overBeside}</p>
      <table class="life-both">
        <thead>
          <tr>
            <td />
            <th scope="col">{all.value.person.thisWorld}</th>
            <th scope="col">{words.other}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ says, value }) => (
            <tr key={says}>
              <th scope="row" {...told(says)} />
              <td {...told(value)} />
              <td {...told(elsewhere.get(says) ?? "–")} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What happened in the last tick, in words. */
function Told({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const last = lived.file.tick - 1;
  const entries = lived.file.lives[0]!.entries.filter(
    (entry) => entry.tick === last && !quietKinds.includes(markOf(entry)),
  );
  return (
    <div class="life-told" role="status">
      {entries.length === 0 ? (
        <p class="quiet">{words.nothing}</p>
      ) : (
        <ul>
          {entries.map((entry, i) => (
            <li key={i}>
              <Happened entry={entry} refused={words.refused} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** One thing that happened; what was asked for in vain says first that it was refused. */
function Happened({ entry, refused }: { entry: Entry; refused: string }) {
  const text = entry.text.replaceAll("_", " ");
  const isRefused = entry.kind === "act" && text.includes(": tried in vain");
  if (!isRefused) return <span {...told(text)} />;
  return (
    <>
      <strong>{refused}</strong> <span {...told(text.replace(": tried in vain", ""))} />
    </>
  );
}

/** What can be done today, what the system would write down first. */
function Choices({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const saying = sayingOf(language.value);
  const isWaiting = state.isLiving.value;
  const scored = lived.choices.filter(({ points }) => points !== undefined && points !== 0);
  const others = lived.choices.filter((choice) => !scored.includes(choice));
  const button = ({ name, says, points }: LifeLived["choices"][number]) => (
    <button key={name} type="button" disabled={isWaiting} onClick={() => void state.pass(name, 1)}>
      <span {...told(says)} /> {points ? <span class="quiet">{saying.points(points)}</span> : null}
    </button>
  );
  return (
    <div class="life-choices">
      <h3>{words.choose}</h3>
      <p class="quiet" role="status">
        {isWaiting ? words.passing : "\u00a0"}
      </p>
      <p>
        <button type="button" class="primary" disabled={isWaiting} onClick={() => void state.pass(undefined, 1)}>
          {words.pass}
        </button>{" "}
        <button type="button" disabled={isWaiting} onClick={() => void state.pass(undefined, 8)}>
          {words.passMore(8)}
        </button>
      </p>
      <div class="life-buttons">{scored.map(button)}</div>
      {others.length > 0 && (
        <details>
          <summary>{words.more}</summary>
          <div class="life-buttons">{others.map(button)}</div>
        </details>
      )}
    </div>
  );
}

const shown: ReadonlySet<MarkKind> = new Set(["record", "mistake", "dispute", "outcome", "grade", "sanction"]);

function Lines({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const { file } = lived;
  const scenario = `${route.value.scenario}-life`;
  const [at, setAt] = useState<Entry>();
  const drawn = useRef<HTMLDivElement>(null);
  const names = [all.value.person.thisWorld, all.value.person.otherWorld];
  const lines = file.scores.flatMap((scores, i) => (scores.length > 0 ? [{ says: names[i]!, scores }] : []));
  return (
    <>
      <div ref={drawn}>
        <Course
          lines={lines}
          entries={file.lives[0]!.entries}
          shown={shown}
          at={at}
          ticks={Math.min(lived.ticks, Math.max(26, Math.round(file.tick * 1.2)))}
          title={words.score}
          says={words.scoreSays(file.tick, lived.ticks)}
          marks={[]}
          choose={setAt}
        />
      </div>
      {at && (
        <p role="status">
          {sayDay(at.date, language.value)}: <span {...told(at.text)} />
        </p>
      )}
      <CourseBehind
        name="life"
        title={words.score}
        lines={lines}
        entries={file.lives[0]!.entries}
        ticks={file.tick}
        command={lifeCommandOf({ ...route.value, text: lived.text, scenario }, state.around, file.tick, 0)}
        box={drawn}
      />
    </>
  );
}

/** The life as a scenario, and the command that lives it again. */
function Kept({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const name = `${route.value.scenario}-life.yaml`;
  const { tick } = lived.file;
  return (
    <div class="life-kept">
      <p>
        <button type="button" onClick={() => saveFile(name, lived.text)}>
          {words.save}
        </button>{" "}
        <button type="button" disabled={state.isLiving.value} onClick={() => void state.again()}>
          {words.again}
        </button>
      </p>
      <p class="quiet">{words.saveSays}</p>
      <pre lang="en">
        <Command
          line={`glasshouse run ${name} --people ${state.around} --ticks ${tick} --seed ${route.value.seed}\n${lived.hash}`}
        />
      </pre>
      <p class="quiet">{all.value.person.synthetic}</p>
    </div>
  );
}
