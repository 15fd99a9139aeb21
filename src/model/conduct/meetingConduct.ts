import { choices, nearest } from "../../core/problem.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";
import type { Channels } from "./channels.ts";
import { type ConductKind, eventOf, type Recorded, warnNeverDone } from "./conduct.ts";
import type { Meeting } from "./encounters.ts";
import { Purposes } from "./purposes.ts";
import { openSights, refuseHidden } from "./sights.ts";

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
  refuseHidden(stated, draft.placeOf(`${path}.chance`), draft);
  const rounds = at.reduce((sum, [, meeting]) => sum + meeting.rounds, 0);
  const purposes = new Purposes(path, draft);
  const event = eventOf(one, channels, recorded, Math.max(1, rounds), purposes, draft, sights.scope);
  const graded = event?.lets.find(({ name }) => name === "severity meant");
  if (graded?.kind === "number") refuseHidden(graded.is, draft.placeOf(`${path}.severity`), draft);
  if (!stated || !event) return;
  if (stated.range.to <= 0) warnNeverDone(one, "chance", draft);
  for (const [encounter, meeting] of at) {
    // Each encounter has its luck.
    const here = `${path} at ${encounter}`;
    draft.addStep({
      kind: "meet",
      name: meetingStep(one.name, encounter),
      ...meeting,
      sees: sights.sees(),
      chance: build.multiply(stated, factor),
      purpose: draft.own(`${here}/acts`),
      falls: one.is.falls_on === "other" ? "other" : "actor",
      event: purposes.moved(event, here),
    });
  }
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
