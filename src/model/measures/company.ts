import type { Groups } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import { type ColumnHandle, wholeColumn } from "../draft/columns.ts";
import type { CensusSpec, Draft } from "../draft/draft.ts";
import type { Lists } from "../lists/lists.ts";
import { countOf, friendsMean, gathered, type TiesPart } from "../population/ties.ts";

/** `population.ties.measured`: who is friends with whom, by score, band and list, and who has nobody left. */

/** What is counted of friends has this step: what both sides are as the tick begins. */
const asItBegins = "friends as the tick began";
const whichBand = "bands that friends see";
const ownScore = "ties.own score";
const alike = "ties.alike";
const bandColumn = (band: string): string => `ties.in ${band}`;

/** A sum over everyone stays a whole number of such steps below 2^53. */
const fine = 2 ** -20;
/** Variances of scores, in units of half their scale, below which nobody is told apart. */
const leastVariance = 1e-6;

/** What is counted of friends; asked for before anything of a tick has changed. */
export function lowerCompany(ties: TiesPart | undefined, lists: Lists, draft: Draft): void {
  if (ties?.measured !== true) return;
  if (draft.most.friends === 0) {
    draft.problem(
      "no-friends",
      "nothing can be measured of friends: nobody has any",
      draft.placeOf("population.ties.measured"),
      "population.ties with friends: 4",
    );
    return;
  }
  const count = countOf("friends", draft).leaf;
  const some = build.compare("gt", count, build.constant(0));
  const shareOf = (sum: NumberTree): NumberTree =>
    build.known(build.divideBy(sum, count), { from: 0, to: 1 }, "it is a part of them");
  const census = (name: string, value: NumberTree, is: Partial<CensusSpec> & { doc: string }): void => {
    draft.census(name, { value, resolution: fine, figure: "mean", where: some, ...is }, { topic: "ties" });
  };
  census("without friends", build.number(build.not(some)), {
    where: build.truth(true),
    resolution: 1,
    figure: "share",
    doc: "share without a friend that is there as the tick begins",
  });
  const bands = draft.groups.get("band");
  if (bands) measureBands(bands, { some, shareOf, census }, draft);
  for (const { name } of lists) measureList(name, { shareOf, census }, draft);
  if (draft.find("score")) measureScores(some, census, draft);
}

interface Counting {
  readonly some: TruthTree;
  readonly shareOf: (sum: NumberTree) => NumberTree;
  readonly census: (name: string, value: NumberTree, is: Partial<CensusSpec> & { doc: string }) => void;
}

/** Friends by band, and by one's own; and the share of friends in one's own band. */
function measureBands(bands: Groups, { some, shareOf, census }: Counting, draft: Draft): void {
  const shown = bands.words.map((band) => {
    const doc = `whether one was in ${band} at the end of the last tick`;
    return draft.addColumn(wholeColumn(bandColumn(band), 0, 1, "stored", doc));
  });
  const sums = shown.map((column) => gathered(column, "friends", draft).sum.leaf);
  const most = draft.most.friends;
  const doc = "friends in one's own band as the tick begins; below 0 for who is in none";
  const column = draft.addColumn(wholeColumn(alike, -1, most, "scratch", doc));
  const graded = shown.map(({ leaf }) => leaf).reduce(build.add);
  const same = shown.map(({ leaf }, i) => build.multiply(leaf, sums[i]!)).reduce(build.add);
  const isGraded = build.compare("gt", graded, build.constant(0));
  begin(column, build.choose(isGraded, same, build.constant(-1)), "alike", draft);
  census("friends alike", shareOf(column.leaf), {
    where: build.and(some, build.compare("ge", column.leaf, build.constant(0))),
    doc: "mean share of friends in one's own band, of whoever is in one",
  });
  for (const [i, band] of bands.words.entries())
    census(`friends in ${band}`, shareOf(sums[i]!), { groups: bands, doc: `mean share of friends in ${band}` });
}

