import { type Dice, hostileText } from "./texts.ts";

/** What stands in the free places of a small world: texts anywhere, names where names may stand. */
export interface Words {
  readonly text: (most: number) => string;
  readonly source: string;
  readonly name: string;
  readonly word: string;
}

export const harmless: Words = { text: () => "x", source: "id", name: "calm", word: "town" };

/** Words from hostile alphabets. One world in three has a hostile name, which is refused, or a source of such a name. */
export function hostileWords(dice: Dice): Words {
  // As it is written in the file a text is up to six times as long.
  const text = (most: number): string => hostileText(dice, Math.floor(most / 6));
  const which = dice.below(12);
  return {
    text,
    source: which < 3 ? hostileText(dice, 40).replaceAll(/[\p{Cc}\p{Cs}]/gu, "-") : harmless.source,
    name: which === 3 ? hostileText(dice, 30) : harmless.name,
    word: which === 4 ? hostileText(dice, 30) : harmless.word,
  };
}

/** How a text is written in a file. */
export type Writing = (text: string) => string;

export const escaped: Writing = (text) =>
  `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`;
const double: Writing = (text) => JSON.stringify(text);
const single: Writing = (text) => `'${text.replaceAll("'", "''")}'`;
const bare: Writing = (text) => text;

/** In most files whatever a text is can be read; in the others control characters stand as they are, or nothing is quoted. */
export function someWriting(dice: Dice): Writing {
  return dice.below(6) > 0 ? escaped : dice.of([double, single, bare]);
}

/** A world of forty people that has all parts from which texts and names are shown. */
export function worldOf({ text, source, name, word }: Words, write: Writing): string {
  const t = (most = 400): string => write(text(most));
  return `title: ${t(200)}
about: ${t()}
notes: [${t()}, ${t()}]
sources:
  ${double(source)}: { title: ${t()}, publisher: ${t(200)}, date: ${t(40)}, url: ${t()}, note: ${t()} }
  web: { title: ${t()}, url: ${write(`https://example.org/${text(300)}`)} }
time: { start: 2020-01-01, tick: 1 week, span: 4 weeks }
population:
  size: { is: 40, assumed: ${t()} }
  traits: { careful: { chance: 0.5 }, ${double(name)}: { chance: 0.5, assumed: ${t()} } }
  ties: { friends: 4 }
channels: { camera: { coverage: { is: 0.9, documented: ${double(source)} } } }
conduct: { slips: { per_year: { is: "careful ? 20 : 80", assumed: ${t()} }, channel: camera } }
scheme:
  score: { start: 100, from: 0, to: 200 }
  points: { slips: { is: -2, reported: ${double(source)} } }
  bands: { A: 90, B: 0 }
consequences: { shut_out: { domain: travel, when: band < A, costs: { is: 10 yuan per year, assumed: ${t()} } } }
lists: { shamed: { grounds: [slips], term: { is: 1 week, assumed: ${t()} } } }
groups: { care: { when: score < 95, yes: ${double(word)}, no: others } }
measures: { low: { share: "score < 50", by: care } }
`;
}
