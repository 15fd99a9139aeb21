import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { schemaOf } from "../../src/language/jsonSchema.ts";
import { scenarioShape } from "../../src/model/parts.ts";
import { firstExample, languageSchema } from "../../src/scenario/manual.ts";
import { scenarioJsonSchema } from "../../src/scenario/published.ts";
import { listFiles } from "../tidy/tree.ts";
import { textOf } from "./folder.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
const accepts = ajv.compile(languageSchema());

function faultsOf(text: string): string[] {
  accepts(parse(text, { version: "1.2", merge: false }));
  return (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const files = ["scenarios", "bench", "test/good"]
  .flatMap((folder) => listFiles(folder, /\.yaml$/))
  .filter((path) => !path.includes("/catalogues/"));

describe("the JSON Schema", () => {
  test("is of draft 2020-12, has no $id, and is what the library gives", () => {
    expect(languageSchema()).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
    expect(JSON.stringify(languageSchema())).not.toContain('"$id"');
    expect(scenarioJsonSchema()).toEqual(languageSchema());
  });

  test.each(files)("accepts %s", (path) => {
    expect(faultsOf(textOf(path))).toEqual([]);
  });

  test.each([
    ["a wrong key", "population:", "poplation:"],
    ["a wrong key further in", "coverage:", "coverge:"],
    ["a missing part", "time: { tick: 1 week, span: 2 years }\n", ""],
    ["a missing key", "tick: 1 week, ", ""],
    ["no unit", "span: 2 years", "span: 2"],
    ["a wrong unit", "span: 2 years", "span: 2 yuan"],
    ["a misspelt unit", "span: 2 years", "span: 2 yaers"],
    ["half a person", "size: 100_000", "size: 10.5"],
    ["nobody", "size: 100_000", "size: 0"],
    ["too many people", "size: 100_000", "size: 1000000000000"],
    ["a list of people", "size: 100_000", "size: [1, 2, 3]"],
    ["text for a number", "from: 0", "from: none"],
    ["a chance above 1", "chance: 0.6", "chance: 60"],
    ["two distributions in one", "{ chance: 0.6 }", "{ chance: 0.6, beta: [1, 2] }"],
    ["no distribution", "{ chance: 0.6 }", "{ from: 0, to: 1 }"],
    ["three numbers for two", "[5, 2]", "[5, 2, 1]"],
    ["a name with a capital", "  littering: {", "  Littering: {"],
    ["a name with a hyphen", "mean_score:", "mean-score:"],
    ["one band", "{ good: 90, poor: 0 }", "{ good: 90 }"],
    ["a wrong tag", "score: { start: 100", "score: { start: { is: 100, guessed: yes }"],
    ["no value", "conduct:\n", "state: ~\nconduct:\n"],
  ])("refuses %s", (_, from, to) => {
    expect(firstExample).toContain(from);
    expect(faultsOf(firstExample)).toEqual([]);
    expect(faultsOf(firstExample.replace(from, to))).not.toEqual([]);
  });

  test("asks less of a scenario that builds on another, and still knows every key", () => {
    expect(faultsOf("extends: none\nscheme: { points: { littering: -2 } }\n")).toEqual([]);
    expect(faultsOf("scheme: { points: { littering: -2 } }\n")).not.toEqual([]);
    expect(faultsOf("extends: none\nscheme: { pionts: { littering: -2 } }\n")).not.toEqual([]);
    expect(faultsOf("extends: [none]\n")).not.toEqual([]);
    expect(faultsOf("extends: none\nreform: { name: A, set: { a.b: 1 } }\nremove: [a.b]\n")).toEqual([]);
  });

  test("of a shape alone stands by itself", () => {
    expect(new Ajv2020({ allowUnionTypes: true }).compile(schemaOf(scenarioShape))(parse(firstExample))).toBe(true);
  });
});
