import { unitsMost } from "../../core/cuts.ts";
import { runLimits } from "../../core/limits.ts";
import { choices, grouped, nearest } from "../../core/problem.ts";
import { listOf, mapOf, may, type Named, need, type Of, record } from "../../language/shape.ts";
import { parameter } from "../../language/tagged.ts";
import { name, quantity, rule } from "../../language/values.ts";
import type { Column, Let, Write } from "../../plan/plan.ts";
import * as build from "../../rules/build.ts";
import type { NumberTree } from "../../rules/tree.ts";
import { type ColumnSpec, rangeOf } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import type { TraitLegend } from "../legend/legend.ts";
import { choleskyOf } from "./correlation.ts";
import { type Declared, declaredDistribution } from "./distributions.ts";
import { tiesShape } from "./ties.ts";

/** What people are described by, and enterprises too. */
export const traitFields = {
  traits: may(
    mapOf(declaredDistribution, "traits by name, such as conscientious: { beta: [5, 2] }", { most: 64 }),
    "what people are born with and keep",
  ),
  correlations: may(
    listOf(
      record(
        {
          between: need(listOf(name("a trait"), "two traits", { least: 2, most: 2 }), "two traits with numbers"),
          is: need(
            parameter(quantity("number", { from: -1, to: 1 })),
            "the correlation of their normal scores (a Gaussian copula)",
          ),
        },
        "{ between: [income, age], is: 0.3 }",
      ),
      "a list of correlations",
      { most: 200 },
    ),
    "traits that go together",
  ),
  derived: may(
    mapOf(rule("number", "year - birth_year"), "rules by name"),
    "figures that follow from traits, state and time, such as age",
  ),
};

/** `population`: how many people, what they are born with, and who is whose friend. */
export const populationShape = record(
  {
    size: need(
      parameter(quantity("people", { from: runLimits.people.least, to: runLimits.people.most, whole: true })),
      "how many people",
    ),
    ...traitFields,
    ties: may(tiesShape, "communities and friendships"),
  },
  "a mapping with size and traits",
);
export type Population = Of<typeof populationShape>;
/** What enterprises are described by too. */
export type Traits = Pick<Population, "traits" | "correlations" | "derived">;

/** The column of a declared distribution: the narrowest grid that holds its range. */
function columnOf(
  name: string,
  declared: Declared,
  role: Column["role"],
  doc: string,
  draft: Draft,
  path: string,
): ColumnSpec | undefined {
  const { from, to, words, truth } = declared;
  if (words || truth)
    return {
      name,
      offset: 0,
      resolution: 1,
      lowest: 0,
      highest: words ? Math.max(1, words.length - 1) : 1,
      initial: 0,
      role,
      doc,
    };
  const resolution = declared.resolution ?? (to > from ? (to - from) / (unitsMost - 1) : 1);
  const highest = Math.max(1, Math.round((to - from) / resolution));
  if (highest >= unitsMost)
    return draft.problem(
      "too-fine",
      `from ${from} to ${to} in steps of ${resolution} there are ${grouped(highest)} steps`,
      draft.placeOf(path),
      `at most ${grouped(unitsMost - 1)}: a coarser resolution`,
    );
  return { name, offset: from, resolution, lowest: 0, highest, initial: 0, role, doc };
}

/** Declares the traits: their columns, names, and the steps that draw them at the start. */
export function lowerPopulation(population: Traits, draft: Draft): void {
  const traits = population.traits ?? [];
  const scored = scoresOf(population, draft);
  const depths = depthsOf(traits, draft);
  for (const trait of traits) declareTrait(trait, draft);
  const most = Math.max(0, ...depths.values());
  for (let depth = 0; depth <= most; depth++) {
    const layer = traits.filter(({ name }) => depths.get(name) === depth);
    const lets: Let[] = depth === 0 ? scored.lets : [];
    const writes: Write[] = [];
    for (const trait of layer) drawTrait(trait, scored.scores.get(trait.name), draft, lets, writes);
    if (writes.length > 0)
      draft.addStart({ kind: "map", name: depth === 0 ? "traits" : `traits given traits (${depth})`, lets, writes });
  }
}

