import { mapOf, may, type Named, need, type Of, record } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { quantity, rule } from "../../language/values.ts";
import type { Let, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import { statesStep } from "../draft/names.ts";
import type { StateLegend } from "../legend/legend.ts";
import { type Declared, declaredDistribution } from "./distributions.ts";
import { asSeen } from "./seen.ts";
import { checkStep, drawnValue, startShape, startValue } from "./start.ts";

/** `state`: what changes in a person's life besides the score. */
export const stateShape = mapOf(
  record(
    {
      from: need(quantity("number"), "the least value"),
      to: need(quantity("number"), "the greatest value"),
      resolution: may(
        quantity("number", { from: 1e-9 }),
        "the step in which it is kept; a change of less is made by chance, so that nothing sticks",
        "a hundredth of the range, or 1 where the range is above 100",
      ),
      start: need(startShape, "its value at the start"),
      draws: may(
        mapOf(declaredDistribution, "distributions by name", { most: 16 }),
        "chances that its update may use, drawn afresh each tick",
      ),
      update: may(
        parameter(rule("number", "hardship * 0.98")),
        "its next value, from everything as it was when the tick began; what never changes is a trait",
        "must be there",
      ),
    },
    "a mapping with from, to, start and update",
  ),
  "states by name, such as hardship: { from: 0, to: 1, start: 0.2 }",
  { most: 64 },
);
export type State = Of<typeof stateShape>;
type One = State[number];

/** The step in which states begin. */
export const statesAtStart = "states at the start";

/** Columns and names; starts are drawn when traits are there. */
export function declareState(state: State, draft: Draft): void {
  for (const { name, place, is } of state) {
    const from = is.from.amount;
    const to = is.to.amount;
    if (!(from < to)) draft.problem("empty-range", `the range of ${name} is empty`, place, "from below to");
    const span = to > from ? to - from : 1;
    const resolution = is.resolution?.amount ?? (span > 100 ? 1 : span / 100);
    checkStep(name, span, resolution, place, draft);
    const highest = Math.round(span / resolution);
    const { leaf } = draft.addColumn({
      name,
      offset: from,
      resolution,
      lowest: 0,
      highest: Math.max(1, highest),
      initial: 0,
      role: "stored",
      doc: `state: ${name}`,
    });
    draft.name(draft.personScope, name, { kind: "number", tree: leaf, doc: `the state ${name}` }, place);
  }
}

/** The start and the update of every state. Updates read everything as it was when the tick began. */
export function lowerState(state: State, draft: Draft): void {
  const starts: Write[] = [];
  const startLets: Let[] = [];
  const updates: Write[] = [];
  const updateLets: Let[] = [];
  for (const one of state) {
    const column = draft.column(one.name);
    const bounds = { from: one.is.from.amount, to: one.is.to.amount };
    const began = startValue(one.is.start, `state.${one.name}`, bounds, column.column, draft, startLets);
    if (began)
      starts.push(column.set(began, { kind: "chance", purpose: draft.own(`state.${one.name}/start rounding`) }));
    const next = lowerUpdate(one, draft, updateLets);
    if (!one.is.update || (next && keepsItself(next, column.leaf))) refuseUnchanging(one, draft);
    else if (next) {
      const rounding = { kind: "chance", purpose: draft.own<string>(`state.${one.name}/rounding`) } as const;
      updates.push(column.change(build.subtract(next, column.leaf), rounding));
    }
  }
  if (starts.length > 0) draft.addStart({ kind: "map", name: statesAtStart, lets: startLets, writes: starts });
  if (updates.length > 0) draft.addStep({ kind: "map", name: statesStep, lets: updateLets, writes: updates });
}

/**
 * Whether an update is what it updates, as far as its operations and their ranges say: the state itself, no less than its
 * least, no more than its greatest, or in either case.
 */
function keepsItself(next: NumberTree, state: NumberTree): boolean {
  if (next.op === "column") return state.op === "column" && next.name === state.name;
  if (next.op === "choose") return keepsItself(next.then, state) && keepsItself(next.other, state);
  if (next.op !== "min" && next.op !== "max") return false;
  const { left, right, op } = next;
  const isBeyond = ({ range }: NumberTree): boolean =>
    op === "min" ? range.from >= state.range.to : range.to <= state.range.from;
  const either = (one: NumberTree, other: NumberTree): boolean =>
    keepsItself(one, state) && (isBeyond(other) || keepsItself(other, state));
  return either(left, right) || either(right, left);
}

/** What stays as it began is no state: who somebody is comes from a distribution, and from nowhere else. */
function refuseUnchanging({ name, place }: One, draft: Draft): void {
  const message = `the state ${name} never changes: it is a trait`;
  draft.problem("state-never-changes", message, place, "it under traits, or an update that changes it");
}

function lowerUpdate({ name, is }: One, draft: Draft, lets: Let[]): ReturnType<Draft["number"]> {
  if (!is.update) return undefined;
  const scope = new Scope(draft.countScope);
  for (const draw of is.draws ?? []) lowerDraw(name, draw, scope, draft, lets);
  return asSeen(draft.within(is.update, { from: is.from.amount, to: is.to.amount, warns: true }, scope), draft);
}

function lowerDraw(state: string, { name, place, is }: Named<Declared>, scope: Scope, draft: Draft, lets: Let[]): void {
  // These two address draws of the state itself, and one address never serves two things.
  if (name === "start" || name === "rounding")
    draft.problem("name-taken", `"${name}" is drawn for every state already`, place, "another name");
  const purpose = `state.${state}/${name}`;
  const spread = is.to - is.from;
  const highest = is.truth
    ? 1
    : is.words
      ? Math.max(1, is.words.length - 1)
      : is.resolution
        ? Math.max(1, Math.round(spread / is.resolution))
        : 65_535;
  const resolution = is.truth || is.words ? 1 : spread / highest;
  const column = {
    offset: is.truth || is.words ? 0 : is.from,
    resolution,
    lowest: 0,
    highest,
    initial: 0,
    role: "scratch",
    doc: "",
  } as const;
  const value = drawnValue(purpose, is, column, draft, lets, `state.${state}.draws.${name}`);
  if (!value) return;
  if (is.truth)
    draft.name(
      scope,
      name,
      { kind: "truth", tree: build.compare("gt", value, build.constant(0)), doc: "a chance" },
      place,
    );
  else if (is.words)
    draft.name(
      scope,
      name,
      {
        kind: "option",
        tree: value,
        options: new Map(is.words.map((word, i) => [word, i])),
        ordered: false,
        doc: "a draw",
      },
      place,
    );
  else draft.name(scope, name, { kind: "number", tree: value, doc: "a draw" }, place);
}

/** What the states of a kind are to a reader. */
export function legendOfStates(state: State, draft: Draft): StateLegend[] {
  return state.map(({ name }) => ({ ...draft.said(`state.${name}`, name), column: draft.column(name).ref }));
}
