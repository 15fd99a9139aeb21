import * as build from "../../rules/build.ts";
import type { NumberTree, TruthTree } from "../../rules/tree.ts";
import type { Draft } from "../draft/draft.ts";
import type { BandsLegend } from "../legend/legend.ts";
import type { Scheme } from "./scheme.ts";

/** The word of the band when grades are not in force: it is below every band and equal to none. */
export const ungraded = "ungraded";
/** The bands, once phases can be spoken of: an option that is ordered from the lowest band up. */
export function declareBands(scheme: Scheme, draft: Draft): void {
  const bands = [...(scheme.bands ?? [])].sort((a, b) => a.is.amount - b.is.amount);
  if (bands.length === 0) return;
  const place = draft.placeOf("scheme.bands");
  if (bands[0]!.is.amount > scheme.score.from.amount)
    draft.problem(
      "band-gap",
      `scores below ${bands[0]!.is.amount} belong to no band`,
      bands[0]!.place,
      `a lowest band that begins at ${scheme.score.from.amount}`,
    );
  const twin = bands.find(({ is }, i) => i > 0 && is.amount === bands[i - 1]!.is.amount);
  if (twin)
    draft.problem(
      "band-twin",
      `two bands begin at ${twin.is.amount}`,
      twin.place,
      "a different lowest score for each band",
    );
  const unnamed = bands.find(({ name }) => name === ungraded);
  if (unnamed)
    draft.problem(
      "bad-name",
      `"${ungraded}" is what people are while there are no bands`,
      unnamed.place,
      "another word",
    );
  for (const { name, place: at, is } of bands) {
    if (is.amount > scheme.score.to.amount)
      draft.problem(
        "out-of-range",
        `nobody can reach the band ${name}: ${is.amount} is too large`,
        at,
        `at most ${scheme.score.to.amount}, the highest score there is`,
      );
  }
  const score = draft.find("score")?.leaf;
  // With a fault, as if it always held: rules that speak of bands are no worse for it.
  const inForce = (scheme.bands_in_force && draft.truth(scheme.bands_in_force, draft.globalScope)) ?? build.truth(true);
  if (!score) return;
  const reached = bands.reduce<NumberTree>(
    (lower, { is }, i) =>
      i === 0 ? lower : build.choose(build.compare("ge", score, build.constant(is.amount)), build.constant(i), lower),
    build.constant(0),
  );
  const graded = (whom: TruthTree): NumberTree => build.choose(build.and(inForce, whom), reached, build.constant(-1));
  const tree = graded(draft.covered);
  const options = new Map<string, number>([[ungraded, -1], ...bands.map(({ name }, i): [string, number] => [name, i])]);
  draft.ownName(draft.personScope, "band", { kind: "option", tree, options, ordered: true, doc: "the band" }, place);
  // What is told apart by band is told of ticks in which there are bands: not of those in which the world settles.
  draft.groups.set("band", {
    name: "band",
    index: draft.begun.op === "truth" ? tree : graded(draft.covers),
    words: bands.map(({ name }) => name),
  });
}

/** The bands to a reader, from the lowest up. */
export function legendOfBands(scheme: Scheme, draft: Draft): Omit<BandsLegend, "lowestBy"> | undefined {
  const groups = draft.groups.get("band");
  if (!groups) return undefined;
  const bands = [...(scheme.bands ?? [])].sort((a, b) => a.is.amount - b.is.amount);
  const of = bands.map(({ name, is }) => ({ ...draft.said(`scheme.bands.${name}`, name), from: is.amount }));
  return { index: groups.index, of };
}
