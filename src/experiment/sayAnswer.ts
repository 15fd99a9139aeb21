import { isRelative } from "../model/questions/decision.ts";
import { type AskedFigure, sayFigure, sayWhen } from "../model/questions/figure.ts";
import type { Interval } from "../results/intervals.ts";
import type { Question } from "../scenario/asRead.ts";
import type { Answer } from "./answers.ts";
import type { PutIn } from "./putIn.ts";

/** The answer to a question, in a sentence with its interval, and one of what was put in. */
export function sayAnswer(answer: Omit<Answer, "says">, { figure, decision, control }: Question): string {
  if (answer.answer === "not answered") return `Not answered: ${answer.why}.`;
  const { twins, people, putIn } = answer;
  const ofWorlds = `${count(twins, control ? "twin" : "world")} of ${count(people, "person", "people")}`;
  const words = { yes: "Yes.", no: "No.", "not clear": `Not clear from ${count(twins, control ? "twin" : "world")}:` };
  const isSingle = answer.answer === "not clear" && twins === 1;
  // What has no width has no level.
  const level = answer.same || isSingle ? "" : "95 %, ";
  const lead = words[answer.answer];
  const isRatio =
    control !== undefined && answer.relative !== undefined && (isRelative(decision) || figure.counts !== undefined);
  const told = control ? sayDifference(answer, figure, isRatio) : sayLevel(answer, figure);
  const said = answer.answer === "not clear" ? told : capital(told);
  const single = isSingle ? " One says nothing of how much they differ." : "";
  const against = control ? `, against ${answer.against}` : "";
  return [`${lead} ${said} (${level}${ofWorlds}${against}).${single}`, ...sayPeople(answer), ...sayPutIn(putIn)].join(
    " ",
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(amount: number, noun: string, nouns = `${noun}s`): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? noun : nouns}`;
}

type Told = Omit<Answer, "says">;

function sayLevel({ value }: Told, figure: AskedFigure): string {
  const say = sayerFor(value!, figure.isShare);
  return `${sayFigure(figure)}: ${say(value!.mean)}${sayRange(value!, say)}${sayWhen(figure)}`;
}

function sayDifference(answer: Told, figure: AskedFigure, isRatio: boolean): string {
  const { value, control, relative, twins } = answer;
  const difference = answer.difference!;
  // What is the same has no width, and is told as finely as it is large.
  const say = sayerFor(answer.same ? value! : difference, figure.isShare);
  const where = sayWhen(figure);
  if (answer.same)
    return `${sayFigure(figure)} ${figure.counts ? "are" : "is"} exactly the same in ${twins === 1 ? "the one" : `all ${twins}`}: ${say(value!.mean)}${where}`;
  const [from, to] = [say(control!.mean), say(value!.mean)];
  const shown = isRatio ? relative! : difference;
  const sayShown = isRatio ? sayerFor(shown, true) : figure.isShare ? sayPoints(difference) : say;
  const isSure = answer.answer !== "not clear" && (shown.from > 0 || shown.to < 0 || shown.from === shown.to);
  const ends = `from ${from} to ${to}${where}`;
  // The way it goes is told only where that is known.
  const end = figure.counts ? "" : "s";
  if (!isSure)
    return `${sayFigure(figure)} differ${end} by ${signed(sayShown, shown.mean)}${sayRange(shown, (one) => signed(sayShown, one))}, ${ends}`;
  const [verb, sign] = shown.mean < 0 ? ["fall", -1] : ["rise", 1];
  const size: Interval = sign < 0 ? { ...shown, mean: -shown.mean, from: -shown.to, to: -shown.from } : shown;
  return `${sayFigure(figure)} ${verb}${end} by ${sayShown(size.mean)}${sayRange(size, sayShown)}, ${ends}`;
}

/** " (2.6 to 3.5 %)": nothing of what is infinite or has no width. */
function sayRange({ from, to }: Interval, say: (figure: number) => string): string {
  if (!Number.isFinite(from) || !Number.isFinite(to) || from === to) return "";
  return ` (${say(from)} to ${say(to)})`;
}

function signed(say: (figure: number) => string, figure: number): string {
  const said = say(figure);
  return figure > 0 && /[1-9]/.test(said) ? `+${said}` : said;
}

/** As many decimals as the interval makes certain: two digits of its half-width. Shares are in percent. */
function sayerFor({ mean, from, to }: Interval, isShare: boolean, unit = " %"): (figure: number) => string {
  const by = isShare ? 100 : 1;
  const half = ((to - from) / 2 || Math.abs(mean) / 10) * by;
  const decimals = half > 0 && Number.isFinite(half) ? Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(half)))) : 2;
  return (figure) => {
    const said = Math.abs(figure * by).toFixed(decimals);
    const [whole = "", part] = said.split(".");
    const sign = figure < 0 && Number(said) !== 0 ? "−" : "";
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return `${sign}${grouped}${part === undefined ? "" : `.${part}`}${isShare ? unit : ""}`;
  };
}

/** A difference of shares: it is no share of anything. */
function sayPoints(difference: Interval): (figure: number) => string {
  return sayerFor(difference, true, " percentage points");
}

function sayPeople({ peopleDiffer }: Told): string[] {
  if (!peopleDiffer) return [];
  return [`The people are not the same in both: ${peopleDiffer.join(", ")}; not all of it is what is asked.`];
}

const kindWords = {
  effect: "the effect itself",
  strength: "how strongly people respond",
  belief: "what they believe",
  stake: "what they have at stake",
} as const;

/** Paths that a sentence names at most. */
const mostNamed = 3;

/** What was put in and changes what is asked by itself, by its paths; from how much else that follows, which `check` lists. */
function sayPutIn(putIn: readonly PutIn[]): string[] {
  const direct = putIn.filter((one) => one.direct);
  const rest = putIn.length - direct.length;
  const parts = (["effect", "strength", "belief", "stake"] as const).flatMap((is) => {
    const paths = direct.filter((one) => one.is === is).map(({ path }) => path);
    const more = paths.length > mostNamed ? [`${paths.length - mostNamed} more`] : [];
    return paths.length === 0 ? [] : [`${kindWords[is]} (${[...paths.slice(0, mostNamed), ...more].join(", ")})`];
  });
  const named = parts.length === 0 ? [] : [`Assumed, and acting on this: ${parts.join("; ")}.`];
  if (rest === 0) return named;
  const many = parts.length === 0 ? count(rest, "figure") : `${rest} more`;
  const others = `${many} of how people respond, ${rest === 1 ? "" : "all "}assumed,`;
  return [...named, `By way of other things ${others} ${rest === 1 ? "acts" : "act"} on it.`];
}
