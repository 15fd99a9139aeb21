import type { Quantity } from "../../language/units.ts";
import type { Let, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/parse.ts";
import { leavesOf, type NumberTree, type TruthTree } from "../../rules/tree.ts";
import type { ColumnHandle } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import type { ScoreLegend, ScorePart } from "../legend/legend.ts";
import type { LabelRef } from "../legend/refs.ts";
import { ifCovered, lowerThinFile, type ThinFile, unlessThin } from "./covers.ts";
import { type Dimensions, lowerDimensions } from "./dimensions.ts";
import { legendOfFriends, lowerFriends } from "./friends.ts";
import { type Bands, gradeStep, lowerGrade, warnOfStart } from "./grade.ts";
import type { Part } from "./points.ts";

/** The column of points so far, where dimensions make the score. */
export const soFar = "score.points";
/** What a score that is made anew each tick takes the place of, and where its scale begins, in the ledger of a life. */
const ledgerWas = "was";
const ledgerScale = "the scale begins";
const ledgerSoFar = "points so far";
const ledgerThin = "thin file";
const ledgerRank = "rank";

interface ScoreScheme {
  readonly score: {
    readonly start?: RuleText | undefined;
    readonly from: Quantity;
    readonly to: Quantity;
  };
  readonly points?: readonly { readonly is: { readonly grade?: unknown } }[] | undefined;
  readonly dimensions?: Dimensions | undefined;
  readonly relative?: boolean | undefined;
  readonly thin_file?: Parameters<typeof lowerThinFile>[0];
  readonly decay?: { readonly towards: RuleText; readonly half_life: Quantity } | undefined;
  readonly friends?: Parameters<typeof lowerFriends>[0] | undefined;
  readonly bands?: Bands | undefined;
}

/** Whom people are compared with: those whom the scheme covers, but for thin files. Known before the tick begins. */
function amongWhom(thin: ThinFile | undefined, draft: Draft): TruthTree | undefined {
  const among = thin ? build.and(draft.covered, build.not(thin.when)) : draft.covered;
  if (among.op === "truth") return undefined;
  const kept = new Set<string>(draft.kept().map(([, { ref }]) => ref));
  if (leavesOf(among, "column").every((name) => kept.has(name))) return among;
  return draft.problem(
    "compared-with",
    "whom people are compared with has to be known before the tick: it cannot hang on what friends or others show",
    draft.placeOf("scheme.relative"),
    "covers and thin_file over traits, states, files and lists; a state can keep what friends show",
  );
}

/** The ends of the scale. */
interface Scale {
  readonly from: number;
  readonly to: number;
}

/**
 * Starts the score, and moves it: by `records`, friends and decay; or makes it anew, of dimensions and by rank. What a grade
 * has cost is kept where redress can take that back.
 */
export function lowerScore(
  scheme: ScoreScheme,
  records: readonly Part[],
  isGradeTaken: boolean,
  draft: Draft,
): ScoreParts {
  const scale = { from: scheme.score.from.amount, to: scheme.score.to.amount };
  const score = draft.column("score");
  const gathers = draft.column(gathersIn(scheme));
  const drift = driftOf(scheme, scale, score.leaf, gathers.leaf, draft);
  const parts = [...records, ...drift.map((one) => ({ ...one, part: ifCovered(one.part, draft) }))];
  const made = scheme.dimensions && lowerDimensions(scheme.dimensions, scale.to - scale.from, draft);
  const thin = lowerThinFile(scheme.thin_file, scale, draft);
  lowerStart(scheme, scale, made, thin, draft);
  accumulate(gathers, parts, draft);
  let anew: readonly Part[] = [];
  if (made) {
    const target = scheme.relative ? draft.column("standing") : score;
    anew = makeAnew(target, dimensionParts(made, scale, draft), [], thin, draft);
  }
  if (scheme.relative) {
    const standing = draft.column("standing").ref;
    const share: Let = { name: "rank", kind: "rank", column: standing, among: amongWhom(thin, draft) };
    const rank = build.multiply(build.constant(scale.to - scale.from), build.local("rank", { from: 0, to: 1 }));
    const ranked: Part[] = [
      { label: ledgerScale, part: build.constant(scale.from), is: "scale" },
      { label: ledgerRank, part: rank, is: "rank" },
    ];
    anew = makeAnew(score, ranked, [share], thin, draft);
  }
  if (thin && !made && !scheme.relative) lowerThin(thin, score, draft);
  if (hasGrade(scheme)) lowerGrade(scheme.bands ?? [], score, made ? [draft.column(soFar)] : [], isGradeTaken, draft);
  return { gathers: parts, anew, dimensions: (made ?? []).map(({ part }) => part) };
}

/** The column in which points gather. */
function gathersIn(scheme: Pick<ScoreScheme, "dimensions" | "relative">): string {
  if (scheme.dimensions) return soFar;
  return scheme.relative ? "standing" : "score";
}

function hasGrade({ points }: ScoreScheme): boolean {
  return points?.some(({ is }) => is.grade) === true;
}

function dimensionParts(made: readonly Part[], scale: Scale, draft: Draft): Part[] {
  return [
    { label: ledgerScale, part: build.constant(scale.from), is: "scale" },
    ...made,
    { label: ledgerSoFar, part: draft.column(soFar).leaf, is: "points so far" },
  ];
}

function lowerStart(
  scheme: ScoreScheme,
  scale: Scale,
  made: readonly Part[] | undefined,
  thin: ThinFile | undefined,
  draft: Draft,
): void {
  const { start } = scheme.score;
  if (!start && !scheme.dimensions)
    draft.problem("missing-key", `scheme.score has no "start"`, draft.placeOf("scheme.score"), "start: 1000");
  const given = start && draft.within(start, scale);
  if (given && scheme.relative) warnOfStart(scheme.bands ?? [], scale, given, draft);
  const own = made?.map(({ part }) => part).reduce(build.add, build.constant(scale.from));
  const begin = (column: string, value: NumberTree): void =>
    draft.addStart({
      kind: "map",
      name: `${column} at the start`,
      lets: [],
      writes: [draft.column(column).set(value)],
    });
  const stands = own ?? given;
  if (scheme.relative && stands) begin("standing", stands);
  const value = given ?? own;
  if (value) begin("score", unlessThin(value, thin));
}

/** Names of steps that no conduct can have, but for that of the score. */
function stepOf(column: ColumnHandle, draft: Draft): string {
  const name = draft.nameOf(column);
  if (name === soFar) return ledgerSoFar;
  return name === "standing" ? "the standing" : name;
}

function plain(parts: readonly Part[]): Write["ledger"] {
  return parts.map(({ label, part }) => ({ label, part }));
}

/** A column to which parts are added, in steps made by chance. */
function accumulate(column: ColumnHandle, parts: readonly Part[], draft: Draft): void {
  const purpose = draft.own<string>(`${draft.nameOf(column)}/rounding`);
  const all = parts.map(({ part }) => part).reduce(build.add);
  const writes = [column.change(all, { kind: "chance", purpose }, plain(parts))];
  draft.addStep({ kind: "map", name: stepOf(column, draft), lets: [], writes });
}

/**
 * A column that is the sum of parts, whatever it was; not made by chance, so that it rests while these do. Gives the
 * parts of its ledger.
 */
function makeAnew(
  column: ColumnHandle,
  parts: readonly Part[],
  lets: readonly Let[],
  thin: ThinFile | undefined,
  draft: Draft,
): Part[] {
  const shown = column === draft.column("score") ? thin : undefined;
  const whole = (part: NumberTree): NumberTree => (shown ? build.choose(shown.when, build.constant(0), part) : part);
  const all = parts.map((one): Part => ({ ...one, part: whole(one.part) }));
  if (shown)
    all.push({ label: ledgerThin, part: build.choose(shown.when, shown.score, build.constant(0)), is: "thin" });
  const was = column.leaf;
  const target = unlessThin(parts.map(({ part }) => part).reduce(build.add), shown);
  const before: Part = { label: ledgerWas, part: build.unary("negate", was), is: "was" };
  const ledger = [before, ...all].map((one): Part => ({ ...one, part: ifCovered(one.part, draft) }));
  const writes = [column.change(ifCovered(build.subtract(target, was), draft), undefined, plain(ledger))];
  draft.addStep({ kind: "map", name: stepOf(column, draft), lets, writes });
  return ledger;
}

/** The step that puts those with a thin file where they belong, of a score that is not made anew. */
const thinStep = ledgerThin;

/** A score that is not made anew is put where it belongs for those with a thin file, after all else has moved it. */
function lowerThin(thin: ThinFile, score: ColumnHandle, draft: Draft): void {
  const moved = build.choose(thin.when, build.subtract(thin.score, score.leaf), build.constant(0));
  const value = ifCovered(moved, draft);
  const writes = [score.change(value, undefined, [{ label: ledgerThin, part: value }])];
  draft.addStep({ kind: "map", name: thinStep, lets: [], writes });
}

/** What moves a score without records: the pull of friends, over the score as it was; and decay of what gathers. */
function driftOf(
  scheme: ScoreScheme,
  { from, to }: Scale,
  score: NumberTree,
  gathered: NumberTree,
  draft: Draft,
): Part[] {
  const parts = scheme.friends ? lowerFriends(scheme.friends, score, draft) : [];
  if (!scheme.decay) return parts;
  const bounds = scheme.dimensions ? { from: from - to, to: to - from } : { from, to };
  const towards = draft.within(scheme.decay.towards, bounds);
  const rate = 1 - 2 ** (-1 / draft.calendar.ticksOf(scheme.decay.half_life));
  if (towards)
    parts.push({
      label: "decay",
      part: build.multiply(build.constant(rate), build.subtract(towards, gathered)),
      is: "decay",
    });
  return parts;
}

/** What moves what gathers points, and what a score is made of that is made anew. */
interface ScoreParts {
  readonly gathers: readonly Part[];
  readonly anew: readonly Part[];
  /** Points of each dimension. */
  readonly dimensions: readonly NumberTree[];
}

/** What the score is to a reader, but for what is counted and summed of it. */
export function legendOfScore(
  scheme: ScoreScheme,
  { gathers, anew }: Pick<ScoreParts, "gathers" | "anew">,
  draft: Draft,
): Omit<ScoreLegend, "mean" | "sums" | "warnings"> {
  const score = draft.column("score");
  const { from, to } = scheme.score;
  const gathered = gathersIn(scheme);
  const standing = scheme.relative ? draft.column("standing").ref : undefined;
  const isMade = gathered !== "score";
  const thin = scheme.thin_file && !isMade;
  return {
    ...draft.said("scheme.score", "score"),
    column: score.ref,
    from: from.amount,
    to: to.amount,
    step: score.column.resolution,
    visible: draft.audiences.score !== "nobody",
    relative: scheme.relative === true,
    gathers: { column: draft.column(gathered).ref, is: gathered === soFar ? "points so far" : (gathered as "score") },
    standing: standing && { ...draft.said("scheme.relative", "standing"), column: standing },
    moves: gathers.map((one) => partOf(one, false)),
    made: isMade ? anew.map((one) => partOf(one, true)) : [],
    steps: {
      grade: hasGrade(scheme) ? draft.step(gradeStep) : undefined,
      thin: thin ? draft.step(thinStep) : undefined,
    },
    friends: legendOfFriends(scheme.friends, draft),
  };
}

/** A part that is drawn contributes what nobody can reckon from the state. */
function partOf({ label, part, is, sum }: Part, isMade: boolean): ScorePart {
  const drawn = leavesOf(part, "local").length > 0;
  const contributes = isMade && is !== "was" ? (drawn ? build.constant(0) : part) : undefined;
  return { label: label as LabelRef, is, name: label, column: sum?.column.ref, contributes };
}
