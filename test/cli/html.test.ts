import { describe, expect, test } from "vitest";
import { axisOf, timeAxis } from "../../src/charts/axis.ts";
import { placesOf } from "../../src/charts/charts.ts";
import { tag } from "../../src/charts/markup.ts";
import { layPage } from "../../src/html/page.ts";
import {
  type Run,
  type RunOptions,
  readScenario,
  readShipped,
  run,
  type Scenario,
  shippedNames,
  version,
} from "../../src/index.ts";
import { elementsOf, hostileText } from "./page.ts";

const small = { people: 2000, ticks: 60, threads: 1 } as const;

/** Each is read once. */
const read = new Map<string, Scenario>();
function shipped(name: string): Scenario {
  const scenario = read.get(name) ?? readShipped(name);
  read.set(name, scenario);
  return scenario;
}

async function pageOf(name: string, options: RunOptions = small): Promise<string> {
  return layPage(await run(shipped(name), options), name);
}

const marks = (least: number, most: number, share = false): string[] =>
  axisOf(least, most, share).marks.map(({ text }) => text);

describe("markup", () => {
  test("escapes texts and attributes, and shows nothing that cannot be seen", () => {
    const { html } = tag("p", { title: "\"'<&" }, "<b>&amp;\u202e\u0007x\n", tag("br", {}), undefined, ["y", "z"]);
    expect(html).toBe('<p title="&quot;&#39;&lt;&amp;">&lt;b&gt;&amp;amp;  x\n<br>yz</p>');
  });
});

describe("axes", () => {
  test("have a few round marks, all in the same unit", () => {
    expect(marks(0, 13_000)).toEqual(["0", "5 k", "10 k", "15 k"]);
    expect(marks(0, 0.044, true)).toEqual(["0 %", "2 %", "4 %", "6 %"]);
    expect(marks(-5, 12)).toEqual(["−5", "0", "5", "10", "15"]);
    expect(marks(912.2, 1000)).toEqual(["900", "950", "1000"]);
    expect(marks(0, 2.2e9)).toEqual(["0", "1 bn", "2 bn", "3 bn"]);
    expect(marks(0, 0.0004)).toEqual(["0", "0.0001", "0.0002", "0.0003", "0.0004"]);
  });

  test("of a figure that never changes still have a height", () => {
    for (const share of [true, false]) {
      const { from, to } = axisOf(0, 0, share);
      expect(to).toBeGreaterThan(from);
    }
    expect(axisOf(7, 7, false).from).toBeLessThan(7);
  });

  test("of time are marked where years or months begin", () => {
    const dayOf = (tick: number): { year: number; month: number } => ({
      year: 2010 + Math.floor(tick / 12),
      month: 1 + (tick % 12),
    });
    expect(timeAxis(dayOf, 48).marks).toEqual([0, 12, 24, 36].map((at) => ({ at, text: String(2010 + at / 12) })));
    expect(timeAxis(dayOf, 4).marks.map(({ text }) => text)).toEqual(["2010-01", "2010-02", "2010-03", "2010-04"]);
    expect(timeAxis(dayOf, 1)).toEqual({
      from: 0,
      to: 1,
      unit: "year and month",
      marks: [{ at: 0, text: "2010-01" }],
    });
  });
});

