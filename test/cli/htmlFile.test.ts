import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { claimPage } from "../../src/cli/pageFile.ts";
import { ProblemError } from "../../src/index.ts";
import { glasshouse, useFolder } from "./command.ts";

const folder = useFolder();
const at = (name: string): string => join(folder.path, name);
const page = '<!doctype html>\n<html><meta name="generator" content="Glasshouse 0">';

/** The codes of what is thrown. */
function codes(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe("where a page goes", () => {
  test.each([
    ["html-is-folder", "letters"],
    ["html-is-folder", "not-there/"],
    ["html-taken", "dear.txt"],
    ["out-unwritable", "dear.txt/page.html"],
    ["out-unwritable", `${"x".repeat(300)}.html`],
  ])("%s: %s", (code, name) => {
    mkdirSync(at("letters"), { recursive: true });
    writeFileSync(at("dear.txt"), "dear");
    expect(codes(() => claimPage(`${folder.path}/${name}`, undefined))).toEqual([code]);
    expect(readFileSync(at("dear.txt"), "utf8")).toBe("dear");
  });

  test.skipIf(process.platform === "win32")("is no device", () => {
    expect(codes(() => claimPage("/dev/null", undefined))).toEqual(["html-not-file"]);
  });

  // The page would be put in the place of the link, which may be the system's.
  test.skipIf(process.platform === "win32")("is no link, whatever it leads to", () => {
    writeFileSync(at("before.html"), page);
    for (const [name, to] of [
      ["page-link.html", "before.html"],
      ["folder-link.html", "."],
      ["nothing-link.html", "nothing"],
    ] as const) {
      symlinkSync(at(to), at(name));
      expect(codes(() => claimPage(at(name), undefined))).toEqual(["html-is-link"]);
      expect(readlinkSync(at(name))).toBe(at(to));
    }
    expect(existsSync(at("nothing"))).toBe(false);
    expect(readFileSync(at("before.html"), "utf8")).toBe(page);
  });

  // Whoever may do anything may write there.
  test.skipIf(process.getuid?.() === 0)("may be written to", () => {
    mkdirSync(at("locked"));
    chmodSync(at("locked"), 0o500);
    expect(codes(() => claimPage(at("locked/page.html"), undefined))).toEqual(["out-unwritable"]);
  });

  test("is left as it was until the page is whole", () => {
    const { keep } = claimPage(at("new/page.html"), undefined);
    expect(readdirSync(at("new"))).toEqual([]);
    keep(page);
    expect(readdirSync(at("new"))).toEqual(["page.html"]);
    claimPage(at("new/page.html"), undefined).keep(`${page} again`);
    expect(readFileSync(at("new/page.html"), "utf8")).toBe(`${page} again`);
    rmSync(at("new"), { recursive: true });
    expect(codes(() => keep(page))).toEqual(["out-unwritable"]);
  });
});

describe("run --html", () => {
  const small = ["run", "littering", "--people", "200", "--ticks", "5"];

  test("keeps a page beside the run, twice to the same byte", () => {
    const args = [...small, "--out", "runs/1", "--html", "runs/1/page.html"];
    const first = glasshouse(folder.path, ...args);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: "" });
    expect(first.out).toMatch(/^page {7}runs\/1\/page\.html$/m);
    expect(readdirSync(at("runs/1")).sort()).toEqual(["manifest.json", "measures.csv", "page.html"]);
    const html = readFileSync(at("runs/1/page.html"), "utf8");
    expect(glasshouse(folder.path, ...args, "--json").code).toBe(0);
    expect(readFileSync(at("runs/1/page.html"), "utf8")).toBe(html);
  });

  test("refuses a bad destination before it runs anything", () => {
    mkdirSync(at("attic"), { recursive: true });
    for (const [to, code] of [
      ["attic", "html-is-folder"],
      ["", "missing-value"],
    ] as const) {
      const { code: exit, out, err } = glasshouse(folder.path, ...small, "--html", to);
      expect({ exit, out }).toEqual({ exit: 1, out: "" });
      expect(err).toContain(`error[${code}]`);
    }
  });
});
