import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { explain, type Legend, readShipped, shippedNames } from "../../src/index.ts";
import { plainly } from "../../studio/page/sayings.ts";
import { digestOf, type Told, tellerOf } from "../../studio/words/told/tell.ts";
import { zhTell, zhTold } from "../../studio/words/told/zh.ts";
import { zhAbouts } from "../../studio/words/told/zhAbouts.ts";
import { zhLives } from "../../studio/words/told/zhLives.ts";
import { zhMeasures } from "../../studio/words/told/zhMeasures.ts";
import { zhNames } from "../../studio/words/told/zhNames.ts";
import { zhParts } from "../../studio/words/told/zhParts.ts";
import { zhSentences } from "../../studio/words/told/zhSentences.ts";
import { zhWorlds } from "../../studio/words/told/zhWorlds.ts";
import { readOpening } from "../../studio/world/reading.ts";

/** What of a scenario or of a life a page shows, by what it is. */
type Texts = [kind: string, text: string][];

function portrayedTexts(name: string): Texts {
  const read = readOpening({ name, changes: {} });
  if (!read.ok) throw new Error(read.faults[0]!.rendered);
  const { title, about, twin, questions, colourings, charts, sections } = read.portrayed;
  return [
    ["title", title],
    ["about", about],
    ...(twin ? ([["twin", plainly(twin.says)]] as Texts) : []),
    ...questions.flatMap(
      ({ asks, reads }): Texts => [
        ["asks", asks],
        ["reads", plainly(reads)],
      ],
    ),
    ...colourings.flatMap(({ says, group, shows }): Texts => {
      const words = shows.is === "classes" ? shows.words : (shows.marks ?? []).map((mark) => mark.says);
      const isBanded = group === "band" || shows.is === "scale";
      return [["colouring", says], ...words.map((word): Texts[0] => ["class", isBanded ? `band ${word}` : word])];
    }),
    ...charts.flatMap(
      (chart): Texts => [
        ["chart", chart.title],
        ...chart.lines.map(({ says }): Texts[0] => ["line", chart.ofBands ? `band ${says}` : says]),
      ],
    ),
    ...sections.flatMap(
      ({ path, says, entries }): Texts => [
        ["section", path.replaceAll(".", " › ")],
        ["section", says],
        ...entries.map((entry): Texts[0] => ["entry", path.endsWith("bands") ? `band ${entry.name}` : entry.name]),
      ],
    ),
  ];
}

/** What can be done and can follow, and in which phases. */
function legendTexts({ kinds, phases }: Legend): Texts {
  return [
    ...kinds.flatMap(
      ({ conducts, consequences, lists }): Texts => [
        ...conducts.map(({ name }): Texts[0] => ["conduct", name]),
        ...consequences.flatMap(
          ({ name, domain }): Texts => [
            ["consequence", name],
            ["domain", domain ?? "consequence"],
          ],
        ),
        ...lists.map(({ name }): Texts[0] => ["list", name]),
      ],
    ),
    ...(phases?.of ?? []).map(({ name }): Texts[0] => ["phase", name]),
  ];
}

const answers: Record<string, { says: string }> = JSON.parse(
  readFileSync(new URL("../../studio/answers.json", import.meta.url), "utf8"),
);
const shipped = shippedNames().flatMap((name) => [
  ...portrayedTexts(name),
  ...legendTexts(readShipped(name).lower({ people: 2000 }).legend),
]);
const texts: Texts = [
  ...shipped,
  ...Object.values(answers).map(({ says }): Texts[0] => ["answer", plainly(says)]),
  ...["assumed", "reported", "documented"].map((tag): Texts[0] => [
    "phase",
    `because outcry passed 0.002 (the threshold is ${tag})`,
  ]),
];

test("all that the page shows of every shipped scenario has its Chinese", () => {
  expect(texts.filter(([, text]) => text !== "" && zhTell(text) === undefined)).toEqual([]);
  expect(texts.length).toBeGreaterThan(4_000);
});

test("what is told in Chinese is Chinese: no name of a scenario is left in it", () => {
  const latin = /[a-z]{2}/;
  const left = texts.filter(([kind, text]) => kind !== "about" && kind !== "section" && latin.test(zhTell(text) ?? ""));
  expect(left).toEqual([]);
});

describe("lives", () => {
  // One community of each is lived again, so that its people cost no more than one of them.
  test.each(["national-as-found", "nosedive", "rongcheng", "sesame", "suining"])(
    "that are told of %s have their Chinese, entry by entry",
    async (name) => {
      const persons = Array.from({ length: 12 }, (_, i) => i);
      const lives = await explain(readShipped(name), { persons, people: 1000, seed: 1, ticks: 26, threads: 1 });
      const said = lives.flatMap(({ entries, traits }) => [
        ...entries.map(({ text }) => text),
        ...traits.flatMap((trait) => [trait.name, trait.value]),
      ]);
      expect([...new Set(said)].filter((text) => zhTell(text) === undefined)).toEqual([]);
      expect(said.length).toBeGreaterThan(100);
    },
  );
});

