import { useId, useState } from "preact/hooks";
import type { Fact } from "../../../src/index.ts";
import type { RulesWords } from "../../words/more/en.ts";
import { told } from "../told.ts";
import type { Flow } from "./flow.ts";
import { type Control, controlOf, flowOf } from "./knobs.ts";

/** One thing that can be turned, with where it comes from, and what the file has where it is another. */
export function FactRow(of: {
  readonly fact: Fact;
  /** As the file has it, where it was changed. */
  readonly inFile: string | undefined;
  /** What the fact is called in its entry. */
  readonly called: string;
  readonly sourceOf: (id: string) => string;
  readonly words: RulesWords;
  /** Whether a world goes on, so that some can change now and others need a restart. */
  readonly isUnderWay: boolean;
  readonly change: (fact: Fact, value: Flow) => void;
  readonly putBack: (fact: Fact) => void;
}) {
  const { fact, inFile, called, words, sourceOf } = of;
  const control = controlOf(fact);
  const id = useId();
  return (
    <div class={inFile === undefined ? "fact" : "fact is-changed"}>
      <label for={control ? id : undefined} class="fact-name">
        <span {...told(called)} />
      </label>
      <div class="fact-control">
        {control ? (
          <Knob key={fact.text} id={id} fact={fact} control={control} words={words} change={of.change} />
        ) : (
          <code lang="en" title={words.inFileOnly}>
            {fact.text}
          </code>
        )}
      </div>
      <p class="fact-source quiet">
        {fact.tag && <span class={`tag ${fact.tag}`}>{words.tags[fact.tag]}</span>}{" "}
        {fact.source !== undefined && (
          <span lang="en">
            {sourceOf(fact.source)}
            {fact.where === undefined ? "" : `, ${fact.where}`}
          </span>
        )}{" "}
        {fact.range && <span>{words.range(fact.range.from, fact.range.to)}</span>}{" "}
        {of.isUnderWay && control && fact.isRule !== true && <span class="restarts">{words.needsRestart}</span>}
      </p>
      {inFile !== undefined && (
        <p class="fact-was">
          {words.was} <code lang="en">{inFile}</code>{" "}
          <button type="button" class="plain" onClick={() => of.putBack(fact)}>
            {words.putBack}
          </button>
        </p>
      )}
    </div>
  );
}

interface KnobOf {
  readonly id: string;
  readonly fact: Fact;
  readonly control: Control;
  readonly words: RulesWords;
  readonly change: (fact: Fact, value: Flow) => void;
}

function Knob(of: KnobOf) {
  if (of.control.is === "switch") return <Switch {...of} on={of.control.on} />;
  if (of.control.is === "number") return <NumberKnob {...of} control={of.control} />;
  return <TextKnob {...of} />;
}

function Switch({ id, fact, on, words, change }: KnobOf & { on: boolean }) {
  return (
    <span class="switch">
      <input id={id} type="checkbox" role="switch" checked={on} aria-checked={on} onChange={() => change(fact, !on)} />
      <span aria-hidden="true">{on ? words.yes : words.no}</span>
    </span>
  );
}

function NumberKnob({ id, fact, control, words, change }: KnobOf & { control: Control & { is: "number" } }) {
  const { amount, unit, range } = control;
  const [text, setText] = useState(String(amount));
  const number = Number(text);
  const isWrong = text.trim() === "" || !Number.isFinite(number);
  const put = (said: string): void => {
    const value = Number(said);
    if (said.trim() === "" || !Number.isFinite(value) || value === amount) return;
    change(fact, unit === "" ? value : `${said.trim()} ${unit}`);
  };
  return (
    <span class="number-knob">
      {range && (
        <input
          type="range"
          aria-label={`${fact.path.replaceAll(/[._]/g, " ")}, ${words.slider}`}
          min={range.from}
          max={range.to}
          step="any"
          value={amount}
          onInput={(event) => setText(rounded(Number(event.currentTarget.value), range))}
          onChange={(event) => put(rounded(Number(event.currentTarget.value), range))}
        />
      )}
      <input
        id={id}
        type="text"
        inputMode="decimal"
        size={Math.max(4, Math.min(12, text.length + 1))}
        value={text}
        aria-invalid={isWrong}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => put(event.currentTarget.value)}
      />
      {unit !== "" && <span {...told(unit)} />}
    </span>
  );
}

/** A figure from a slider: as fine as a two hundredth of its range. */
function rounded(value: number, { from, to }: NonNullable<Fact["range"]>): string {
  const decimals = Math.max(0, Math.min(8, 2 - Math.floor(Math.log10((to - from) / 2 || 1))));
  return String(Number(value.toFixed(decimals)));
}

function TextKnob({ id, fact, control, change }: KnobOf) {
  const [text, setText] = useState(fact.text);
  const value = flowOf(text, control);
  return (
    <textarea
      id={id}
      lang="en"
      spellcheck={false}
      rows={Math.min(6, Math.max(1, Math.ceil(text.length / 48)))}
      value={text}
      aria-invalid={value === undefined}
      onInput={(event) => setText(event.currentTarget.value)}
      onChange={() => {
        if (value !== undefined && text.trim() !== fact.text) change(fact, value);
      }}
    />
  );
}
