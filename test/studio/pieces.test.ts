import { describe, expect, test } from "vitest";
import { type AnswerInPairs, type Entry, portray, readShipped, shippedNames } from "../../src/index.ts";
import { placeAfter } from "../../studio/page/front/living.tsx";
import { countMarks, fatesOf, markingOf, markOf, shownAtFirst, walk } from "../../studio/page/person/marks.ts";
import { readFlow } from "../../studio/page/rules/flow.ts";
import * as knobs from "../../studio/page/rules/knobs.ts";
import { readable } from "../../studio/page/sayings.ts";
import { tradeOff, wayOf, weigh } from "../../studio/page/twins/sides.ts";
import { moreEn } from "../../studio/words/more/en.ts";
import { moreZh } from "../../studio/words/more/zh.ts";

const entry = (kind: Entry["kind"], about?: Entry["about"]): Entry => ({
  tick: 0,
  date: "2010-01-01",
  kind,
  text: kind,
  ...(about && { about }),
});

describe("entries of a file", () => {
  test("are of the kind that a reader looks for", () => {
    expect(markOf(entry("record"))).toBe("record");
    expect(markOf(entry("record", "mistake"))).toBe("mistake");
    expect(markOf(entry("act", "unseen"))).toBe("deed");
    expect(markOf(entry("redress", "outcome"))).toBe("outcome");
    expect(markOf(entry("consequence"))).toBe("sanction");
  });

  test("of deeds are counted by what became of them, and that comes to all deeds", () => {
    const entries = [
      entry("act"),
      entry("act", "unseen"),
      entry("act", "unseen"),
      entry("act", "later"),
      entry("act", "vain"),
      entry("act", "mistake"),
      entry("record"),
    ];
    const fates = fatesOf(entries);
    expect(fates).toEqual([
      ["seen", 1],
      ["unseen", 2],
      ["later", 1],
      ["vain", 1],
    ]);
    expect(countMarks(entries).get("deed")).toBe(fates.reduce((sum, [, count]) => sum + count, 0));
    expect(fatesOf([entry("record")])).toEqual([]);
  });

  test("that are in every tick are shown only where there is nothing else", () => {
    const entries = [entry("pull"), entry("decay"), entry("record")];
    expect([...shownAtFirst(entries)]).toEqual(["record"]);
    expect([...shownAtFirst(entries.slice(0, 2))]).toEqual(["friends", "drift"]);
    expect(countMarks(entries).get("drift")).toBe(1);
  });

  test("that move the score by a large part are shown at first, whatever moved it, and what is small is not", () => {
    const moved = (kind: Entry["kind"], points: number): Entry => ({ ...entry(kind), points });
    const fall = moved("thin", -180.94);
    const entries = [entry("act"), fall, moved("rank", 2.3), moved("rounding", -0.03), moved("points", -5)];
    const mark = markingOf(entries);
    expect(entries.map(mark)).toEqual(["deed", "system", "drift", "drift", "points"]);
    expect([...shownAtFirst(entries)]).toEqual(["deed", "points", "system"]);
    expect(countMarks(entries).get("system")).toBe(1);
    // Small steps that came to the most are told as well.
    const slow = [moved("points", -5), ...Array.from({ length: 100 }, () => moved("decay", -0.5))];
    expect([...shownAtFirst(slow)]).toEqual(["points", "drift"]);
    const pulled = [moved("points", -5), ...Array.from({ length: 100 }, () => moved("pull", -0.5))];
    expect([...shownAtFirst(pulled)]).toEqual(["points", "friends"]);
  });

  test("are counted once: a record is no points, and what it brought is no record", () => {
    expect([...countMarks([entry("record"), entry("points")])]).toEqual([
      ["record", 1],
      ["points", 1],
    ]);
  });

  test.each([
    ["loses_work, as it was due: nobody records it", "loses_work: nobody records it"],
    [
      "is put on the blacklist defaulters, until 2017-04-26",
      "is put on the blacklist “defaulters”, until (2017-04-26)",
    ],
    ["loan refused begins (credit)", "from now on: loan refused (credit)"],
    [
      "barred begins (business), because of the enterprise they own",
      "from now on: barred (business), because of the enterprise they own",
    ],
    ["loan refused ends (credit)", "no longer: loan refused (credit)"],
    ["early flight holds from the start (travel)", "from the start: early flight (travel)"],
    ['the phase "graded" begins', 'the phase "graded" begins'],
    ["falls from band fair to band poor", "falls from band fair to band poor"],
  ])("are put as people say it: %s", (text, says) => {
    expect(readable(text, (day) => `(${day})`)).toBe(says);
  });

  test("are walked through by keys, and no further than their ends", () => {
    expect(walk("ArrowDown", 0, 3)).toBe(1);
    expect(walk("PageDown", 0, 3)).toBe(2);
    expect(walk("ArrowUp", 0, 3)).toBe(0);
    expect(walk("End", 0, 3)).toBe(2);
    expect(walk("a", 0, 3)).toBeUndefined();
    expect(walk("End", 0, 0)).toBeUndefined();
  });
});

