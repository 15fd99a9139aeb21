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
function faultOfCount(word: CountWord, one: ConductKind, { consequences = [], places = [] }: Countable) {
  const { name, path, is } = one;
  if (word === "recorded" && !is.channel)
    return { code: "never-recorded", message: `nothing records "${name}"`, expected: `a channel in ${path}` };
  if (word === "blocked" && !isBlockable(one, { consequences, places })) {
    const expected = `blocked in ${path}, or a consequence that blocks it`;
    return { code: "never-blocked", message: `nothing stops "${name}"`, expected };
  }
  if (word === "met" && !is.at) {
    const expected = "a conduct with at: an encounter";
    return { code: "never-met", message: `"${name}" is done at no encounter`, expected };
  }
  return undefined;
}

/** The functions by which rules ask for counts of the tick: where they may, and where they may not. */
export function declareCounts(of: Countable, draft: Draft): void {
  const { conduct = [], redress = [] } = of;
  for (const word of countWords) {
    const able = conduct.filter((one) => faultOfCount(word, one, of) === undefined);
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
      apply: (name) => meaningOf(word, name, draft),
      faultOf: (name) => {
        const one = conduct.find((each) => each.name === name);
        return one && word !== "freed" ? faultOfCount(word, one, of) : undefined;
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
  for (const { word, name } of rules.flatMap((rule) => (rule ? askedIn(rule.parsed) : []))) {
    const one = conduct.find((each) => each.name === name);
    const called = countOf(word, name);
    const isThere = word === "freed" ? redress.some((each) => each.name === name) : one && !faultOfCount(word, one, of);
    if (!isThere || draft.counts.has(called)) continue;
    const doc = counted[word].replace("NAME", name);
    draft.counts.set(called, draft.addColumn(wholeColumn(columnOf(word, name, draft), 0, 255, "scratch", doc)));
  }
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
