import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolders, reasonOf, whyUnwritable } from "../../src/cli/files.ts";

const told =
  "EACCES EBUSY EDQUOT EEXIST EFBIG EINVAL EIO EISDIR ELOOP EMFILE ENAMETOOLONG ENFILE ENODEV ENOENT ENOMEM ENOSPC ENOSYS ENOTDIR ENOTEMPTY ENOTSUP ENXIO EPERM EPIPE EROFS ESTALE ETIMEDOUT ETXTBSY EXDEV".split(
    " ",
  );
const said = (code: string): Error => Object.assign(new Error(`${code}: the system's own words`), { code });

describe("what the system says", () => {
  test.each(told)("is a sentence where something cannot be written: %s", (code) => {
    expect(whyUnwritable(said(code))).toMatch(/^[a-z][a-z ,']+$/);
  });

  test.each(["EACCES", "EINVAL", "EIO", "EISDIR", "ELOOP", "EMFILE", "ENAMETOOLONG", "ENOENT", "ENOTDIR", "EPERM"])(
    "is a sentence where something cannot be read: %s",
    (code) => expect(reasonOf(said(code))).toMatch(/^[a-z][a-z ,']+$/),
  );

  test("is known by its codes", () => expect(Object.keys(constants.errno)).toEqual(expect.arrayContaining(told)));

  test("is told as it is where nobody has thought of it", () => {
    expect(reasonOf(said("EWHATEVER"))).toBe("the system says EWHATEVER");
    expect(whyUnwritable(said("constructor"))).toBe("the system says constructor");
  });

  test("is not taken for what is a fault of ours", () => {
    expect(() => whyUnwritable(new TypeError("x"))).toThrow(TypeError);
  });
});

describe("folders", () => {
  let root = "";
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "glasshouse-folders-"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const codeOf = (path: string): unknown => {
    try {
      makeFolders(path);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  test("are made with those that they are in, and again", () => {
    const path = join(root, "a", "b", "c");
    for (let i = 0; i < 2; i++) {
      expect(codeOf(path)).toBeUndefined();
      expect(statSync(path).isDirectory()).toBe(true);
    }
    expect(codeOf("/")).toBeUndefined();
    expect(codeOf(join(root, "x", "..", "y"))).toBeUndefined();
  });

  test("are made through a link, and not where it leads nowhere, nor where a file stands", () => {
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "link"));
    expect(codeOf(join(root, "link", "inner"))).toBeUndefined();
    expect(statSync(join(root, "real", "inner")).isDirectory()).toBe(true);
    symlinkSync("nowhere", join(root, "loose"));
    expect(codeOf(join(root, "loose", "inner"))).toBe("EEXIST");
    writeFileSync(join(root, "file"), "");
    expect(codeOf(join(root, "file"))).toBe("EEXIST");
    expect(codeOf(join(root, "file", "inner"))).toBe("ENOTDIR");
  });

  // Node's own recursive mkdir never comes back from there.
  test.runIf(process.platform === "linux")("are refused where the system makes none", () => {
    expect(codeOf("/proc/glasshouse")).toBe("ENOENT");
    expect(codeOf("/proc/glasshouse/a/b")).toBe("ENOENT");
  });
});
