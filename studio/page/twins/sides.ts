import type { AnswerInPairs } from "../../../src/index.ts";

/** What a reader wants of a figure: from −3, much less of it, to 3, much more. */
export type Cares = Readonly<Record<string, number>>;

/** What happens to a figure, as far as is known. */
export type Way = "rises" | "falls" | "same" | "unclear";

/** A question whose figure was read in this world and in another. */
export function isCompared({ difference }: AnswerInPairs): boolean {
  return difference !== undefined;
}

/** Which way a figure goes: only where the whole interval lies on one side. */
export function wayOf({ difference, same, twins }: AnswerInPairs): Way {
  if (same) return "same";
  if (!difference || twins < 2) return "unclear";
  if (difference.from > 0) return "rises";
  return difference.to < 0 ? "falls" : "unclear";
}

/** One figure on the scales: how much it is wanted, and whether the scheme brings it. */
export interface Weighed {
  readonly answer: AnswerInPairs;
  readonly care: number;
  readonly way: Way;
  readonly side: "for" | "against" | "neither";
}

export function weigh(answers: readonly AnswerInPairs[], cares: Cares): readonly Weighed[] {
  return answers.filter(isCompared).map((answer): Weighed => {
    const care = cares[answer.question] ?? 0;
    const way = wayOf(answer);
    const sign = way === "rises" ? 1 : way === "falls" ? -1 : 0;
    const side = care * sign > 0 ? "for" : care * sign < 0 ? "against" : "neither";
    return { answer, care, way, side };
  });
}

/** What one has to take for what one wants: the figures that matter most on each side. */
export interface TradeOff {
  readonly for: number;
  readonly against: number;
  /** Cared for, and not known which way it goes. */
  readonly open: readonly Weighed[];
  readonly gain: Weighed | undefined;
  readonly price: Weighed | undefined;
}

export function tradeOff(weighed: readonly Weighed[]): TradeOff {
  const on = (side: Weighed["side"]): readonly Weighed[] => weighed.filter((one) => one.side === side);
  const sum = (those: readonly Weighed[]): number => those.reduce((all, { care }) => all + Math.abs(care), 0);
  const most = (those: readonly Weighed[]): Weighed | undefined =>
    [...those].sort((a, b) => Math.abs(b.care) - Math.abs(a.care))[0];
  return {
    for: sum(on("for")),
    against: sum(on("against")),
    open: weighed.filter(({ care, way }) => care !== 0 && way === "unclear"),
    gain: most(on("for")),
    price: most(on("against")),
  };
}
