import { describe, expect, test } from "vitest";
import { openEngine } from "../../../src/engine/backend.ts";
import { holdAscii, identifierOf, remarkOf } from "../../../src/engine/emit/ascii.ts";
import { communitiesOf, layOut } from "../../../src/engine/emit/layout.ts";
import { emitText } from "../../../src/engine/emit/text.ts";
import { assemble } from "../../../src/engine/wasm/assemble.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { shippedNames } from "../../../src/scenario/published.ts";
import { readScenario, readShipped, type Scenario } from "../../../src/scenario/scenario.ts";
import { everything } from "../../experiment/worlds.ts";
import { renamed } from "../../legend/rename.ts";
import { codeOf } from "../assemble/module.ts";

/** What would end a remark or a text, and be code behind it, in whole characters or in their low bytes. */
const hostile = [
  "\n(unreachable)",
  '") (func $x) ;;',
  "上(unreachable)",
  "\u0a0a\u0d0d\u2028(;",
  "\\0a\\22;)",
  "\ud800\u0000",
];

const assembled = (plan: Plan): string => {
  const layout = layOut(plan, { first: 0, end: communitiesOf(plan) }, 1);
  return codeOf(assemble(emitText(plan, layout, { shared: false, apart: true }).text()));
};

const worlds: [string, () => Scenario][] = [
  ...shippedNames().map((name): [string, () => Scenario] => [name, () => readShipped(name)]),
  ["everything at once", () => everything],
];

describe("names that would be code", () => {
  test.each(worlds)("are none in %s: the module is the same, byte for byte", (_, read) => {
    const lowered = read().lower({ people: 700 });
    const { plan } = renamed(lowered, (i) => `${hostile[i % hostile.length]} ${i}`);
    expect(assembled({ ...plan, title: hostile.join(" ") })).toBe(assembled(lowered.plan));
  });

  test.each(["上海社会信用体系", ...hostile])(
    "are none in the title %j: it runs, to the same states",
    async (title) => {
      const text = (title: string): string => `title: ${title}
time: { tick: 1 week, span: 20 weeks }
population: { size: 300 }
conduct: { litters: { per_year: 6, channel: camera } }
channels: { camera: { coverage: 0.5 } }
scheme: { score: { start: 100, from: 0, to: 200 }, points: { litters: -3 } }
`;
      const hashOf = async (scenario: Scenario, backend: string): Promise<string> => {
        const { engine } = await openEngine({ ...scenario.plan(), title }, 1, { backend, threads: 1 });
        for (let tick = 0; tick < 20; tick++) await engine.step();
        return engine.hash();
      };
      const scenario = readScenario(text("Plain"));
      expect(await hashOf(scenario, "wasm")).toBe(await hashOf(scenario, "interpret"));
    },
  );
});

test("what passes by the gate is our bug, and is not assembled", () => {
  expect(remarkOf("a\nb 上 \u202e \ud800")).toBe(";; a b \\u{4e0a} \\u{202e} \\u{d800}");
  expect(identifierOf('a 上") (b')).toBe("a_b");
  expect(holdAscii("(module\n)")).toBe("(module\n)");
  expect(() => holdAscii("(module\n  ;; 上\n)")).toThrow("bug: emitted text holds U+4e0a in line 2");
  expect(() => assemble("(module ;; 上\n)")).toThrow("bug: emitted text holds U+4e0a in line 1");
});
