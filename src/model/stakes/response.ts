import { choices } from "../../core/problem.ts";
import { mapOf, may, type Named, need, type Of, record, refuse, type Shape } from "../../language/shape.ts";
import { setting } from "../../language/tagged.ts";
import { name, nameOrPart, names as namesShape, type Placed, quantity } from "../../language/values.ts";
import * as build from "../../rules/build.ts";
import { Scope } from "../../rules/scope.ts";
import type { NumberTree } from "../../rules/tree.ts";
import type { Channels } from "../conduct/channels.ts";
import type { Conduct } from "../conduct/conduct.ts";
import { namedConduct } from "../conduct/recordable.ts";
import type { Draft } from "../draft/draft.ts";
import { fromZero } from "../draft/fit.ts";
import type { ResponseLegend } from "../legend/legend.ts";
import { asSeen } from "../population/seen.ts";
import { type Answer, heldFactor, sharedOut, urgeOf } from "./answer.ts";
import type { Stakes } from "./stake.ts";

/** What a stake is divided by, where a response does not say. */
export const usualPer = 10_000;
/** How many times as often people do something at most, where a response does not say. */
const usualMost = 2;

const fields = record(
  {
    of: need(
      namesShape("a conduct or a list of them", 256, { one: nameOrPart("a conduct") }),
      "the conducts it changes; also `dropped`, `dropped.REASON` and `mended` (friends, see `friendship`), `leaving` (see `enrolment`), and a channel: how much of what they do it sees",
    ),
    factor: may(
      setting("1 - 0.3 * no_government_support"),
      "an assumed effect: by which their rates, or chances, are multiplied; several responses multiply",
    ),
    belief: may(setting("0.3"), "what people believe the chance is that it is recorded, from 0 to 1", "1"),
    stake: may(
      setting("stake + 500 * ashamed"),
      "what they have at stake, in yuan a year, below 0 for a gain; in it, `stake` is what follows from the scheme",
      "stake(x) of each conduct x in `of`; of friends, of a channel and of leaving, what follows from the scheme",
    ),
    per: may(setting("income"), "the yuan a year that a stake is measured by", String(usualPer)),
    sensitivity: may(
      setting("{ is: 2, assumed: nobody has measured it, range: [0, 10] }"),
      "instead of a factor: how strongly people respond to belief × stake, from 0 for not at all",
    ),
    curvature: may(
      setting("{ is: 1, assumed: nobody has measured it, range: [0, 5] }"),
      "how much less each further yuan at stake counts, from 0 for as much as the first",
      "0",
    ),
    at_most: may(
      quantity("number", { from: 1, to: 100 }),
      "how many times as often people do something at most because of what it brings",
      String(usualMost),
    ),
    effort: may(
      name("a word"),
      "a budget of effort: what is gained by all responses of this name is shared out, so that one budget is spent",
      "each has its own",
    ),
  },
  "a mapping with of and factor, or of, belief and sensitivity",
);
type One = Of<typeof fields>;
const onlyOfStakes = ["belief", "stake", "per", "curvature", "at_most", "effort"] as const;

const one: Shape<One> = {
  ...fields,
  read: (node, reading, path) => {
    const read = fields.read(node, reading, path);
    if (!read) return undefined;
    const more = onlyOfStakes.find((key) => read[key] !== undefined);
    if ((read.factor === undefined) !== (read.sensitivity === undefined) && !(read.factor && more)) return read;
    const message = !read.factor
      ? `${path} does not say how people respond`
      : `${path} has both a factor and ${read.sensitivity ? "a sensitivity" : more}`;
    return refuse(reading, node.place, "one-response", message, "either factor, or sensitivity with belief and stake");
  },
};

/** `response`: what people change because of the scheme, as a factor on how often, or with what chance, they do things. */
export const responseShape = mapOf(
  one,
  "responses by name, such as caution: { of: littering, factor: 0.8 } or deterrence: { of: littering, sensitivity: 2 }",
  { most: 64 },
);
export type Response = Of<typeof responseShape>;

/**
 * What a response can be of besides conducts and channels: how often friends are dropped, for whatever reason or for one,
 * and taken back; and how often a scheme is left.
 */
export type Other = "dropped" | `dropped.${string}` | "mended" | "leaving";

/** What a scenario has to say for it. */
const needs = {
  dropped: "friendship with dropped: { per_year: ... }, or a conduct",
  mended: "friendship with mended: { per_year: ... }, or a conduct",
  leaving: "institutions.enrolment with opt_out: { per_year: ... }, or a conduct",
} as const;

