import { choices, nearest } from "../../core/problem.ts";
import { treesOfLet } from "../../plan/lets.ts";
import type { Event } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Onlooker } from "../draft/audiences.ts";
import type { Draft } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";
import type { Channels } from "./channels.ts";
import { type ConductKind, eventOf, type Recorded, warnNeverDone } from "./conduct.ts";
import type { Meeting } from "./encounters.ts";
import { Purposes } from "./purposes.ts";
import { openSights, type Sights } from "./sights.ts";

/** Lowers a kind of act that people do at encounters: a step for each of them, by the same event. */
export function lowerMeetingConduct(
  one: ConductKind,
  channels: Channels,
  factor: NumberTree,
  recorded: Recorded,
  draft: Draft,
): void {
  const path = `conduct.${one.name}`;
  const sights = openSights("other", draft);
  const at = meetingsOf(one, draft);
  const stated = one.is.chance
    ? draft.setting(one.is.chance, `${path}.chance`, sights.scope, shareOf)
    : build.constant(1);
  const rounds = at.reduce((sum, [, meeting]) => sum + meeting.rounds, 0);
  const purposes = new Purposes(path, draft);
  const event = eventOf(one, channels, recorded, Math.max(1, rounds), purposes, draft, sights.scope);
  if (!stated || !event) return;
  if (stated.range.to <= 0) warnNeverDone(one, "chance", draft);
  for (const [encounter, meeting] of at) {
    // Each encounter has its luck.
    const here = `${path} at ${encounter}`;
    const chance = build.multiply(sights.as(stated, onlookerAt(meeting)), factor);
    const seen = seenAt(event, meeting, sights);
    draft.addStep({
      kind: "meet",
      name: meetingStep(one.name, encounter),
      ...meeting,
      sees: sights.sees([chance, ...seen.lets.flatMap(treesOfLet)]),
      chance,
      purpose: draft.own(`${here}/acts`),
      falls: one.is.falls_on === "other" ? "other" : "actor",
      event: purposes.moved(seen, here),
    });
  }
}

/** Friends see more of each other than others who meet do. */
function onlookerAt({ pairs }: Meeting): Onlooker {
  return pairs.kind === "friends" ? "friends" : "dealing";
}

/** An event as one sees the other who does it at an encounter. */
function seenAt(event: Event, meeting: Meeting, { as }: Sights): Event {
  const lets = event.lets.map((each) =>
    each.kind === "number" ? { ...each, is: as(each.is, onlookerAt(meeting)) } : each,
  );
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
