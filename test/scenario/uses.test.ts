import { describe, expect, test } from "vitest";
import { Problems, renderProblems } from "../../src/core/problem.ts";
import { type Family, type Library, readFamily } from "../../src/scenario/extends.ts";
import { at, libraryOf } from "./families.ts";

const catalogues: Record<string, string> = {
  perks:
    "about: perks\nsources: { press: { title: press } }\nconsequences: { visa: { when: a, size: 1 }, hotel: { when: a } }\n",
  more: "uses: perks\nconsequences: { visa: { size: 2 }, loan: { when: b } }\n",
  both: "uses: [perks, more]\nconsequences: { hotel: { when: c } }\n",
};
const library: Library = {
  ...libraryOf({ "parent.yaml": "title: Parent\nconsequences: { visa: { when: p, size: 9, kept: 1 } }\n" }),
  catalogue: (name) => catalogues[name],
  catalogueNames: () => Object.keys(catalogues),
};

function read(text: string): { family: Family | undefined; said: string } {
  const problems = new Problems();
  const family = readFamily({ name: "child.yaml", text }, library, problems);
  return { family, said: renderProblems(problems.found) };
}

describe("a scenario that uses catalogues", () => {
  test("lies over them, and they over what it extends, in the order in which they are named", () => {
    const { family } = read(
      "title: Child\nextends: ./parent.yaml\nuses: [perks, more]\nconsequences: { hotel: { when: own } }\n",
    );
    expect(at(family!.node, "consequences.visa")).toEqual({ when: "a", size: 2, kept: 1 });
    expect(at(family!.node, "consequences.hotel.when")).toBe("own");
    expect(at(family!.node, "title")).toBe("Child");
    expect(at(family!.node, "uses")).toBeUndefined();
    expect(at(family!.node, "about")).toBeUndefined();
  });

  test("names each file that was read, once", () => {
    const { family } = read("title: Child\nuses: [perks, both]\n");
    const names = ["child.yaml", "perks (catalogue)", "both (catalogue)", "more (catalogue)"];
    expect(family!.sources.map(({ name }) => name)).toEqual(names);
    expect(at(family!.node, "consequences.visa.size")).toBe(2);
  });

  test("can remove from them, and points into them where something is wrong", () => {
    expect(
      at(read("title: C\nuses: perks\nremove: [consequences.visa]\n").family!.node, "consequences.visa"),
    ).toBeUndefined();
    expect(read("title: C\nuses: perks\nremove: [consequences.vista]\n").said).toContain("remove-unknown");
  });

  test("finds none where a library has none, nor by the names that every object has", () => {
    const problems = new Problems();
    readFamily({ name: "child.yaml", text: "title: C\nuses: perks\n" }, libraryOf(), problems);
    expect(renderProblems(problems.found)).toContain("there are no catalogues here");
    expect(read("title: C\nuses: constructor\n").said).toContain("error[uses-unknown]");
    expect(read("title: C\nuses: ./perks.yaml\n").said).toContain("error[uses-unknown]");
  });
});
