import { expect, test } from "vitest";
import { portray } from "../../src/scenario/portrait.ts";
import { readScenario } from "../../src/scenario/scenario.ts";

const written = (id: string, reason: string): string => `title: x
time: { tick: 1 week, span: 1 year }
sources:
  "it's \\"new\\", 2010": { title: The first }
population:
  size: { is: 100, documented: ${id} }
  traits: { careful: { chance: 0.5, assumed: ${reason} } }
`;

// One id and one reason, in every way of writing them.
const ids = [`"it's \\"new\\", 2010"`, `'it''s "new", 2010'`, `"it\\x27s \\x22new\\x22, 2010"`];
const reasons = [`"she said \\"yes\\", { so: 1 }"`, `'she said "yes", { so: 1 }'`];

test.each(ids.flatMap((id) => reasons.map((reason) => [id, reason])))("%s and %s mean what they say", (id, reason) => {
  const scenario = readScenario(written(id!, reason!));
  for (const one of [scenario, readScenario(scenario.text)]) {
    expect(one.parameters.flatMap(({ source }) => source ?? [])).toEqual([
      `it's "new", 2010`,
      'she said "yes", { so: 1 }',
    ]);
    const told = portray(one).flatMap(({ entries }) =>
      entries.flatMap(({ facts }) => facts.map(({ source }) => source)),
    );
    expect(told).toContain('she said "yes", { so: 1 }');
    expect(told).toContain(`it's "new", 2010`);
  }
});

test("an id that is a number is the same as that number in quotes", () => {
  const text = written("2010", "why").replace(/ {2}"it.*": \{/, '  "2010": {');
  expect(readScenario(text).parameters.map(({ source }) => source)).toContain("2010");
});

test("a place in a source stands after the whole of its id, whatever commas are in that", () => {
  const cited = (tag: string): unknown => {
    const text = written(tag, "why").replace("sources:", 'sources:\n  "it\'s \\"new\\"": { title: A shorter one }');
    const { source, where } = readScenario(text).parameters.find(({ path }) => path === "population.size")!;
    return [source, where];
  };
  expect(cited(`'it''s "new", 2010, page 7'`)).toEqual([`it's "new", 2010`, "page 7"]);
  expect(cited(`'it''s "new", 2011'`)).toEqual([`it's "new"`, "2011"]);
  expect(cited(`'it''s "new"'`)).toEqual([`it's "new"`, undefined]);
});
