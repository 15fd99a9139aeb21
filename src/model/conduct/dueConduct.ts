import * as build from "../../rules/build.ts";
import type { TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { periodBegins, ticksOfPeriod } from "../time/periods.ts";
import type { Channel } from "./channels.ts";
import { type ConductKind, eventOf, type Recorded, warnNeverDone } from "./conduct.ts";
import { Purposes } from "./purposes.ts";
import { momentOf, mostOf, type Shares } from "./shares.ts";

/** Lowers a kind of act that is due once in a period: a step, with the same event as any other act. */
export function lowerDueConduct(
  one: ConductKind,
  channels: readonly Channel[],
  shares: Shares,
  recorded: Recorded,
  draft: Draft,
): void {
  const moment = momentOf(one);
  const share = shares(one);
  const begins = momentBegins(one, draft);
  const interval = share?.as("friends");
  // An act of each at most, and no more of them than are likely.
  const bound = interval ? mostOf(interval.own) : 1;
  const event = eventOf(one, channels, recorded, bound, new Purposes(`conduct.${one.name}`, draft), draft);
  if (!share || !begins || !event || !interval) return;
  const { chance, above } = interval;
  if (chance.range.to <= 0 || (above && above.range.from >= 1)) warnNeverDone(one, "chance", draft);
  draft.addStep({
    kind: "due",
    name: one.name,
    when: build.and(begins, share.when),
    chance,
    ...(above && { above }),
    purpose: draft.own(`${moment}/due`),
    event,
  });
}

/** Whether it is due in this tick; undefined, with a problem, where it would be more often than once a tick. */
function momentBegins(one: ConductKind, draft: Draft): TruthTree | undefined {
  const every = one.is.every!;
  if (draft.calendar.ticksOf(every) < 1 - 1e-6)
    return draft.problem(
      "shorter-than-tick",
      "this is due more often than once a tick",
      draft.placeOf(`${momentOf(one)}.every`),
      "a period of at least a tick, a shorter time.tick, or a rate",
    );
  return ticksOfPeriod(every, draft) === 1 ? build.truth(true) : periodBegins(every, draft);
}
