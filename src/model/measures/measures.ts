import { largest } from "../../core/arithmetic.ts";
import { choices, nearest } from "../../core/problem.ts";
import { mapOf, may, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { name, names, quantity, rule } from "../../language/values.ts";
import type { Groups, Measure } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/read.ts";
import type { NumberTree, Range } from "../../rules/tree.ts";
import { isBlockable } from "../conduct/blocking.ts";
import type { Conduct } from "../conduct/conduct.ts";
import { type Consequences, throughFamily, yuanPerTick } from "../consequences/consequences.ts";
import { type Draft, rangeOf } from "../draft/draft.ts";
import { ungraded } from "../scheme/bands.ts";
import { warnedSum } from "../scheme/points.ts";
import type { Scheme } from "../scheme/scheme.ts";

/** `groups`: partitions by which measures can be told apart. Categorical traits and bands are groups by themselves. */
const groupFields = record(
  {
    when: may(rule("truth", "urban"), "a rule that is true or false"),
    yes: may(name("a word"), "what those are called for whom it holds", "the group's name"),
    no: may(name("a word"), "what the others are called", "other"),
    of: may(rule("number", "income"), "a rule whose number is cut"),
    from: may(
      mapOf(quantity("number"), "the least number of each word, such as { low: 0, high: 50000 }", {
        keys: "word",
        least: 2,
        most: 64,
      }),
      "where it is cut",
    ),
  },
  "either { when: urban, yes: urban, no: rural }, or { of: income, from: { low: 0, high: 50000 } }",
);
export const groupsShape = mapOf(
  {
    ...groupFields,
    read: (node, reading, path) => {
      const read = groupFields.read(node, reading, path);
      if (!read) return undefined;
      const cut = read.of !== undefined && read.from !== undefined;
      const called = read.yes !== undefined || read.no !== undefined;
      if ((read.when !== undefined) === cut || (read.of === undefined) !== (read.from === undefined) || (cut && called))
        return refuse(
          reading,
          node.place,
          "one-group",
          `${path} does not say how people are told apart`,
          groupFields.says,
        );
      return read;
    },
  } satisfies Shape<Of<typeof groupFields>>,
  "groups by name",
  { most: 32 },
);
export type GroupsPart = Of<typeof groupsShape>;

const measureFields = record(
  {
    mean: may(rule("number", "score"), "the mean of a figure"),
    sum: may(rule("number", "income"), "the sum of a figure"),
    share: may(rule("truth", "band == D"), "the share for whom something holds"),
    count: may(rule("truth", "band == D"), "how many there are for whom something holds"),
    where: may(rule("truth", "urban"), "among whom", "everyone"),
    by: may(names("a group or a list of groups", 8), "told apart by these groups as well"),
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

export function lowerGroups(groups: GroupsPart, draft: Draft): void {
  for (const { name: called, place, is } of groups) {
    if (draft.groups.has(called)) draft.problem("name-taken", `"${called}" is a group already`, place, "another name");
    const cuts = [...(is.from ?? [])].sort((a, b) => a.is.amount - b.is.amount);
    const index = is.when
      ? onlyOr(draft.truth(is.when), (holds) => build.number(holds))
      : onlyOr(draft.number(is.of!), (value) =>
          cutTree(
            value,
            cuts.map((cut) => cut.is.amount),
          ),
        );
    const words = is.when ? [is.no?.value ?? "other", is.yes?.value ?? called] : cuts.map((cut) => cut.name);
    if (index) draft.groups.set(called, { name: called, index, words });
  }
}

/** The index of the cut a number falls in, from 0; below the first cut it is −1, and in no group. */
function cutTree(value: NumberTree, cuts: readonly number[]): NumberTree {
  return cuts.reduce<NumberTree>(
    (below, cut, i) => build.choose(build.compare("ge", value, build.constant(cut)), build.constant(i), below),
    build.constant(-1),
  );
}

/** The names of declared measures, before their rules can be read: phases and updates may ask for them. */
export function declareMeasures(measures: Measures, draft: Draft): void {
  for (const { name: called, place, is } of measures) {
    const range: Range = is.share
      ? { from: 0, to: 1 }
      : is.count
        ? { from: 0, to: draft.size }
        : { from: -largest, to: largest };
    const tree = draft.addGlobal(
      { name: `last.${called}`, start: 0, range, doc: `the measure ${called}, as of the last tick` },
      { kind: "measure", global: `last.${called}`, measure: called },
    );
    draft.name(draft.globalScope, called, { kind: "number", tree, doc: `the measure ${called}` }, place);
  }
}

export function lowerMeasures(measures: Measures, draft: Draft): void {
  for (const { name: called, is } of measures) {
    const among = is.where ? draft.truth(is.where) : build.truth(true);
    const value = valueIn(is, draft);
    if (!among || !value) continue;
    // The figure of a count is how many entities are counted, so only those for whom it holds may be.
    const where = is.count ? build.and(among, build.compare("gt", value, build.constant(0))) : among;
    const figure = kinds.find((kind) => is[kind] !== undefined)!;
    const resolution = exactStep(value, is.resolution?.amount ?? stepOf(value, figure, draft), draft.size);
    const measure: Measure = {
      name: called,
      kind: "census",
      where,
      value,
      resolution,
      figure,
      groups: undefined,
      doc: `declared: ${figure} of ${(is[figure] as RuleText).text}`,
    };
    draft.measures.push(measure);
    for (const by of is.by ?? []) {
      const groups = draft.groups.get(by.value);
      const known = [...draft.groups.keys()];
      if (groups) draft.measures.push({ ...measure, name: `${called} by ${by.value}`, groups });
      else
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

function valueIn(is: Measures[number]["is"], draft: Draft): NumberTree | undefined {
  const numeric = is.mean ?? is.sum;
  if (numeric) return draft.number(numeric);
  const holds = draft.truth((is.share ?? is.count)!);
  return holds && build.number(holds);
}

/**
 * A step so coarse that the sum over everyone stays a whole number of steps below 2^53, which binary64 holds exactly:
 * beyond it, a sum would depend on the order in which threads add. A figure without bounds keeps its step.
 */
function exactStep({ range }: NumberTree, step: number, size: number): number {
  const most = Math.max(Math.abs(range.from), Math.abs(range.to));
  let exact = step;
  while (Number.isFinite(most) && most < 1e30 && (most / exact + 1) * size >= 2 ** 53) exact *= 2;
  return exact;
}

function stepOf(value: NumberTree, figure: string, draft: Draft): number {
  if (figure === "share" || figure === "count") return 1;
  const column = value.op === "column" ? draft.columns.find((one) => one.name === value.name) : undefined;
  return column && column.offset === 0 ? column.resolution : 1 / 1024;
}

/** What every world counts: acts, records and points by conduct, scores, bands, and who is under what. */
export function lowerStandardMeasures(
  of: { conduct: Conduct; scheme: Scheme | undefined; consequences: Consequences },
  draft: Draft,
): void {
  const band = draft.groups.get("band");
  lowerTallies(of, band, draft);
  if (of.scheme) {
    const score = draft.columns.find((column) => column.name === "score")!;
    const value = draft.personScope.lookup("score")!.tree as NumberTree;
    census("score", { value, resolution: score.resolution, figure: "mean", doc: "the mean score" }, draft);
  }
  if (band) lowerBandMeasures(band, draft);
  for (const one of of.consequences) lowerConsequenceMeasures(one, draft);
}

function lowerTallies(
  { conduct, scheme, consequences }: Parameters<typeof lowerStandardMeasures>[0],
  band: Groups | undefined,
  draft: Draft,
): void {
  const everyone = build.truth(true);
  const value = build.constant(1);
  const tally = (name: string, doc: string, resolution: number, figure: Measure["figure"], groups?: Groups): void => {
    draft.measures.push({ name, kind: "tally", where: everyone, value, resolution, figure, groups, doc });
  };
  for (const one of conduct) {
    const { name: called } = one;
    const stopped = isBlockable(one, consequences);
    // Where attempts can fail, each is a row: 1 for an act that is done, 0 for one that is not.
    tally(`acts.${called}`, `acts of ${called} in the tick`, 1, stopped ? "sum" : "count");
    if (stopped) tally(`blocked.${called}`, `attempts at ${called} in the tick that came to nothing`, 1, "sum");
    tally(`records.${called}`, `records of ${called} that arrived in the tick`, 1, "count");
    const doc = `points of ${called} in the tick, by the band of whom they fell on`;
    const points = scheme?.points?.find(({ name: scored }) => scored === called);
    if (points?.is.warnings) census(`points.${called}`, { ...pointsCounted(called, draft), doc, groups: band }, draft);
    else if (points) tally(`points.${called}`, doc, 1 / 4096, "sum", band);
  }
}

/** Points of a conduct whose first records only warn: what is left of them is known at the end of the tick. */
function pointsCounted(conduct: string, draft: Draft): Pick<Census, "where" | "value" | "resolution" | "figure"> {
  const column = draft.columns.find(({ name }) => name === warnedSum(conduct));
  const value = column ? build.column(column.name, rangeOf(column)) : build.constant(0);
  const where = build.compare("ne", value, build.constant(0));
  return { where, value, resolution: 1 / 4096, figure: "sum" };
}

type Census = Pick<Measure, "value" | "resolution" | "figure" | "doc"> & Partial<Pick<Measure, "where" | "groups">>;

/** A measure that looks at everyone, or at those for whom `where` holds. */
export function census(called: string, of: Census, draft: Draft): void {
  draft.measures.push({ name: called, kind: "census", where: build.truth(true), groups: undefined, ...of });
}

function lowerBandMeasures(band: Groups, draft: Draft): void {
  const doc = `people by band; nobody is in one while everyone is ${ungraded}`;
  census("people", { value: build.constant(1), resolution: 1, figure: "count", groups: band, doc }, draft);
  const value = build.number(build.compare("eq", band.index, build.constant(0)));
  for (const groups of draft.groups.values()) {
    if (groups.name === "band") continue;
    const called = `lowest band by ${groups.name}`;
    census(called, { value, resolution: 1, figure: "share", groups, doc: "share in the lowest band" }, draft);
  }
}

function lowerConsequenceMeasures({ name: called, is }: Consequences[number], draft: Draft): void {
  lowerUnder(called, called, yuanPerTick(is.costs, is.benefits, draft), draft);
  if (!is.family) return;
  const yuan = yuanPerTick(is.family_costs, is.family_benefits, draft);
  lowerUnder(throughFamily(called), `${called} through family`, yuan, draft);
}

/** How many a truth about people holds for, and what it is worth to them. */
function lowerUnder(truth: string, called: string, value: NumberTree | undefined, draft: Draft): void {
  const holds = draft.personScope.lookup(truth);
  if (holds?.kind !== "truth") return;
  const doc = `people for whom ${called} holds`;
  census(`under.${called}`, { value: build.number(holds.tree), resolution: 1, figure: "sum", doc }, draft);
  const yuan = `yuan that ${called} is worth (below 0: costs) in the tick`;
  if (value)
    census(`yuan.${called}`, { where: holds.tree, value, resolution: 1 / 256, figure: "sum", doc: yuan }, draft);
}

function onlyOr<T, U>(value: T | undefined, then: (value: T) => U): U | undefined {
  return value === undefined ? undefined : then(value);
}
