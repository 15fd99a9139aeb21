import { largest } from "../../core/arithmetic.ts";
import { runLimits } from "../../core/limits.ts";
import { choices, nearest } from "../../core/problem.ts";
import { mapOf, may, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { names, quantity, rule, yesOrNo } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import type { Scope } from "../../rules/scope.ts";
import type { NumberTree, Range } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { DeclaredLegend } from "../legend/legend.ts";

const measureFields = record(
  {
    mean: may(rule("number", "score"), "the mean of a figure"),
    sum: may(rule("number", "income"), "the sum of a figure"),
    share: may(rule("truth", "band == D"), "the share for whom something holds"),
    count: may(rule("truth", "band == D"), "how many there are for whom something holds"),
    where: may(rule("truth", "urban"), "among whom", "everyone"),
    by: may(names("a group or a list of groups", 8), "told apart by these groups as well"),
    drifts: may(
      yesOrNo,
      "whether it is to move by itself: then nobody is warned where it does without a scheme, or while the world settles",
      "false",
    ),
    resolution: may(
      quantity("number", { from: 1e-6 }),
      "the step in which figures are added up, so that sums are exact; coarser where the sum over everyone could pass 2^53 steps",
      "1/1024, or the step of the score or state that it is of",
    ),
  },
  "a mapping with one of mean, sum, share and count",
);
const kinds = ["mean", "sum", "share", "count"] as const;

/** `measures`: figures of the world, each tick. A rule may ask for the last figure of a measure by its name. */
export const measuresShape = mapOf(
  {
    ...measureFields,
    read: (node, reading, path) => {
      const read = measureFields.read(node, reading, path);
      if (read && kinds.filter((kind) => read[kind] !== undefined).length !== 1)
        return refuse(
          reading,
          node.place,
          "one-measure",
          `${path} does not name one figure`,
          `exactly one of ${kinds.join(", ")}`,
        );
      return read;
    },
  } satisfies Shape<Of<typeof measureFields>>,
  "measures by name, such as anger: { mean: anger, by: residence }",
  { most: 256 },
);
export type Measures = Of<typeof measuresShape>;

/** The global with the figure of a measure in the last tick. */
export function lastOf(measure: string): string {
  return `last.${measure}`;
}

/** The names of declared measures, before their rules can be read: phases and updates may ask for them. */
export function declareMeasures(measures: Measures, draft: Draft): void {
  for (const { name: called, place, is } of measures) {
    const range: Range = is.share
      ? { from: 0, to: 1 }
      : is.count
        ? { from: 0, to: draft.size }
        : { from: -largest, to: largest };
    const { leaf: tree } = draft.addGlobal(
      { name: lastOf(called), start: 0, range, doc: `the measure ${called}, as of the last tick` },
      { kind: "measure", measure: draft.measure(called) },
    );
    draft.name(draft.globalScope, called, { kind: "number", tree, doc: `the measure ${called}` }, place);
  }
}

/** Measures, whose rules are over the names of a scope. */
export function lowerMeasures(measures: Measures, scope: Scope, draft: Draft): void {
  for (const { name: called, is } of measures) {
    const among = is.where ? draft.truth(is.where, scope) : build.truth(true);
    const value = valueIn(is, scope, draft);
    if (!among || !value) continue;
    // The figure of a count is how many entities are counted, so only those for whom it holds may be.
    const where = is.count ? build.and(among, build.compare("gt", value, build.constant(0))) : among;
    const figure = kinds.find((kind) => is[kind] !== undefined)!;
    const resolution = exactStep(value, is.resolution?.amount ?? stepOf(value, figure, draft), draft);
    const { text } = is[figure] as RuleText;
    const rules = `${text} ${is.where?.text ?? ""}`;
    const doc = `declared: ${figure} of ${text}`;
    const spec = { where, value, resolution, figure, doc };
    draft.census(called, spec, { topic: "declared", words: spelt(called, rules) });
    for (const by of is.by ?? []) {
      const groups = draft.groups.get(by.value);
      const known = [...draft.groups.keys()];
      const apart = `${called} by ${by.value}`;
      if (groups) {
        const words = spelt(apart, rules);
        draft.census(apart, { ...spec, groups }, { topic: "declared", stem: called, words });
      } else
        draft.problem(
          "unknown-group",
          `there is no group "${by.value}"`,
          by.place,
          choices(known, "an entry under groups"),
          nearest(by.value, known),
        );
    }
  }
}

/** A name with each of its words spelt as its rules spell it: `in_d` of `band == D` is in D. */
function spelt(name: string, rules: string): string {
  const spellings: readonly string[] = rules.match(/[A-Za-z]\w*/g) ?? [];
  return name.replace(/[a-z0-9]+/g, (word) => {
    return spellings.includes(word) ? word : (spellings.find((one) => one.toLowerCase() === word) ?? word);
  });
}

function valueIn(is: Measures[number]["is"], scope: Scope, draft: Draft): NumberTree | undefined {
  const numeric = is.mean ?? is.sum;
  if (numeric) return draft.number(numeric, scope);
  const holds = draft.truth((is.share ?? is.count)!, scope);
  return holds && build.number(holds);
}

/**
 * A step so coarse that the sum over everyone stays a whole number of steps below 2^53, which binary64 holds exactly:
 * beyond it, a sum would depend on the order in which threads add. A figure without bounds keeps its step.
 */
function exactStep({ range }: NumberTree, step: number, draft: Draft): number {
  const most = Math.max(Math.abs(range.from), Math.abs(range.to));
  const isExact = (of: number, size: number): boolean => (most / of + 1) * size < 2 ** 53;
  // As nearly all are for as many people as there can be, so that it need not be asked how many there are.
  if (!(Number.isFinite(most) && most < 1e30) || isExact(step, runLimits.people.most)) return step;
  let exact = step;
  while (!isExact(exact, draft.size)) exact *= 2;
  return exact;
}

function stepOf(value: NumberTree, figure: string, draft: Draft): number {
  if (figure === "share" || figure === "count") return 1;
  const column = value.op === "column" ? draft.parts.columns.find((one) => one.name === value.name) : undefined;
  return column && column.offset === 0 ? column.resolution : 1 / 1024;
}

/** What the scenario asks for, to a reader. */
export function legendOfMeasures(measures: Measures, draft: Draft): DeclaredLegend[] {
  return measures.map(({ name: called, is }) => ({
    ...draft.said(`measures.${called}`, called),
    measure: draft.measure(called),
    isShare: is.share !== undefined,
    ...(is.drifts === true ? { drifts: true } : {}),
    isMeanScore: is.mean?.text.trim() === "score" && is.where === undefined,
  }));
}
