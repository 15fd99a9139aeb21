import { choices, nearest } from "../../core/problem.ts";
import { need, type Of, record } from "../../language/shape.ts";
import { type Setting, setting } from "../../language/tagged.ts";
import { name } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { shareOf } from "../draft/fit.ts";
import type { ScoreLegend } from "../legend/legend.ts";
import type { StepRef } from "../legend/refs.ts";
import { friendsMean } from "../population/ties.ts";
import type { Part } from "./points.ts";

/** `scheme.friends.association`. */
export const associationShape = record(
  {
    with: need(name("a name that is true or false"), "what holds of the friend, as of the last tick: such as a list"),
    per_year: need(setting("-20"), "points in a year for each such friend"),
  },
  "{ with: defaulters, per_year: -20 }",
);

interface Friends {
  readonly pull_per_tick?: Setting | undefined;
  readonly association?: Of<typeof associationShape> | undefined;
}

/** What friends do to a score in a tick. */
export function lowerFriends({ pull_per_tick, association }: Friends, score: NumberTree, draft: Draft): Part[] {
  const parts: Part[] = [];
  const pull =
    pull_per_tick && draft.setting(pull_per_tick, "scheme.friends.pull_per_tick", draft.personScope, shareOf);
  if (draft.most.friends === 0) {
    draft.problem(
      "no-friends",
      "scores cannot be pulled by friends: nobody has any",
      draft.placeOf("scheme.friends"),
      "population.ties with friends: 4",
    );
    return [];
  }
  if (pull) {
    const mean = friendsMean("score", draft).tree;
    parts.push({ label: "friends' pull", part: build.multiply(pull, build.subtract(mean, score)), is: "pull" });
  }
  const points = association && lowerAssociation(association, draft);
  return points ? [...parts, { label: "association", part: points, is: "association" }] : parts;
}

function lowerAssociation(
  { with: { value, place }, per_year }: NonNullable<Friends["association"]>,
  draft: Draft,
): NumberTree | undefined {
  const points = draft.setting(per_year, "scheme.friends.association.per_year");
  const sum = draft.personScope.functionOf("friends_sum");
  const known = (sum?.names() ?? []).filter((one) => draft.personScope.lookup(one)?.kind === "truth");
  const friends = known.includes(value) ? sum?.apply(value) : undefined;
  if (friends?.kind !== "number")
    return draft.problem(
      "unknown-truth",
      `friends do not show whether "${value}" holds of them`,
      place,
      choices(known, "a list, or a trait that is true or false"),
      nearest(value, known),
    );
  return points && draft.perTick(build.multiply(points, friends.tree), "year");
}

/** The mean of friends' scores, where it pulls. */
export function legendOfFriends(friends: Friends | undefined, draft: Draft): ScoreLegend["friends"] {
  if (friends?.pull_per_tick === undefined) return undefined;
  const score = draft.column("score");
  const shown = draft.gathered.find(({ shows, circle }) => circle === "friends" && shows === score);
  const sum = shown?.sum.ref;
  const step = draft.parts.steps("gather").find((each) => each.sum === sum);
  return shown && step && { step: step.name as StepRef, sum: shown.sum.ref, count: shown.count.ref };
}
