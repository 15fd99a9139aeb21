import { grouped } from "../../core/problem.ts";
import { mapOf, need, type Of, record, type Shape } from "../../language/shape.ts";
import { oneOf } from "../../language/values.ts";
import type { MeetStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { leavesOf, type NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero, isBeyond } from "../draft/fit.ts";
import { oneRate, type RateKey, rateFields, rateKeysIn, rateUnits } from "./rates.ts";

const fields = record(
  {
    with: need(oneOf("strangers", "friends"), "whom one meets: anyone of the same community, or friends in it"),
    ...rateFields("how often a person meets somebody", "5"),
  },
  "{ with: strangers, per_week: 5 }",
);

/** `encounters`: occasions on which two people of a community meet. */
export const encountersShape = mapOf(
  {
    ...fields,
    read: (node, reading, path) => oneRate(fields.read(node, reading, path), node, reading, path),
  } satisfies Shape<Of<typeof fields>>,
  "encounters by name, such as strangers: { with: strangers, per_week: 5 }",
  { most: 16 },
);
export type Encounters = Of<typeof encountersShape>;

/** Encounters as steps have them. */
export type Meeting = Pick<MeetStep, "pairs" | "rounds" | "happens">;

const mostRounds = 64;

/** The encounters that conduct can be at, and their counts. */
export function declareEncounters(encounters: Encounters, draft: Draft): void {
  for (const { name, is } of encounters) {
    const place = draft.placeOf(`encounters.${name}`);
    if (is.with === "friends" && draft.nearFriends === 0) {
      draft.problem(
        "no-friends",
        "there are no friends to meet inside a community",
        draft.placeOf(`encounters.${name}.with`) ?? place,
        "population.ties with friends: 4",
      );
    }
    // An encounter with a fault is there all the same, so that nothing is said of the conduct at it.
    const often = roundsOf(name, is, draft) ?? { rounds: 1, chance: build.constant(0) };
    const purpose = draft.own<string>(`encounters.${name}/pairs`);
    const meeting: Meeting = {
      pairs:
        is.with === "friends" ? { kind: "friends", purpose, lanes: draft.nearFriends } : { kind: "anyone", purpose },
      rounds: often.rounds,
      happens: { chance: often.chance, purpose: draft.own(`encounters.${name}/happens`) },
    };
    draft.meetings.set(name, meeting);
    countMeetings(name, meeting, draft);
  }
}

/** Rounds of a tick, and the chance that two who are joined in a round meet. */
function roundsOf(
  name: string,
  is: Encounters[number]["is"],
  draft: Draft,
): { readonly rounds: number; readonly chance: NumberTree } | undefined {
  const key = rateKeysIn(is)[0] as RateKey;
  const path = `encounters.${name}.${key}`;
  const stated = draft.setting(is[key]!, path, draft.globalScope, fromZero);
  if (!stated || isBeyond(stated)) return undefined;
  const perTick = draft.perTick(stated, rateUnits[key]);
  const bound = perTick.range.to;
  if (!(bound < 1e30) || leavesOf(perTick, "column").length > 0)
    return draft.problem(
      "rate-unbounded",
      "nothing shows how high this rate can get",
      draft.placeOf(path),
      "a rule with a bound, such as min(x, 5)",
    );
  // Rounding must not add a round that nobody asked for.
  const rounds = Math.max(1, Math.ceil(bound - 1e-4));
  if (rounds > mostRounds)
    return draft.problem(
      "rate-too-high",
      `people can meet ${grouped(Number(bound.toPrecision(3)))} others a tick`,
      draft.placeOf(path),
      `at most ${mostRounds}: fewer encounters, or a shorter tick`,
    );
  return { rounds, chance: build.divideBy(perTick, build.constant(rounds)) };
}

/** Either side of a pair counts one half: the sum is the number of pairs, exactly. */
function countMeetings(name: string, meeting: Meeting, draft: Draft): void {
  const called = `meetings.${name}`;
  const measure = draft.measure(called);
  const half = build.constant(0.5);
  draft.addStep({
    kind: "meet",
    name: `${name} meet`,
    ...meeting,
    sees: [],
    chance: build.constant(1),
    purpose: draft.own(`encounters.${name}/count`),
    falls: "actor",
    event: {
      lets: [],
      before: [{ kind: "tally", measure, value: half }],
      when: build.truth(false),
      misdirect: undefined,
      wait: undefined,
      record: { carry: [], lets: [], effects: [], label: "" },
    },
  });
  const doc = `encounters (${name}) in the tick, each pair counted once`;
  draft.addMeasure(
    {
      name: called,
      kind: "tally",
      where: build.truth(true),
      value: half,
      resolution: 0.5,
      figure: "sum",
      groups: undefined,
      doc,
    },
    { topic: "meetings" },
  );
}
