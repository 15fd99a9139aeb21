import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderProblem } from "../../src/core/problem.ts";
import { shippedNames } from "../../src/index.ts";
import { readScenario, readShipped, type Scenario, shippedLibrary } from "../../src/scenario/scenario.ts";
import { root } from "../tidy/tree.ts";
import { libraryOf, namesIn, textOf, writesGoldens } from "./folder.ts";

const names = namesIn("test/warned", ".yaml");
const library = { ...shippedLibrary, ...libraryOf("test/good"), shipped: shippedLibrary.shipped };

function read(folder: string, name: string): Scenario {
  return readScenario(textOf(`${folder}/${name}.yaml`), { name: `${name}.yaml`, library });
}

describe("a scenario that looks wrong", () => {
  test.each(names)("%s is read, with its warnings to the letter", (name) => {
    const said = read("test/warned", name).warnings.map((one) => renderProblem(one, "warning"));
    const text = `${said.join("\n\n")}\n`;
    const path = join(root, "test/warned", `${name}.txt`);
    if (writesGoldens) writeFileSync(path, text);
    expect(text).toBe(textOf(`test/warned/${name}.txt`));
    expect(said.every((one) => one.startsWith(`warning[${name.split(".")[0]}]`))).toBe(true);
  });

  test("loses a warning with its cause, as when a life does what nobody else does", () => {
    const said = (life: string): number =>
      readScenario(
        `title: x\ntime: { start: 2010-01-01, tick: 1 week, span: 1 year }\npopulation: { size: 1100 }\nconduct: { littering: { per_year: 0 } }\n${life}`,
      ).warnings.length;
    expect(said("")).toBe(1);
    expect(said("life: { acts: [{ on: 2010-01-10, does: littering }] }\n")).toBe(0);
  });
});

test.each(namesIn("test/good", ".yaml"))("nothing looks wrong in the good scenario %s", (name) => {
  expect(read("test/good", name).warnings).toEqual([]);
});

test.each(shippedNames())("nothing looks wrong in the shipped %s", (name) => {
  expect(readShipped(name).warnings).toEqual([]);
});
