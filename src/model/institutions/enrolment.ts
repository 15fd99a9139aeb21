import { may, need, type Of, record } from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { date, rule } from "../../language/values.ts";
import type { Let, MapStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero, shareOf } from "../draft/fit.ts";
import { enrolmentStep } from "../draft/names.ts";
import type { Legend } from "../legend/legend.ts";
import { asSeen } from "../population/seen.ts";
import { tickOf } from "../time/time.ts";

/** `institutions.enrolment`: who belongs to the scheme, while that is not yet everyone. */
export const enrolmentShape = record(
  {
    take_up: need(
      setting("0.6"),
      "the share that has ever joined of those who may, by date: the name `take_up`; who joins is drawn so that the expected share is this",
    ),
    may: may(parameter(rule("truth", "age >= 18")), "who may join", "everyone"),
    opt_out: may(
      record(
        {
          per_year: need(parameter(rule("number", "0.02")), "how often in a year: a rate, so that 0.02 is 2 % of them"),
        },
        "{ per_year: 0.02 }",
      ),
      "how those who have joined leave, for good",
      "nobody leaves",
    ),
    mandatory: may(parameter(date), "the day from which on everyone who may is enrolled"),
  },
  "a mapping with take_up",
);
export type Enrolment = Of<typeof enrolmentShape>;

const column = "enrolment.state";
/** What the column holds: those who may not are told apart, so that who comes to may joins as all others have. */
const hasLeft = 3;
const [mayNot, notYet, joined, left] = [0, 1, 2, hasLeft].map((unit) => build.constant(unit)) as [
  NumberTree,
  NumberTree,
  NumberTree,
  NumberTree,
];
const takeUp = "take_up";
const takeUpBefore = "take_up of the last tick";
/** Names of what is counted. */
const enrolledCount = "enrolled";
const leftCount = "opted_out";

/** The names `take_up` and `enrolled`; gives the share that has joined by now, as it is asked for. */
export function declareEnrolment(enrolment: Enrolment, draft: Draft): NumberTree {
  const share = { from: 0, to: 1 };
  const place = draft.placeOf("institutions.enrolment");
  const path = "institutions.enrolment.take_up";
  checkRising(enrolment.take_up, draft);
  const asked = build.clamp(
    draft.setting(enrolment.take_up, path, draft.globalScope, shareOf) ?? build.constant(0),
    0,
    1,
  );
  const first = build.compare("lt", tickOf(draft), build.constant(1));
  draft.addGlobal({
    name: takeUpBefore,
    start: 0,
    range: share,
    doc: "the share that had joined by the last tick",
  });
  const { leaf: now } = draft.addGlobal({
    name: takeUp,
    start: 0,
    range: share,
    doc: "the share of those who may that has joined by now",
  });
  // Updated before `take_up` itself is, it keeps what that was.
  draft.addUpdate(takeUpBefore, { kind: "tree", is: build.choose(first, asked, now) });
  draft.addUpdate(takeUp, { kind: "tree", is: asked });
  draft.ownName(draft.globalScope, "take_up", { kind: "number", tree: now, doc: "the share that has joined" }, place);
  const state = draft.addColumn(
    wholeColumn(column, 0, 3, "stored", "0 may not join, 1 has not joined, 2 enrolled, 3 has left"),
  );
  const enrolled = build.compare("eq", state.leaf, joined);
  draft.ownName(draft.personScope, "enrolled", { kind: "truth", tree: enrolled, doc: "enrolled in the scheme" }, place);
  return asked;
}

/** Nobody can have never joined who once had: a share by date that falls is refused. */
function checkRising(takeUp: Enrolment["take_up"], draft: Draft): void {
  if (takeUp.kind === "rule") return;
  const byDay = [...takeUp.from].sort(
    (a, b) => draft.calendar.tickOf(a.day.value) - draft.calendar.tickOf(b.day.value),
  );
  const fall = byDay.find(({ value }, i) => i > 0 && value < byDay[i - 1]!.value);
  if (fall)
    draft.problem(
      "falling-take-up",
      `the share that has ever joined falls to ${fall.value}`,
      fall.day.place,
      "shares that rise; opt_out says how those who have joined leave",
    );
}

/**
 * Who is enrolled, from the start and from tick to tick. It stands last: all of a tick sees the same people. `response`
 * gives the factor on how often they leave, by the column and what it is for those who have.
 */
export function lowerEnrolment(
  enrolment: Enrolment,
  asked: NumberTree,
  response: (column: string, left: number) => NumberTree,
  draft: Draft,
): void {
  const eligible = enrolment.may ? draft.truth(enrolment.may) : build.truth(true);
  const perYear = enrolment.opt_out
    ? asSeen(draft.within(enrolment.opt_out.per_year, fromZero), draft)
    : build.constant(0);
  if (!eligible || !perYear) return;
  const from = enrolment.mandatory && Math.max(0, draft.calendar.tickOf(enrolment.mandatory.value));
  const must = from === undefined ? build.truth(false) : build.compare("ge", tickOf(draft), build.constant(from));
  const [now, before] = [takeUp, takeUpBefore].map((name) => draft.findGlobal(name)!.leaf) as [NumberTree, NumberTree];
  const state = draft.column(column);
  const is = (unit: NumberTree): TruthTree => build.compare("eq", state.leaf, unit);
  const one = build.constant(1);
  const joins = drawn("joins");
  const joining = build.choose(eligible, build.choose(joins, joined, notYet), mayNot);
  const atStart = from === 0 ? one : asked;
  const joinsBy = draft.own<string>("enrolment/joins");
  draft.addStart(stepOf(state, joining, [{ name: "joins", kind: "chance", p: atStart, purpose: joinsBy }]));
  // Of those who had not joined by the last tick, so many do now: (F(t) − F(t − 1)) / (1 − F(t − 1)).
  const hazard = build.divideBy(build.subtract(now, before), build.subtract(one, before));
  const p = build.choose(is(mayNot), now, hazard);
  const lets: Let[] = [{ name: "joins", kind: "chance", p, purpose: joinsBy }];
  let stays: NumberTree = joined;
  if (enrolment.opt_out) {
    const often = build.multiply(perYear, response(column, hasLeft));
    const rate = build.unary("negate", draft.perTick(often, "year"));
    const chance = build.subtract(one, build.unary("exp", rate));
    lets.push({ name: "leaves", kind: "chance", p: chance, purpose: draft.own("enrolment/leaves") });
    stays = build.choose(drawn("leaves"), left, joined);
  }
  const free = build.choose(is(joined), stays, build.choose(is(left), left, joining));
  const next = build.choose(build.and(eligible, must), joined, free);
  draft.addStep(stepOf(state, build.choose(draft.begun, next, state.leaf), lets));
  count(enrolledCount, is(joined), "people enrolled at the end of the tick", draft);
  count(leftCount, is(left), "people who have left, by the end of the tick", draft);
}

/** What tells who belongs. */
export function legendOfEnrolment(draft: Draft): Legend["enrolment"] {
  return { enrolled: draft.measure(enrolledCount), left: draft.measure(leftCount) };
}

function drawn(name: string): TruthTree {
  return build.compare("gt", build.local(name, { from: 0, to: 1 }), build.constant(0));
}

function stepOf(state: ColumnHandle, value: NumberTree, lets: Let[]): MapStep {
  return { kind: "map", name: enrolmentStep, lets, writes: [state.set(value)] };
}

function count(name: string, holds: TruthTree, doc: string, draft: Draft): void {
  const value = build.number(holds);
  draft.census(name, { value, resolution: 1, figure: "sum", doc }, { topic: "enrolment" });
}