test("what only other worlds say of a life has its Chinese too", () => {
  const said = [
    "amounts_owed makes 30 % of the score: down by 2.5 points",
    "the score gives way to what it is made of",
    "too little is on file: the score stays at 640",
    "the system now has enough records to reckon a score from them: down by 180.94 points",
    "misfiled_late: the record goes by mistake to person 12",
    "a record of misfiled_late was wrongly put down to this person (it was person 3)",
    "+35 points for a record taken back (dispute)",
    "disputed (dispute): it is decided on 2010-04-02",
    "is put on the blacklist mistaken, until 2017-01-30",
    "friends' scores pull the score down by 0.2 points",
  ];
  expect(said.filter((text) => zhTell(text) === undefined)).toEqual([]);
  // What is due is done or befalls: of a job that is lost nobody says that it was due.
  expect(zhTell("loses_work, as it was due: nobody records it")).toBe("失业：无人记录");
  expect(zhTell("loan_refused begins (credit)")).toBe("从此：贷款被拒（信贷）");
  expect(zhTell("the score is kept in steps of 1: −2e-7 points")).toBe("分数按 1 一级取整：−2e-7 分");
});

/** Every word of the rooms that a sentence may come from: most are put together out of parts. */
function sources(): ReadonlySet<string> {
  const folders = [
    "../../src/experiment",
    "../../src/report",
    "../../src/charts",
    "../../src/model",
    "../../studio/world",
  ];
  const files = folders.flatMap((folder) => {
    const at = fileURLToPath(new URL(folder, import.meta.url));
    return readdirSync(at, { recursive: true, encoding: "utf8" }).map((file) => `${at}/${file}`);
  });
  const typed = files.filter((file) => file.endsWith(".ts")).map((file) => readFileSync(file, "utf8"));
  // Of a list, its colour is put before the word.
  return new Set(`${typed.join("\n").toLowerCase()} blacklist redlist`.match(/[a-z']+/g));
}

test("no translation is stale: each is of a word of a shipped scenario, or of a sentence that the library can say", () => {
  const words = new Set(texts.flatMap(([, text]) => partsOf(text)));
  const library = sources();
  const isSaid = (key: string): boolean => {
    if (words.has(key.toLowerCase())) return true;
    const literals = key.toLowerCase().split(/\{\d\}/);
    return literals.every((literal) => (literal.match(/[a-z']+/g) ?? []).every((word) => library.has(word)));
  };
  const long = new Set(texts.map(([, text]) => digestOf(text.replace(/\s+/g, " ").replaceAll("_", " ").trim())));
  const stale = Object.keys(zhTold).filter((key) => (key.startsWith("#") ? !long.has(key) : !isSaid(key)));
  expect(stale).toEqual([]);
});

test("no word is translated in two tables", () => {
  const keys = [zhAbouts, zhLives, zhMeasures, zhNames, zhParts, zhSentences, zhWorlds].flatMap(Object.keys);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

/** A text, and the names in it that may stand alone. */
function partsOf(text: string): string[] {
  const plain = text.replaceAll("_", " ").replace(/\s+/g, " ").toLowerCase();
  return [plain, ...plain.split(/ › |: | by |, of enterprises| through family| over the last year/)];
}

describe("a teller", () => {
  const table: Told = {
    cat: "猫",
    "red cat": "红猫",
    "{0} by {1}": "{1}之{0}",
    "seen: {0}": "见到{0}",
    "on {0}": "{0}上",
  };
  const tell = tellerOf(table, (text) => (/^\d+$/.test(text) ? text : undefined));

  test("says what is wholly in its table, whatever the case and the marks of names", () => {
    expect(tell("Red_cat")).toBe("红猫");
    expect(tell("Seen: red cat by 12")).toBe("12之见到红猫");
    expect(tell("On cat. On red cat.")).toBe("猫上。红猫上。");
  });

  test("says nothing of what is in it in part", () => {
    for (const text of ["dog", "seen: dog", "cat by dog", "on cat. On dog.", ""]) expect(tell(text)).toBeUndefined();
  });

  test("divides a text in the first way in which all parts are known", () => {
    const divided = tellerOf({ "a by b": "甲", c: "乙", "{0} by {1}": "{0}|{1}" }, () => undefined);
    expect(divided("a by b by c")).toBe("甲|乙");
    expect(divided("c by a by b")).toBe("乙|甲");
  });

  test("looks a long text up by its digest", () => {
    const long = "word ".repeat(80).trim();
    expect(tellerOf({ [digestOf(long)]: "长文" }, () => undefined)(long)).toBe("长文");
  });
});
