import { useState } from "preact/hooks";
import { sayCount, sayDay } from "../numbers.ts";
import {
  go,
  language,
  marks,
  moment,
  opening,
  pace,
  pause,
  people,
  play,
  portrayed,
  restart,
  route,
  step,
  words,
} from "../state.ts";
import { say, tickUnit } from "../told.ts";

const paces = [1, 4, 8, 20, 0] as const;
const sizes = [10_000, 100_000, 1_000_000] as const;

/** What a player has: go, stop, one step, how fast, and where in time. */
export function Controls() {
  const { controls } = words.value;
  const now = moment.value;
  const playing = now?.playing ?? false;
  const over = now !== undefined && now.tick >= now.ticks;
  return (
    <section class="controls" aria-label={controls.label}>
      <button
        type="button"
        class="primary play"
        disabled={opening.value}
        onClick={() => void (playing ? pause() : over ? again() : play())}
      >
        <Sign of={playing ? "pause" : over ? "again" : "play"} />
        {playing ? controls.pause : over ? controls.again : controls.play}
      </button>
      <button type="button" onClick={() => void step()} disabled={playing || over || opening.value}>
        <Sign of="step" />
        {controls.step}
      </button>
      <label class="pace">
        {controls.pace}
        <select
          value={String(pace.value)}
          onChange={(event) => {
            pace.value = Number(event.currentTarget.value);
            if (playing) void play();
          }}
        >
          {paces.map((one) => (
            <option value={String(one)} key={one}>
              {one === 0 ? controls.fastest : controls.perSecond(one)}
            </option>
          ))}
        </select>
      </label>
      <Timeline />
      <SetUp />
    </section>
  );
}

async function again(): Promise<void> {
  await restart();
  await play();
}

function Sign({ of }: { of: "play" | "pause" | "step" | "again" }) {
  const paths = {
    play: "M2 1 11 6 2 11Z",
    pause: "M2 1H5V11H2ZM7 1H10V11H7Z",
    step: "M1 1 7 6 1 11ZM8 1H10V11H8Z",
    again: "M6 1.5A4.5 4.5 0 1 0 10.5 6H9A3 3 0 1 1 6 3V5L9.5 2.2 6 0Z",
  };
  return (
    <svg viewBox="0 0 12 12" class="sign" aria-hidden="true">
      <path d={paths[of]} />
    </svg>
  );
}

/** Where the world stands; whoever moves it opens the world anew up to there. */
function Timeline() {
  const now = moment.value;
  const { controls } = words.value;
  if (!now) return null;
  const tick = Math.max(0, now.tick);
  return (
    <div class="timeline">
      <span class="date">{now.tick < 0 ? controls.settling : sayDay(now.date, language.value)}</span>
      <span class="rail">
        <input
          type="range"
          min={0}
          max={now.ticks}
          value={tick}
          data-tick={now.tick}
          aria-label={controls.timeline}
          aria-valuetext={controls.tickOf(tick, now.ticks, tickUnit())}
          onChange={(event) => void restart(Number(event.currentTarget.value))}
        />
        {marks.value
          .filter(({ tick: at }) => at > 0)
          .map(({ tick: at, name }) => (
            <span
              class="mark"
              key={`${at} ${name}`}
              title={say(name)}
              style={{ left: `${(100 * at) / Math.max(1, now.ticks)}%` }}
            />
          ))}
      </span>
      <span class="tick">{controls.tickOf(tick, now.ticks, tickUnit())}</span>
    </div>
  );
}

/** How many people, and which luck. */
function SetUp() {
  const { controls } = words.value;
  const scenario = portrayed.value;
  const [seed, setSeed] = useState(String(route.value.seed));
  if (!scenario) return null;
  const offered = [...new Set([...sizes, people.value, ...(scenario.people <= 2_000_000 ? [scenario.people] : [])])];
  return (
    <details class="setup">
      <summary>{controls.setup}</summary>
      <div class="setup-body">
        <label>
          {controls.people}
          <select
            value={String(people.value)}
            onChange={(event) => void go({ people: Number(event.currentTarget.value), tick: 0, person: undefined })}
          >
            {offered
              .sort((a, b) => a - b)
              .map((one) => (
                <option value={String(one)} key={one}>
                  {sayCount(one, language.value)}
                </option>
              ))}
          </select>
        </label>
        <label>
          {controls.seed}
          <input
            type="number"
            min={0}
            max={Number.MAX_SAFE_INTEGER}
            step={1}
            value={seed}
            onInput={(event) => setSeed(event.currentTarget.value)}
            onChange={(event) => {
              const wanted = event.currentTarget.valueAsNumber;
              if (Number.isSafeInteger(wanted) && wanted >= 0) void go({ seed: wanted, tick: 0 });
              else setSeed(String(route.value.seed));
            }}
          />
        </label>
        <p class="quiet-words">{controls.setupSays}</p>
      </div>
    </details>
  );
}