/** Figures that follow from others: they are rules, and cost no memory. Lowered once all names of a person are known. */
export function lowerDerived(population: Traits, draft: Draft): void {
  let left = population.derived ?? [];
  while (left.length > 0) {
    // They may speak of each other in any order, but not in a circle.
    const waiting = new Set(left.map(({ name }) => name));
    const speaks = ({ is }: (typeof left)[number]): boolean => wordsOf(is.text).some((word) => waiting.has(word));
    const ready = left.filter((one) => !speaks(one));
    if (ready.length === 0) {
      const circle = left.map(({ name }) => name);
      const message = `these figures follow from each other in a circle: ${circle.slice(0, 8).join(", ")}`;
      draft.problem("derived-cycle", message, left[0]!.place, "figures that follow from traits, state and time");
    }
    for (const { name, place, is } of ready.length > 0 ? ready : left) {
      // With a fault it is 0, and rules that ask for it are no worse for that.
      const tree = (ready.length > 0 && draft.number(is)) || build.constant(0);
      draft.name(draft.personScope, name, { kind: "number", tree, doc: `derived: ${is.text}` }, place);
    }
    left = ready.length > 0 ? left.filter((one) => !ready.includes(one)) : [];
  }
}

/** Derived figures that do not speak of a name, not even through each other; and those that do. */
export function apart({ derived = [], ...rest }: Traits, name: string): { before: Traits; after: Traits } {
  const speaking = new Set([name]);
  for (let size = 0; size < speaking.size; ) {
    size = speaking.size;
    for (const one of derived) if (wordsOf(one.is.text).some((word) => speaking.has(word))) speaking.add(one.name);
  }
  return {
    before: { ...rest, derived: derived.filter((one) => !speaking.has(one.name)) },
    after: { ...rest, derived: derived.filter((one) => speaking.has(one.name)) },
  };
}

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

function declareTrait({ name, place, is }: Named<Declared>, draft: Draft): void {
  const column = columnOf(name, is, "stored", `trait: ${name}`, draft, `population.traits.${name}`);
  if (!column) return;
  const { leaf } = draft.addColumn(column);
  const doc = `the trait ${name}`;
  if (is.truth)
    draft.name(
      draft.personScope,
      name,
      { kind: "truth", tree: build.compare("eq", leaf, build.constant(1)), doc },
      place,
    );
  else if (is.words)
    draft.name(
      draft.personScope,
      name,
      { kind: "option", tree: leaf, options: new Map(is.words.map((word, i) => [word, i])), ordered: false, doc },
      place,
    );
  else draft.name(draft.personScope, name, { kind: "number", tree: leaf, doc }, place);
  if (is.words) draft.groups.set(name, { name, index: leaf, words: is.words });
}

function drawTrait(
  { name, is }: Named<Declared>,
  score: NumberTree | undefined,
  draft: Draft,
  lets: Let[],
  writes: Write[],
): void {
  const trait = draft.find(name);
  if (!trait) return;
  const path = `population.traits.${name}`;
  const row = rowOf(is, draft, path);
  if (!row) return;
  const { column } = trait;
  const purpose = purposeOf(name);
  const rows = row.order.map((i) => is.rows[i]!.is);
  if (score) {
    const table = draft.addScores(purpose, rows, column, path);
    lets.push({ name, kind: "pickByScore", table, row: row.tree, score });
  } else {
    const table = draft.addCuts(purpose, rows, column, path);
    lets.push({ name, kind: "pick", table, row: row.tree, purpose: draft.own(purpose) });
  }
  writes.push(trait.set(valueOfUnit(build.local(name, { from: column.lowest, to: column.highest }), column)));
}

/** The purpose under which a trait is drawn, and its table. */
function purposeOf(trait: string): string {
  return `trait.${trait}`;
}

/** The logical value of a unit that a pick gave (counted from the column's lowest). */
export function valueOfUnit(unit: NumberTree, column: Omit<ColumnSpec, "name">): NumberTree {
  const value = build.add(
    build.constant(column.offset),
    build.multiply(build.add(unit, build.constant(column.lowest)), build.constant(column.resolution)),
  );
  return build.known(value, rangeOf(column), "a unit of a column stands for one of its values");
}

