import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { layPage } from "../../src/html/page.ts";
import { answerQuestions, readScenario, run } from "../../src/index.ts";
import { glasshouse, useFolder } from "./command.ts";
import { elementsOf } from "./page.ts";

const folder = useFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const go = (...args: string[]) => glasshouse(folder.path, ...args);

const town = `
title: A town
time: { tick: 1 week, span: 60 weeks }
population: { size: 600, traits: { urban: { chance: 0.5 } } }
conduct: { litters: { per_year: 6, channel: camera } }
channels: { camera: { coverage: 0.5 } }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { litters: -1 } }
response: { caution: { of: litters, factor: 0.8 } }
`;
const asked = `${town}questions:
  less:
    asks: Do people litter less, <b>and</b> if so by more than two in a hundred, which is what would matter to whoever pays?
    of: { acts: litters, over: last year }
    without: { remove: [response] }
    yes: difference < -0.02 * control
  without: { asks: And against the town as it was?, of: { acts: litters }, against: ./before.yaml, yes: difference < 0 }
`;

beforeAll(() => {
  writeFileSync(at("asked.yaml"), asked);
  writeFileSync(at("town.yaml"), town);
  writeFileSync(at("before.yaml"), "extends: ./town.yaml\ntitle: Before\nremove: [response, scheme]\n");
});

describe("run", () => {
  test("leads with the answers, from twins whose number is told, within 80 cells", () => {
    const { out } = go("run", "asked.yaml", "--twins", "3", "--seed", "4");
    const lines = out.split("\n");
    for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(80);
    const first = lines.indexOf("");
    expect(lines[first + 1]).toBe("Answers, from 3 twins of 600 people, seeds 4 to 6");
    const said = out.replace(/\s+/g, " ");
    expect(said).toMatch(
      /Yes\. Acts of litters fall by \d+(\.\d+)? % \(\d.* to \d.* %\), from [\d.]+ to [\d.]+ a person and year over the last year \(95 %, 3 twins of 600 people, against the same world without response\)/,
    );
    expect(said).toContain("Assumed, and acting on this: the effect itself (response.caution.factor).");
    expect(said).toContain("Yes would be: difference < -0.02 * control");
    expect(said).toContain("against “Before”");
  });

  test("answers nothing where no twins are asked for, and says so", () => {
    const { out } = go("run", "asked.yaml", "--twins", "0");
    expect(out).toContain("Answers, from no twins\n");
    expect(out).toContain("Not answered: no twins were run.");
    expect(go("run", "town.yaml", "--twins", "0").out).not.toContain("Answers");
    expect(go("run", "asked.yaml", "--twins", "-1").err).toContain("error[bad-twins]");
    expect(go("run", "asked.yaml", "--twin-people", "0").err).toContain("error[bad-people]");
  });

  test("gives programs all figures, and the run the same bits", () => {
    const [with8, none] = ["8", "0"].map((twins) =>
      JSON.parse(go("run", "asked.yaml", "--twins", twins, "--twin-people", "300", "--json").out),
    );
    expect(with8.stateHash).toBe(none.stateHash);
    expect(with8.measures).toEqual(none.measures);
    expect(with8.twins).toEqual({ twins: 8, firstSeed: 1, people: 300 });
    const [less] = with8.questions;
    expect(less).toMatchObject({
      question: "less",
      answer: "yes",
      twins: 8,
      people: 300,
      ticks: 60,
      relative: { n: 8 },
    });
    expect([less.values.length, less.controls.length]).toEqual([8, 8]);
    expect(JSON.parse(go("run", "town.yaml", "--json").out)).not.toHaveProperty("questions");
  });
});

test("a folder keeps the answers, and verify lives the twins again", () => {
  expect(go("run", "asked.yaml", "--twins", "2", "--out", "kept").code).toBe(0);
  const text = readFileSync(at("kept", "manifest.json"), "utf8");
  const manifest = JSON.parse(text);
  expect(manifest.twins).toEqual({ twins: 2, firstSeed: 1, people: 600 });
  expect(manifest.questions.map(({ says }: { says: string }) => says)).toEqual([
    expect.stringContaining("fall"),
    expect.any(String),
  ]);
  expect(go("verify", "kept").code).toBe(0);
  writeFileSync(at("kept", "manifest.json"), text.replace('"answer": "yes"', '"answer": "no"'));
  expect(go("verify", "kept").err).toContain("error[run-false]");
  // A folder from before there were answers says nothing of twins.
  const { twins, questions, ...before } = manifest;
  writeFileSync(at("kept", "manifest.json"), `${JSON.stringify(before, null, 2)}\n`);
  expect(go("verify", "kept").code).toBe(0);
}, 60_000);

test("compare answers what its worlds answer, and the rest from further twins", () => {
  const args = ["--seeds", "3", "--people", "500", "--twins", "2"];
  const { out } = go("compare", "before.yaml", "asked.yaml", ...args);
  const titles = out.split("\n").filter((line) => line.startsWith("What B is asked"));
  expect(titles).toEqual([
    "What B is asked, answered by these worlds",
    "What B is asked, answered from 2 twins of 500 people, seeds 1 to 2",
  ]);
  expect(out.indexOf(titles[1]!)).toBeLessThan(out.indexOf("Clear differences"));
  const told = JSON.parse(go("compare", "asked.yaml", "before.yaml", ...args, "--json").out);
  expect(told.questions).toMatchObject([{ world: "a", question: "without", twins: 3 }]);
  expect(told.answered).toMatchObject([
    { world: "a", twins: { twins: 2 }, questions: [{ question: "less", twins: 2 }] },
  ]);
}, 60_000);

test("check lists what is asked", () => {
  const { out } = go("check", "asked.yaml");
  const said = out.replace(/\s+/g, " ");
  expect(said).toContain(
    "acts of litters a person and year over the last year, against the same world without response; yes would be: difference < -0.02 * control",
  );
  expect(JSON.parse(go("check", "asked.yaml", "--json").out).questions).toMatchObject([
    { question: "less" },
    { question: "without", against: "“Before”" },
  ]);
});

test("a page begins with the answers, as text and nothing else", async () => {
  const world = readScenario(asked.replace(/^ {2}without: .*\n/m, ""));
  const done = await run(world, { people: 500, threads: 1 });
  const answers = await answerQuestions(world, { people: 500, twins: 3, threads: 1 });
  const page = layPage(done, "asked", answers);
  const sections = [...page.matchAll(/<section[^>]*id="(\w+)"/g)].map(([, id]) => id);
  expect(sections[0]).toBe("answers");
  expect(page).toContain("Do people litter less, &lt;b&gt;and&lt;/b&gt; if so");
  expect(page).toContain("Answers are from 3 twins of 500 people, seeds 1 to 3");
  expect(page).toContain("<strong>Yes.</strong> Acts of litters fall by");
  expect(elementsOf(page).length).toBeGreaterThan(20);
  expect(layPage(done, "asked")).not.toContain('id="answers"');
});
