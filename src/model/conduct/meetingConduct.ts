import { choices, nearest } from "../../core/problem.ts";
import { treesOfLet } from "../../plan/lets.ts";
import type { Event, Sight } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { leavesOf, type Tree } from "../../rules/tree.ts";
import type { Onlooker } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";
import { blockedName } from "./attempt.ts";
import type { Channel } from "./channels.ts";
import { type ConductKind, eventOf, type Recorded, warnNeverDone } from "./conduct.ts";
import { countings } from "./counts.ts";
import type { Meeting } from "./encounters.ts";
import { Purposes } from "./purposes.ts";
import { momentOf, type Shares } from "./shares.ts";
import { openSights, type Sights } from "./sights.ts";

/** Lowers a kind of act that people do at encounters: a step for each of them, by the same event. */
export function lowerMeetingConduct(
  one: ConductKind,
  channels: readonly Channel[],
  shares: Shares,
  recorded: Recorded,
  draft: Draft,
): void {
  const path = `conduct.${one.name}`;
  const at = meetingsOf(one, draft);
  const share = shares(one);
  const sights = share?.sights ?? openSights("other", draft);
  const rounds = at.reduce((sum, [, meeting]) => sum + meeting.rounds, 0);
  const purposes = new Purposes(path, draft);
  const event = eventOf(one, channels, recorded, Math.max(1, rounds), purposes, draft, sights.scope);
  if (!share || !event) return;
  const done = build.subtract(build.constant(1), build.local(blockedName, { from: 0, to: 1 }));
  const beside = countings("met", one.name, recorded.blocked ? done : build.constant(1), draft);
  for (const [encounter, meeting] of at) {
    const onlooker = onlookerAt(meeting);
    const interval = share.as(onlooker);
    if (!interval) return;
    const { chance, above } = interval;
    if (chance.range.to <= 0 || (above && above.range.from >= 1)) warnNeverDone(one, "chance", draft);
    // Each encounter has its luck; outcomes of one moment share the word that decides among them.
    const here = purposes.moved(seenAt(event, onlooker, sights), `${path} at ${encounter}`);
    const trees = [chance, ...(above ? [above] : []), ...here.lets.flatMap(treesOfLet)];
    draft.addStep({
      kind: "meet",
      name: meetingStep(one.name, encounter),
      ...meeting,
      sees: one.is.outcome ? seenIn(sights.sees(trees), trees) : sights.sees(trees),
      chance,
      ...(above && { above }),
      purpose: draft.own(`${momentOf(one)} at ${encounter}/acts`),
      ...(one.is.together && { drawn: "pair" as const }),
      ...(beside.length > 0 && { beside }),
      falls: one.is.falls_on === "other" ? "other" : "actor",
      event: here,
    });
  }
}

/** Of what is seen, for any outcome of a moment, that which trees ask for. */
function seenIn(sees: readonly Sight[], trees: readonly Tree[]): Sight[] {
  const asked = new Set(trees.flatMap((tree) => leavesOf(tree, "local")));
  return sees.filter(({ local }) => asked.has(local));
}

/** Friends see more of each other than others who meet do. */
function onlookerAt({ pairs }: Meeting): Onlooker {
  return pairs.kind === "friends" ? "friends" : "dealing";
}

/** An event as one sees the other who does it at an encounter. */
function seenAt(event: Event, onlooker: Onlooker, { as }: Sights): Event {
  const lets = event.lets.map((each) => (each.kind === "number" ? { ...each, is: as(each.is, onlooker) } : each));
  return { ...event, lets };
}

/** The step in which a conduct is done at an encounter. */
export function meetingStep(conduct: string, encounter: string): string {
  return `${conduct} at ${encounter}`;
}

function meetingsOf(one: ConductKind, draft: Draft): [string, Meeting][] {
  const known = [...draft.meetings.keys()];
  return (one.is.at ?? []).flatMap(({ value, place }): [string, Meeting][] => {
    const meeting = draft.meetings.get(value);
    if (meeting) return [[value, meeting]];
    draft.problem(
      "unknown-encounter",
      `there is no encounter "${value}"`,
      place,
      choices(known, "an entry under encounters"),
      nearest(value, known),
    );
    return [];
  });
}