/** The row of a conditional table as a tree over the columns of the traits it is given, and the order of the rows. */
export function rowOf(
  declared: Declared,
  draft: Draft,
  path: string,
): { tree: NumberTree; order: number[] } | undefined {
  const place = draft.placeOf(`${path}.given`) ?? draft.placeOf(path);
  let tree: NumberTree = build.constant(0);
  const words: (readonly string[])[] = [];
  for (const trait of declared.given) {
    const meaning = draft.personScope.lookup(trait);
    if (!meaning || meaning.kind === "number") {
      const known = draft.personScope.names().filter((one) => draft.personScope.lookup(one)!.kind !== "number");
      return draft.problem(
        "bad-condition",
        `"${trait}" is not a trait with words`,
        place,
        choices(known, "a chance or categorical trait"),
        nearest(trait, known),
      );
    }
    const own = meaning.kind === "truth" ? ["false", "true"] : [...meaning.options.keys()];
    words.push(own);
    const index = meaning.kind === "truth" ? build.number(meaning.tree) : meaning.tree;
    tree = build.add(build.multiply(tree, build.constant(own.length)), index);
  }
  const combinations = product(words);
  const byWords = new Map(declared.rows.map(({ when }, i) => [when.join(" "), i]));
  const every = declared.given.map(
    (trait, i) => `each word of ${trait} (${words[i]!.slice(0, 6).join(", ")}${words[i]!.length > 6 ? ", …" : ""})`,
  );
  const order: number[] = [];
  for (const combination of combinations) {
    const i = byWords.get(combination.join(" "));
    if (i === undefined)
      return draft.problem(
        "row-missing",
        `this table has no row for ${declared.given.map((trait, j) => `${trait} ${combination[j]}`).join(" and ")}`,
        place,
        `a row for ${every.join(" and ")}`,
      );
    order.push(i);
  }
  const stray = declared.rows.find(({ when }) => when.some((word, i) => !words[i]!.includes(word)));
  if (stray) {
    const [trait, word, known] = declared.given
      .map((one, i) => [one, stray.when[i]!, words[i]!] as const)
      .find(([, one, own]) => !own.includes(one))!;
    return draft.problem(
      "row-unknown",
      `"${word}" is no word of ${trait}`,
      place,
      choices(known),
      nearest(word, known),
    );
  }
  return { tree, order };
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((word) => [...row, word])), [[]]);
}

/** How many traits must be drawn before each: 0 for one that is given none. Cycles are refused. */
function depthsOf(traits: readonly Named<Declared>[], draft: Draft): Map<string, number> {
  const depths = new Map<string, number>();
  const byName = new Map(traits.map((trait) => [trait.name, trait]));
  const visit = (name: string, trail: readonly string[]): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const trait = byName.get(name);
    if (!trait) return 0;
    if (trail.includes(name)) {
      draft.problem(
        "condition-cycle",
        `traits are given each other in a circle: ${[...trail, name].join(", ")}`,
        trait.place,
        "conditions that end in a trait without any",
      );
      return 0;
    }
    const depth = Math.max(0, ...trait.is.given.map((one) => visit(one, [...trail, name]) + 1));
    depths.set(name, depth);
    return depth;
  };
  for (const { name } of traits) visit(name, []);
  return depths;
}

function sorted(between: readonly { readonly value: string }[]): string {
  return between
    .map(({ value }) => value)
    .sort()
    .join();
}

/** Normal scores for the traits of `correlations`: each a sum of independent ones by the Cholesky factor. */
function scoresOf(population: Traits, draft: Draft): { lets: Let[]; scores: Map<string, NumberTree> } {
  const lets: Let[] = [];
  const scores = new Map<string, NumberTree>();
  const pairs = population.correlations ?? [];
  const numeric = (population.traits ?? [])
    .filter(({ is }) => !is.words && is.given.length === 0)
    .map(({ name }) => name);
  for (const [i, { between }] of pairs.entries()) {
    const both = sorted(between);
    if (pairs.findIndex((one) => sorted(one.between) === both) < i)
      draft.problem("bad-correlation", "these two are correlated already", between[0]!.place, "each pair once");
    for (const { value, place } of between) {
      if (!numeric.includes(value))
        draft.problem(
          "bad-correlation",
          `"${value}" is not a trait that can be correlated`,
          place,
          choices(numeric, "a trait without given or categorical"),
          nearest(value, numeric),
        );
    }
    if (between[0]!.value === between[1]!.value)
      draft.problem("bad-correlation", "a trait cannot be correlated with itself", between[0]!.place, "two traits");
  }
  const names = numeric.filter((one) => pairs.some(({ between }) => between.some(({ value }) => value === one)));
  const factor = choleskyOf(
    names,
    pairs.map(({ between, is }) => ({ a: between[0]!.value, b: between[1]!.value, is: is.amount })),
  );
  if (!factor) {
    draft.problem(
      "impossible-correlations",
      "no population can have all these correlations at once",
      draft.placeOf("population.correlations"),
      "smaller correlations (the matrix must be positive definite)",
    );
    return { lets, scores };
  }
  const wide = { from: -7, to: 7 };
  for (const one of names) lets.push({ name: `${one}.normal`, kind: "normal", purpose: draft.own(purposeOf(one)) });
  names.forEach((one, i) => {
    const parts = factor[i]!.slice(0, i + 1).map((weight, j) =>
      build.multiply(build.constant(weight), build.local(`${names[j]}.normal`, wide)),
    );
    scores.set(one, parts.reduce(build.add));
  });
  return { lets, scores };
}

/** What the traits of a kind are to a reader. */
export function legendOfTraits({ traits = [] }: Traits, draft: Draft): TraitLegend[] {
  return traits.map(({ name, is }) => ({
    ...draft.said(`population.traits.${name}`, name),
    column: draft.column(name).ref,
    words: is.words,
    isTruth: is.truth,
  }));
}
