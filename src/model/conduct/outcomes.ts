import type { Node } from "../../language/node.ts";
import {
  mapOf,
  may,
  type Named,
  need,
  type Of,
  type Reading,
  record,
  refuse,
  type Shape,
} from "../../language/shape.ts";
import { parameter, type Setting, setting } from "../../language/tagged.ts";
import { name, names, oneOf, rule } from "../../language/values.ts";
import { type RateKey, rateKeysIn } from "./rates.ts";
import { severityShape } from "./severity.ts";

/** What others leave, where one outcome is what is left. */
const rest = "rest";
const stated = setting("0.02 + 0.1 * hardship");

/** The chance of an outcome: a setting, or what the others leave. */
const share: Shape<Setting | typeof rest> = {
  ...stated,
  says: `${stated.says}, or ${rest}`,
  read: (node, reading, path) =>
    node.kind === "scalar" && node.text.trim() === rest ? rest : stated.read(node, reading, path),
};

/** What a conduct is, however it comes about. */
export const ofAnyConduct = {
  area: may(name("a word"), "the area of life it belongs to"),
  falls_on: may(oneOf("self", "other"), "with `at`: on whom a record of it falls", "self"),
  severity: may(
    severityShape,
    "how grave an act is, from 1: shares that add up to 1; with `at` also a rule, held to 1 to 10 and rounded by chance",
    "always 1",
  ),
  channel: may(
    names("a channel or a list of channels", 8),
    "what may record it, the first that sees it first",
    "nothing",
  ),
  claims: may(
    name("a conduct"),
    "it is the making of a false record: not that this was done but that the conduct named here was, by this person, or with `falls_on: other` by the one met; `channel` says who takes it down",
    "records are true but where they go astray",
  ),
  blocked: may(
    parameter(rule("truth", "no_flights")),
    "for whom an attempt comes to nothing: it is counted, but not done",
  ),
};

const outcome = record(
  {
    chance: need(
      share,
      "its chance, held to 0 to 1, and together to 1, or `rest`: what the others leave; a response multiplies it",
    ),
    ...ofAnyConduct,
  },
  "a mapping with chance",
);
type Outcome = Of<typeof outcome>;

/** `one_of`: what can come of a moment, each a conduct of its own. */
export const outcomesShape = mapOf(
  outcome,
  "outcomes by name, such as missed: { chance: 0.1, channel: bank }, paid: { chance: rest }",
  { least: 1, most: 16 },
);
export type Outcomes = Of<typeof outcomesShape>;

/** Where one of several comes from: what is due, or done at an encounter, and which of its chances is what is left. */
export interface OneOf {
  /** What they are the outcomes of. */
  readonly name: string;
  readonly path: string;
  readonly isRest: boolean;
}

/** What a scenario says under one name of `conduct`: one conduct, or several of which one comes about. */
interface Written {
  readonly one_of?: Outcomes | undefined;
  readonly chance?: Setting | undefined;
}

/** A conduct by its name: what is its own, and what it shares with those that could come about in its place. */
export type Alone<T> = Named<Omit<T, "one_of"> & { readonly outcome?: OneOf | undefined }> & {
  /** The dotted path at which it stands. */
  readonly path: string;
};

/** Conducts each under its own name: outcomes are conducts like any other. */
export function apart<T extends Written>(
  read: readonly Named<T>[],
  node: Node,
  reading: Reading,
): readonly Alone<T>[] | undefined {
  const found = read.flatMap((one) => outcomesOf(one));
  const known = new Set<string>();
  let fine = true;
  for (const { name: called, place } of [...read, ...found.filter(({ is }) => is.outcome)]) {
    if (known.has(called)) {
      refuse(reading, place, "name-taken", `"${called}" is a conduct already`, "another name");
      fine = false;
    }
    known.add(called);
  }
  if (found.length > mostConducts) {
    const message = `there are ${found.length} conducts, outcomes among them`;
    return refuse(reading, node.place, "too-many", message, `at most ${mostConducts}`);
  }
  return fine ? [...found].sort((a, b) => (a.name < b.name ? -1 : 1)) : undefined;
}

