import { useEffect } from "preact/hooks";
import type { AnswerInPairs } from "../../../src/index.ts";
import { FaultList } from "../rules/faultList.tsx";
import { plainly, restsOnAssumed } from "../sayings.ts";
import { words as all, language, people, portrayed, route } from "../state.ts";
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
                <dt lang="en">{asks}</dt>
                {answer ? (
                  <Answered answer={answer} />
                ) : (
                  <dd class="quiet" lang="en">
                    {plainly(reads)}
                  </dd>
                )}
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
  return (
    <dd>
      <strong class={`verdict verdict-${answer.answer.replace(" ", "-")}`}>
        {isAssumed ? words.asAssumed(verdict) : verdict}
      </strong>{" "}
      <span lang="en">{plainly(answer.says.replace(/^(Yes|No)\. /, ""))}</span>
      <IntervalOf answer={answer} />
    </dd>
  );
}

/** The interval of a difference on a line through nothing. */
export function IntervalOf({ answer }: { answer: AnswerInPairs }) {
  const { difference } = answer;
  if (!difference || answer.same || !Number.isFinite(difference.from) || !Number.isFinite(difference.to)) return null;
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
