import { useEffect, useRef } from "preact/hooks";
import type { AnswerInPairs } from "../../../src/index.ts";
import { Behind } from "../charts/behind.tsx";
import { type Figures, twinsCommandOf } from "../charts/saved.ts";
import { sayValueIn } from "../numbers.ts";
import { FaultList } from "../rules/faultList.tsx";
import { plainly, restsOnAssumed } from "../sayings.ts";
import { words as all, language, people, portrayed, route } from "../state.ts";
import { say, told } from "../told.ts";
import * as state from "./answering.ts";
import { Sides } from "./sidesView.tsx";

const choices = [4, 8, 16, 32] as const;

/** The questions with their answers as they come in. */
export function Questions() {
  const words = all.value.twins;
  const { scenario, text, changes } = route.value;
  const world = JSON.stringify([scenario, text, changes, people.value]);
  useEffect(() => state.answersOf(world), [world]);
  useEffect(() => state.pause, []);
  const questions = portrayed.value?.questions ?? [];
  const { seeds, answers } = state.come.value;
  const by = new Map(answers.map((answer) => [answer.question, answer]));
  if (questions.length === 0) return null;
  return (
    <>
      <section class="questions">
        <h2>{words.questions}</h2>
        <p>{words.questionsSay}</p>
        <Asking seeds={seeds} />
        <FaultList faults={state.wrong.value} says={all.value.notices.problem} />
        <dl>
          {questions.map(({ name, asks, reads }) => {
            const answer = by.get(name);
            return (
              <div key={name} class="question">
                <dt {...told(asks)} />
                {answer ? <Answered answer={answer} /> : <dd class="quiet" {...told(plainly(reads))} />}
              </div>
            );
          })}
        </dl>
        <p class="quiet">{words.assumed}</p>
      </section>
      <Sides answers={answers} />
    </>
  );
}

function Asking({ seeds }: { seeds: number }) {
  const words = all.value.twins;
  const isRunning = state.isRunning.value;
  const most = state.asked.value;
  return (
    <div class="asking">
      <label>
        {words.askNow}{" "}
        <select
          value={most}
          disabled={isRunning}
          onChange={(event) => {
            state.asked.value = Number(event.currentTarget.value);
          }}
        >
          {choices.map((count) => (
            <option key={count} value={count}>
              {words.seeds(count)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="primary"
        disabled={!isRunning && seeds >= most}
        onClick={() => (isRunning ? state.pause() : void state.answer())}
      >
        {isRunning ? words.pause : seeds > 0 ? words.goOn : words.ask}
      </button>
      <progress max={most} value={Math.min(seeds, most)} aria-label={words.progress(seeds, most)} />
      <span role="status">{words.progress(Math.min(seeds, most), most)}</span>
    </div>
  );
}

/** An answer in words, and where its interval lies. */
function Answered({ answer }: { answer: AnswerInPairs }) {
  const words = all.value.twins;
  const verdict = words.verdicts[answer.answer];
  const isAssumed = /^(yes|no)$/.test(answer.answer) && restsOnAssumed(answer.says);
  const drawn = useRef<HTMLElement>(null);
  return (
    <dd ref={drawn}>
      <strong class={`verdict verdict-${answer.answer.replace(" ", "-")}`}>
        {isAssumed ? words.asAssumed(verdict) : verdict}
      </strong>{" "}
      <span {...told(plainly(answer.says.replace(/^(Yes|No)\. /, "")))} />
      <IntervalOf answer={answer} />
      <Behind
        name={`answer-${answer.question}`}
        title={say(answer.asks)}
        table={tableOf(answer)}
        figures={() => figuresOf(answer)}
        command={commandOf(answer)}
        box={isDrawn(answer) ? drawn : undefined}
      />
    </dd>
  );
}

/** What the command is told to come to the same answers. */
function commandOf({ people: many, ticks, twins }: AnswerInPairs): string {
  return twinsCommandOf(route.value, { people: many, ticks, twins });
}

/** Each pair of worlds with what was read in it, by seed. */
function figuresOf({ values, controls, firstSeed }: AnswerInPairs): Figures {
  const rows = values.map((value, i) => [firstSeed + i, value, ...(controls ? [controls[i] ?? Number.NaN] : [])]);
  return { head: ["seed", "this world", ...(controls ? ["the other world"] : [])], rows };
}

function tableOf(answer: AnswerInPairs) {
  const { person, controls } = all.value;
  const number = sayValueIn(language.value);
  const { rows } = figuresOf(answer);
  return {
    head: [controls.seed, person.thisWorld, ...(answer.controls ? [person.otherWorld] : [])],
    rows: rows.map((row) => row.map((one) => (Number.isFinite(one) ? number(Number(one)) : "–"))),
  };
}

/** Whether the interval of an answer has a width that can be drawn. */
function isDrawn({ difference, same }: AnswerInPairs): boolean {
  return difference !== undefined && !same && Number.isFinite(difference.from) && Number.isFinite(difference.to);
}

/** The interval of a difference on a line through nothing. */
export function IntervalOf({ answer }: { answer: AnswerInPairs }) {
  const { difference } = answer;
  if (!difference || !isDrawn(answer)) return null;
  const reach = Math.max(Math.abs(difference.from), Math.abs(difference.to)) * 1.15 || 1;
  const x = (figure: number): number => 50 + (figure / reach) * 48;
  const number = new Intl.NumberFormat(language.value, { maximumSignificantDigits: 3, signDisplay: "exceptZero" });
  const says = `${number.format(difference.mean)} (${number.format(difference.from)} – ${number.format(difference.to)})`;
  return (
    <svg class="interval" viewBox="0 0 100 8" role="img" aria-label={says}>
      <line class="interval-none" x1={50} x2={50} y1={0} y2={8} />
      <line class="interval-line" x1={x(difference.from)} x2={x(difference.to)} y1={4} y2={4} />
      <circle class="interval-dot" cx={x(difference.mean)} cy={4} r={1.8} />
    </svg>
  );
}
