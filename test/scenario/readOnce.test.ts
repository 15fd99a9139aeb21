import { expect, test, vi } from "vitest";
import type { RuleText } from "../../src/rules/parse.ts";
import { readShipped } from "../../src/scenario/scenario.ts";

const parsed: string[] = [];

vi.mock("@marcbachmann/cel-js", async (original) => {
  const module = await original<typeof import("@marcbachmann/cel-js")>();
  return {
    ...module,
    parse: (text: string) => {
      parsed.push(text);
      return module.parse(text);
    },
  };
});

/** All rules that data holds. */
function rulesIn(data: unknown, found = new Set<RuleText>()): Set<RuleText> {
  if (typeof data !== "object" || data === null) return found;
  if ("parsed" in data) found.add(data as RuleText);
  else for (const value of Object.values(data)) rulesIn(value, found);
  return found;
}

test.each(["national", "suining", "sesame"])(
  "%s: the text of a rule is parsed when it is read, and never again",
  (name) => {
    parsed.length = 0;
    const scenario = readShipped(name);
    // A question is asked of this world and of another, which is read as well.
    const worlds = [scenario, ...scenario.questions.flatMap(({ control }) => control?.scenario ?? [])];
    const found = new Set<RuleText>();
    for (const { data } of worlds) rulesIn(data, found);
    const rules = [...found].map(({ text }) => text).sort();
    expect(rules.length).toBeGreaterThan(20);
    expect([...parsed].sort()).toEqual(rules);
    scenario.plan();
    scenario.plan({ people: 500 });
    expect(parsed.length).toBe(rules.length);
  },
);
