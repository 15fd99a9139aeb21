import type { LifeFact } from "../../messages.ts";
import { sayCount } from "../numbers.ts";
import { words as all, language, portrayed } from "../state.ts";
import { say, toldBand } from "../told.ts";

type Unit = keyof typeof all.value.life.spans;

/** A tick as its scenario has it: `4 weeks` are four of a unit. */
function tickOf(): { readonly amount: number; readonly unit: Unit } {
  const [, amount = "1", unit = "week"] = /^(\d+) (day|week|month|year)/.exec(portrayed.value?.tick ?? "") ?? [];
  return { amount: Number(amount), unit: unit as Unit };
}

/** So many ticks as time. */
export function saySpan(ticks: number): string {
  const { amount, unit } = tickOf();
  return all.value.life.spans[unit](ticks * amount);
}

/** Which tick of how many a life has come to. */
export function sayNth(tick: number, ticks: number): string {
  const words = all.value.life;
  const { amount, unit } = tickOf();
  const [n, of] = [tick, ticks].map((one) => sayCount(one, language.value)) as [string, string];
  return amount === 1 ? words.nth[unit](n, of) : words.nthStep(n, of, saySpan(1));
}

/** What is so of somebody, with what it is counted in: a unit that is known, else its scale. */
export function sayFact({ says, value, group, of }: LifeFact): string {
  const words = all.value.life;
  if (group === "band") return toldBand(value).children;
  const unit = words.units[says];
  if (unit) return unit(value);
  const said = say(value);
  if (!of || group === "score" || group === "trait") return said;
  if (of.from === 0) return words.outOf(said, sayCount(of.to, language.value));
  return words.between(said, sayCount(of.from, language.value), sayCount(of.to, language.value));
}
