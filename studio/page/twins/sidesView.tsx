import { useRef } from "preact/hooks";
import type { AnswerInPairs } from "../../../src/index.ts";
import type { TwinsWords } from "../../words/more/en.ts";
import { Behind } from "../charts/behind.tsx";
import { twinsCommandOf } from "../charts/saved.ts";
import { words as all, portrayed, route } from "../state.ts";
import { say as sayIn, told } from "../told.ts";
import { cares } from "./answering.ts";
import { isCompared, tradeOff, type Weighed, weigh } from "./sides.ts";

/** Which side a reader is on: what they care about, and what that comes to. */
export function Sides({ answers }: { answers: readonly AnswerInPairs[] }) {
  const words = all.value.twins;
  const compared = answers.filter(isCompared);
  const weighed = weigh(answers, cares.value);
  return (
    <section class="sides">
      <h2>{words.side}</h2>
      <p>{words.sideSays}</p>
      {compared.length === 0 ? (
        <p class="quiet">{words.noAnswers}</p>
      ) : (
        <>
          <div class="cares">
            {weighed.map((one) => (
              <Care key={one.answer.question} weighed={one} words={words} />
            ))}
          </div>
          <Scales weighed={weighed} words={words} />
        </>
      )}
    </section>
  );
}

/** What the figure of a question is, as it is read. */
function readsOf(answer: AnswerInPairs): string {
  return (
    portrayed.value?.questions.find(({ name }) => name === answer.question)?.reads.replaceAll("_", " ") ?? answer.asks
  );
}

function Care({ weighed: { answer, care, way, side }, words }: { weighed: Weighed; words: TwinsWords }) {
  const says = words.care[String(care)]!;
  const id = `care-${answer.question}`;
  return (
    <div class={`care care-${side}`}>
      <label for={id}>
        <span {...told(readsOf(answer))} />
      </label>
      <p class={`way way-${way}`}>{words.ways[way]}</p>
      <input
        id={id}
        type="range"
        min={-3}
        max={3}
        step={1}
        value={care}
        aria-valuetext={says}
        onInput={(event) => {
          cares.value = { ...cares.value, [answer.question]: Number(event.currentTarget.value) };
        }}
      />
      <p class="care-says">{says}</p>
    </div>
  );
}

/** For and against, and the trade-off in words. */
function Scales({ weighed, words }: { weighed: readonly Weighed[]; words: TwinsWords }) {
  const { for: gained, against, open, gain, price } = tradeOff(weighed);
  const most = Math.max(gained, against, 1);
  const say = ({ answer, way }: Weighed): string => words.moves(sayIn(readsOf(answer)), words.ways[way]);
  const sentence =
    gain && price
      ? words.trade(say(gain), say(price))
      : gain
        ? words.onlyGain(say(gain))
        : price
          ? words.onlyPrice(say(price))
          : words.undecided;
  const drawn = useRef<HTMLDivElement>(null);
  return (
    <div class="scales" ref={drawn}>
      {gained + against > 0 && (
        <>
          <svg viewBox="0 0 200 26" role="img" aria-label={`${words.balance}. ${words.scales(gained, against)}`}>
            <rect class="scales-for" x={100 - (95 * gained) / most} y={4} width={(95 * gained) / most} height={14} />
            <rect class="scales-against" x={100} y={4} width={(95 * against) / most} height={14} />
            <line class="interval-none" x1={100} x2={100} y1={0} y2={24} />
          </svg>
          <p class="scales-ends" aria-hidden="true">
            <span>{words.forIt}</span>
            <span>{words.againstIt}</span>
          </p>
          <Behind
            name="sides"
            title={words.balance}
            table={{
              head: [words.figure, words.goes, words.cared],
              rows: weighed.map(({ answer, way, care }) => [
                told(readsOf(answer)),
                words.ways[way],
                words.care[String(care)]!,
              ]),
            }}
            figures={() => ({
              head: ["figure", "goes", "cared for"],
              rows: weighed.map(({ answer, way, care }) => [readsOf(answer), way, care]),
            })}
            command={twinsCommandOf(route.value, weighed[0]!.answer)}
            box={drawn}
          />
        </>
      )}
      <p class="told" role="status">
        {sentence}
      </p>
      {open.length > 0 && <p class="quiet">{words.open(open.length)}</p>}
    </div>
  );
}
