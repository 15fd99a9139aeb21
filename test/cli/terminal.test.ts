import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openTerminal, type Terminal } from "../../src/cli/terminal.ts";
import { colourPaint, unpainted } from "../../src/report/paint.ts";
import { cut, layTable, pad, widthOf, wrap } from "../../src/report/table.ts";
import { asShellWord } from "../../src/report/wording.ts";
import { root } from "../tidy/tree.ts";
import { glasshouse, glasshouseWith, useFolder } from "./command.ts";

const folder = useFolder();
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** What is written when something is told on a terminal, or where there is none. */
function written(isTTY: boolean, tell: (terminal: Terminal) => void): string {
  const texts: string[] = [];
  const stream = { write: (text: string) => texts.push(text), isTTY, columns: 80 };
  tell(openTerminal({ out: stream, err: stream, env: {} }));
  return texts.join("");
}

const hostile = "a\u001b[31mb\r\u009b2J\u202e\u200b\tc\nd";
const shown = "a\\u{1b}[31mb\\u{d}\\u{9b}2J\\u{202e}\\u{200b} c";

describe("a terminal", () => {
  test("shows what came from outside, and obeys none of it", () => {
    for (const isTTY of [true, false]) {
      expect(written(isTTY, ({ print }) => print(hostile))).toBe(`${shown}\nd\n`);
      expect(written(isTTY, ({ print }) => print([hostile, "e"]))).toBe(`${shown} d\ne\n`);
      const json = written(isTTY, ({ printJson }) => printJson({ hostile }));
      expect(json).not.toMatch(unseen);
      expect(JSON.parse(json)).toEqual({ hostile });
    }
    expect(written(true, ({ note }) => note(hostile))).toBe(`\r\u001b[K${shown}\nd\n`);
    expect(written(true, ({ redraw }) => redraw(hostile))).toBe(`\r\u001b[K${shown} d`);
    expect(written(false, ({ note }) => note(hostile))).toBe(`${shown}\nd\n`);
    expect(written(false, ({ redraw }) => redraw(hostile))).toBe("");
  });

  test("has our own colours, around a text that has none of its own", () => {
    const told = written(true, ({ print, paint }) => print([`${paint.title(hostile)} ${paint.scale("█", 0, 2)}`]));
    expect(told).toBe(`\u001b[1m${shown} d\u001b[22m \u001b[31m█\u001b[39m\n`);
    // A mark as it looks, but of another process.
    const mark = colourPaint.title("x").split("x")[0]!;
    const forged = mark.replace(/[0-9a-f]/g, (digit) => (digit === "0" ? "1" : "0"));
    expect(written(true, ({ print }) => print(forged))).not.toContain("\u001b");
  });
});

describe("painted text", () => {
  const red = colourPaint.bad;

  test("is as wide as what is seen of it", () => {
    expect(widthOf(red("睢宁 x"))).toBe(6);
    expect(unpainted(pad(red("睢"), 4))).toBe("睢  ");
    expect(widthOf("\u202e")).toBe("\\u{202e}".length);
  });

  test("is cut and wrapped between its letters, and its colour ends", () => {
    expect(cut(red("睢宁县县"), 5)).toBe(
      `${red("睢宁")
        .slice(0, -red("").length || undefined)
        .replace("睢宁", "睢宁…")}`,
    );
    const lines = wrap(red("睢宁县睢宁县"), 6);
    expect(lines.map(unpainted)).toEqual(["睢宁县", "睢宁县"]);
    expect(lines.join("")).toBe(red("睢宁县睢宁县"));
  });
});

test("tables of wide and of unseen letters are aligned as they are shown", () => {
  const rows = [
    ["睢宁县", "1"],
    ["a\u202eb", "22"],
    ["plain", "333"],
  ];
  const told = written(false, ({ print }) => print(layTable([{}, { align: "right" }], rows)));
  expect(told.trimEnd().split("\n").map(widthOf)).toEqual([17, 17, 17]);
  expect(told).toContain("  a\\u{202e}b   22\n");
});

describe("words for a shell", () => {
  const words = ["a b", "it's", "上海.yaml", "a\u202eb", "\u001b[31m'\\\n\u{e0041}x", "$HOME`id`\u0007"];

  test.each(words)("%j comes back from bash as it was, and can be read", (word) => {
    expect(asShellWord(word)).not.toMatch(unseen);
    const { stdout } = spawnSync("bash", ["-c", `printf %s ${asShellWord(word)}`], {
      encoding: "utf8",
      env: { LC_ALL: "C.UTF-8" },
    });
    expect(stdout).toBe(word);
  });
});

describe("a world in Chinese", () => {
  const file = join(root, "test/good/chinese.yaml");

  test.each([
    [["check", file]],
    [["plan", file]],
    [["run", file, "--people", "1100", "--ticks", "30"]],
    [["explain", file, "--person", "3", "--people", "1100", "--tick", "30"]],
    [["compare", file, "none", "--seeds", "2", "--people", "1100", "--ticks", "10"]],
  ])("is told in lines of 80 cells by %j", (args) => {
    const { code, out, err } = glasshouse(folder.path, ...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("上海社会信用体系（虚构）：一座以中文写成的小城");
    // A path may be longer than a line.
    const lines = out.split("\n").filter((line) => !line.includes(".yaml"));
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    const rule = lines.findIndex((line) => /^─+$/.test(line));
    expect(widthOf(lines[rule]!)).toBe(widthOf(lines[rule - 1]!));
  });

  test("can be read as it was assembled, in ASCII", () => {
    const { code, out } = glasshouse(folder.path, "plan", file, "--wat");
    expect(code).toBe(0);
    expect(out).toMatch(/^\(module\n {2};; \\u\{4e0a\}\\u\{6d77\}/);
    expect(out).toMatch(/^[\n\x20-\x7e]+$/);
  });
});

describe("the command", () => {
  const bad = "\u001b]0;x\u0007\u001b[2J\u202e\u200b\u009bx\ny";
  const calls: readonly (readonly string[])[] = [
    [bad],
    ["help", bad],
    [bad, "--help"],
    ["run", bad],
    ["run", `${bad}.yaml`],
    ["check", `./${bad}/x.yml`],
    ["run", "suining", `--${bad}`],
    ["run", "suining", "--people", bad],
    ["run", "suining", "--backend", bad, "--json"],
    ["run", "none", "--people", "50", "--ticks", "2", "--out", bad],
    ["run", "none", "--people", "50", "--ticks", "2", "--html", `${bad}.html`],
    ["run", "--resume", bad],
    ["new", bad],
    ["explain", bad, "--person", bad],
    ["compare", bad, bad],
    ["bench", bad],
  ];

  test.each(calls.map((args) => [args]))("shows nothing of %j raw", (args) => {
    const { code, out, err } = glasshouse(folder.path, ...args);
    expect(out + err).not.toMatch(unseen);
    expect(out + err).not.toBe("");
    expect(code).not.toBe(2);
  });

  test("shows nothing of its environment raw", () => {
    const env = { TERM: bad, NO_COLOR: bad, COLUMNS: bad, GLASSHOUSE_DEBUG: "1" };
    const { out, err } = glasshouseWith(env, folder.path, "run", bad);
    expect(out + err).not.toMatch(unseen);
    expect(err).toContain("u{202e}");
  });
});
