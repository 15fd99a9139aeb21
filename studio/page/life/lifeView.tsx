import { useEffect, useRef, useState } from "preact/hooks";
import type { Entry } from "../../../src/index.ts";
import type { LifeChoice, LifeLived } from "../../messages.ts";
import { Command } from "../charts/command.tsx";
import { lifeCommandOf } from "../charts/saved.ts";
import { sayCount, sayDay } from "../numbers.ts";
import { Course } from "../person/course.tsx";
import { CourseBehind } from "../person/courseBehind.tsx";
import type { MarkKind } from "../person/marks.ts";
import { sayingOf } from "../person/personFile.tsx";
import { FaultList } from "../rules/faultList.tsx";
import { saveFile } from "../rules/keep.ts";
import { words as all, language, portrayed, route } from "../state.ts";
import { told, toldBand } from "../told.ts";
import { befalling } from "./befalls.ts";
import { Facts, Over } from "./both.tsx";
import { toYou } from "./costs.ts";
import * as state from "./living.ts";
import { dayOf, Outcome } from "./outcome.tsx";
import { sayNth, saySpan } from "./says.ts";
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
        <p class="lede">{words.lede(sayCount(state.around, language.value))}</p>
        {lived && <p class="quiet">{words.stepSays(saySpan(1), saySpan(lived.ticks))}</p>}
        <p class="quiet" {...told(portrayed.value?.title ?? "")} />
      </header>
      <FaultList faults={state.wrong.value} says={all.value.notices.problem} />
      {lived ? <Lived lived={lived} /> : state.wrong.value.length === 0 && <p class="waiting">{all.value.loading}</p>}
    </article>
  );
}

function Lived({ lived }: { lived: LifeLived }) {
  const { file, ticks } = lived;
  const isOver = file.tick >= ticks;
  const day = dayOf(lived);
  const result = useRef<HTMLDivElement>(null);
  const first = useRef(file.tick);
  // What came of a choice is what one looks for: on a phone it would be out of sight above the choices.
  useEffect(() => {
    if (file.tick === first.current) return;
    const box = result.current?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight)) result.current!.scrollIntoView({ block: "start" });
  }, [file]);
  return (
    <div class="life-columns">
      <section class="life-now">
        <div ref={result} class="life-result">
          <h2>
            {sayNth(file.tick, ticks)}
            {all.value.life.colon}
            <time dateTime={day}>{sayDay(day, language.value)}</time>
          </h2>
          <Standing lived={lived} />
          <Outcome lived={lived} />
        </div>
        <details>
          <summary>{all.value.life.now}</summary>
          <Facts facts={lived.now} />
        </details>
        {isOver ? <Over lived={lived} /> : <Choices lived={lived} />}
        <Summed key={String(isOver)} lived={lived} isOver={isOver} />
      </section>
      <section class="life-then">
        <h2>{all.value.life.score}</h2>
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
      {there?.score !== undefined && (
        <div>
          <dt>{words.other}</dt>
          <dd>{saying.score(there.score)}</dd>
        </div>
      )}
    </dl>
  );
}

/** How many ticks can be let pass at once. */
const many = 8;

/** What can be done next, what the system would write down first, and apart from it what can befall one. */
function Choices({ lived }: { lived: LifeLived }) {
  const words = all.value.life;
  const isWaiting = state.isLiving.value;
  const fates = lived.choices.filter(({ name }) => befalling.has(name));
  const deeds = lived.choices.filter((choice) => !fates.includes(choice));
  const scored = deeds.filter(({ points }) => points !== undefined && points !== 0);
  const others = deeds.filter((choice) => !scored.includes(choice));
  const button = (choice: LifeChoice) => <Choice key={choice.name} choice={choice} isWaiting={isWaiting} />;
  return (
    <div class="life-choices">
      <h3>{words.choose(sayDay(lived.date, language.value))}</h3>
      <p class="quiet" role="status">
        {isWaiting ? words.passing : "\u00a0"}
      </p>
      <p>
        <button type="button" class="primary" disabled={isWaiting} onClick={() => void state.pass(undefined, 1)}>
          {words.pass(saySpan(1))}
        </button>{" "}
        <button type="button" disabled={isWaiting} onClick={() => void state.pass(undefined, many)}>
          {words.passMore(saySpan(many))}
        </button>{" "}
        <button type="button" class="quiet" disabled={isWaiting} onClick={() => void state.passAll()}>
          {words.passAll}
        </button>
      </p>
      <div class="life-buttons">{scored.map(button)}</div>
      {others.length > 0 && (
        <details>
          <summary>{words.more}</summary>
          <div class="life-buttons">{others.map(button)}</div>
        </details>
      )}
      {fates.length > 0 && (
        <details class="life-fates">
          <summary>{words.befalls}</summary>
          <p class="quiet">{words.befallsSays}</p>
          <div class="life-buttons">{fates.map(button)}</div>
        </details>
      )}
    </div>
  );
}

function Choice({ choice, isWaiting }: { choice: LifeChoice; isWaiting: boolean }) {
  const { name, says, points, stuckAt } = choice;
  const words = all.value.life;
  const plain = points ? sayingOf(language.value).points(points) : undefined;
  const said = plain && stuckAt !== undefined ? (points! > 0 ? words.atMost : words.atLeast)(plain) : plain;
  return (
    <button type="button" disabled={isWaiting} onClick={() => void state.pass(name, 1)}>
      <span {...told(says)} /> {said && <span class="quiet">{said}</span>}
    </button>
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
          {sayDay(at.date, language.value)}: <span {...told(toYou(at.text))} />
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
      <details class="life-command">
        <summary>{words.forCommand}</summary>
        <p class="quiet">{words.saveSays}</p>
        <pre lang="en">
          <Command
            line={`glasshouse run ${name} --people ${state.around} --ticks ${tick} --seed ${route.value.seed}\n${lived.hash}`}
          />
        </pre>
      </details>
      <p class="quiet">{all.value.person.synthetic}</p>
    </div>
  );
}
