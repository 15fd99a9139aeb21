import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scenarioShape } from "../../src/model/parts.ts";
import { root } from "../tidy/tree.ts";

const glossary = readFileSync(join(root, "docs", "GLOSSARY.md"), "utf8");

describe("the glossary", () => {
  test("has every part of a scenario, spelled as in a scenario", () => {
    const parts = [...Object.keys(scenarioShape.fields ?? {}), "extends", "remove"];
    expect(parts.filter((part) => !glossary.includes(`**${part}**`))).toEqual([]);
  });

  test("explains each word once", () => {
    const words = [...glossary.matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, word]) => word!);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });
});