describe("controls", () => {
  const fact = (text: string, tag?: "assumed", range?: { from: number; to: number }) => ({
    path: "a.b",
    key: "",
    text,
    tag,
    source: undefined,
    ...(range && { range }),
  });

  test.each([
    [fact("-30"), { is: "number", amount: -30, unit: "" }],
    [fact("800_000 yuan per year", "assumed"), { is: "number", amount: 800_000, unit: "yuan per year" }],
    [fact("5 %"), { is: "number", amount: 5, unit: "%" }],
    [fact("1", "assumed", { from: 0, to: 5 }), { is: "number", amount: 1, unit: "", range: { from: 0, to: 5 } }],
    [fact("true"), { is: "switch", on: true }],
    [fact("a > 1 ? b : c", "assumed"), { is: "rule" }],
    [fact("band == A", "assumed"), { is: "rule" }],
    [fact("chance: 0.6", "assumed"), { is: "parts" }],
    [fact("office"), undefined],
    [fact("2010-01-01"), undefined],
  ])("fit what they change: %o", (given, control) => {
    expect(knobs.controlOf(given)).toEqual(control);
  });

  test("of several figures give back what stands in the file", () => {
    expect(readFlow("categorical: { large: 0.01, small: 0.99 }")).toEqual({
      categorical: { large: 0.01, small: 0.99 },
    });
    expect(readFlow("resolution: 0.1, uniform: [1928, 1992]")).toEqual({ resolution: 0.1, uniform: [1928, 1992] });
    expect(readFlow("1: 3 months, 2: min(1, 2)")).toEqual({ 1: "3 months", 2: "min(1, 2)" });
    expect(readFlow("{ open")).toBeUndefined();
  });

  // What a control shows, put down unchanged, must leave the world as it was.
  test.each(shippedNames())("of %s that change nothing change nothing", (name) => {
    const scenario = readShipped(name);
    const facts = [...knobs.factsOf(portray(scenario)).values()];
    const hasParts = (path: string): boolean => facts.some((one) => one.path.startsWith(`${path}.`));
    const changes = facts.reduce((all: knobs.Changes, one) => {
      const control = knobs.controlOf(one);
      const value = control && knobs.flowOf(one.text, control);
      return value === undefined ? all : knobs.changed(all, one, value, hasParts(one.path));
    }, {});
    expect(Object.keys(changes).length).toBeGreaterThan(10);
    const plan = (of: typeof scenario): unknown => of.plan({ people: 1001 });
    expect(plan(scenario.with(changes))).toEqual(plan(scenario));
  });
});