export const mostConducts = 256;

function outcomesOf<T extends Written>({ name: called, place, is }: Named<T>): Alone<T>[] {
  const path = `conduct.${called}`;
  const { one_of, ...shared } = is;
  if (!one_of) return [{ name: called, place, is: shared, path }];
  return one_of.map((one): Alone<T> => {
    const { chance, ...own } = one.is;
    const isRest = chance === rest;
    const of = { ...shared, ...own, chance: isRest ? undefined : chance, outcome: { name: called, path, isRest } };
    return { name: one.name, place: one.place, is: of, path: `${path}.one_of.${one.name}` };
  });
}

/** What says when a conduct comes about, and what has a meaning beside some of it alone. */
interface Occasions extends Outcome_, Partial<Record<RateKey, Setting | undefined>> {
  readonly at_most?: unknown;
  readonly at?: unknown;
  readonly every?: unknown;
  readonly when?: unknown;
  readonly together?: unknown;
  readonly one_of?: Outcomes | undefined;
}
type Outcome_ = { readonly [K in keyof Outcome]?: unknown };

/** Why what is said of a conduct does not go together. */
interface Misfit {
  readonly code: string;
  readonly message: string;
  readonly expected: string;
}

function oneRateMisfit(message: string, expected: string): Misfit {
  return { code: "one-rate", message, expected };
}

/** Why what is said of a conduct does not go together; undefined if it does. */
export function misfitOf(read: Occasions, path: string): Misfit | undefined {
  const [at, every] = [read.at !== undefined, read.every !== undefined];
  const rates = rateKeysIn(read as never).length > 0;
  const forms = [...(at ? ["encounters"] : []), ...(every ? ["every"] : []), ...(rates ? ["a rate"] : [])];
  if (forms.length > 1)
    return oneRateMisfit(`${path} has both ${forms.slice(0, 2).join(" and ")}`, "one of at, every and a rate");
  if ((at || every) && read.at_most !== undefined)
    return oneRateMisfit(`${path} has at_most, but no rate`, "at_most beside a rate alone");
  const needs = (key: keyof Occasions, what: string): Misfit | undefined =>
    read[key] === undefined || at || every
      ? undefined
      : oneRateMisfit(
          `${path} has ${what}, but neither an encounter nor every`,
          "at: an encounter or every: 1 month beside it, or a rate instead",
        );
  const needsAt = (key: keyof Occasions): Misfit | undefined =>
    read[key] === undefined || at ? undefined : oneRateMisfit(`${path} has ${key}, but no encounter`, atBeside);
  return (
    needs("chance", "a chance") ??
    needs("when", "a when") ??
    needs("one_of", "several outcomes") ??
    needsAt("falls_on") ??
    needsAt("together") ??
    misfitOfOutcomes(read, at, path)
  );
}

const atBeside = "at: an encounter beside it";

function misfitOfOutcomes(read: Occasions, at: boolean, path: string): Misfit | undefined {
  if (!read.one_of) return undefined;
  const own = (["chance", ...Object.keys(ofAnyConduct)] as (keyof Outcome)[]).find((key) => read[key] !== undefined);
  if (own !== undefined)
    return {
      code: "beside-one-of",
      message: `${path} has ${own} beside one_of`,
      expected: `${own} in each of its outcomes`,
    };
  if (!at && read.one_of.some(({ is }) => is.falls_on !== undefined))
    return oneRateMisfit(`an outcome of ${path} has falls_on, but no encounter`, atBeside);
  if (read.one_of.filter(({ is }) => is.chance === rest).length > 1)
    return {
      code: "two-rests",
      message: `two outcomes of ${path} are what the others leave`,
      expected: `one chance: ${rest} at most`,
    };
  return undefined;
}
