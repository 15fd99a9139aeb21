import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderProblems } from "../../src/core/problem.ts";
import { findPersonal } from "../../src/language/personal/personal.ts";
import { limits } from "../../src/scenario/limits.ts";
import { good, plain, read } from "./yamlReading.ts";

describe("hostile files end soon", () => {
  const units = [
    "[",
    "{",
    "]",
    "}",
    "- ",
    "-\n",
    "? ",
    ": ",
    "&a a ",
    "&a ",
    "*a ",
    "!a ",
    "a ",
    "a: ",
    "a: 1\n",
    "- a: 1\n",
    "[],",
    "{a: ",
    "'",
    '"',
    '\\"',
    "\n",
    " #\n",
    "#a\n - x\n",
    "a: |\n",
    "---\n",
    "\t\n",
    "a: @\n",
    "[a #b\n,",
    "- &a a\n- *a\n",
    "x",
    "😀",
    "%a\n",
  ];
  it.each(units)("a mebibyte of %j", { timeout: 15_000 }, (unit) => {
    const { problems } = read(unit.repeat(Math.floor(limits.characters / unit.length)));
    expect(problems.any).toBe(true);
  });
  it.each(units)("almost as much of %j below a key", { timeout: 15_000 }, (unit) => {
    read(`a:\n  b: ${unit.repeat(Math.floor(1_000_000 / unit.length))}`);
    read(`a:\n  b:\n${`    ${unit}`.repeat(Math.floor(300_000 / (4 + unit.length)))}`);
  });
});

describe("any text", () => {
  const parts = fc.constantFrom(
    ..."[]{}:-?,#&*!|>'\"%@`\\~ \n\t\r",
    "a",
    "1",
    ": ",
    "- ",
    "\n  ",
    "<<",
    "&a ",
    "*a ",
    "---\n",
  );
  it("never throws, and gives a tree or a problem", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts, { maxLength: 60 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => void renderProblems(read(text).problems.found)),
      { seed: 2010, numRuns: 3000 },
    );
  });
  it("never throws for bytes", () => {
    const decoder = new TextDecoder();
    const bytes = fc.uint8Array({ maxLength: 80 }).map((all) => decoder.decode(all));
    fc.assert(
      fc.property(bytes, (text) => void read(text)),
      { seed: 2014, numRuns: 500 },
    );
  });
  it("reads JSON as JSON does", () => {
    const keys = fc.stringMatching(/^[a-z][a-z_]{0,8}$/).filter((key) => !(key in {}) && key !== "prototype");
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        tie("leaf"),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
      ),
      // Longer ones could be identifiers.
      leaf: fc.oneof(
        fc.string().filter((text) => findPersonal(text).length === 0),
        fc.integer({ min: -999_999, max: 999_999 }),
        fc.boolean(),
        fc.constant(null),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, tree, { maxKeys: 4, noNullPrototype: true }), (data) => {
        expect(plain(good(JSON.stringify(data, null, 1)))).toEqual(data);
      }),
      { seed: 2012, numRuns: 300 },
    );
  });
});
