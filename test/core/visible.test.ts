import { describe, expect, test } from "vitest";
import { renderProblem } from "../../src/core/problem.ts";
import { blanked, hasUnseen, quoted, visible, visibleJson, visibleLine, widthOf } from "../../src/core/visible.ts";

/** Every character that may not reach a terminal, by what Unicode says of it. */
const hidden = Array.from({ length: 0x110000 }, (_, i) => i).filter((i) =>
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(String.fromCodePoint(i)),
);

describe("what cannot be seen", () => {
  test("is shown by its number, each of them, and line breaks and tabs are what they are", () => {
    expect(hidden.length).toBeGreaterThan(6000);
    for (const number of hidden) {
      const letter = String.fromCodePoint(number);
      const shown = letter === "\n" ? "\n" : letter === "\t" ? " " : `\\u{${number.toString(16)}}`;
      expect(visible(letter)).toBe(shown);
      expect(hasUnseen(letter)).toBe(true);
      expect(blanked(letter)).toBe(letter === "\n" ? "\n" : " ");
    }
    expect(visibleLine("a\n\tb\u202e\ud83d")).toBe("a  b\\u{202e}\\u{d83d}");
    expect(visible("上海 é👍 –“x”\u00a0{}\\u{1b}")).toBe("上海 é👍 –“x”\u00a0{}\\u{1b}");
  });

  test("is escaped in JSON, which means the same", () => {
    const value = { "\u200bkey": ["\u001b[31m\u009b\u2028\u{e0041}\ud800", "上\n\t\\u202e"], n: 1.5 };
    const json = visibleJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(hasUnseen(json.replaceAll("\n", ""))).toBe(false);
  });

  test("is also what piles up on a letter: more marks than writing has", () => {
    const mark = "\u0301";
    expect(visible(`e${mark.repeat(4)}`)).toBe(`e${mark.repeat(4)}`);
    expect(visible(`e${mark.repeat(6)}`)).toBe(`e${mark.repeat(4)}\\u{301}\\u{301}`);
    const json = visibleJson(`e${mark.repeat(60)}`);
    expect([json.match(/\u0301/g)?.length, JSON.parse(json)]).toEqual([4, `e${mark.repeat(60)}`]);
    expect(visible("קֹ֣דֶשׁ ที่ བརྒྱུད")).toBe("קֹ֣דֶשׁ ที่ བརྒྱུད");
    expect(widthOf(`e${mark.repeat(5)}`)).toBe(8);
  });

  test("is quoted on one line, and no letter is cut in two", () => {
    expect(quoted("a\u202e\nb")).toBe('"a\\u{202e} b"');
    expect(quoted("👍👍👍", 2)).toBe('"👍👍…"');
    expect(quoted("👍👍", 2)).toBe('"👍👍"');
  });
});

describe("cells of a terminal", () => {
  const all = (property: RegExp): string[] =>
    Array.from({ length: 0x30000 }, (_, i) => i)
      .filter((i) => i < 0xd800 || i > 0xdfff)
      .map((i) => String.fromCodePoint(i))
      .filter((letter) => property.test(letter) && !hasUnseen(letter));

  test.each([
    ["Chinese", /\p{Unified_Ideograph}/u, 2],
    ["Korean syllables", /[\uac00-\ud7a3]/, 2],
    ["kana of full width", /[\u3041-\u3096\u30a1-\u30fa]/, 2],
    ["kana of half width", /[\uff66-\uff9d]/, 1],
    ["punctuation of full width", /[，。：；！？（）「」《》～]/, 2],
    ["pictures", /(?!\p{RI})\p{Emoji_Presentation}/u, 2],
    ["halves of flags", /\p{RI}/u, 1],
    ["marks on letters", /\p{M}/u, 0],
    ["letters of Europe", /(?!\p{M})[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}](?<![\uff00-\uffef])/u, 1],
    ["letters from right to left", /(?!\p{M})[\p{Script=Arabic}\p{Script=Hebrew}]/u, 1],
    ["blocks and lines", /[\u2500-\u259f–−…±×·]/, 1],
  ])("of %s", (_, property, cells) => {
    const letters = all(property);
    expect(letters.length).toBeGreaterThan(10);
    expect(letters.filter((letter) => widthOf(letter) !== cells)).toEqual([]);
  });

  test("of texts, and of what is shown in place of what cannot be seen", () => {
    expect([widthOf("睢宁县"), widthOf("a睢e\u0301"), widthOf(""), widthOf("各가\u1100\u1161")]).toEqual([6, 4, 0, 6]);
    expect(widthOf("\u202ea\t\n")).toBe("\\u{202e}".length + 3);
  });
});

describe("a problem", () => {
  const rendered = (text: string, word: string): string[] => {
    const start = text.indexOf(word);
    const place = { source: { name: "a\u001b[31m\n.yaml", text }, start, end: start + word.length };
    const problem = { code: "x", message: "no\u202e\nx", place, remedy: "do\u0007", nearest: "\u200b" };
    return renderProblem(problem).split("\n");
  };

  test("shows nothing that a terminal obeys, wherever it stands", () => {
    expect(rendered("a: \u001b[2J\u202e b", "b")).toEqual([
      "error[x]: no\\u{202e} x",
      " --> a\\u{1b}[31m .yaml:1:10",
      "  |",
      "1 | a: \\u{1b}[2J\\u{202e} b",
      `  | ${" ".repeat(21)}^`,
      '  = did you mean "\\u{200b}"?',
      "  = do\\u{7}",
    ]);
  });

  test("has its carets below the word, cell by cell, also in a long line", () => {
    for (const lead of ["", "上海：", "👍e\u0301 ", "上".repeat(200), "a".repeat(200), "\u200b".repeat(40)]) {
      for (const tail of ["", " ，。", "信".repeat(300), "a".repeat(300)]) {
        const [, , , line, carets] = rendered(`${lead}这里${tail}`, "这里");
        const [shown, marks] = [line!.slice(4), carets!.slice(4)];
        expect(widthOf(shown.slice(0, shown.indexOf("这里")))).toBe(marks.indexOf("^"));
        expect(marks.trim()).toBe("^^^^");
        expect(widthOf(shown)).toBeLessThanOrEqual(112);
        expect(shown.startsWith("…")).toBe(widthOf(lead) > 50 && widthOf(lead + tail) > 106);
        expect(shown.endsWith("…")).toBe(!shown.includes(`这里${tail}`));
      }
    }
  });

  test("never shows half a letter", () => {
    for (let before = 40; before < 60; before++) {
      const [, , , line] = rendered(`${"𠮷".repeat(before)}a${"𠮷".repeat(120)}`, "a");
      expect(line).not.toContain("u{d8");
      expect(line).not.toContain("u{df");
    }
  });
});
