import { choices, nearest } from "../../core/problem.ts";
import { treesOfLet } from "../../plan/lets.ts";
import type { Sight } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { leavesOf, type Tree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { blockedName } from "./attempt.ts";
import type { Channels } from "./channels.ts";
import { type ConductKind, eventOf, type Recorded, warnNeverDone } from "./conduct.ts";
import { countings } from "./counts.ts";
import type { Meeting } from "./encounters.ts";
import { Purposes } from "./purposes.ts";
import { momentOf, type Shares } from "./shares.ts";
import { openSights, refuseHidden } from "./sights.ts";

/** Lowers a kind of act that people do at encounters: a step for each of them, by the same event. */
export function lowerMeetingConduct(
  one: ConductKind,
  channels: Channels,
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
  const graded = event?.lets.find(({ name }) => name === "severity meant");
  if (graded?.kind === "number") refuseHidden(graded.is, draft.placeOf(`${one.path}.severity`), draft);
  if (!share || !event) return;
  const { chance, above } = share;
  if (chance.range.to <= 0 || (above && above.range.from >= 1)) warnNeverDone(one, "chance", draft);
  const done = build.subtract(build.constant(1), build.local(blockedName, { from: 0, to: 1 }));
  const beside = countings("met", one.name, recorded.blocked ? done : build.constant(1), draft);
  for (const [encounter, meeting] of at) {
    // Each encounter has its luck; outcomes of one moment share the word that decides among them.
    const here = purposes.moved(event, `${path} at ${encounter}`);
    draft.addStep({
      kind: "meet",
      name: meetingStep(one.name, encounter),
      ...meeting,
      sees: one.is.outcome ? seenIn(sights.sees(), [chance, above, ...here.lets.flatMap(treesOfLet)]) : sights.sees(),
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
function seenIn(sees: readonly Sight[], trees: readonly (Tree | undefined)[]): Sight[] {
  const asked = new Set(trees.flatMap((tree) => (tree ? leavesOf(tree, "local") : [])));
  return sees.filter(({ local }) => asked.has(local));
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