/** Friends on a list, by whether one is on it oneself. */
function measureList(list: string, { shareOf, census }: Pick<Counting, "shareOf" | "census">, draft: Draft): void {
  const listed = draft.personScope.lookup(list);
  const sum = draft.personScope.functionOf("friends_sum")?.apply(list);
  if (listed?.kind !== "truth" || sum?.kind !== "number") return;
  const groups = { name: list, index: build.number(listed.tree), words: ["others", "listed"] };
  census(`friends on ${list}`, shareOf(sum.tree), { groups, doc: `mean share of friends on ${list}` });
}

/**
 * Pearson's correlation of one's own score and the mean of one's friends', from five means that are exact sums; a tick
 * later, since figures of measures are known then. Scores are counted from the middle of the scale, in halves of it.
 */
function measureScores(some: TruthTree, census: Counting["census"], draft: Draft): void {
  const { leaf, column } = draft.column("score");
  const own = draft.addColumn({ ...column, name: ownScore, role: "scratch", doc: "the score as the tick began" });
  begin(own, leaf, "own score", draft);
  const { from, to } = leaf.range;
  const unit = (score: NumberTree): NumberTree => {
    const centred = build.subtract(score, build.constant((from + to) / 2));
    return build.clamp(build.divideBy(centred, build.constant((to - from) / 2)), -1, 1);
  };
  const friends = build.choose(some, friendsMean("score", draft).tree, own.leaf);
  const [x, y] = [unit(own.leaf), unit(friends)];
  const where = build.and(some, draft.covered);
  const mean = (what: string, value: NumberTree): NumberTree => {
    const name = `assortativity.${what}`;
    const doc = `mean ${what}, of scores counted from the middle of the scale in halves of it`;
    draft.census(name, { value, resolution: fine, figure: "mean", where, doc }, { topic: "moments" });
    return build.global(draft.measure(name), value.range);
  };
  const [a, b] = [mean("own", x), mean("friends", y)];
  const variance = (square: NumberTree, of: NumberTree): NumberTree => build.subtract(square, build.multiply(of, of));
  const u = variance(mean("own squared", build.multiply(x, x)), a);
  const v = variance(mean("friends squared", build.multiply(y, y)), b);
  const together = build.subtract(mean("product", build.multiply(x, y)), build.multiply(a, b));
  const least = build.constant(leastVariance);
  const apart = build.and(build.compare("gt", u, least), build.compare("gt", v, least));
  const root = build.multiply(
    build.unary("sqrt", build.greater(u, least)),
    build.unary("sqrt", build.greater(v, least)),
  );
  const is = build.choose(apart, build.clamp(build.divideBy(together, root), -1, 1), build.constant(0));
  const doc = "correlation of one's own score and the mean of one's friends', as of the tick before";
  const { leaf: correlation } = draft.addGlobal(
    { name: "ties.assortativity", start: 0, range: { from: -1, to: 1 }, doc },
    { kind: "tree", is },
  );
  census("assortativity.score", correlation, { where: build.truth(true), doc });
}

/** Keeps what is so as the tick begins, for when it ends. */
function begin(column: ColumnHandle, value: NumberTree, what: string, draft: Draft): void {
  draft.addStep({ kind: "map", name: `${asItBegins}: ${what}`, lets: [], writes: [column.set(value)] });
}

/** What friends see of bands: the last of a tick, as of truths. */
export function showBands(ties: TiesPart | undefined, draft: Draft): void {
  const bands = draft.groups.get("band");
  if (ties?.measured !== true || !bands || draft.most.friends === 0) return;
  const writes = bands.words.map((band, i) =>
    draft.column(bandColumn(band)).set(build.number(build.compare("eq", bands.index, build.constant(i)))),
  );
  draft.addStart({ kind: "map", name: `${whichBand}, at the start`, lets: [], writes });
  draft.addStep({ kind: "map", name: whichBand, lets: [], writes });
}