/** What is missing for what can be responded with; undefined of a name that is none of that. */
function needOf(name: string, others: readonly string[]): string | undefined {
  if (Object.hasOwn(needs, name)) return needs[name as keyof typeof needs];
  if (!name.includes(".")) return undefined;
  const reasons = others.filter((other) => other.startsWith("dropped."));
  return choices(reasons, "friendship with dropped: { low_score: { per_year: ... } }, for of: dropped.low_score");
}

/** A response of something. */
interface Target {
  readonly response: Named<One>;
  readonly of: Placed<string>;
}

/** Refuses a name that is that of a channel and of something else. */
function refuseTwoOf({ value, place }: Placed<string>, isConduct: boolean, draft: Draft): void {
  const other = isConduct ? "a conduct" : "something else that people can respond with";
  const message = `"${value}" is a channel here and ${other}: nothing tells which of them is meant`;
  draft.problem("response-of-two", message, place, `another name for ${isConduct ? "one of them" : "the channel"}`);
}

/** What is left by others grows and shrinks with these alone. */
function refuseRest(kind: Conduct[number] | undefined, { value, place }: Placed<string>, draft: Draft): void {
  if (!kind?.is.outcome?.isRest) return;
  draft.problem(
    "rest-responds",
    `${value} is what the other outcomes leave: a response of it has no meaning`,
    place,
    "a response of the other outcomes: what is left grows or shrinks with them",
  );
}

/** What there is that a response can be of. */
export interface Respondable {
  readonly conduct: Conduct;
  readonly channels: Channels;
  readonly others: readonly Other[];
}

/** What responses make of how often things are done, and of how much is seen of them. */
export class Responses {
  readonly #stakes: Stakes;
  readonly #draft: Draft;
  readonly #targets: readonly Target[];
  readonly #all: Response;
  readonly #answers: Answer[] = [];

  constructor(response: Response, { conduct, channels, others }: Respondable, stakes: Stakes, draft: Draft) {
    this.#all = response;
    this.#stakes = stakes;
    this.#draft = draft;
    this.#targets = response.flatMap((each) => each.is.of.map((of) => ({ response: each, of })));
    const isOther = (word: string): boolean => (others as readonly string[]).includes(word);
    for (const { of } of this.#targets) {
      const isConduct = conduct.some((each) => each.name === of.value);
      const isChannel = channels.some((each) => each.name === of.value);
      const missing = needOf(of.value, others);
      if (isChannel && (isConduct || isOther(of.value))) refuseTwoOf(of, isConduct, draft);
      else if (isChannel) this.#checkChannel(of, conduct);
      else if (missing !== undefined && !isOther(of.value) && !isConduct)
        draft.problem("nothing-to-respond", `nothing here is ${of.value}`, of.place, missing);
      else if (!isOther(of.value) || isConduct) refuseRest(namedConduct(of.value, of.place, conduct, draft), of, draft);
    }
  }

