import type { LifeFact, LifeLived } from "../../messages.ts";
import { sayCount, sayValueIn } from "../numbers.ts";
import { words as all, language, portrayed } from "../state.ts";
import { say, told } from "../told.ts";
import { type Compared, type Fared, faredIn, inBoth, isTruth } from "./costs.ts";
import { sayFact, saySpan } from "./says.ts";

/** That a life is over, and what other world it is held against from here on. */
export function Over({ lived: { file, there } }: { lived: LifeLived }) {
  const words = all.value.life;
  const twin = portrayed.value?.twin;
  if (!twin || (file.lives.length < 2 && !there)) return <p class="told">{words.over}</p>;
  return <p class="told">{words.overBeside(say(twin.says))}</p>;
}

/** Where the same life stood in both worlds on its last day: what differs first. */
export function InBoth({ lived: { file, now, there, ticks } }: { lived: LifeLived }) {
  const words = all.value.life;
  const found = inBoth(now, there);
  if (!found) return null;
  const { differing, same, onlyHere } = found;
  return (
    <>
      <h3>{words.whole}</h3>
      <Fares fared={faredIn(file.lives, now, ticks)} ticks={ticks} />
      <h3>{words.lastDay}</h3>
      <p>{differing.length === 0 ? words.noneDiffers : words.differs}</p>
      {differing.length > 0 && <Differing rows={differing} />}
      <Folded says={words.sameInBoth} facts={same} />
      <Folded says={words.onlyHere} facts={onlyHere} />
    </>
  );
}

/** Where a life fared otherwise than in the other world, over the whole of it. */
function Fares({ fared, ticks }: { readonly fared: readonly Fared[]; readonly ticks: number }) {
  const words = all.value.life;
  const figure = sayValueIn(language.value);
  if (fared.length === 0) return <p>{words.wholeSame}</p>;
  return (
    <ul>
      {fared.map(({ fact, here, there }) => {
        const isTime = isTruth(fact);
        const [one, other] = [here, there].map((mean) =>
          isTime ? saySpan(Math.round(mean * ticks)) : sayFact({ ...fact, value: figure(Number(mean.toPrecision(3))) }),
        ) as [string, string];
        return <li key={fact.says}>{(isTime ? words.wholeTime : words.wholeMean)(say(fact.says), one, other)}</li>;
      })}
    </ul>
  );
}

function Differing({ rows }: { readonly rows: Compared["differing"] }) {
  return (
    <table class="life-both">
      <thead>
        <tr>
          <td />
          <th scope="col">{all.value.person.thisWorld}</th>
          <th scope="col">{all.value.life.other}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ here, other }) => (
          <tr key={here.says}>
            <th scope="row" {...told(here.says)} />
            <td>{sayFact(here)}</td>
            <td>{sayFact(other)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Folded({ says, facts }: { readonly says: (count: string) => string; readonly facts: readonly LifeFact[] }) {
  if (facts.length === 0) return null;
  return (
    <details>
      <summary>{says(sayCount(facts.length, language.value))}</summary>
      <Facts facts={facts} />
    </details>
  );
}

/** What is so of somebody, each with what it is counted in. */
export function Facts({ facts }: { readonly facts: readonly LifeFact[] }) {
  return (
    <ul class="life-facts">
      {facts.map((fact) => (
        <li key={`${fact.says} ${fact.value}`}>
          <span {...told(fact.says)} /> <strong>{sayFact(fact)}</strong>
        </li>
      ))}
    </ul>
  );
}
