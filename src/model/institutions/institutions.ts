import { choices, nearest } from "../../core/problem.ts";
import { kindName } from "../../language/node.ts";
import { mapOf, may, type Of, record, refuse, type Shape, wrongKind } from "../../language/shape.ts";
import { parameter, setting } from "../../language/tagged.ts";
import { date, name, quantity, rule } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { Legend } from "../legend/legend.ts";
import { tickOf } from "../time/time.ts";
import { enrolmentShape } from "./enrolment.ts";

const beginning: Shape<"start" | Of<typeof date>> = {
  says: "the word start, or a date such as 2010-01-31",
  schema: { anyOf: [{ const: "start" }, date.schema] },
  read: (node, reading, path) => {
    if (node.kind !== "scalar") return wrongKind(reading, node, `${beginning.says}, not ${kindName(node)}`);
    return node.text === "start" ? "start" : date.read(node, reading, path);
  },
};

const phase = record(
  {
    from: may(parameter(beginning), "the day on which it begins"),
    after: may(name("a phase"), "the phase it may follow by itself"),
    when: may(
      parameter(rule("truth", "outcry > 0.1")),
      "it follows `after` once this holds: a rule over measures (as of the last tick) and time",
    ),
  },
  "a mapping with from, or after and when",
);

/** `institutions`: what the operator does over time. */
export const institutionsShape = record(
  {
    phases: may(
      mapOf(
        {
          ...phase,
          read: (node, reading, path) => {
            const read = phase.read(node, reading, path);
            const follows = (read?.after === undefined ? 0 : 1) + (read?.when === undefined ? 0 : 1);
            if (read && follows !== (read.from === undefined ? 2 : 0))
              return refuse(
                reading,
                node.place,
                "phase-entry",
                `${path} ${read.from !== undefined ? "says in two ways" : "does not say"} how it begins`,
                "either from, or after and when",
              );
            return read;
          },
        },
        "phases by name, such as graded: { from: start }",
        { least: 1, most: 32 },
      ),
      "stretches of time that rules may ask for by `phase == name`",
    ),
    rollouts: may(
      mapOf(
        setting("0.5"),
        "figures by name, such as cameras: { dated: { 2010-01-01: 0, 2020-01-01: 1 }, between: lines }",
        {
          most: 64,
        },
      ),
      "how far the operator has come with something: names for rules",
    ),
    enrolment: may(enrolmentShape, "who belongs to the scheme, while that is not yet everyone"),
    running_cost: may(parameter(quantity("yuan per time", { from: 0 })), "what the system costs to run"),
  },
  "a mapping with phases",
);
export type Institutions = Of<typeof institutionsShape>;

/** The global that says which phase it is. */
const phaseName = "phase";

/** The phases to a reader. */
export function legendOfPhases(institutions: Institutions | undefined, draft: Draft): Legend["phases"] {
  const phases = institutions?.phases;
  const global = draft.findGlobal(phaseName)?.ref;
  if (!phases || !global) return undefined;
  return { global, of: phases.map(({ name: called }) => draft.said(`institutions.phases.${called}`, called)) };
}

/** Names of what is rolled out: figures that are the same for everyone. */
export function declareRollouts(institutions: Institutions | undefined, draft: Draft): void {
  for (const { name: called, place, is } of institutions?.rollouts ?? []) {
    // With a fault it is 0, and rules that ask for it are no worse for that.
    const tree = draft.setting(is, `institutions.rollouts.${called}`, draft.globalScope) ?? build.constant(0);
    draft.name(draft.globalScope, called, { kind: "number", tree, doc: `the roll-out ${called}` }, place);
  }
}

/** The name `phase`. What makes phases change is lowered once measures can be spoken of. */
export function declarePhases(institutions: Institutions | undefined, draft: Draft): void {
  const phases = institutions?.phases;
  if (!phases) return;
  const first = phases.filter(
    ({ is }) => is.from === "start" || (is.from !== undefined && draft.calendar.tickOf(is.from.value) <= 0),
  );
  if (first.length !== 1) {
    draft.problem(
      "first-phase",
      first.length === 0
        ? "no phase begins at the start"
        : `${first.length} phases begin in the first tick: ${first.map((one) => one.name).join(", ")}`,
      draft.placeOf("institutions.phases"),
      "exactly one phase with from: start",
    );
  }
  const begin = Math.max(0, phases.indexOf(first[0]!));
  const range = { from: 0, to: phases.length - 1 };
  const { leaf: tree } = draft.addGlobal({
    name: phaseName,
    start: begin,
    range,
    doc: `the phase: ${phases.map((one, i) => `${i} ${one.name}`).join(", ")}`,
  });
  const options = new Map(phases.map((one, i): [string, number] => [one.name, i]));
  draft.ownName(
    draft.globalScope,
    "phase",
    { kind: "option", tree, options, ordered: false, doc: "the phase" },
    draft.placeOf("institutions.phases"),
  );
}

/** The update of `phase`: dates first, then whatever follows the phase of the last tick. */
export function lowerPhases(institutions: Institutions | undefined, draft: Draft): void {
  const phases = institutions?.phases;
  if (!phases) return;
  const now = draft.findGlobal(phaseName)!.leaf;
  const tick = tickOf(draft);
  const names = phases.map((one) => one.name);
  let next: NumberTree = now;
  phases.forEach((one, i) => {
    const entered = entryOf(one, tick, now, names, draft);
    if (entered) next = build.choose(entered, build.constant(i), next);
  });
  draft.addUpdate(phaseName, { kind: "tree", is: next });
}

function entryOf(
  one: NonNullable<Institutions["phases"]>[number],
  tick: NumberTree,
  now: NumberTree,
  names: string[],
  draft: Draft,
): TruthTree | undefined {
  const { from, after, when } = one.is;
  if (from === "start") return undefined;
  if (from !== undefined)
    return build.compare("eq", tick, build.constant(Math.max(0, draft.calendar.tickOf(from.value))));
  const before = names.indexOf(after!.value);
  if (before < 0)
    return draft.problem(
      "unknown-phase",
      `there is no phase "${after!.value}"`,
      after!.place,
      choices(names),
      nearest(after!.value, names),
    );
  const holds = draft.truth(when!, new Scope(draft.globalScope));
  return holds && build.and(draft.begun, build.and(build.compare("eq", now, build.constant(before)), holds));
}