  /** Refuses a channel that nothing of what they do goes through. */
  #checkChannel({ value, place }: Placed<string>, conduct: Conduct): void {
    if (conduct.some(({ is }) => is.channel?.some((one) => one.value === value))) return;
    const message = `nothing that ${this.#draft.kind.nouns} do goes through ${value}`;
    this.#draft.problem("nothing-to-respond", message, place, `a conduct with channel: ${value}`);
  }

  /** The factors on the rate of each conduct, and on the coverage of each channel, that anything responds to. */
  factors(conduct: Conduct, channels: Channels): Factors {
    const factors = { conducts: new Map<string, NumberTree>(), channels: new Map<string, NumberTree>() };
    const answers: Answer[] = [];
    const multiply = (to: string, factor: NumberTree): void => {
      const those = conduct.some((each) => each.name === to) ? factors.conducts : factors.channels;
      const before = those.get(to);
      those.set(to, before ? build.multiply(before, factor) : factor);
    };
    for (const { response, of } of this.#targets) {
      const isConduct = conduct.some((each) => each.name === of.value);
      if (!isConduct && !channels.some((each) => each.name === of.value)) continue;
      const stake = (): NumberTree | undefined =>
        isConduct ? this.#stakes.of(of.value) : this.#stakes.ofChannel(of.value);
      const made = this.#made(response, of.value, stake, this.#draft.personScope);
      if (!made) continue;
      if (!("urge" in made)) multiply(of.value, made.factor);
      else answers.push(isConduct ? made : { ...made, avoids: true });
    }
    for (const answer of sharedOut(answers)) multiply(answer.of, heldFactor(answer));
    for (const those of [factors.conducts, factors.channels])
      for (const [to, factor] of those) those.set(to, this.#onceBegun(factor));
    return factors;
  }

  /** The same of something besides conducts, whose rules stand in a scope of their own. */
  ofOther(other: Other, stake: () => NumberTree | undefined, scope: Scope): NumberTree {
    let factor: NumberTree = build.constant(1);
    if (other !== "dropped" && other !== "leaving" && !this.#targets.some(({ of }) => of.value === other))
      return factor;
    for (const { response, of } of this.#targets) {
      if (of.value !== other) continue;
      const made = this.#made(response, other, stake, scope);
      if (made) factor = build.multiply(factor, "urge" in made ? heldFactor(made) : made.factor);
    }
    return this.#onceBegun(factor);
  }

  /** Nobody responds to a scheme that is not there yet. */
  #onceBegun(factor: NumberTree): NumberTree {
    return build.choose(this.#draft.begun, factor, build.constant(1));
  }

  /** A factor, or an answer to what is at stake; undefined, with problems, where it cannot be read. */
  #made(
    response: Named<One>,
    of: string,
    stake: () => NumberTree | undefined,
    scope: Scope,
  ): { readonly factor: NumberTree } | Answer | undefined {
    if (response.is.factor) {
      const factor = this.#read(response, "factor", scope);
      if (!factor) return undefined;
      return { factor: factor.range.from < 0 ? build.greater(factor, build.constant(0)) : factor };
    }
    return this.#answer(response, of, stake, scope);
  }

  #answer(response: Named<One>, of: string, reckon: () => NumberTree | undefined, scope: Scope): Answer | undefined {
    const { is } = response;
    const stake = is.stake ? this.#read(response, "stake", stakeScope(of, reckon, scope)) : reckon();
    if (!is.stake && stake?.op === "constant" && stake.value === 0) this.#stakes.warnNothing(of, response.name);
    const belief = is.belief ? this.#read(response, "belief", scope) : build.constant(1);
    const per = is.per ? this.#read(response, "per", scope) : build.constant(usualPer);
    const sensitivity = this.#read(response, "sensitivity", scope);
    const curvature = is.curvature ? this.#read(response, "curvature", scope) : build.constant(0);
    if (!stake || !belief || !per || !sensitivity || !curvature) return undefined;
    const urge = urgeOf({ stake, belief, per, sensitivity, curvature });
    const most = is.at_most?.amount ?? usualMost;
    const answer = { of, response: response.name, urge, most, effort: is.effort?.value, stake, belief };
    this.#answers.push(answer);
    return answer;
  }

  #read(response: Named<One>, key: keyof typeof fits, scope: Scope): NumberTree | undefined {
    const path = `response.${response.name}.${key}`;
    return asSeen(this.#draft.setting(response.is[key]!, path, scope, fits[key]), this.#draft);
  }

  /** Those to what is at stake, to a reader. */
  legend(): ResponseLegend[] | undefined {
    const told = this.#all.filter(({ is }) => is.sensitivity);
    if (told.length === 0) return undefined;
    return told.map(({ name: called }): ResponseLegend => {
      const answers = this.#answers.filter(({ response, of }) => response === called && !isOfTies(of));
      return {
        ...this.#draft.said(`response.${called}`, called),
        stakes: answers.map(({ of, belief, stake }) => ({ in: of, belief, stake })),
      };
    });
  }
}

/** The factors on the rate of each conduct, and on the coverage of each channel; none where nothing responds. */
export interface Factors {
  readonly conducts: ReadonlyMap<string, NumberTree>;
  readonly channels: ReadonlyMap<string, NumberTree>;
}

/** Whether what is at stake in it hangs on each friend. */
function isOfTies(of: string): boolean {
  return of === "dropped" || of === "mended" || of.startsWith("dropped.");
}

/** The names of a scope, and `stake`: reckoned where a rule asks for it. */
function stakeScope(of: string, reckon: () => NumberTree | undefined, scope: Scope): Scope {
  const within = new Scope(scope);
  within.add("stake", {
    kind: "number",
    doc: `what is at stake in ${of}`,
    get tree() {
      return reckon() ?? build.constant(0);
    },
  });
  return within;
}

const fits = {
  factor: { from: 0 },
  belief: { from: 0, to: 1 },
  stake: {},
  per: fromZero,
  sensitivity: { from: 0 },
  curvature: { from: 0 },
} as const;
