import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { listFiles, readTree, root } from "./tree.ts";

describe("words", () => {
  test("of unfinished work are not in the sources", () => {
    const found = readTree(["src", "studio", "bin", "scripts"]).flatMap((file) =>
      file.text
        .split("\n")
        .flatMap((line, index) => (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) ? [`${file.path}:${index + 1}`] : [])),
    );
    expect(found).toEqual([]);
  });

  const glossary = join(root, "docs", "GLOSSARY.md");

  // Without a glossary there is nothing to hold the scenarios against.
  test.runIf(existsSync(glossary))("at the top of a scenario are in the glossary", () => {
    const text = readFileSync(glossary, "utf8");
    const missing = listFiles("scenarios", /\.ya?ml$/).flatMap((path) =>
      Object.keys(parse(readFileSync(join(root, path), "utf8")) ?? {})
        .filter((word) => !text.includes(`**${word}**`))
        .map((word) => `${path}: ${word}`),
    );
    expect(missing).toEqual([]);
  });
});
