import { describe, expect, test } from "vitest";
import { type Problem, Problems } from "../../src/core/problem.ts";
import { anchorOf, manualOf } from "../../src/language/manual.ts";
import { kindOf, listOf, mapOf, may, need, type Reading, record, type Shape } from "../../src/language/shape.ts";
import { parameter, setting } from "../../src/language/tagged.ts";
import { patternOf, readQuantity, timeUnits } from "../../src/language/units.ts";
import { oneOf, quantity, text } from "../../src/language/values.ts";
import { nodeOf } from "../../src/scenario/data.ts";

function read<T>(shape: Shape<T>, value: unknown): { value: T | undefined; problems: readonly Problem[] } {
  const problems = new Problems();
  const reading: Reading = { problems, parameters: [] };
  const node = nodeOf(value, "<value>", problems)!;
  return { value: shape.read(node, reading, "x"), problems: problems.found };
}

describe("oneOf", () => {
  const colour = oneOf("red", "green");

  test("takes its words", () => expect(read(colour, "red").value).toBe("red"));

  test("refuses others with the nearest", () => {
    const [problem] = read(colour, "gren").problems;
    expect(problem).toMatchObject({ code: "unknown-word", nearest: "green", expected: "one of red, green" });
  });
});

describe("kindOf", () => {
  const figure = kindOf(
    { circle: need(quantity("number"), "its radius"), square: need(quantity("number"), "a side") },
    "a figure",
  );

  test("takes one kind", () => expect(read(figure, { circle: 2 }).value).toMatchObject({ kind: "circle" }));

  test("refuses an unknown one with the nearest", () => {
    expect(read(figure, { circel: 2 }).problems).toMatchObject([{ code: "unknown-kind", nearest: "circle" }]);
  });

  test("refuses two", () =>
    expect(read(figure, { circle: 2, square: 1 }).problems).toMatchObject([{ code: "one-kind" }]));
});

describe("numbers", () => {
  test.each([
    ["5", 5],
    ["-30", -30],
    ["+3", 3],
    ["1_100_000", 1_100_000],
    ["0.5", 0.5],
    [".5", 0.5],
    ["2.", 2],
    ["1e3", 1000],
    ["1.5e-3", 0.0015],
  ])("%s is %d", (written, amount) => {
    expect(readQuantity(written)).toEqual({ kind: "read", quantity: { amount, dimension: "number" } });
    expect(written).toMatch(new RegExp(patternOf("number"), "u"));
  });

  test.each([
    "",
    "many",
    "1__0",
    "1_",
    "_1",
    "0x10",
    "0o17",
    "0b1",
    "1,000",
    "1 000",
    "1.2.3",
    "1'000",
    "--1",
    "1e999",
    "٣",
  ])("%s is none", (written) => {
    expect(readQuantity(written)).toEqual({ kind: "not-a-number" });
  });

  test.each([
    ["26 weeks", "duration", 26],
    ["1 day", "duration", 1],
    ["5 %", "share", 0.05],
    ["5%", "share", 0.05],
    ["800_000 yuan", "yuan", 800_000],
    ["1_200 yuan per year", "yuan per time", 1200],
    ["1_200 yuan/year", "yuan per time", 1200],
    ["100 points per month", "points per time", 100],
    ["-30 points", "points", -30],
    ["3 people", "people", 3],
  ] as const)("%s is of %s", (written, dimension, amount) => {
    expect(readQuantity(written)).toMatchObject({ quantity: { dimension, amount } });
    expect(written).toMatch(new RegExp(patternOf(dimension), "u"));
  });

  test.each([
    ["26 wekes", "wekes"],
    ["5 yuan per yaer", "yaer"],
    ["5 % per year", "% per year"],
    ["5 weeks per year", "weeks per year"],
    ["5 yuan per year per year", "yuan per year per year"],
    ["5 constructor", "constructor"],
  ])("%s has an unknown unit", (written, unit) => {
    expect(readQuantity(written)).toEqual({ kind: "unknown-unit", unit, at: written.indexOf(unit) });
  });

  test("are within what can be reckoned with", () => {
    expect(read(quantity("number"), 1e15).value?.amount).toBe(1e15);
    expect(read(quantity("number"), 1e16).problems).toMatchObject([{ code: "out-of-range" }]);
  });

  test("have a unit for every unit of time, with and without s", () => {
    for (const unit of timeUnits)
      for (const word of [unit, `${unit}s`])
        expect(readQuantity(`2 ${word}`)).toMatchObject({ quantity: { per: unit } });
  });
});

test("a fault under an alias that stands in two places is one problem", () => {
  const problems = new Problems();
  const node = nodeOf({ a: "many" }, "<value>", problems)!;
  const reading: Reading = { problems, parameters: [] };
  const shape = record({ a: need(quantity("number"), "") }, "a mapping");
  shape.read(node, reading, "x");
  shape.read(node, reading, "x");
  expect(problems.found).toHaveLength(1);
});

describe("the manual of a shape", () => {
  const point = record(
    { x: need(parameter(quantity("number")), "across"), y: may(quantity("number"), "up", "0") },
    "{ x: 1, y: 2 }",
  );
  const shape = record(
    {
      title: need(text(20), "what it is | called"),
      rate: may(setting("2 * x"), "how often"),
      points: may(mapOf(point, "points by name"), "places"),
      path: may(listOf(point, "a list of points"), "a way"),
    },
    "a mapping with title",
  );
  const manual = manualOf(shape);

  test("has a table of every record, each once, and escapes what would end a cell", () => {
    expect(manual.match(/^#+ .*$/gm)).toEqual(["## `points.NAME`"]);
    expect(manual).toContain("| `title` | what it is \\| called | text of at most 20 characters | must be there |");
    expect(manual).toContain("| `x` ◦ | across | a number, such as `0.5` | must be there |");
    expect(manual).toContain("| `y` | up | a number, such as `0.5` | 0 |");
    expect(manual).toContain(
      "| `rate` ◦ | how often | a number or a rule that gives one, such as `2 * x`, or values by date | — |",
    );
  });

  test("sends the reader to the section that is there", () => {
    expect(manual.match(/\[points\.NAME\]\(#pointsname\)/g)).toHaveLength(2);
    expect(anchorOf("`population.traits.NAME`")).toBe("populationtraitsname");
  });
});