describe("changes", () => {
  const documented = {
    path: "a.b",
    key: "",
    text: "1",
    tag: "documented",
    source: "x",
    range: { from: 0, to: 2 },
  } as const;

  test("lose the source of what they change, and keep its range", () => {
    expect(knobs.changed({}, documented, 2, false)).toEqual({
      "a.b": { is: 2, assumed: "changed in the studio", range: [0, 2] },
    });
    expect(knobs.changed({ "a.b": 1 }, documented, 2, true)).toEqual({ "a.b.is": 2 });
    expect(knobs.without({ "a.b.is": 2, c: 1 }, "a.b")).toEqual({ c: 1 });
  });

  test("are taken back and made again", () => {
    const one = knobs.change(knobs.beginPast({}), { a: 1 });
    const two = knobs.change(one, { a: 2 });
    expect(knobs.change(two, { a: 2 }).before).toEqual(two.before);
    expect(knobs.undo(two).now).toEqual({ a: 1 });
    expect(knobs.redo(knobs.undo(two))).toEqual(two);
    expect(knobs.undo(knobs.undo(knobs.undo(two))).now).toEqual({});
    expect(knobs.change(knobs.undo(two), { a: 3 }).after).toEqual([]);
  });

  test("are found by words, by tag and by path", () => {
    const scenario = readShipped("suining");
    const sections = portray(scenario);
    const reported = scenario.parameters.filter(({ tag }) => tag === "reported");
    const paths = (search: Partial<knobs.Search>): string[] => [
      ...knobs.factsOf(knobs.find(sections, { words: "", tag: undefined, among: undefined, ...search })).keys(),
    ];
    expect(paths({ words: "misses repayment points" })).toContain("scheme.points.misses_repayment");
    expect(paths({ words: "no such thing" })).toEqual([]);
    expect(reported.length).toBeGreaterThan(2);
    expect(paths({ tag: "reported" }).sort()).toEqual(reported.map(({ path }) => path.replace(/\.is$/, "")).sort());
    expect(paths({ among: new Set(["scheme.bands.A"]) })).toEqual(["scheme.bands.A"]);
  });
});

describe("sides", () => {
  const answer = (question: string, from: number, to: number): AnswerInPairs =>
    ({ question, twins: 8, difference: { mean: (from + to) / 2, from, to } }) as unknown as AnswerInPairs;
  const [falls, rises, open] = [answer("a", -3, -1), answer("b", 1, 2), answer("c", -1, 1)];

  test("go by what is certain alone", () => {
    expect([falls, rises, open].map(wayOf)).toEqual(["falls", "rises", "unclear"]);
    expect(wayOf({ ...rises, twins: 1 })).toBe("unclear");
    expect(wayOf({ ...rises, same: true })).toBe("same");
  });

  test("tell what one gains, and what one has to take for it", () => {
    const weighed = weigh([falls, rises, open], { a: -2, b: -1, c: 3 });
    const trade = tradeOff(weighed);
    expect([trade.for, trade.against]).toEqual([2, 1]);
    expect([trade.gain?.answer, trade.price?.answer]).toEqual([falls, rises]);
    expect(trade.open.map(({ answer: of }) => of)).toEqual([open]);
    expect(tradeOff(weigh([falls], {})).gain).toBeUndefined();
  });
});

describe("words", () => {
  const keysOf = (words: object): string[] =>
    Object.entries(words).flatMap(([key, one]) =>
      typeof one === "object" ? keysOf(one).map((inner) => `${key}.${inner}`) : [`${key}: ${typeof one}`],
    );
  test("are the same in both languages, and none is empty", () => {
    expect(keysOf(moreZh)).toEqual(keysOf(moreEn));
    expect(JSON.stringify([moreZh, moreEn])).not.toContain('""');
  });
});

test("a living picture stands at a frame whatever the clock says, rests at the last, and begins again", () => {
  // A browser may give a frame a time before that at which the picture was begun.
  expect(placeAfter(-0.02, 20)).toBe(0);
  for (let seconds = -1; seconds < 10; seconds += 0.01) {
    const place = placeAfter(seconds, 20);
    expect(place >= 0 && place <= 19, `${seconds}`).toBe(true);
  }
  // Seven frames a second: the last from 19 / 7 seconds on, and the first again after a second's rest more.
  expect([placeAfter(2.8, 20), placeAfter(3.8, 20)]).toEqual([19, 19]);
  expect(placeAfter(27 / 7 + 0.01, 20)).toBeLessThan(0.1);
});
