import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problems } from "../../src/core/problem.ts";
import { rule } from "../../src/language/values.ts";
import { global } from "../../src/rules/build.ts";
import { readNumber } from "../../src/rules/read.ts";
import { Scope } from "../../src/rules/scope.ts";
import { readYaml } from "../../src/scenario/yaml.ts";

const scope = new Scope();
scope.add("x", { kind: "number", tree: global("x", { from: 0, to: 1 }), doc: "x" });

/** The words under the carets of all problems of the rule that stands under `r` in a file. */
function shown(text: string): string[] {
  const problems = new Problems();
  const node = readYaml({ name: "a.yaml", text }, problems);
  const value = node?.entries[0]?.value;
  const read = value && rule("number", "1").read(value, { problems, parameters: [] }, "r");
  if (read) readNumber(read, scope, problems);
  return problems.found.map(({ place }) => place!.source.text.slice(place!.start, place!.end));
}

const writings: readonly (readonly [string, (lines: readonly string[]) => string])[] = [
  ["on one line", (lines) => `r: ${lines.join(" ")}\n`],
  ["in double quotes", (lines) => `r: "${lines.join(" ")}"\n`],
  ["in single quotes", (lines) => `r: '${lines.join(" ")}'\n`],
  ["over plain lines", (lines) => `r: ${lines.join("\n  ")}\n`],
  ["over quoted lines", (lines) => `r: "${lines.join("\n   ")}"\n`],
  ["in a block", (lines) => `r: |\n    ${lines.join("\n      ")}\n`],
  ["in a block without its last line break", (lines) => `r: |-\n    ${lines.join("\n    ")}\n`],
  ["folded", (lines) => `r: >\n  ${lines.join("\n  ")}\n`],
  ["folded with an empty line", (lines) => `r: >-\n  ${lines.join("\n\n  ")}\n`],
  ["with a comment behind", (lines) => `r: ${lines.join(" ")} # unknown here too\n`],
  ["in a flow mapping", (lines) => `r: ${lines.join("   ")}   \n`],
];

const term = fc.constantFrom("2 * x", "unknown", "(x + 1)", "max(x, other)", "x / 3", "-stray");

describe("a fault in a rule", () => {
  test.each(writings)("is under its word %s", (_, write) => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 6 }), (terms) => {
        const lines = terms.map((one, i) => (i === 0 ? one : `+ ${one}`));
        const wrong = terms.flatMap((one) => one.match(/unknown|other|stray/g) ?? []);
        // A rule that begins with a dash is a list to YAML where it has a blank behind it; ours has none.
        expect(shown(write(lines))).toEqual(wrong);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test.each([
    ["r: 2 * (x + 1\n", "("],
    ["r: x = 2\n", "="],
    ["r: x & 2\n", "&"],
    ["r: x + * 2\n", "*"],
    ["r: |\n  x +\n  * 2\n", "*"],
    ["r: 10_000 * x\n", "_000"],
    ["r: x ? 2\n", "2"],
    ["r: x + 2 +\n", "+"],
    ["r: in + 2\n", "in"],
    ["r: x ; 2\n", ";"],
    ["r: x @ 2\n", "@"],
    ['r: "x + \\"a\\""\n', "\\"],
  ])("of its syntax is under its character: %j", (text, word) => {
    expect(shown(text)[0]).toBe(word);
  });
});
