import { useEffect, useRef, useState } from "preact/hooks";
import type { Fault, FileOf } from "../../messages.ts";
import { lifeCommandOf } from "../charts/saved.ts";
import { FaultList } from "../rules/faultList.tsx";
import { plainly } from "../sayings.ts";
import { words as all, faultsOf, go, isTwin, language, moment, people, portrayed, route, theHost } from "../state.ts";
import { say } from "../told.ts";
import { PersonFile, sayingOf } from "./personFile.tsx";
import "./person.css";

/** The file of the person in the address, beside whatever the page shows. */
export function PersonPanel() {
  const { person } = route.value;
  return person === undefined || portrayed.value === undefined ? null : <Sheet key={person} person={person} />;
}

function Sheet({ person }: { person: number }) {
  const words = all.value.person;
  const [file, setFile] = useState<FileOf>();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const frame = useRef<HTMLElement>(null);
  const world = `${portrayed.value?.hash} ${route.value.seed} ${isTwin.value}`;
  const isThere = moment.value !== undefined;
  useEffect(() => {
    if (!isThere) return;
    let gone = false;
    setFaults([]);
    theHost()
      .file(person)
      .then(
        (come) => gone || setFile(come),
        (error) => gone || setFaults(faultsOf(error)),
      );
    return () => {
      gone = true;
      void theHost().closeFile();
    };
  }, [person, world, isThere]);
  useEffect(() => {
    const before = document.activeElement;
    frame.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const close = (): void => void go({ person: undefined });
  return (
    <aside
      class="sheet"
      aria-label={words.title(String(person))}
      tabIndex={-1}
      ref={frame}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <div class="sheet-head">
        <button type="button" onClick={close}>
          {words.close}
        </button>
      </div>
      {faults.length > 0 && <FaultList faults={faults} says={words.failed} />}
      {file ? (
        <PersonFile
          key={`${file.person} ${file.tick} ${file.lives.length}`}
          file={file}
          words={words}
          saying={sayingOf(language.value)}
          other={file.lives.length > 1 ? say(plainly(portrayed.value?.twin?.says ?? "")) : undefined}
          command={lifeCommandOf(route.value, people.value, file.tick, file.person)}
          marks={marksOf(file.tick)}
        />
      ) : (
        faults.length === 0 && <Waiting says={words.opening} />
      )}
    </aside>
  );
}

/** That a file is being made, and for how long by now: a moving sign for who bears it, and seconds for everyone. */
function Waiting({ says }: { says: string }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((one) => one + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="waiting">
      <p role="status">{says}</p>
      <p class="waited">
        <span class="turning" aria-hidden="true" /> {all.value.person.waited(seconds)}
      </p>
    </div>
  );
}

/** The first ticks of years, at most eight of them; of a world that is shorter than two years its ends. */
function marksOf(ticks: number): { tick: number; text: string }[] {
  const start = portrayed.value?.start;
  const now = moment.value;
  if (start === undefined || !now || now.tick <= 0) return [];
  const first = Date.parse(start);
  const perTick = (Date.parse(now.date) - first) / now.tick;
  const years = Array.from({ length: 200 }, (_, i) => new Date(first).getUTCFullYear() + i);
  const marks = years
    .map((year) => ({ tick: Math.ceil((Date.UTC(year, 0, 1) - first) / perTick), text: String(year) }))
    .filter(({ tick }) => tick >= 0 && tick < ticks * 0.97);
  const every = Math.ceil(marks.length / 8);
  return marks.filter((_, i) => i % every === 0);
}
