import type { LifeFact, LifeLived } from "../../messages.ts";
import { sayCount } from "../numbers.ts";
import { words as all, language } from "../state.ts";
import { told } from "../told.ts";
import { type Compared, inBoth } from "./costs.ts";
import { sayFact } from "./says.ts";

/** What the same life came to in both worlds, once it is over: what differs first. */
export function InBoth({ lived: { now, there } }: { lived: LifeLived }) {
  const words = all.value.life;
  const found = inBoth(now, there);
  if (!found) return <p class="told">{words.over}</p>;
  const { differing, same, onlyHere } = found;
  return (
    <>
      <p class="told">{words.overBeside}</p>
      {differing.length === 0 ? <p>{words.noneDiffers}</p> : <Differing rows={differing} />}
      <Folded says={words.sameInBoth} facts={same} />
      <Folded says={words.onlyHere} facts={onlyHere} />
    </>
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
