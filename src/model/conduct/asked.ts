import { constant } from "../../rules/build.ts";
import type { Expression, RuleText } from "../../rules/parse.ts";
import type { Meaning, NameFunction } from "../../rules/scope.ts";
import type { Consequences } from "../consequences/consequences.ts";
import { wholeColumn } from "../draft/columns.ts";
import type { Draft } from "../draft/draft.ts";
import { isBlockable } from "./blocking.ts";
import type { Conduct, ConductKind } from "./conduct.ts";
import { type CountWord, counted, countOf, countWords } from "./counts.ts";
import type { Places } from "./places.ts";

const docs: Readonly<Record<CountWord, string>> = {
  did: "how often a person has done something in this tick",
  recorded: "how many records of it were put down to a person in this tick",
  blocked: "how often a person has tried it in vain in this tick",
  met: "how often others have done it to a person at encounters in this tick",
  freed: "how many records of a person redress has freed in this tick",
};

/** What conducts there are, and what can stop them. */
interface Countable {
  readonly conduct?: Conduct | undefined;
  readonly consequences?: Consequences | undefined;
  readonly places?: Places | undefined;
  readonly redress?: readonly { readonly name: string }[] | undefined;
}

/** Why a count of a conduct cannot be asked for: a code, what is wrong and what is right. */
function faultOfCount(word: CountWord, one: ConductKind) {
  const { name, path, is } = one;
  if (word === "recorded" && !is.channel)
    return { code: "never-recorded", message: `nothing records "${name}"`, expected: `a channel in ${path}` };
  if (word === "met" && !is.at) {
    const expected = "a conduct with at: an encounter";
    return { code: "never-met", message: `"${name}" is done at no encounter`, expected };
  }
  return undefined;
}

/**
 * Whether a count stays at 0. It is no fault to ask for one: whoever leaves out a consequence must be able to leave the
 * states alone in which it is felt.
 */
function isNone(word: CountWord, one: ConductKind, { consequences = [], places = [] }: Countable): boolean {
  return word === "blocked" && !isBlockable(one, { consequences, places });
}

/** The functions by which rules ask for counts of the tick: where they may, and where they may not. */
export function declareCounts(of: Countable, draft: Draft): void {
  const { conduct = [], redress = [] } = of;
  for (const word of countWords) {
    const able = conduct.filter((one) => faultOfCount(word, one) === undefined);
    const can = (word === "freed" ? redress : able).map(({ name }) => name);
    const doc = docs[word];
    draft.personScope.addFunction(word, {
      doc,
      names: () => can,
      apply: () => undefined,
      faultOf: () => elsewhere(word),
    });
    draft.countScope.addFunction(word, {
      doc,
      names: () => can,
      apply: (name) => {
        const none = conduct.some((each) => each.name === name && isNone(word, each, of));
        return none ? { kind: "number", tree: constant(0), doc } : meaningOf(word, name, draft);
      },
      faultOf: (name) => {
        const one = conduct.find((each) => each.name === name);
        return one && word !== "freed" ? faultOfCount(word, one) : undefined;
      },
    } satisfies NameFunction);
  }
}

function elsewhere(word: CountWord): { code: string; message: string; expected: string } {
  return {
    code: "count-elsewhere",
    message: `${word}(x) counts what happens in a tick, and here the tick is not over`,
    expected: `${word}(x) in the update of a state, in measures or in groups; elsewhere a state that keeps it`,
  };
}

function meaningOf(word: CountWord, name: string, draft: Draft): Meaning | undefined {
  const column = draft.counts.get(countOf(word, name));
  return column && { kind: "number", tree: column.leaf, doc: counted[word].replace("NAME", name) };
}

/** Makes a column for each count that rules ask for; what nobody asks for is not counted. */
export function openCounts(rules: readonly (RuleText | undefined)[], of: Countable, draft: Draft): void {
  const { conduct = [], redress = [] } = of;
  const asked = rules.flatMap((rule) => (rule ? askedIn(rule.parsed).map((each) => ({ ...each, rule })) : []));
  for (const { word, name, rule } of asked) {
    const one = conduct.find((each) => each.name === name);
    const called = countOf(word, name);
    const isThere = word === "freed" ? redress.some((each) => each.name === name) : one && !faultOfCount(word, one);
    if (!isThere || draft.counts.has(called)) continue;
    if (one && isNone(word, one, of)) {
      warnNone(one, rule, draft);
      continue;
    }
    const doc = counted[word].replace("NAME", name);
    draft.counts.set(called, draft.addColumn(wholeColumn(columnOf(word, name, draft), 0, 255, "scratch", doc)));
  }
}

/** Says that nothing stops what a rule counts the vain attempts of; not in what many scenarios share. */
function warnNone({ name, path }: ConductKind, { place }: RuleText, { problems }: Draft): void {
  if (place.source.isShared) return;
  const expected = `blocked in ${path}, or a consequence that blocks it`;
  problems.warn({
    code: "never-blocked",
    message: `nothing stops "${name}", so that blocked(${name}) is 0`,
    place,
    expected,
  });
}

/** Where everyone is covered, records are counted for repetition and warnings under the same name. */
function columnOf(word: CountWord, name: string, { covered }: Draft): string {
  if (word === "freed") return `redress.${name}.freed`;
  if (word !== "recorded") return `${name}.${word}`;
  return covered.op === "truth" && covered.value ? `${name}.new` : `${name}.recorded`;
}

function askedIn({ op, is, parts }: Expression): { readonly word: CountWord; readonly name: string }[] {
  const inside = parts.flatMap(askedIn);
  const word = countWords.find((each) => op === "call" && each === is);
  const [first] = parts;
  return word && first?.op === "id" ? [{ word, name: String(first.is) }, ...inside] : inside;
}