test("a long series is drawn at evenly spread ticks, with the first and the last", () => {
  expect(placesOf(5, 10)).toEqual([0, 1, 2, 3, 4]);
  const places = placesOf(1001, 11);
  expect(places).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

describe("the page of a run", () => {
  test("says who is in the spread of scores without having been scored, as the report does", async () => {
    expect(await pageOf("sesame", { people: 600, ticks: 20, threads: 1 })).toMatch(
      /Everyone is counted here, with [^<]*those whose file is thin/,
    );
    expect(await pageOf("littering")).not.toContain("Everyone is counted here");
  });

  test("of littering is as it was", async () => {
    const html = (await pageOf("littering"))
      .replaceAll(/\b[0-9a-f]{32}\b/g, "(32 digits)")
      .replaceAll(/hash [0-9a-f]{16}\b/g, "hash (16 digits)")
      .replaceAll(`Glasshouse ${version}`, "Glasshouse (version)")
      // A line for each piece, so that a change can be read.
      .replaceAll(/(<\/(?:tr|section|li|p|h[123]|svg|title|desc|path|rect|line|text)>)/g, "$1\n");
    await expect(html).toMatchFileSnapshot("../golden/cli/littering.html");
  });

  test.each(shippedNames())("of %s is sound, whole and light", async (name) => {
    const html = await pageOf(name, { people: 800, ticks: 40, threads: 1 });
    const elements = elementsOf(html);
    const all = (key: string): string[] => elements.flatMap(({ attributes }) => attributes.get(key) ?? []);
    const ids = all("id");
    expect(new Set(ids).size).toBe(ids.length);
    const named = all("aria-labelledby").flatMap((text) => text.split(" "));
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    expect(all("href").filter((to) => to.startsWith("#") && !ids.includes(to.slice(1)))).toEqual([]);
    const count = (tagName: string): number => elements.filter((one) => one.name === tagName).length;
    expect([count("h1"), count("main"), count("script"), count("img")]).toEqual([1, 1, 0, 0]);
    expect(count("figure")).toBeGreaterThan(0);
    // A chart has a title, a description and its table.
    expect(count("desc")).toBe(count("figure"));
    expect(count("table")).toBeGreaterThanOrEqual(count("figure"));
    expect(elements.filter((one) => one.name === "table").length).toBe(count("caption"));
    expect(Buffer.byteLength(html)).toBeLessThan(500_000);
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test("says who is hit, where figures come from and how to make it again", async () => {
    const scenario = shipped("suining");
    const html = await pageOf("suining", { people: 8000, ticks: 150, seed: 3, threads: 1 });
    expect(html).toContain("glasshouse run suining --people 8_000 --ticks 150 --seed 3");
    for (const text of [scenario.hash, `Glasshouse ${version}`, "the lowest band", "China Daily", "2010-03-30"]) {
      expect(html).toContain(text);
    }
    const rows = html.match(/<tr><th scope="row">[^<]*( › [^<]*)+<\/th>/g) ?? [];
    expect(rows).toHaveLength(scenario.parameters.length);
  });

  test("is the same to the byte, whatever reckons it", async () => {
    const options = { people: 500, ticks: 20 } as const;
    const page = await pageOf("littering", { ...options, backend: "wasm", threads: 2 });
    expect(page).toBe(await pageOf("littering", { ...options, backend: "interpret" }));
  });

  test("does not tell where somebody keeps their files", async () => {
    const done = await run(shipped("littering"), { people: 50, ticks: 2, backend: "interpret" });
    for (const word of ["/home/zaphod/town.yaml", "..\\zaphod\\town.yaml"]) {
      expect(layPage(done, word)).toContain("glasshouse run town.yaml ");
      expect(layPage(done, word)).not.toContain("zaphod");
    }
  });
});

describe("a hostile scenario", () => {
  const hostile = (): Promise<Run> => run(readScenario(hostileText), { backend: "interpret" });

  test("stays text", async () => {
    const html = layPage(await hostile(), "x'\"><script>alert(0)</script>.yaml");
    const elements = elementsOf(html);
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ["script", "img", "iframe", "b"]) expect(names).not.toContain(name);
    const keys = new Set(elements.flatMap(({ attributes }) => [...attributes.keys()]));
    expect([...keys].filter((key) => /^(on|src|srcset|action|data)/.test(key))).toEqual([]);
    expect(elements.filter(({ name }) => name === "style")).toHaveLength(1);
    const links = elements.flatMap(({ attributes }) => attributes.get("href") ?? []);
    expect(links.filter((to) => !to.startsWith("#"))).toEqual(["https://example.org/?a=1&amp;b=&quot;2&quot;"]);
    expect(html).toContain("&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;");
    expect(html).not.toMatch(/[\u202e\u2028]/);
  });
});
