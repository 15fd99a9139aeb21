import type { Named } from "../../language/shape.ts";
import type { Draft } from "../draft/draft.ts";
import type { Declared } from "./distributions.ts";
import type { Traits } from "./population.ts";
import type { State } from "./state.ts";

/** The most words that the categories of a scenario may have together, each counted once. */
const wordsMost = 256;

/** What words are declared in: traits, and the draws of states. */
interface Worded {
  readonly population?: Traits | undefined;
  readonly state?: State | undefined;
}

/** Refuses more words than kinds of people have: a category is a distribution, not a list of names. */
export function checkWords(blocks: readonly Worded[], draft: Draft): void {
  const known = new Set<string>();
  for (const { name, place, is } of blocks.flatMap(wordedIn)) {
    for (const word of is.words ?? []) known.add(word);
    if (known.size <= wordsMost) continue;
    const message = `with those of ${name} the categories of this scenario have ${known.size} words`;
    draft.problem(
      "too-many-words",
      message,
      place,
      `at most ${wordsMost} words in all: a category is no list of names`,
    );
    return;
  }
}

function wordedIn({ population, state = [] }: Worded): readonly Named<Declared>[] {
  return [...(population?.traits ?? []), ...state.flatMap(({ is }) => is.draws ?? [])];
}
