import { expect, test } from "vitest";
import { en } from "../../studio/words/en.ts";
import { zh } from "../../studio/words/zh.ts";

/** Every text of a language by its dotted path; of what takes arguments what it says of marks that can be found again. */
function textsOf(words: unknown, path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words === "function") {
    const marks = Array.from({ length: words.length }, (_, i) => `¦${i}¦`);
    return [[path, String(words(...marks))]];
  }
  return Object.entries(words as object).flatMap(([key, value]) =>
    textsOf(value, path === "" ? key : `${path}.${key}`),
  );
}

const [english, chinese] = [new Map(textsOf(en)), new Map(textsOf(zh))];

test("both languages have the same words", () => {
  expect([...chinese.keys()]).toEqual([...english.keys()]);
  expect(english.size).toBeGreaterThan(60);
});

test("no word is empty, and Chinese ones are Chinese but for names of kinds of files", () => {
  expect([...english, ...chinese].filter(([, text]) => text.trim() === "")).toEqual([]);
  const foreign = [...chinese].filter(
    ([path, text]) => path !== "other" && /\p{L}/u.test(text) && !/\p{Script=Han}/u.test(text),
  );
  expect(foreign).toEqual([]);
});

test("what is put into a text is in it in both languages", () => {
  const marksIn = (text: string): string[] => [...new Set(text.match(/¦\d¦/g) ?? [])].sort();
  for (const [path, text] of english) expect([path, marksIn(chinese.get(path)!)]).toEqual([path, marksIn(text)]);
});
