import type { Quantity } from "../../language/units.ts";
import type { Let, MapStep } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { RuleText } from "../../rules/read.ts";
import { leavesOf, type NumberTree, type TruthTree } from "../../rules/tree.ts";
import { type Draft, leafOf } from "../draft/draft.ts";
import { ifCovered, lowerThinFile, type ThinFile, unlessThin } from "./covers.ts";
import { type Dimensions, lowerDimensions } from "./dimensions.ts";
import { lowerFriends } from "./friends.ts";
import { type Bands, lowerGrade } from "./grade.ts";
import type { Part } from "./points.ts";

/** The column of points so far, where dimensions make the score. */
export const soFar = "score.points";
/** What a score that is made anew each tick takes the place of, and where its scale begins, in the ledger of a life. */
export const ledgerWas = "was";
export const ledgerScale = "the scale begins";
export const ledgerSoFar = "points so far";
export const ledgerThin = "thin file";
export const ledgerRank = "rank";

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
  const roles = new Map(draft.columns.map(({ name, role }) => [name, role]));
  if (leavesOf(among, "column").every((name) => roles.get(name) === "stored")) return among;
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

/** Starts the score, and moves it: by `records`, friends and decay; or makes it anew, of dimensions and by rank. */
export function lowerScore(scheme: ScoreScheme, records: readonly Part[], draft: Draft): void {
  const scale = { from: scheme.score.from.amount, to: scheme.score.to.amount };
  const score = leafOf("score", draft);
  const gathers = scheme.dimensions ? soFar : scheme.relative ? "standing" : "score";
  const drift = driftOf(scheme, scale, score, leafOf(gathers, draft), draft);
  const parts = [...records, ...drift.map(({ label, part }) => ({ label, part: ifCovered(part, draft) }))];
  const made = scheme.dimensions && lowerDimensions(scheme.dimensions, scale.to - scale.from, draft);
  const thin = lowerThinFile(scheme.thin_file, scale, draft);
  lowerStart(scheme, scale, made, thin, draft);
  accumulate(gathers, parts, draft);
  if (made) makeAnew(scheme.relative ? "standing" : "score", dimensionParts(made, scale, draft), [], thin, draft);
  if (scheme.relative) {
    const share: Let = { name: "rank", kind: "rank", column: "standing", among: amongWhom(thin, draft) };
    const rank = build.multiply(build.constant(scale.to - scale.from), build.local("rank", { from: 0, to: 1 }));
    const ranked = [
      { label: ledgerScale, part: build.constant(scale.from) },
      { label: ledgerRank, part: rank },
    ];
    makeAnew("score", ranked, [share], thin, draft);
  }
  if (thin && !made && !scheme.relative) lowerThin(thin, score, draft);
  if (scheme.points?.some(({ is }) => is.grade)) {
    const { resolution } = columnOf("score", draft);
    lowerGrade(scheme.bands ?? [], score, resolution, made ? [soFar] : [], draft);
  }
}

function columnOf(name: string, draft: Draft): Draft["columns"][number] {
  return draft.columns.find((one) => one.name === name)!;
}

function dimensionParts(made: readonly Part[], scale: Scale, draft: Draft): Part[] {
  return [
    { label: ledgerScale, part: build.constant(scale.from) },
    ...made,
    { label: ledgerSoFar, part: leafOf(soFar, draft) },
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
  const own = made?.map(({ part }) => part).reduce(build.add, build.constant(scale.from));
  const begin = (column: string, value: NumberTree): MapStep => ({
    kind: "map",
    name: `${column} at the start`,
    lets: [],
    writes: [{ column, mode: "set", value, rounding: { kind: "nearest" } }],
  });
  const stands = own ?? given;
  if (scheme.relative && stands) draft.start.push(begin("standing", stands));
  const value = given ?? own;
  if (value) draft.start.push(begin("score", unlessThin(value, thin)));
}

/** Names of steps that no conduct can have, but for that of the score. */
function stepOf(column: string): string {
  if (column === soFar) return ledgerSoFar;
  return column === "standing" ? "the standing" : column;
}

/** A column to which parts are added, in steps made by chance. */
function accumulate(column: string, parts: readonly Part[], draft: Draft): void {
  draft.maps.push({
    kind: "map",
    name: stepOf(column),
    lets: [],
    writes: [
      {
        column,
        mode: "change",
        value: parts.map(({ part }) => part).reduce(build.add),
        rounding: { kind: "chance", purpose: `${column}/rounding` },
        ledger: parts,
      },
    ],
  });
}

/** A column that is the sum of parts, whatever it was; not made by chance, so that it rests while these do. */
function makeAnew(
  column: "score" | "standing",
  parts: readonly Part[],
  lets: readonly Let[],
  thin: ThinFile | undefined,
  draft: Draft,
): void {
  const shown = column === "score" ? thin : undefined;
  const whole = (part: NumberTree): NumberTree => (shown ? build.choose(shown.when, build.constant(0), part) : part);
  const all = parts.map(({ label, part }): Part => ({ label, part: whole(part) }));
  if (shown) all.push({ label: ledgerThin, part: build.choose(shown.when, shown.score, build.constant(0)) });
  const was = leafOf(column, draft);
  const target = unlessThin(parts.map(({ part }) => part).reduce(build.add), shown);
  const ledger = [{ label: ledgerWas, part: build.unary("negate", was) }, ...all];
  draft.maps.push({
    kind: "map",
    name: stepOf(column),
    lets,
    writes: [
      {
        column,
        mode: "change",
        value: ifCovered(build.subtract(target, was), draft),
        rounding: { kind: "nearest" },
        ledger: ledger.map(({ label, part }) => ({ label, part: ifCovered(part, draft) })),
      },
    ],
  });
}

/** A score that is not made anew is put where it belongs for those with a thin file, after all else has moved it. */
function lowerThin(thin: ThinFile, score: NumberTree, draft: Draft): void {
  const value = ifCovered(build.choose(thin.when, build.subtract(thin.score, score), build.constant(0)), draft);
  draft.maps.push({
    kind: "map",
    name: ledgerThin,
    lets: [],
    writes: [
      {
        column: "score",
        mode: "change",
        value,
        rounding: { kind: "nearest" },
        ledger: [{ label: ledgerThin, part: value }],
      },
    ],
  });
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
    parts.push({ label: "decay", part: build.multiply(build.constant(rate), build.subtract(towards, gathered)) });
  return parts;
}
